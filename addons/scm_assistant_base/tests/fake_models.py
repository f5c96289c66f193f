# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Models that exist only while a test class runs, to test what others build on."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.orm.model_classes import add_to_registry

# No term to translate: it is never seen outside the tests.
NAME_MISSING = "A request needs a name."


class ScmTestRequest(models.Model):
    """The smallest document that needs an approval; it counts how often it is applied."""

    # Keeps it out of the addon, whose models are those of every database.
    _module = None
    _name = "scm.test.request"
    _description = "Request"
    _inherit = ["scm.approval.mixin"]

    name = fields.Char()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    limit_qty = fields.Integer()
    applied_count = fields.Integer()

    def _needs_approval(self):
        return self.limit_qty > 10

    def _check_submittable(self):
        if not self.name:
            raise UserError(NAME_MISSING)

    def _apply(self):
        self.applied_count += 1


class ScmDetectorTest(models.AbstractModel):
    """The smallest family of detectors: one check that always finds the same."""

    _module = None
    _name = "scm.detector.test"
    _description = "Detectors of a Test"
    _inherit = ["scm.detector.family"]

    def _detect_test(self, detector, company):
        partner = company.partner_id
        name = f"{self._format_qty(1200.5)} after {detector._get_parameter('days'):g} days"
        return [self._prepare_finding(detector, ("first",), name, source=partner)]


class ScmDetectorTestExtended(models.AbstractModel):
    """What another module would add to that check."""

    _module = None
    _inherit = "scm.detector.test"

    def _detect_test(self, detector, company):
        found = super()._detect_test(detector, company)
        more = self._prepare_finding(detector, ("more",), "More", source=company.partner_id)
        return [*found, more]


class ScmReportKindExceptionsExtended(models.AbstractModel):
    """What another module would add to the exception report."""

    _module = None
    _inherit = "scm.report.kind.exceptions"

    def _get_dataset(self, report, company, date_from, date_to):
        dataset = super()._get_dataset(report, company, date_from, date_to)
        return {**dataset, "notes": [*dataset["notes"], f"Told by {report.name}"]}


def extend_model(case, model_def):
    """Extend a model of the registry for one test class, as another module would."""
    registry, name = case.registry, model_def._name
    bases = registry[name]._base_classes__
    add_to_registry(registry, model_def)

    def restore_model():
        if name in registry:
            registry[name]._base_classes__ = bases
            registry._setup_models__(case.env.cr, [name])

    case.addClassCleanup(restore_model)
    registry._setup_models__(case.env.cr, [name])


class ScmTestLetter(models.Model):
    """The smallest document behind a link."""

    _module = None
    _name = "scm.test.letter"
    _description = "Letter"
    _inherit = ["mail.thread", "scm.link.document.mixin"]
    _link_purpose = "letter"
    _link_days = 3
    _link_template = "scm_assistant_base.scm_contract_mail_template_sign"

    name = fields.Char()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner")
    issued_count = fields.Integer()

    def _check_link_issuable(self):
        if not self.name:
            raise UserError(NAME_MISSING)

    def _update_link_issued(self, link):
        self.issued_count += 1


def add_model(case, model_def):
    """Add a model to the registry, with its table and rights, for one test class."""
    registry, name = case.registry, model_def._name
    add_to_registry(registry, model_def)

    def remove_model():
        for parent in registry[name]._inherit_module:
            registry[parent]._inherit_children.discard(name)
        del registry.models[name]
        registry._setup_models__(case.env.cr)

    case.addClassCleanup(remove_model)
    registry._setup_models__(case.env.cr, [name])
    registry.init_models(case.env.cr, [name], {"module": "scm_assistant_base"})
    if model_def._abstract:
        return
    case.env["ir.model.access"].create(
        {
            "name": name,
            "model_id": case.env["ir.model"]._get_id(name),
            "group_id": case.env.ref("base.group_user").id,
            **{f"perm_{operation}": True for operation in ("read", "write", "create", "unlink")},
        }
    )
