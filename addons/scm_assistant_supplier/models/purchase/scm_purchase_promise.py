# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

SOURCES = [("order", "Order"), ("supplier", "Supplier"), ("buyer", "Buyer")]


class ScmPurchasePromise(models.Model):
    """One date and quantity that was promised for a purchase line, and by whom.

    Rows are only added. Those said at once (a delivery in parts) share a version;
    the first version is what was ordered.
    """

    _name = "scm.purchase.promise"
    _description = "Purchase Promise"
    _order = "line_id, version DESC, date, id"
    _rec_name = "line_id"

    line_id = fields.Many2one(
        "purchase.order.line", "Purchase Line", required=True, index=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True)
    partner_id = fields.Many2one(related="line_id.partner_id", store=True)
    product_id = fields.Many2one(related="line_id.product_id", store=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    version = fields.Integer(required=True, aggregator=None)
    date = fields.Datetime("Promised Date", required=True)
    quantity = fields.Float(
        digits="Product Unit", help="What arrives on that date, in the order line's unit."
    )
    uom_id = fields.Many2one(related="line_id.product_uom_id")
    source = fields.Selection(SOURCES, required=True, help="Who said so.")
    user_id = fields.Many2one("res.users", "Recorded by", default=lambda self: self.env.user)
    said_at = fields.Datetime("Recorded on", default=fields.Datetime.now, required=True)
    reason = fields.Char()
