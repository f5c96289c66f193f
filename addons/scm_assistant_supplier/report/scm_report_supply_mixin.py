# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.addons.scm_assistant_base.tools.report_dataset import (
    RECORD_KEY,
    make_column,
    make_table,
)
from odoo.fields import Domain

from ..sql.supply_report import query_supply_lines
from ..tools.supply import classify_line, get_days_late


class ScmReportSupplyMixin(models.AbstractModel):
    """What the reports of supply have in common: facts of purchase lines, and their tables."""

    _name = "scm.report.supply.mixin"
    _description = "Supply in Reports"
    _inherit = ["scm.report.kind"]

    def _get_supplier_ids(self, report):
        return report.partner_ids.commercial_partner_id.ids

    def _find_supply_cases(self, report, company, date_from, date_to):
        """Return the cases about suppliers that were reported or resolved in the period."""
        about = Domain("category_id.code", "=", "supply")
        about |= Domain("partner_id.supplier_rank", ">", 0)
        if report.partner_ids:
            about = Domain("partner_id.commercial_partner_id", "in", self._get_supplier_ids(report))
        period = (company, date_from, date_to)
        reported = self._get_moment_domain("reported_at", *period)
        resolved = self._get_moment_domain("resolved_at", *period)
        domain = Domain("company_id", "=", company.id) & about & (reported | resolved)
        return self.env["scm.exception"].search(domain & Domain("state", "!=", "cancelled"))

    # Tables
    def _get_receipt_table(self, lines):
        rows = [
            {
                **self._get_line_cells(line),
                "received": line["received_period"],
                "returned": line["returned_period"],
                "value": line["received_value"],
            }
            for line in lines
            if line["received_period"] > 0 or line["returned_period"] > 0
        ]
        columns = [
            *self._get_line_columns(),
            make_column("received", self.env._("Received"), "quantity"),
            make_column("returned", self.env._("Returned"), "quantity"),
            make_column("value", self.env._("Received Value"), "money"),
        ]
        return make_table("receipts", self.env._("Receipts and Returns"), columns, rows)

    def _get_outlook_table(self, outlook, today, next_to):
        rows = [
            {
                **self._get_line_cells(line),
                "open": line["open_qty"],
                "promised": line["promised_day"].isoformat(),
                "expected": line["expected_day"].isoformat(),
                "overdue": max((today - line["expected_day"]).days, 0),
            }
            for line in sorted(outlook, key=lambda line: line["expected_day"])
        ]
        columns = [
            *self._get_line_columns(),
            make_column("open", self.env._("Still Open"), "quantity"),
            make_column("promised", self.env._("Promised"), "date"),
            make_column("expected", self.env._("Expected"), "date"),
            make_column("overdue", self.env._("Days Overdue"), "integer"),
        ]
        title = self.env._("Outlook: Due by %s", fields.Date.to_string(next_to))
        return make_table("outlook", title, columns, rows)

    def _get_line_columns(self):
        return [
            make_column("order", self.env._("Order"), width=12),
            make_column("supplier", self.env._("Supplier"), width=20),
            make_column("product", self.env._("Product"), width=30),
            make_column("unit", self.env._("Unit"), width=8),
        ]

    def _get_line_cells(self, line):
        return {
            "order": line["order_name"],
            "supplier": self.env["res.partner"].browse(line["partner_id"]).display_name,
            "product": self.env["product.product"].browse(line["product_id"]).display_name,
            "unit": self.env["uom.uom"].browse(line["uom_id"]).display_name,
            RECORD_KEY: ["purchase.order", line["order_id"]],
        }

    # Facts
    def _get_supply_lines(self, report, company, date_from, date_to, until, today):
        """Return what is known of each line that matters, in one query.

        Matters: ordered, due, received or returned in the period, or expected by
        ``until`` and still open.
        """
        suppliers = self._get_supplier_ids(report)
        query = query_supply_lines(company, suppliers, date_from, date_to, until)
        lines = self._read_rows(query)
        for line in lines:
            line["outcome"] = classify_line(line, date_from, date_to, today)
            line["days_late"] = get_days_late(line, today)
        products = self.env["product.product"].browse({line["product_id"] for line in lines})
        products.fetch(["display_name"])
        return lines
