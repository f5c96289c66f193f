# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

# Code, label; the code is what the evaluator measures.
METRICS = [
    ("on_time_original", "On Time by Original Promise"),
    ("on_time_confirmed", "On Time by Last Confirmed Date"),
    ("in_full", "In Full"),
    ("otif", "On Time in Full"),
    ("rejected_ppm", "Rejected Quantity"),
    ("returned_lines", "Lines with Returns"),
    ("lead_time_mean", "Lead Time, Mean"),
    ("lead_time_spread", "Lead Time, Spread"),
    ("price_variance", "Price Variance"),
    ("confirmations", "Confirmations Answered"),
    ("response_hours", "Response Time"),
    ("contacts", "Contacts Answered"),
    ("document_accuracy", "Bills That Match"),
    ("open_cases", "Open Cases"),
    ("manual", "Judged by Hand"),
]
PERCENT = "%"
UNITS = {
    "rejected_ppm": "ppm",
    "lead_time_mean": "days",
    "lead_time_spread": "days",
    "response_hours": "hours",
    "open_cases": "cases",
    "manual": "points",
}
# Worth nothing, worth all: proposals where a criterion is added by hand.
SCALES = {
    "on_time_original": (70.0, 98.0),
    "on_time_confirmed": (70.0, 98.0),
    "in_full": (70.0, 98.0),
    "otif": (70.0, 98.0),
    "rejected_ppm": (10000.0, 0.0),
    "returned_lines": (10.0, 0.0),
    "lead_time_mean": (60.0, 7.0),
    "lead_time_spread": (10.0, 0.0),
    "price_variance": (10.0, 0.0),
    "confirmations": (50.0, 100.0),
    "response_hours": (96.0, 24.0),
    "contacts": (50.0, 100.0),
    "document_accuracy": (80.0, 100.0),
    "open_cases": (5.0, 0.0),
    "manual": (0.0, 100.0),
}


class ScmSupplierScorecardCriterion(models.Model):
    """One measured or judged figure of a scorecard: its weight and what it is worth."""

    _name = "scm.supplier.scorecard.criterion"
    _description = "Scorecard Criterion"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "scm.supplier.scorecard.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    metric = fields.Selection(METRICS, required=True)
    name = fields.Char("Question", translate=True, help="What is judged by hand.")
    weight = fields.Float(
        default=0.0, help="Share of the score; 0 shows the figure without counting it."
    )
    zero_value = fields.Float(
        "Worth 0",
        compute="_compute_scale",
        store=True,
        readonly=False,
        precompute=True,
        help="The figure that gets no points, in the unit of the figure.",
    )
    full_value = fields.Float(
        "Worth 100",
        compute="_compute_scale",
        store=True,
        readonly=False,
        precompute=True,
        help="The figure that gets all points; smaller than the other where less is better.",
    )
    unit = fields.Char(compute="_compute_unit")

    _weight_positive = models.Constraint("CHECK(weight >= 0)", "A weight can't be negative.")
    _metric_uniq = models.UniqueIndex(
        "(template_id, metric) WHERE metric <> 'manual'", "This figure is already in the template."
    )

    @api.depends("metric")
    def _compute_scale(self):
        for criterion in self:
            scale = SCALES.get(criterion.metric, (0.0, 100.0))
            criterion.zero_value, criterion.full_value = scale

    @api.depends("metric")
    def _compute_unit(self):
        for criterion in self:
            criterion.unit = UNITS.get(criterion.metric, PERCENT)
