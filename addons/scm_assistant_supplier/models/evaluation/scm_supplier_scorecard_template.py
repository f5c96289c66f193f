# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What a score depends on, besides the criteria: kept with each evaluation.
RULES = (
    "early_days",
    "late_days",
    "under_percent",
    "over_percent",
    "min_line_count",
    "limit_a",
    "limit_b",
    "limit_c",
)


class ScmSupplierScorecardTemplate(models.Model):
    """How suppliers are measured: what counts as on time, the weights, the grades."""

    _name = "scm.supplier.scorecard.template"
    _description = "Scorecard Template"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True)
    is_monthly = fields.Boolean(
        "Evaluate Each Month",
        tracking=True,
        help="The past month is evaluated by itself, once its late receipts are in.",
    )

    # What counts as delivered
    early_days = fields.Integer(
        "Days Early",
        default=5,
        tracking=True,
        help="What arrives more calendar days before the promise does not count as on time.",
    )
    late_days = fields.Integer(
        "Days Late",
        default=0,
        tracking=True,
        help="What arrives up to so many calendar days after the promise counts as on time.",
    )
    under_percent = fields.Float(
        "Under-delivery (%)",
        default=0.0,
        tracking=True,
        help="A line that lacks no more than this of the ordered quantity is complete.",
    )
    over_percent = fields.Float(
        "Over-delivery (%)",
        default=5.0,
        tracking=True,
        help="A line that exceeds the ordered quantity by more than this is not in full.",
    )
    grace_days = fields.Integer(
        "Days for Late Data",
        default=5,
        tracking=True,
        help="Receipts and returns count until so many days after the end of the period.",
    )

    # Grades
    criterion_ids = fields.One2many(
        "scm.supplier.scorecard.criterion", "template_id", "Criteria", copy=True
    )
    min_line_count = fields.Integer(
        "Least Lines",
        default=3,
        tracking=True,
        help="A supplier with fewer order lines due in the period gets a score, but no grade.",
    )
    limit_a = fields.Float("A from", default=90.0, tracking=True)
    limit_b = fields.Float("B from", default=75.0, tracking=True)
    limit_c = fields.Float("C from", default=60.0, tracking=True)

    _limits_order = models.Constraint(
        "CHECK(limit_a > limit_b AND limit_b > limit_c AND limit_c > 0 AND limit_a <= 100)",
        "The limit of A must be above that of B, and B above C, between 0 and 100.",
    )
    _tolerances = models.Constraint(
        "CHECK(early_days >= 0 AND late_days >= 0 AND grace_days >= 0 AND min_line_count >= 0 "
        "AND under_percent >= 0 AND under_percent < 100 AND over_percent >= 0)",
        "Days and percentages can't be negative, and under-delivery must be below 100 %.",
    )

    @api.constrains("criterion_ids")
    def _check_criterion_ids(self):
        for template in self:
            if not sum(template.criterion_ids.mapped("weight")):
                raise ValidationError(
                    self.env._("Give at least one criterion of %s a weight.", template.name)
                )

    def _get_rules(self):
        """Return {rule: value} of what a score depends on, for an evaluation to keep."""
        self.ensure_one()
        return {name: self[name] for name in RULES}

    @api.model
    def _get_default(self, company):
        """Return the first template that ``company`` may use."""
        return self.search([("company_id", "in", (company.id, False))], limit=1)
