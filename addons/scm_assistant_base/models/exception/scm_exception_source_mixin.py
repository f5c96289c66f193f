# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class ScmExceptionSourceMixin(models.AbstractModel):
    """A document from which a case can be reported and its cases be opened."""

    _name = "scm.exception.source.mixin"
    _description = "Source of Exceptions"

    scm_exception_count = fields.Integer(
        "Exceptions",
        compute="_compute_scm_exception_count",
        groups="base.group_user",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_scm_exception_count(self):
        cases = self.env["scm.exception"]
        field, ids = self._get_scm_exception_key()
        domain = Domain(field, "in", [key for keys in ids.values() for key in keys])
        if field == "res_id":
            domain &= Domain("res_model", "=", self._name)
        counts = {
            getattr(key, "id", key): count
            for key, count in cases._read_group(domain, [field], ["__count"])
        }
        for document in self:
            document.scm_exception_count = sum(
                counts.get(key, 0) for key in ids.get(document.id, ())
            )

    def action_scm_report_exception(self):
        """Open a new case about this document."""
        self.ensure_one()
        values = self._prepare_scm_exception_values()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report Exception"),
            "res_model": "scm.exception",
            "view_mode": "form",
            "views": [
                (self.env.ref("scm_assistant_base.scm_exception_view_form_report").id, "form")
            ],
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items() if value},
        }

    def action_scm_view_exceptions(self):
        """Open the cases about these documents."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_base.scm_exception_action"
        )
        field, ids = self._get_scm_exception_key()
        domain = Domain(field, "in", [key for keys in ids.values() for key in keys])
        if field == "res_id":
            domain &= Domain("res_model", "=", self._name)
        return {**action, "domain": list(domain), "context": {}}

    def _get_scm_exception_key(self):
        """Return the field of a case that names the document, and {document id: its keys}.

        Extend where cases are found otherwise than by their source.
        """
        return "res_id", {document.id: [document.id] for document in self if document.id}

    def _prepare_scm_exception_values(self):
        """Return the values of a new case about this document; extend to add more."""
        self.ensure_one()
        return {"res_model": self._name, "res_id": self.id}

    def _get_scm_exception_category(self, code):
        """Return the id of the category with ``code``, or nothing where it was archived."""
        return self.env["scm.exception.category"].search([("code", "=", code)], limit=1).id
