# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools import sql as schema

from ...tools import ledger


class ScmDemandDay(models.Model):
    """What left a warehouse on a day, by reason: the ledger that planning reads.

    Kept up to date from done moves by ``scm.demand.ledger``. Deliveries and consumption
    are demand, dated on the day they were due when they went out late; returns go back to
    the day of what they return; transfers stand apart; counts and scrap only change the
    stock.
    """

    _name = "scm.demand.day"
    _description = "Daily Demand"
    _auto = False
    _order = "day DESC, product_id, warehouse_id, id"
    _depends = {"scm.demand.block": ["company_id", "warehouse_id", "product_id", "block"]}

    block_id = fields.Many2one("scm.demand.block", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    day = fields.Date(readonly=True, help="In the company's time zone.")
    out_qty = fields.Float("Issued", readonly=True)
    return_qty = fields.Float("Returned", readonly=True)
    transfer_qty = fields.Float("Transferred", readonly=True)
    order_qty = fields.Float(
        "Bought to Order",
        readonly=True,
        help="Issued of what was bought or made for exactly this need. No stock has to cover it.",
    )
    net_qty = fields.Float(
        "Stock Change",
        readonly=True,
        help="All that came in less all that went out on this day, counts included.",
    )

    def init(self):
        """Override of `odoo`: create the view. It has each day's block too, for fast SQL."""
        cr, table = self.env.cr, self._table
        schema.drop_view_if_exists(cr, table)
        cr.execute(SQL("CREATE VIEW %s AS %s", SQL.identifier(table), self._query_days()))

    def _query_days(self):
        """Return one row a day, from the lists of each block."""
        names = [SQL.identifier(name) for name in ledger.VALUES]
        return SQL(
            """
            SELECT block.id::bigint * %(length)s + entry.number - 1 AS id,
                   block.id AS block_id, block.company_id, block.warehouse_id,
                   block.product_id, block.block, entry.day, %(values)s
              FROM scm_demand_block block
             CROSS JOIN LATERAL unnest(days, %(lists)s)
                   WITH ORDINALITY AS entry(day, %(names)s, number)
            """,
            length=SQL(str(ledger.BLOCK_DAYS)),
            values=SQL(", ").join(
                SQL("COALESCE(entry.%(name)s, 0) AS %(name)s", name=name) for name in names
            ),
            lists=SQL(", ").join(SQL("block.%s", name) for name in names),
            names=SQL(", ").join(names),
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Override of `odoo`: look for ids in their blocks alone, not in all of them."""
        domain = Domain(domain).map_conditions(self._add_blocks)
        return super()._search(domain, *args, **kwargs)

    def _add_blocks(self, condition):
        if condition.field_expr != "id" or condition.operator != "in":
            return condition
        blocks = {number // ledger.BLOCK_DAYS for number in condition.value}
        return condition & Domain("block_id", "in", blocks)
