# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

STATUSES = [
    ("out", "Out of Stock"),
    ("below_safety", "Below Safety Stock"),
    ("below_reorder", "Below Reorder Point"),
    ("dead", "Dead Stock"),
    ("excess", "Excess"),
    ("above_max", "Above Maximum"),
    ("ok", "Fine"),
    ("none", "No Stock, No Demand"),
]
PATTERNS = [
    ("smooth", "Smooth"),
    ("erratic", "Erratic"),
    ("intermittent", "Intermittent"),
    ("lumpy", "Lumpy"),
    ("new", "New"),
    ("obsolete", "Obsolete"),
    ("none", "No Demand"),
]
LEVELS = [("steady", "Steady"), ("season", "Season"), ("step", "New Level")]


class ScmStockPosition(models.Model):
    """A product in a warehouse: what it needs, what it has, and how the two compare.

    Written by the planner every night; nobody edits it by hand.
    """

    _name = "scm.stock.position"
    _description = "Stock Position"
    _order = "status_rank, shortage_value DESC, id"
    _log_access = False
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, index=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, ondelete="cascade"
    )
    product_tmpl_id = fields.Many2one(related="product_id.product_tmpl_id")
    category_id = fields.Many2one("product.category", readonly=True, ondelete="set null")
    uom_id = fields.Many2one(related="product_id.uom_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    policy_id = fields.Many2one("scm.stock.policy", readonly=True, ondelete="set null")
    vendor_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    supplierinfo_id = fields.Many2one("product.supplierinfo", readonly=True, ondelete="set null")
    computed_at = fields.Datetime("Computed", readonly=True)

    # Demand
    abc = fields.Selection([("A", "A"), ("B", "B"), ("C", "C")], "ABC", readonly=True)
    pattern = fields.Selection(PATTERNS, "Demand Pattern", readonly=True)
    level_kind = fields.Selection(
        LEVELS,
        "Demand Level",
        readonly=True,
        help="Whether demand goes with the year, or has changed and stayed so.",
    )
    level_factor = fields.Float(
        "Coming Demand / Past Year",
        readonly=True,
        digits=(16, 2),
        aggregator=None,
        help="1: demand of the coming weeks is expected to be like that of the past year.",
    )
    daily_mean = fields.Float("Demand per Day", readonly=True, digits=(16, 2), aggregator=None)
    daily_deviation = fields.Float(
        "Deviation per Day", readonly=True, digits=(16, 2), aggregator=None
    )
    known_days = fields.Integer("Days Observed", readonly=True, aggregator=None)
    unknown_days = fields.Integer(
        "Days Sold Out",
        readonly=True,
        aggregator=None,
        help="Days without stock and without sales: their demand is unknown, not zero.",
    )
    event_count = fields.Integer("Days with Demand", readonly=True, aggregator=None)
    outlier_count = fields.Integer(
        "Unusual Peaks",
        readonly=True,
        aggregator=None,
        help="Days with far more demand than usual. They count in full: look whether they "
        "were one-off orders.",
    )
    is_low_confidence = fields.Boolean("Low Confidence", readonly=True)
    last_issue_date = fields.Date("Last Issue", readonly=True)

    # Supply
    lead_days = fields.Float("Lead Time (Days)", readonly=True, digits=(16, 1), aggregator=None)
    lead_deviation = fields.Float(
        "Lead Time Deviation", readonly=True, digits=(16, 1), aggregator=None
    )
    lead_source = fields.Selection(
        [("measured", "Measured"), ("vendor", "Vendor's Promise"), ("policy", "Policy")],
        "Lead Time From",
        readonly=True,
    )
    minimum_order_qty = fields.Float(readonly=True, digits="Product Unit", aggregator=None)
    order_multiple = fields.Float(readonly=True, digits="Product Unit", aggregator=None)
    next_receipt_date = fields.Date("Next Receipt", readonly=True)

    # Limits
    target = fields.Float("Service Level", readonly=True, aggregator=None)
    safety_qty = fields.Float("Safety Stock", readonly=True, digits="Product Unit")
    reorder_qty = fields.Float("Reorder Point", readonly=True, digits="Product Unit")
    maximum_qty = fields.Float("Maximum", readonly=True, digits="Product Unit")

    # Stock
    on_hand_qty = fields.Float("On Hand", readonly=True, digits="Product Unit")
    usable_qty = fields.Float(
        "Usable",
        readonly=True,
        digits="Product Unit",
        help="On hand, less what is past its removal date or set apart, in quarantine for example.",
    )
    free_qty = fields.Float("Free to Use", readonly=True, digits="Product Unit")
    incoming_qty = fields.Float("Incoming", readonly=True, digits="Product Unit")
    outgoing_qty = fields.Float("Outgoing", readonly=True, digits="Product Unit")
    rfq_qty = fields.Float("In Draft Orders", readonly=True, digits="Product Unit")
    forecast_qty = fields.Float("Forecast", readonly=True, digits="Product Unit")
    lowest_qty = fields.Float(
        "Lowest",
        readonly=True,
        digits="Product Unit",
        help="The lowest stock within the lead time, by the documents that are open now.",
    )
    horizon_days = fields.Integer(
        "Looks Ahead (Days)",
        readonly=True,
        aggregator=None,
        help="Documents count until the day by which an order of today would have arrived.",
    )
    projected_qty = fields.Float(
        "Projected",
        readonly=True,
        digits="Product Unit",
        help="Stock on the last of the days to look ahead, draft orders included: what a "
        "purchase is decided by. What comes later can't cover what is needed before.",
    )
    leaving_qty = fields.Float(
        "Leaving Soon",
        readonly=True,
        digits="Product Unit",
        help="What is to go out within the days to look ahead.",
    )
    cover_days = fields.Float("Days of Cover", readonly=True, digits=(16, 0), aggregator=None)
    unit_cost = fields.Float(readonly=True, digits="Product Price", aggregator=None)

    # Comparison
    status = fields.Selection(STATUSES, readonly=True)
    status_rank = fields.Integer(readonly=True, aggregator=None)
    shortage_qty = fields.Float("To Order", readonly=True, digits="Product Unit")
    excess_qty = fields.Float("Excess", readonly=True, digits="Product Unit")
    shortage_value = fields.Monetary("Order Value", readonly=True)
    excess_value = fields.Monetary(readonly=True)
    ledger_qty = fields.Float(
        "Stock When Planned",
        readonly=True,
        digits="Product Unit",
        help="On hand at the moment up to which the daily demand is known: the stock of past "
        "days is this less what changed since.",
    )
    on_hand_value = fields.Monetary("Stock Value", readonly=True)
    reason = fields.Char(compute="_compute_reason")
    chart = fields.Json(compute="_compute_chart")

    _key_uniq = models.Constraint(
        "UNIQUE(company_id, warehouse_id, product_id)",
        "There is already a position of this product in this warehouse.",
    )

    def init(self):
        """Override of `odoo`: leave room beside each row.

        All rows are written every night; a row that finds room on its own page needs no
        new entries in the indexes, which is the half of the work.
        """
        self.env.cr.execute("ALTER TABLE scm_stock_position SET (fillfactor = 45)")

    @api.depends("product_id", "warehouse_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for position in self:
            names = [position.product_id.display_name, position.warehouse_id.name]
            position.display_name = ", ".join(filter(None, names))

    @api.depends("status", "computed_at", "on_hand_qty", "rfq_qty", "incoming_qty")
    @api.depends_context("lang")
    def _compute_reason(self):
        for position in self:
            position.reason = position._get_reason()

    def _compute_chart(self):
        for position in self:
            position.chart = position._get_chart()

    def action_backtest(self):
        """Test the position's limits on its own history, beside today's reordering rule."""
        self.ensure_one()
        return self.env["scm.stock.backtest"]._open_for(
            {
                "name": self.display_name,
                "warehouse_id": self.warehouse_id.id,
                "product_id": self.product_id.id,
                "company_id": self.company_id.id,
            }
        )

    def action_view_forecast(self):
        """Open Odoo's own forecast report of the product in this warehouse."""
        self.ensure_one()
        action = self.product_id.action_product_forecast_report()
        context = {
            # The report shows the active record: without these it takes our id for a
            # product's.
            "active_id": self.product_id.id,
            "active_model": self.product_id._name,
            "warehouse_id": self.warehouse_id.id,
        }
        return {**action, "context": context}

    def action_view_demand(self):
        """Open the days of demand that the numbers come from."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_inventory.scm_demand_day_action"
        )
        domain = [
            ("product_id", "=", self.product_id.id),
            ("warehouse_id", "=", self.warehouse_id.id),
        ]
        return {**action, "domain": domain}

    def action_view_draft_purchases(self):
        """Open the purchase lines that are on the way or not sent yet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("On the Way"),
            "res_model": "purchase.order.line",
            "view_mode": "list,form",
            "domain": [
                ("product_id", "=", self.product_id.id),
                ("order_id.picking_type_id.warehouse_id", "=", self.warehouse_id.id),
                ("order_id.state", "in", ("draft", "sent", "to approve", "purchase")),
            ],
        }
