# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmStockPolicy(models.Model):
    """What service a group of products is to give, and when their stock is too much.

    The first policy in the list that fits a position applies to it.
    """

    _name = "scm.stock.policy"
    _description = "Stock Policy"
    _inherit = ["scm.product.rule.mixin"]

    xyz = fields.Selection(
        [("X", "X"), ("Y", "Y"), ("Z", "Z")],
        "XYZ Class",
        help="X sells evenly from week to week, Z is hardly foreseeable; empty: all.",
    )
    target = fields.Float(
        "Service Level",
        required=True,
        default=0.95,
        help="Share of the units delivered at once, or of the cycles without a stock-out.",
    )
    target_kind = fields.Selection(
        [("fill", "Served at Once"), ("cycle", "Cycles without Stock-Out")],
        "Measured By",
        required=True,
        default="fill",
        help="Served at once, the fill rate: the share of the units that are there when they are "
        "wanted. Cycles without stock-out: the share of the replenishments before which nothing "
        "ran out; it is stricter, so the same percentage asks for more stock.",
    )
    review_days = fields.Integer(
        "Review Every (Days)", required=True, default=1, help="How often somebody orders."
    )
    order_cycle_days = fields.Integer(
        "Order for (Days)", required=True, default=21, help="Demand that one order covers."
    )
    order_cost = fields.Monetary(
        "Cost of an Order",
        default=0.0,
        help="What ordering once costs, in the company's currency, whatever the quantity. With "
        "the cost of holding it gives the cheapest order quantity; empty: the days above.",
    )
    holding_rate = fields.Float(
        "Cost of Holding a Year",
        default=0.0,
        help="As a share of the value: interest, space, loss. Usual are 15 to 30 %.",
    )
    lead_days = fields.Integer(
        "Lead Time without Vendor (Days)",
        required=True,
        default=14,
        help="Calendar days, for products that have no vendor yet.",
    )
    new_daily_qty = fields.Float(
        "New Products Sell a Day",
        default=0.0,
        digits="Product Unit",
        help="Expected of a product in its first two months, where fewer than three others "
        "of its category sell in the warehouse; 0: only what was sold counts.",
    )
    excess_cover_days = fields.Integer(
        "Excess above (Days)",
        required=True,
        default=120,
        help="Stock above the maximum that lasts longer than this is excess.",
    )
    dead_days = fields.Integer(
        "Dead after (Days)",
        required=True,
        default=180,
        help="Stock of which nothing was issued for so long is dead.",
    )

    _target_sensible = models.Constraint(
        "CHECK(target >= 0.5 AND target < 1)",
        "A service level lies between 50 % and 99.9 %: 100 % would need endless stock.",
    )
    _days_positive = models.Constraint(
        "CHECK(review_days > 0 AND order_cycle_days > 0 AND lead_days > 0 "
        "AND excess_cover_days > 0 AND dead_days > 0)",
        "Review, order cycle, lead time and limits are at least one day.",
    )
    _new_daily_positive = models.Constraint(
        "CHECK(new_daily_qty >= 0)", "What new products sell a day can't be negative."
    )
    _costs_sensible = models.Constraint(
        "CHECK(COALESCE(order_cost, 0) >= 0 AND COALESCE(holding_rate, 0) BETWEEN 0 AND 1)",
        "An order costs nothing or something; holding costs between 0 and 100 % a year.",
    )

    def action_backtest(self):
        """Test the policy on the company's own history, beside today's reordering rules."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.env["scm.stock.backtest"]._open_for(
            {"name": self.name, "policy_id": self.id, "company_id": company.id}
        )
