# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from statistics import fmean

from odoo import fields, models
from odoo.addons.scm_assistant_base.tools.report_dataset import (
    RECORD_KEY,
    get_rate,
    make_column,
    make_figure,
    make_table,
)
from odoo.addons.scm_assistant_base.tools.report_period import get_following_period
from odoo.fields import Domain


class ScmReportKindSupply(models.AbstractModel):
    """The supply report: what was ordered, what came, when, and what went wrong."""

    _name = "scm.report.kind.supply"
    _description = "Supply Report"
    _inherit = ["scm.report.supply.mixin"]

    def _get_dataset(self, report, company, date_from, date_to):
        """Return the supply of the period by the rules of docs/algorithms/supply_report.md."""
        today = company._scm_get_today()
        next_from, next_to = get_following_period(date_from, date_to)
        until = max(next_to, today)
        lines = self._get_supply_lines(report, company, date_from, date_to, until, today)
        due = [line for line in lines if line["outcome"]]
        cases = self._find_supply_cases(report, company, date_from, date_to)
        outlook = [line for line in lines if line["open_qty"] > 0 and line["expected_day"] <= until]
        tables = [
            self._get_ranking_table(company, lines, cases),
            self._get_late_table(due),
            self._get_shortage_table(due),
            self._get_receipt_table(lines),
            self._get_case_table(cases, self.env._("Cases with Cause and Solution")),
            self._get_outlook_table(outlook, today, next_to),
        ]
        summary = self._get_supply_summary(lines, due, cases, outlook)
        return self._prepare_dataset(
            report, self.env._("Supply Report"), summary, tables, self._get_supply_notes()
        )

    def _get_live_action(self, edition):
        """Open the purchase analysis of what was ordered in the period."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "purchase.action_purchase_order_report_all"
        )
        domain = self._get_ordered_domain(
            edition.report_id, edition.company_id, edition.date_from, edition.date_to
        )
        return {
            **action,
            "domain": list(domain),
            "context": {"pivot_measures": ["untaxed_total"], "pivot_row_groupby": ["partner_id"]},
        }

    def _get_ordered_domain(self, report, company, date_from, date_to):
        """Return the domain on `purchase.report` of what the report counts as ordered."""
        first, after = company._scm_get_range(date_from, date_to)
        domain = Domain(
            [
                ("company_id", "=", company.id),
                ("state", "=", "purchase"),
                ("date_approve", ">=", fields.Datetime.to_string(first)),
                ("date_approve", "<", fields.Datetime.to_string(after)),
                ("product_id.type", "!=", "service"),
            ]
        )
        if report.partner_ids:
            domain &= Domain("commercial_partner_id", "in", self._get_supplier_ids(report))
        return domain

    # Tables
    def _get_supply_summary(self, lines, due, cases, outlook):
        ordered = [line for line in lines if line["is_ordered"]]
        on_time = [line for line in due if line["outcome"] == "on_time"]
        late = [line["days_late"] for line in due if line["days_late"]]
        return [
            make_figure(
                "orders",
                self.env._("Orders Confirmed"),
                len({line["order_id"] for line in ordered}),
            ),
            make_figure(
                "ordered", self.env._("Ordered Value"), _sum(ordered, "ordered_value"), "money"
            ),
            make_figure(
                "received", self.env._("Received Value"), _sum(lines, "received_value"), "money"
            ),
            make_figure("due", self.env._("Lines Due"), len(due)),
            make_figure("on_time", self.env._("Of These on Time and in Full"), len(on_time)),
            make_figure(
                "rate", self.env._("On-Time Rate"), get_rate(len(on_time), len(due)), "percent"
            ),
            make_figure(
                "days_late",
                self.env._("Days Late on Average"),
                round(fmean(late), 1) if late else None,
                "quantity",
            ),
            make_figure(
                "short",
                self.env._("Lines Closed Short"),
                sum(line["outcome"] == "short" for line in due),
            ),
            make_figure(
                "returned",
                self.env._("Lines with Returns"),
                sum(line["returned_period"] > 0 for line in lines),
            ),
            make_figure("cases", self.env._("Cases"), len(cases)),
            make_figure("outlook", self.env._("Lines Due Next"), len(outlook)),
        ]

    def _get_ranking_table(self, company, lines, cases):
        """Return the suppliers, the most punctual first; without a due line there is no rate."""
        case_counts = cases.grouped(lambda case: case.partner_id.commercial_partner_id.id)
        by_supplier = {}
        for line in lines:
            if line["is_ordered"] or line["outcome"] or line["received_period"] > 0:
                by_supplier.setdefault(line["partner_id"], []).append(line)
        suppliers = self.env["res.partner"].browse(by_supplier)
        grades = suppliers._scm_get_supplier_grades(company)
        rows = [
            {
                "supplier": supplier.display_name,
                "grade": grades.get(supplier.id) or None,
                "cases": len(case_counts.get(supplier.id, ())),
                **self._get_supplier_figures(by_supplier[supplier.id]),
                RECORD_KEY: ["res.partner", supplier.id],
            }
            for supplier in suppliers
        ]
        rows.sort(key=lambda row: (row["rate"] is None, -(row["rate"] or 0), -row["due"]))
        columns = [
            make_column("supplier", self.env._("Supplier"), width=26),
            make_column("grade", self.env._("Grade"), width=8),
            make_column("orders", self.env._("Orders"), "integer", total="sum"),
            make_column("ordered", self.env._("Ordered Value"), "money"),
            make_column("received", self.env._("Received Value"), "money"),
            make_column("due", self.env._("Lines Due"), "integer", total="sum"),
            make_column("on_time", self.env._("On Time"), "integer", total="sum"),
            make_column("rate", self.env._("On-Time Rate"), "percent"),
            make_column("days_late", self.env._("Days Late"), "quantity", width=10),
            make_column("short", self.env._("Short"), "integer", total="sum"),
            make_column("returned", self.env._("With Returns"), "integer", total="sum"),
            make_column("cases", self.env._("Cases"), "integer", total="sum"),
        ]
        if not grades:
            columns = [column for column in columns if column["name"] != "grade"]
            for row in rows:
                del row["grade"]
        return make_table("suppliers", self.env._("Supplier Ranking"), columns, rows)

    def _get_supplier_figures(self, lines):
        due = [line for line in lines if line["outcome"]]
        on_time = sum(line["outcome"] == "on_time" for line in due)
        late = [line["days_late"] for line in due if line["days_late"]]
        ordered = [line for line in lines if line["is_ordered"]]
        return {
            "orders": len({line["order_id"] for line in ordered}),
            "ordered": _sum(ordered, "ordered_value"),
            "received": _sum(lines, "received_value"),
            "due": len(due),
            "on_time": on_time,
            "rate": get_rate(on_time, len(due)),
            "days_late": round(fmean(late), 1) if late else None,
            "short": sum(line["outcome"] == "short" for line in due),
            "returned": sum(line["returned_period"] > 0 for line in lines),
        }

    def _get_late_table(self, due):
        rows = [
            {
                **self._get_line_cells(line),
                "ordered": line["ordered_qty"],
                "in_time": line["received_in_time"],
                "open": line["open_qty"],
                "promised": line["promised_day"].isoformat(),
                "complete": line["complete_day"] and line["complete_day"].isoformat(),
                "days_late": line["days_late"],
            }
            for line in sorted(due, key=lambda line: -(line["days_late"] or 0))
            if line["outcome"] in ("late", "waiting")
        ]
        columns = [
            *self._get_line_columns(),
            make_column("ordered", self.env._("Ordered"), "quantity"),
            make_column("in_time", self.env._("Came in Time"), "quantity"),
            make_column("open", self.env._("Still Open"), "quantity"),
            make_column("promised", self.env._("Promised"), "date"),
            make_column("complete", self.env._("Complete on"), "date"),
            make_column("days_late", self.env._("Days Late"), "integer"),
        ]
        note = self.env._("Without a date in “Complete on” it is still late on the day of issue.")
        return make_table("late", self.env._("Late"), columns, rows, note)

    def _get_shortage_table(self, due):
        rows = [
            {
                **self._get_line_cells(line),
                "ordered": line["ordered_qty"],
                "received": line["received_qty"],
                "missing": line["ordered_qty"] - line["received_qty"],
                "promised": line["promised_day"].isoformat(),
            }
            for line in due
            if line["outcome"] == "short"
        ]
        columns = [
            *self._get_line_columns(),
            make_column("ordered", self.env._("Ordered"), "quantity"),
            make_column("received", self.env._("Received"), "quantity"),
            make_column("missing", self.env._("Missing"), "quantity"),
            make_column("promised", self.env._("Promised"), "date"),
        ]
        note = self.env._("Less came than was ordered, and nothing is on the way.")
        return make_table("short", self.env._("Shortages"), columns, rows, note)

    def _get_supply_notes(self):
        return [
            self.env._(
                "On time: everything ordered on the line came by the date promised when the "
                "order was confirmed. Later dates do not excuse. Quantities are in the "
                "product's unit, values in the company's currency without tax."
            ),
            self.env._(
                "Returns do not count as receipts, replacements do not count twice. Lines of "
                "cancelled orders and services are left out."
            ),
        ]


def _sum(lines, name):
    return sum(line[name] for line in lines)
