# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.addons.scm_assistant_base.tools.report_dataset import (
    RECORD_KEY,
    make_column,
    make_figure,
    make_table,
)
from odoo.fields import Domain


class ScmReportKindSupplyProgress(models.AbstractModel):
    """The progress report: what changed in the supply since the last one."""

    _name = "scm.report.kind.supply_progress"
    _description = "Supply Progress Report"
    _inherit = ["scm.report.supply.mixin"]

    def _get_dataset(self, report, company, date_from, date_to):
        """Return new orders, changed promises, receipts, what is late, and new cases."""
        today = company._scm_get_today()
        lines = self._get_supply_lines(report, company, date_from, date_to, today, today)
        ordered = [line for line in lines if line["is_ordered"]]
        received = [line for line in lines if line["received_period"] or line["returned_period"]]
        overdue = [line for line in lines if line["open_qty"] > 0 and line["expected_day"] < today]
        changes = self._get_promise_changes(report, company, date_from, date_to)
        cases = self._find_supply_cases(report, company, date_from, date_to)
        summary = [
            make_figure("orders", self.env._("Lines Ordered"), len(ordered)),
            make_figure("changes", self.env._("Promises Changed"), len(changes)),
            make_figure("received", self.env._("Lines with Receipts"), len(received)),
            make_figure(
                "value",
                self.env._("Received Value"),
                sum(line["received_value"] for line in received),
                "money",
            ),
            make_figure("overdue", self.env._("Lines Overdue Now"), len(overdue)),
            make_figure("cases", self.env._("Cases"), len(cases)),
        ]
        tables = [
            self._get_change_table(changes),
            self._get_receipt_table(received),
            self._get_outlook_table(overdue, today, today),
            self._get_order_table(ordered),
            self._get_case_table(cases, self.env._("Cases with Cause and Solution")),
        ]
        tables[2]["title"] = self.env._("Overdue Now")
        return self._prepare_dataset(report, self.env._("Supply Progress"), summary, tables)

    def _get_promise_changes(self, report, company, date_from, date_to):
        """Return the promises recorded in the period after the first one of their line."""
        domain = self._get_moment_domain("said_at", company, date_from, date_to)
        domain &= Domain("company_id", "=", company.id) & Domain("version", ">", 1)
        if report.partner_ids:
            suppliers = self._get_supplier_ids(report)
            domain &= Domain("partner_id.commercial_partner_id", "in", suppliers)
        return self.env["scm.purchase.promise"].search(domain, order="said_at, id")

    def _get_change_table(self, changes):
        sources = self._get_labels(changes._name, "source")
        rows = [self._get_change_cells(change, sources) for change in changes]
        columns = [
            *self._get_line_columns(),
            make_column("before", self.env._("Promised Before"), "date"),
            make_column("after", self.env._("Promised Now"), "date"),
            make_column("later", self.env._("Days Later"), "integer"),
            make_column("quantity_before", self.env._("Quantity Before"), "quantity"),
            make_column("quantity", self.env._("Quantity Now"), "quantity"),
            make_column("source", self.env._("Said by"), width=12),
            make_column("reason", self.env._("Reason"), width=20),
        ]
        return make_table("changes", self.env._("Changed Promises"), columns, rows)

    def _get_change_cells(self, change, sources):
        line = change.line_id
        earlier = line.scm_promise_ids.filtered(lambda one: one.version == change.version - 1)
        get_day = change.company_id._scm_get_day
        before, after = get_day(max(earlier.mapped("date"))), get_day(change.date)
        return {
            "order": line.order_id.name,
            "supplier": line.partner_id.display_name,
            "product": line.product_id.display_name,
            "unit": line.product_uom_id.display_name,
            "before": before.isoformat(),
            "after": after.isoformat(),
            "later": (after - before).days,
            "quantity_before": sum(earlier.mapped("quantity")),
            "quantity": change.quantity,
            "source": sources.get(change.source, ""),
            "reason": change.reason or "",
            RECORD_KEY: ["purchase.order", line.order_id.id],
        }

    def _get_order_table(self, ordered):
        rows = [
            {
                **self._get_line_cells(line),
                "ordered": line["ordered_qty"],
                "expected": line["expected_day"].isoformat(),
                "value": line["ordered_value"],
            }
            for line in ordered
        ]
        columns = [
            *self._get_line_columns(),
            make_column("ordered", self.env._("Ordered"), "quantity"),
            make_column("expected", self.env._("Expected"), "date"),
            make_column("value", self.env._("Ordered Value"), "money"),
        ]
        return make_table("orders", self.env._("New Orders"), columns, rows)
