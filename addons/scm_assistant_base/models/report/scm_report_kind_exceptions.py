# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.report_dataset import RECORD_KEY, make_column, make_figure, make_table


class ScmReport(models.Model):
    _inherit = "scm.report"

    kind = fields.Selection(
        selection_add=[("exceptions", "Exceptions")], ondelete={"exceptions": "cascade"}
    )

    @api.model
    def _prepare_dataset(self, title, summary, tables, notes=()):
        """Return a dataset with the filters of this report."""
        return {
            "title": title,
            "filters": [{"label": label, "text": text} for label, text in self._get_filters()],
            "summary": summary,
            "tables": tables,
            "notes": list(notes),
        }

    def _build_exceptions(self, company, date_from, date_to):
        """Return what went wrong in the period, why, and what was done about it."""
        first, after = company._scm_get_range(date_from, date_to)
        cases = self.env["scm.exception"]
        mine = Domain("company_id", "=", company.id)
        if self.partner_ids:
            mine &= Domain("partner_id", "child_of", self.partner_ids.ids)
        reported = Domain("reported_at", ">=", first) & Domain("reported_at", "<", after)
        solved = Domain("resolved_at", ">=", first) & Domain("resolved_at", "<", after)
        new_cases = cases.search(mine & reported)
        solved_cases = cases.search(mine & solved & Domain("state", "=", "resolved"))
        open_cases = cases.search(mine & cases._get_open_domain())
        summary = [
            make_figure("reported", self.env._("Reported"), len(new_cases)),
            make_figure("resolved", self.env._("Resolved"), len(solved_cases)),
            make_figure("open", self.env._("Open When Issued"), len(open_cases)),
            make_figure(
                "overdue",
                self.env._("Of These Past the Deadline"),
                len(open_cases.filtered("is_overdue")),
            ),
        ]
        tables = [
            self._get_cause_table(new_cases | solved_cases),
            self._get_case_table(new_cases | solved_cases, self.env._("Exceptions of the Period")),
            self._get_case_table(
                open_cases - new_cases, self.env._("Still Open from Before"), "earlier"
            ),
        ]
        return self._prepare_dataset(self.env._("Exception Report"), summary, tables)

    def _open_exceptions(self, edition):
        first, after = edition.company_id._scm_get_range(edition.date_from, edition.date_to)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_base.scm_exception_action"
        )
        return {
            **action,
            "domain": [
                ("company_id", "=", edition.company_id.id),
                ("reported_at", ">=", fields.Datetime.to_string(first)),
                ("reported_at", "<", fields.Datetime.to_string(after)),
            ],
            "context": {},
        }

    def _get_case_table(self, cases, title, name="cases"):
        """Return exceptions with cause, solution and cost, as a table of a dataset."""
        selections = {
            field: dict(cases._fields[field]._description_selection(self.env))
            for field in ("state", "severity")
        }
        columns = [
            make_column("reference", self.env._("Case"), width=12),
            make_column("day", self.env._("Reported on"), "date"),
            make_column("name", self.env._("What"), width=32),
            make_column("partner", self.env._("Partner"), width=18),
            make_column("severity", self.env._("Severity"), width=12),
            make_column("state", self.env._("State"), width=12),
            make_column("cause", self.env._("Cause"), width=18),
            make_column("resolution", self.env._("Solution"), width=30),
            make_column("cost", self.env._("Cost"), "money"),
        ]
        rows = [
            {
                "reference": case.reference or "",
                "day": case.company_id._scm_get_day(case.reported_at).isoformat(),
                "name": case.name,
                "partner": case.partner_id.display_name or "",
                "severity": selections["severity"].get(case.severity, ""),
                "state": selections["state"].get(case.state, ""),
                "cause": case.cause_id.display_name or "",
                "resolution": case.resolution or "",
                "cost": case.cost_amount,
                RECORD_KEY: [case._name, case.id],
            }
            for case in cases
        ]
        return make_table(name, title, columns, rows)

    def _get_cause_table(self, cases):
        """Return how many exceptions each cause had, most first."""
        columns = [
            make_column("cause", self.env._("Cause"), width=40),
            make_column("count", self.env._("Cases"), "integer", total="sum"),
            make_column("cost", self.env._("Cost"), "money"),
        ]
        groups = cases.grouped("cause_id")
        rows = [
            {
                "cause": cause.display_name or self.env._("Not known yet"),
                "count": len(of_cause),
                "cost": sum(of_cause.mapped("cost_amount")),
            }
            for cause, of_cause in sorted(groups.items(), key=lambda item: -len(item[1]))
        ]
        return make_table("causes", self.env._("By Cause"), columns, rows)
