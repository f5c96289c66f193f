# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    scm_supplier_grade = fields.Selection(
        string="Supplier Grade",
        related="partner_id.scm_supplier_grade",
        groups="base.group_user",
    )

    def button_approve(self, force=False):
        """Override of `purchase` to keep what was promised when the order was given."""
        res = super().button_approve(force=force)
        self.filtered(lambda order: order.state == "purchase").order_line._scm_keep_original()
        return res
