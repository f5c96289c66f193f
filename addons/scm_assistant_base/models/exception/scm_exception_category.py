# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

# Where cases go whose own category a manager deleted.
FALLBACK = "other"


class ScmExceptionCategory(models.Model):
    """A kind of trouble, who looks after it and how soon it must be solved."""

    _name = "scm.exception.category"
    _description = "Exception Category"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and stable, for detectors and imports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    default_severity = fields.Selection(
        selection="_selection_default_severity", required=True, default="s2"
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", help="Who gets new cases; empty: whoever reports them."
    )
    manager_id = fields.Many2one(
        "res.users",
        help="Who is told at once. When the deadline passes, the SCM managers are told as well. "
        "Empty: the SCM managers at once.",
    )
    team_ids = fields.Many2many("scm.exception.team", string="Departments Usually Asked")
    sla_ids = fields.One2many("scm.exception.sla", "category_id", "Deadlines", copy=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another category already has this code.")

    def _selection_default_severity(self):
        return self.env["scm.exception"]._fields["severity"]._description_selection(self.env)

    @api.constrains("company_id")
    def _check_detectors(self):
        # sudo: a detector of another company must not be left with a category it can't use.
        detectors = self.env["scm.detector"].sudo().with_context(active_test=False)
        detectors.search([("category_id", "in", self.ids)])._check_category_company()

    @api.model
    def _get_by_code(self, code, company):
        """Return the category ``code`` that ``company`` may use, or one that stands for it.

        An archived one is not offered to people any more; what reports by itself goes on
        to use it. Where a manager deleted it, the case goes to the category for all else.
        """
        # sudo: whoever reports trouble need not read categories; he learns nothing of it.
        categories = self.sudo().with_context(active_test=False)
        of_company = f"{FALLBACK}_{company.id}"
        usable = categories.search(
            [
                ("code", "in", [code, FALLBACK, of_company]),
                ("company_id", "in", [False, company.id]),
            ]
        )
        for wanted in (code, FALLBACK, of_company):
            if found := usable.filtered(lambda one, wanted=wanted: one.code == wanted):
                return found
        is_taken = categories.search_count([("code", "=", FALLBACK)], limit=1)
        return categories.create(
            {
                "name": self.env._("Other"),
                "code": of_company if is_taken else FALLBACK,
                "company_id": company.id if is_taken else False,
                "sequence": 1000,
            }
        )

    def _get_sla_hours(self, severity):
        """Return the working hours in which a case must be solved, or 0 for no deadline."""
        self.ensure_one()
        lines = self.sla_ids.filtered(lambda sla: sla.severity == severity)
        return lines[:1].hours
