# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN
from odoo.tests import TransactionCase, tagged

# Relations to records of companies that need no check, and why.
REASONS = {
    "scm.contract.clause.contract_id": "part of its contract",
    "scm.contract.template.clause.template_id": "part of its template",
    "scm.detector.category_id": "a detector runs for all companies or some; a case is checked",
    "scm.detector.parameter.detector_id": "part of its detector",
    "scm.exception.link.exception_id": "part of its case",
    "scm.exception.sla.category_id": "part of its category",
    "scm.supplier.scorecard.criterion.template_id": "part of its template",
}


@tagged("post_install", "-at_install")
class TestCompanyChecks(TransactionCase):
    """What a user may point at lies in the company of the record that points."""

    def test_relations_are_checked(self):
        unchecked = {
            f"{model._name}.{field.name}"
            for model in self._get_writable_models()
            for field in self._get_fillable(model)
            if not (field.check_company and model._check_company_auto)
        }
        self.assertFalse(unchecked - REASONS.keys(), "\n" + "\n".join(sorted(unchecked)))
        self.assertFalse(REASONS.keys() - unchecked, "Checked by now")

    def _get_writable_models(self):
        """Return our models of which somebody may create or write records.

        What own steps alone make points where they point it.
        """
        access = self.env["ir.model.access"].search(
            ["|", ("perm_create", "=", True), ("perm_write", "=", True)]
        )
        names = set(access.model_id.mapped("model"))
        return [
            self.env[name]
            for name in sorted(names)
            if name.startswith("scm.")
            and not self.env[name]._transient
            and not getattr(self.env[name], "_is_made_by_own_steps", False)
        ]

    def _get_fillable(self, model):
        """Return the many2one fields to records of companies that a user can fill in.

        Not people, who work for several, nor the record that the company is taken from.
        """
        own = model._get_own_step_fields() if hasattr(model, "_get_own_step_fields") else {}
        company = model._fields.get("company_id")
        parent = (company and company.related or "").split(".")[0]
        is_made = model.env["ir.model.access"].search_count(
            [("model_id.model", "=", model._name), ("perm_create", "=", True)]
        )
        return [
            field
            for field in model._fields.values()
            if field.type == "many2one"
            and field.store
            and not field.related
            and (not field.compute or not field.readonly)
            and field.comodel_name not in ("res.company", "res.users")
            and field.name != parent
            and (field.name not in own or (is_made and own[field.name] is AS_GIVEN))
            and {"company_id", "company_ids"} & set(self.env[field.comodel_name]._fields)
        ]
