# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..planning.scm_stock_position import PATTERNS


class ScmStockBacktestLine(models.Model):
    """A product in a warehouse in a backtest: both sides' limits and what came of them.

    Written by the backtest; nobody edits it by hand.
    """

    _name = "scm.stock.backtest.line"
    _description = "Stock Backtest Product"
    _order = "demand_value DESC, id"
    _log_access = False

    backtest_id = fields.Many2one(
        "scm.stock.backtest", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, ondelete="cascade"
    )
    category_id = fields.Many2one("product.category", readonly=True, ondelete="set null")
    policy_id = fields.Many2one("scm.stock.policy", readonly=True, ondelete="set null")
    abc = fields.Selection([("A", "A"), ("B", "B"), ("C", "C")], "ABC", readonly=True)
    pattern = fields.Selection(PATTERNS, "Demand Pattern", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("done", "Tested"),
            ("no_history", "Too Little History"),
            ("gone", "No Longer Planned"),
        ],
        required=True,
        readonly=True,
    )
    has_rule = fields.Boolean("Has a Reordering Rule", readonly=True)
    lead_days = fields.Float("Lead Time (Days)", readonly=True, digits=(16, 1), aggregator=None)
    demand_qty = fields.Float("Demand", readonly=True, digits="Product Unit")
    demand_value = fields.Monetary("Demand at Cost", readonly=True)

    # The suggested limits
    suggested_reorder_qty = fields.Float(
        "Reorder Point, Suggested", readonly=True, digits="Product Unit"
    )
    suggested_maximum_qty = fields.Float("Maximum, Suggested", readonly=True, digits="Product Unit")
    suggested_fill_rate = fields.Float("Served at Once, Suggested", readonly=True, aggregator="avg")
    suggested_cycle_service = fields.Float(
        "Cycles without Stock-Out, Suggested", readonly=True, aggregator="avg"
    )
    suggested_short_days = fields.Integer("Short Days, Suggested", readonly=True)
    suggested_stock_qty = fields.Float(
        "Average Stock, Suggested", readonly=True, digits="Product Unit"
    )
    suggested_stock_value = fields.Monetary("Stock Value, Suggested", readonly=True)
    suggested_served_value = fields.Monetary("Served at Cost, Suggested", readonly=True)
    suggested_order_count = fields.Integer("Orders, Suggested", readonly=True)
    suggested_cycle_count = fields.Integer("Cycles, Suggested", readonly=True)
    suggested_short_cycle_count = fields.Integer("Short Cycles, Suggested", readonly=True)

    # The reordering rules of today
    current_reorder_qty = fields.Float("Minimum Today", readonly=True, digits="Product Unit")
    current_maximum_qty = fields.Float("Maximum Today", readonly=True, digits="Product Unit")
    current_fill_rate = fields.Float("Served at Once, Today", readonly=True, aggregator="avg")
    current_cycle_service = fields.Float(
        "Cycles without Stock-Out, Today", readonly=True, aggregator="avg"
    )
    current_short_days = fields.Integer("Short Days, Today", readonly=True)
    current_stock_qty = fields.Float("Average Stock, Today", readonly=True, digits="Product Unit")
    current_stock_value = fields.Monetary("Stock Value, Today", readonly=True)
    current_served_value = fields.Monetary("Served at Cost, Today", readonly=True)
    current_order_count = fields.Integer("Orders, Today", readonly=True)
    current_cycle_count = fields.Integer("Cycles, Today", readonly=True)
    current_short_cycle_count = fields.Integer("Short Cycles, Today", readonly=True)

    stock_value_change = fields.Monetary(
        "Stock Value, Difference",
        readonly=True,
        help="Suggested less today's; empty without a reordering rule.",
    )

    _waiting = models.Index("(backtest_id, id) WHERE state = 'waiting'")

    @api.depends("product_id", "warehouse_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.product_id.display_name}, {line.warehouse_id.name}"

    @api.model
    def _get_waiting_domain(self):
        running = Domain("backtest_id.state", "=", "running")
        return running & Domain("state", "=", "waiting")

    def action_view_position(self):
        """Open the stock position of today."""
        self.ensure_one()
        position = self.env["scm.stock.position"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("warehouse_id", "=", self.warehouse_id.id),
            ],
            limit=1,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "scm.stock.position",
            "res_id": position.id,
            "view_mode": "form",
        }
