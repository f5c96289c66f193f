# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class ScmSupplierEvaluationRun(models.TransientModel):
    """Asks for the period in which to evaluate all suppliers."""

    _name = "scm.supplier.evaluation.run"
    _description = "Evaluate Suppliers"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    template_id = fields.Many2one(
        "scm.supplier.scorecard.template",
        required=True,
        default=lambda self: self._default_template_id(),
        domain="[('company_id', 'in', (company_id, False))]",
    )
    period = fields.Selection(
        [
            ("month", "Last Month"),
            ("quarter", "Last 3 Months"),
            ("half", "Last 6 Months"),
            ("year", "Last 12 Months"),
            ("custom", "Other Dates"),
        ],
        default="month",
        required=True,
    )
    date_from = fields.Date(
        "From", compute="_compute_dates", store=True, readonly=False, precompute=True, required=True
    )
    date_to = fields.Date(
        "To", compute="_compute_dates", store=True, readonly=False, precompute=True, required=True
    )

    @api.model
    def _default_template_id(self):
        return self.env["scm.supplier.scorecard.template"]._get_default(self.env.company)

    @api.depends("period", "company_id")
    def _compute_dates(self):
        for run in self:
            if run.period == "custom" and run.date_from and run.date_to:
                continue
            today = run.company_id._scm_get_today()
            first = today.replace(day=1)
            run.date_from = first - relativedelta(months=MONTHS.get(run.period, 1))
            run.date_to = first - relativedelta(days=1)

    def action_run(self):
        """Evaluate the period and show its ranking."""
        self.ensure_one()
        evaluations = self.env["scm.supplier.evaluator"]._evaluate(
            self.company_id, self.template_id, self.date_from, self.date_to
        )
        period = self._get_period_domain()
        if not evaluations and not evaluations.search_count(period, limit=1):
            raise UserError(
                self.env._("No order line was promised for this period; nothing to evaluate.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_supplier.scm_supplier_evaluation_action"
        )
        return {**action, "domain": period, "context": {"search_default_current": 1}}

    def _get_period_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("date_from", "=", self.date_from),
            ("date_to", "=", self.date_to),
        ]
