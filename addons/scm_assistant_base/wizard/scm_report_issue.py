# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..tools.report_period import get_previous_period


class ScmReportIssue(models.TransientModel):
    """Asks for which period a report is issued."""

    _name = "scm.report.issue"
    _description = "Issue Report"

    report_id = fields.Many2one("scm.report", required=True)
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    date_from = fields.Date(
        "From", compute="_compute_dates", store=True, readonly=False, required=True
    )
    date_to = fields.Date("To", compute="_compute_dates", store=True, readonly=False, required=True)
    is_sent = fields.Boolean("Send to the Recipients")
    recipient_count = fields.Integer(compute="_compute_recipient_count")
    previous_id = fields.Many2one("scm.report.edition", compute="_compute_previous_id")

    @api.depends("report_id")
    @api.depends_context("company")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.report_id.company_id or self.env.company

    @api.depends("report_id")
    def _compute_dates(self):
        for wizard in self.filtered("report_id"):
            report = wizard.report_id
            today = (wizard.company_id or self.env.company)._scm_get_today()
            wizard.date_from, wizard.date_to = get_previous_period(report.period_kind, today)

    @api.depends("report_id")
    def _compute_recipient_count(self):
        for wizard in self:
            recipients = wizard.report_id._get_recipients(wizard.company_id)
            wizard.recipient_count = len(recipients)

    @api.depends("report_id", "date_from", "date_to")
    def _compute_previous_id(self):
        for wizard in self:
            wizard.previous_id = self.env["scm.report.edition"].search(
                [
                    ("report_id", "=", wizard.report_id.id),
                    ("company_id", "=", wizard.company_id.id),
                    ("date_from", "=", wizard.date_from),
                    ("date_to", "=", wizard.date_to),
                ],
                order="version DESC",
                limit=1,
            )

    def action_issue(self):
        """Issue the report and open the edition."""
        self.ensure_one()
        report = self.report_id
        edition = report._issue(self.company_id, self.date_from, self.date_to)
        if self.is_sent:
            edition._send()
        return {
            "type": "ir.actions.act_window",
            "name": edition.display_name,
            "res_model": "scm.report.edition",
            "res_id": edition.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
