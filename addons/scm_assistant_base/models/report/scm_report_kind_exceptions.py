# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

from ...tools.report_dataset import make_figure


class ScmReportKindExceptions(models.AbstractModel):
    """The exception report: what went wrong in the period, why, and what was done."""

    _name = "scm.report.kind.exceptions"
    _description = "Exception Report"
    _inherit = ["scm.report.kind"]

    def _get_dataset(self, report, company, date_from, date_to):
        cases = self.env["scm.exception"]
        mine = Domain("company_id", "=", company.id)
        if report.partner_ids:
            mine &= Domain("partner_id", "child_of", report.partner_ids.ids)
        period = (company, date_from, date_to)
        reported = self._get_moment_domain("reported_at", *period)
        solved = self._get_moment_domain("resolved_at", *period)
        new_cases = cases.search(mine & reported)
        solved_cases = cases.search(mine & solved & Domain("state", "=", "resolved"))
        open_cases = cases.search(mine & cases._get_open_domain())
        tables = [
            self._get_cause_table(new_cases | solved_cases),
            self._get_case_table(new_cases | solved_cases, self.env._("Exceptions of the Period")),
            self._get_case_table(
                open_cases - new_cases, self.env._("Still Open from Before"), "earlier"
            ),
        ]
        summary = self._get_summary(new_cases, solved_cases, open_cases)
        return self._prepare_dataset(report, self.env._("Exception Report"), summary, tables)

    def _get_live_action(self, edition):
        """Open the exceptions that were reported in the period."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_base.scm_exception_action"
        )
        first, after = edition.company_id._scm_get_range(edition.date_from, edition.date_to)
        return {
            **action,
            "domain": [
                ("company_id", "=", edition.company_id.id),
                ("reported_at", ">=", fields.Datetime.to_string(first)),
                ("reported_at", "<", fields.Datetime.to_string(after)),
            ],
            "context": {},
        }

    def _get_summary(self, new_cases, solved_cases, open_cases):
        return [
            make_figure("reported", self.env._("Reported"), len(new_cases)),
            make_figure("resolved", self.env._("Resolved"), len(solved_cases)),
            make_figure("open", self.env._("Open When Issued"), len(open_cases)),
            make_figure(
                "overdue",
                self.env._("Of These Past the Deadline"),
                len(open_cases.filtered("is_overdue")),
            ),
        ]
