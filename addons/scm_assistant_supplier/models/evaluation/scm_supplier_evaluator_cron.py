# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from dateutil.relativedelta import relativedelta
from odoo import api, models
from odoo.addons.scm_assistant_base.tools.jobs import run_jobs

_logger = logging.getLogger(__name__)


class ScmSupplierEvaluator(models.AbstractModel):
    """Evaluates the past month by itself."""

    _inherit = "scm.supplier.evaluator"

    @api.model
    def _cron_evaluate_month(self):
        """Evaluate last month in each company whose late receipts are in by now.

        Each company is a batch of its own; a month that is measured already is left alone.
        One that fails is logged and tried again next time; it stops no other.
        """
        companies = self.env["res.company"].search([("active", "=", True)])
        run_jobs(
            self.env,
            companies,
            lambda company: self.with_company(company)._evaluate_past_month(company),
            _logger,
            "Evaluation of the suppliers of company %s failed",
        )

    @api.model
    def _evaluate_past_month(self, company):
        """Evaluate last month once its grace is over; a day that was missed is caught up.

        Where another run measures the company already, it is left to that one.
        """
        evaluations = self.env["scm.supplier.evaluation"]
        # First: what a run has committed by now is seen by what is read from here on.
        if not self._try_lock(company):
            return evaluations
        templates = self.env["scm.supplier.scorecard.template"]
        template = templates.search(
            [("is_monthly", "=", True), ("company_id", "in", (company.id, False))], limit=1
        )
        today = company._scm_get_today()
        date_from = today.replace(day=1) - relativedelta(months=1)
        date_to = today.replace(day=1) - relativedelta(days=1)
        if not template or today <= date_to + relativedelta(days=template.grace_days):
            return evaluations
        done = evaluations.search_count(
            [
                ("company_id", "=", company.id),
                ("date_from", "=", date_from),
                ("date_to", "=", date_to),
            ],
            limit=1,
        )
        return evaluations if done else self._evaluate(company, template, date_from, date_to)
