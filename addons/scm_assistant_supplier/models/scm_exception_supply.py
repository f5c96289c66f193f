# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmException(models.Model):
    _inherit = "scm.exception"

    purchase_line_id = fields.Many2one(
        "purchase.order.line", index="btree_not_null", ondelete="set null"
    )
    rejection_id = fields.Many2one(
        "scm.supply.rejection", index="btree_not_null", ondelete="set null"
    )
    offer_ids = fields.One2many("scm.supply.offer", "exception_id", "Offers")
    purchase_change_ids = fields.One2many("scm.purchase.change", "exception_id", "Purchase Changes")
    purchase_expected_date = fields.Datetime("Expected", related="purchase_line_id.date_planned")
    purchase_waiting = fields.Char("Waiting for It", related="purchase_line_id.scm_waiting")

    def action_view_purchase_waiting(self):
        """Open the sales and deliveries that wait for the purchase line."""
        self.ensure_one()
        return self.purchase_line_id.action_scm_view_waiting()
