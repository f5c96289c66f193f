# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class ScmStockFlow(models.Model):
    """A done move as one warehouse sees it: what came in, what went out."""

    _name = "scm.stock.flow"
    _description = "Stock In and Out"
    _auto = False
    _order = "date DESC, id DESC"
    _rec_name = "product_id"
    _depends = {
        "stock.move": ["date", "is_inventory", "product_uom", "quantity", "scrap_id", "state"],
        "stock.location": ["usage", "warehouse_id"],
    }

    date = fields.Datetime(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    category_id = fields.Many2one("product.category", "Product Category", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True)
    move_id = fields.Many2one("stock.move", readonly=True)
    kind = fields.Selection(
        [
            ("receipt", "Receipt"),
            ("delivery", "Delivery"),
            ("return_in", "Return from Customer"),
            ("return_out", "Return to Vendor"),
            ("transfer", "Between Warehouses"),
            ("count", "Count"),
            ("scrap", "Scrap"),
            ("production", "Production"),
            ("other", "Other"),
        ],
        readonly=True,
    )
    in_qty = fields.Float("In", digits="Product Unit", readonly=True)
    out_qty = fields.Float("Out", digits="Product Unit", readonly=True)
    net_qty = fields.Float("Net", digits="Product Unit", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT flow.id, flow.date, flow.company_id, flow.warehouse_id, flow.product_id,
                   flow.category_id, flow.partner_id, flow.picking_id, flow.move_id,
                   CASE WHEN flow.scrap_id IS NOT NULL THEN 'scrap'
                        WHEN flow.is_inventory THEN 'count'
                        WHEN flow.other_usage = 'supplier' AND flow.sign > 0 THEN 'receipt'
                        WHEN flow.other_usage = 'supplier' THEN 'return_out'
                        WHEN flow.other_usage = 'customer' AND flow.sign > 0 THEN 'return_in'
                        WHEN flow.other_usage = 'customer' THEN 'delivery'
                        WHEN flow.other_usage IN ('internal', 'transit') THEN 'transfer'
                        WHEN flow.other_usage = 'production' THEN 'production'
                        ELSE 'other'
                   END AS kind,
                   CASE WHEN flow.sign > 0 THEN flow.quantity ELSE 0 END AS in_qty,
                   CASE WHEN flow.sign < 0 THEN flow.quantity ELSE 0 END AS out_qty,
                   flow.sign * flow.quantity AS net_qty
              FROM (%s UNION ALL %s) AS flow
            """,
            self._query_side("location_dest_id", "location_id", 1),
            self._query_side("location_id", "location_dest_id", -1),
        )

    def _query_side(self, own, other, sign):
        """Return the moves over the border of a warehouse, in the product's unit."""
        return SQL(
            """
            SELECT move.id::bigint * 2 + %(number)s AS id, move.date, move.company_id,
                   own.warehouse_id, move.product_id, template.categ_id AS category_id,
                   move.partner_id, move.picking_id, move.id AS move_id, move.scrap_id,
                   move.is_inventory, other.usage AS other_usage, %(sign)s AS sign,
                   move.quantity * unit.factor / product_unit.factor AS quantity
              FROM stock_move move
              JOIN stock_location own ON own.id = %(own)s
              JOIN stock_location other ON other.id = %(other)s
              JOIN product_product product ON product.id = move.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom unit ON unit.id = move.product_uom
              JOIN uom_uom product_unit ON product_unit.id = template.uom_id
             WHERE move.state = 'done' AND move.quantity <> 0
               AND own.usage = 'internal' AND own.warehouse_id IS NOT NULL
               AND (other.usage <> 'internal'
                    OR other.warehouse_id IS DISTINCT FROM own.warehouse_id)
            """,
            number=0 if sign > 0 else 1,
            sign=sign,
            own=SQL.identifier("move", own),
            other=SQL.identifier("move", other),
        )
