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
from odoo.tools.misc import format_date

from ..models.planning.scm_stock_position_reason import SHORT
from ..sql.warehouse_flows import query_warehouse_flows

MAX_ALERTS = 40
# The statuses that are counted, in the order of the columns.
COUNTED = ("out", "below_safety", "below_reorder", "ok", "above_max", "excess", "dead")


class ScmReportKindStock(models.AbstractModel):
    """The stock report: how each warehouse stands, what moved, what to look at."""

    _name = "scm.report.kind.stock"
    _description = "Stock Report"
    _inherit = ["scm.report.kind"]

    def _get_dataset(self, report, company, date_from, date_to):
        """Return the stock as it is when issued, and what moved in the period."""
        warehouses = self._get_warehouses(report, company)
        positions = self.env["scm.stock.position"].search(
            [("company_id", "=", company.id), ("warehouse_id", "in", warehouses.ids)]
        )
        cases = self.env["scm.exception"]
        open_cases = cases.search(
            Domain("company_id", "=", company.id)
            & Domain("category_id.code", "in", ("stock", "demand"))
            & cases._get_open_domain()
        )
        tables = [
            self._date_table(self._get_status_table(warehouses, positions), company),
            self._get_flow_table(company, warehouses, date_from, date_to),
            self._date_table(self._get_alert_table(positions), company),
            self._date_table(self._get_excess_table(positions), company),
            {
                **self._get_cause_table(open_cases),
                "title": self.env._("Open Stock and Demand Cases by Cause"),
            },
        ]
        summary = self._get_stock_summary(positions, open_cases)
        return self._prepare_dataset(
            report, self.env._("Stock Report"), summary, tables, self._get_stock_notes(company)
        )

    def _get_live_action(self, edition):
        """Open the stock positions as they are now."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_inventory.scm_stock_position_action"
        )
        warehouses = self._get_warehouses(edition.report_id, edition.company_id)
        return {**action, "domain": [("warehouse_id", "in", warehouses.ids)], "context": {}}

    def _date_table(self, table, company):
        """Return the table with the day in its title: it tells of today, not of the period.

        The title stays short, since it is the name of a sheet as well.
        """
        date = format_date(self.env, company._scm_get_today())
        title = self.env._("%(table)s (%(date)s)", table=table["title"], date=date)
        note = self.env._("Stock as of %(date)s.", date=date)
        return {**table, "title": title, "note": f"{note} {table['note']}".strip()}

    def _get_warehouses(self, report, company):
        """Return the company's warehouses that the report tells of."""
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        return warehouses & report.warehouse_ids if report.warehouse_ids else warehouses

    def _get_stock_summary(self, positions, cases):
        short = [position for position in positions if position.status in SHORT]
        return [
            make_figure("value", self.env._("Stock Value"), _get_value(positions), "money"),
            make_figure("out", self.env._("Out of Stock"), _count(positions, "out")),
            make_figure(
                "below", self.env._("Below Safety Stock"), _count(positions, "below_safety")
            ),
            make_figure("short", self.env._("To Order"), len(short)),
            make_figure(
                "order_value",
                self.env._("Order Value"),
                sum(position.shortage_value for position in short),
                "money",
            ),
            make_figure(
                "excess_value",
                self.env._("Value in Excess"),
                sum(positions.mapped("excess_value")),
                "money",
            ),
            make_figure("cases", self.env._("Open Stock and Demand Cases"), len(cases)),
        ]

    def _get_status_table(self, warehouses, positions):
        labels = self._get_labels("scm.stock.position", "status")
        by_warehouse = positions.grouped("warehouse_id")
        rows = []
        for warehouse in warehouses:
            mine = by_warehouse.get(warehouse, positions.browse())
            rows.append(
                {
                    "warehouse": warehouse.name,
                    **{status: _count(mine, status) for status in COUNTED},
                    "value": _get_value(mine),
                    "excess_value": sum(mine.mapped("excess_value")),
                    "order_value": sum(mine.mapped("shortage_value")),
                    RECORD_KEY: ["stock.warehouse", warehouse.id],
                }
            )
        columns = [
            make_column("warehouse", self.env._("Warehouse"), width=16),
            *(make_column(one, labels[one], "integer", total="sum") for one in COUNTED),
            make_column("value", self.env._("Stock Value"), "money"),
            make_column("excess_value", self.env._("Value in Excess"), "money"),
            make_column("order_value", self.env._("Order Value"), "money"),
        ]
        return make_table("status", self.env._("Products by Status"), columns, rows)

    def _get_flow_table(self, company, warehouses, date_from, date_to):
        """Return what went in and out of each warehouse, at today's cost."""
        names = {warehouse.id: warehouse.name for warehouse in warehouses}
        period = company._scm_get_range(date_from, date_to)
        query = query_warehouse_flows(company, list(names), *period)
        rows = [
            {
                **flow,
                "warehouse": names[flow["warehouse"]],
                RECORD_KEY: ["stock.warehouse", flow["warehouse"]],
            }
            for flow in self._read_rows(query)
        ]
        columns = [
            make_column("warehouse", self.env._("Warehouse"), width=16),
            make_column("move_count", self.env._("Moves"), "integer", total="sum"),
            make_column("received", self.env._("Received"), "money"),
            make_column("issued", self.env._("Issued"), "money"),
            make_column("returned", self.env._("Returned by Customers"), "money"),
            make_column("sent_back", self.env._("Sent Back to Suppliers"), "money"),
            make_column("moved_in", self.env._("Transferred In"), "money"),
            make_column("moved_out", self.env._("Transferred Out"), "money"),
            make_column("counted", self.env._("Count Differences"), "money"),
            make_column("scrapped", self.env._("Scrapped"), "money"),
        ]
        return make_table("flows", self.env._("In and Out of the Period"), columns, rows)

    def _get_alert_table(self, positions):
        labels = self._get_labels("scm.stock.position", "status")
        short = positions.filtered(lambda position: position.status in SHORT)
        rows = [
            {
                **self._get_position_cells(position),
                "status": labels[position.status],
                "on_hand": position.on_hand_qty,
                "safety": position.safety_qty,
                "reorder": position.reorder_qty,
                "to_order": position.shortage_qty,
                "value": position.shortage_value,
                "reason": position.reason or "",
            }
            for position in short[:MAX_ALERTS]
        ]
        columns = [
            *self._get_position_columns(),
            make_column("status", self.env._("Status"), width=12),
            make_column("on_hand", self.env._("On Hand"), "quantity", width=9),
            make_column("safety", self.env._("Safety Stock"), "quantity", width=9),
            make_column("reorder", self.env._("Reorder Point"), "quantity", width=9),
            make_column("to_order", self.env._("To Order"), "quantity", width=9),
            make_column("value", self.env._("Order Value"), "money"),
            make_column("reason", self.env._("Reason"), width=44),
        ]
        note = self._get_cut_note(len(short))
        return make_table("alerts", self.env._("Too Little"), columns, rows, note)

    def _get_excess_table(self, positions):
        labels = self._get_labels("scm.stock.position", "status")
        excess = positions.filtered(lambda position: position.status in ("excess", "dead"))
        excess = excess.sorted(lambda position: (-position.excess_value, position.id))
        rows = [
            {
                **self._get_position_cells(position),
                "status": labels[position.status],
                "on_hand": position.on_hand_qty,
                "excess": position.excess_qty,
                "cover": position.cover_days or None,
                "value": position.excess_value,
            }
            for position in excess[:MAX_ALERTS]
        ]
        columns = [
            *self._get_position_columns(),
            make_column("status", self.env._("Status"), width=12),
            make_column("on_hand", self.env._("On Hand"), "quantity"),
            make_column("excess", self.env._("Excess"), "quantity"),
            make_column("cover", self.env._("Days of Cover"), "integer"),
            make_column("value", self.env._("Value in Excess"), "money"),
        ]
        note = self._get_cut_note(len(excess))
        return make_table("excess", self.env._("Too Much"), columns, rows, note)

    def _get_cut_note(self, count):
        if count <= MAX_ALERTS:
            return ""
        return self.env._("The first %(shown)s of %(count)s.", shown=MAX_ALERTS, count=count)

    def _get_position_columns(self):
        return [
            make_column("product", self.env._("Product"), width=30),
            make_column("warehouse", self.env._("Warehouse"), width=12),
            make_column("unit", self.env._("Unit"), width=7),
        ]

    def _get_position_cells(self, position):
        return {
            "product": position.product_id.display_name,
            "warehouse": position.warehouse_id.name,
            "unit": position.uom_id.name,
            RECORD_KEY: [position._name, position.id],
        }

    def _get_stock_notes(self, company):
        positions = self.env["scm.stock.position"].search(
            [("company_id", "=", company.id)], order="computed_at DESC", limit=1
        )
        notes = [
            self.env._(
                "Status and values are those of the day of issue; what moved is that of the "
                "period. Values are quantities at the present cost of the product."
            )
        ]
        if not positions:
            notes.append(self.env._("No position was computed yet: the planning has not run."))
        return notes


def _count(positions, status):
    return sum(position.status == status for position in positions)


def _get_value(positions):
    return sum(position.on_hand_qty * position.unit_cost for position in positions)
