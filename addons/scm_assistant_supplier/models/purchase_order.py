# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Command


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    scm_supplier_grade = fields.Selection(
        string="Supplier Grade",
        related="partner_id.scm_supplier_grade",
        related_sudo=False,
        groups="base.group_user",
    )
    scm_change_ids = fields.One2many(
        "scm.purchase.change",
        "order_id",
        "Change Requests",
        groups="purchase.group_purchase_user",
    )
    scm_change_count = fields.Integer(
        compute="_compute_scm_change_count",
        groups="purchase.group_purchase_user",
    )

    def _compute_scm_change_count(self):
        changes = self.env["scm.purchase.change"]
        counts = dict(
            changes._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        )
        for order in self:
            order.scm_change_count = counts.get(order, 0)

    def action_scm_change(self):
        """Open a new change request that holds the order's lines as they are."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: line._scm_is_promised())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change Request"),
            "res_model": "scm.purchase.change",
            "view_mode": "form",
            "context": {
                "default_order_id": self.id,
                "default_company_id": self.company_id.id,
                "default_line_ids": [Command.create({"order_line_id": line.id}) for line in lines],
            },
        }

    def action_scm_view_changes(self):
        """Open what was asked to change in this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_supplier.scm_purchase_change_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}

    def button_approve(self, force=False):
        """Override of `purchase`: what speaks against it stops it, what is promised is kept."""
        self.filtered(lambda order: order.state != "purchase")._scm_check_blocks()
        res = super().button_approve(force=force)
        self.filtered(lambda order: order.state == "purchase").order_line._scm_keep_original()
        return res
