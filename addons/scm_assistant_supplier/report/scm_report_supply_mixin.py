# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.addons.scm_assistant_base.tools.report_dataset import (
    RECORD_KEY,
    make_column,
    make_table,
)
from odoo.fields import Domain
from odoo.tools import SQL

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
        query = self._query_supply_lines(report, company, date_from, date_to, until)
        lines = self._read_rows(query)
        for line in lines:
            line["outcome"] = classify_line(line, date_from, date_to, today)
            line["days_late"] = get_days_late(line, today)
        products = self.env["product.product"].browse({line["product_id"] for line in lines})
        products.fetch(["display_name"])
        return lines

    def _query_supply_lines(self, report, company, date_from, date_to, until):
        """Return the facts of purchase lines, one row a line, whatever their number.

        Read from the moves, since `receipt_status`, `effective_date` and
        `date_planned` are not what they seem: the first is "full" once nothing is
        open, the second is the first receipt, the third is rewritten. On done moves
        the quantity is ``quantity`` in the move's unit; it is converted to the
        product's.
        """
        return SQL(
            """
            WITH line AS (%(lines)s),
            move AS (%(moves)s),
            sums AS (
                SELECT line_id,
                       sum(quantity) FILTER (WHERE kind = 'receipt') AS received_qty,
                       sum(quantity) FILTER (
                           WHERE kind = 'receipt' AND day <= promised_day) AS received_in_time,
                       min(day) FILTER (
                           WHERE kind = 'receipt' AND running_qty >= ordered_qty - 0.00001
                       ) AS complete_day,
                       sum(quantity) FILTER (
                           WHERE kind = 'receipt' AND day BETWEEN %(date_from)s AND %(date_to)s
                       ) AS received_period,
                       sum(quantity) FILTER (
                           WHERE kind = 'return' AND day BETWEEN %(date_from)s AND %(date_to)s
                       ) AS returned_period,
                       sum(quantity) FILTER (WHERE kind = 'open') AS open_qty
                  FROM move GROUP BY line_id
            ),
            fact AS (
                SELECT line.*,
                       NOT line.is_cancelled
                           AND line.approved_day BETWEEN %(date_from)s AND %(date_to)s
                           AS is_ordered,
                       COALESCE(sums.received_qty, 0)::float AS received_qty,
                       COALESCE(sums.received_in_time, 0)::float AS received_in_time,
                       sums.complete_day,
                       COALESCE(sums.received_period, 0)::float AS received_period,
                       COALESCE(sums.returned_period, 0)::float AS returned_period,
                       COALESCE(sums.open_qty, 0)::float AS open_qty,
                       COALESCE(round(
                           (sums.received_period * line.ordered_value
                            / NULLIF(line.ordered_qty, 0))::numeric, %(digits)s
                       ), 0)::float AS received_value
                  FROM line LEFT JOIN sums ON sums.line_id = line.id
            )
            SELECT * FROM fact
             WHERE is_ordered OR received_period > 0 OR returned_period > 0
                OR NOT is_cancelled AND has_receipt
                   AND promised_day BETWEEN %(date_from)s AND %(date_to)s
                OR open_qty > 0 AND expected_day <= %(until)s
             ORDER BY order_name, id
            """,
            lines=self._query_ordered_lines(report, company),
            moves=self._query_line_moves(company),
            date_from=date_from,
            date_to=date_to,
            until=until,
            digits=company.currency_id.decimal_places,
        )

    def _query_ordered_lines(self, report, company):
        """Return the lines of orders that were confirmed, services left out."""
        partners = SQL("TRUE")
        if report.partner_ids:
            suppliers = self._get_supplier_ids(report)
            partners = SQL("partner.commercial_partner_id = ANY(%s)", suppliers)
        promise = SQL("COALESCE(l.scm_original_date, l.date_planned)")
        expected = SQL("l.date_planned")
        return SQL(
            """
            SELECT l.id, l.order_id, po.name AS order_name, l.product_id,
                   COALESCE(partner.commercial_partner_id, partner.id) AS partner_id,
                   template.uom_id, po.state = 'cancel' AS is_cancelled,
                   l.qty_received_method = 'stock_moves' AS has_receipt,
                   l.product_uom_qty::float AS ordered_qty,
                   round((l.price_subtotal / COALESCE(NULLIF(po.currency_rate, 0), 1))::numeric,
                         %(digits)s)::float AS ordered_value,
                   %(approved)s AS approved_day,
                   %(promised)s AS promised_day,
                   %(expected)s AS expected_day
              FROM purchase_order_line l
              JOIN purchase_order po ON po.id = l.order_id
              JOIN res_partner partner ON partner.id = po.partner_id
              JOIN product_product product ON product.id = l.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE po.company_id = %(company)s AND po.date_approve IS NOT NULL
               AND po.state IN ('purchase', 'cancel')
               AND l.display_type IS NULL AND template.type <> 'service' AND %(partners)s
            """,
            digits=company.currency_id.decimal_places,
            approved=company._scm_sql_day(SQL("po.date_approve")),
            promised=company._scm_sql_day(promise),
            expected=company._scm_sql_day(expected),
            company=company.id,
            partners=partners,
        )

    def _query_line_moves(self, company):
        """Return the moves of the lines by what they are: receipt, return, open.

        A replacement of what was returned is none of these. Of a receipt in several
        steps only the first carries the line: the dock's day counts.
        """
        return SQL(
            """
            SELECT typed.*,
                   sum(quantity) OVER (
                       PARTITION BY line_id, kind ORDER BY day, move_id
                   ) AS running_qty
              FROM (
                SELECT m.id AS move_id, line.id AS line_id, line.promised_day, line.ordered_qty,
                       %(day)s AS day,
                       CASE WHEN m.state = 'done'
                            THEN m.quantity * move_uom.factor / product_uom.factor
                            ELSE m.product_qty END AS quantity,
                       CASE WHEN target.usage = 'supplier' AND m.state = 'done' THEN 'return'
                            WHEN target.usage = 'supplier' THEN 'open return'
                            WHEN picking.return_id IS NOT NULL THEN 'replacement'
                            WHEN m.state <> 'done' THEN 'open'
                            WHEN source.usage IN ('supplier', 'transit') THEN 'receipt'
                       END AS kind
                  FROM stock_move m
                  JOIN line ON line.id = m.purchase_line_id AND line.product_id = m.product_id
                  JOIN stock_location source ON source.id = m.location_id
                  JOIN stock_location target ON target.id = m.location_dest_id
                  JOIN uom_uom move_uom ON move_uom.id = m.product_uom
                  JOIN uom_uom product_uom ON product_uom.id = line.uom_id
                  LEFT JOIN stock_picking picking ON picking.id = m.picking_id
                 WHERE m.state NOT IN ('draft', 'cancel')
              ) typed
            """,
            day=company._scm_sql_day(SQL("m.date")),
        )
