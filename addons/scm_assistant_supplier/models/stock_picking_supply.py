# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records


class StockPicking(models.Model):
    _inherit = "stock.picking"

    scm_rejection_ids = fields.One2many(
        "scm.supply.rejection",
        "picking_id",
        "Rejections",
        groups="stock.group_stock_user,purchase.group_purchase_user",
    )
    scm_rejection_count = fields.Integer(
        compute="_compute_scm_rejection_count",
        groups="stock.group_stock_user,purchase.group_purchase_user",
    )

    def _compute_scm_rejection_count(self):
        for picking in self:
            picking.scm_rejection_count = len(picking.scm_rejection_ids)

    def action_scm_reject(self):
        """Ask what of this receipt was not accepted."""
        self.ensure_one()
        moves = self.move_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject Goods"),
            "res_model": "scm.supply.rejection",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_picking_id": self.id,
                "default_move_id": moves.id if len(moves) == 1 else False,
            },
        }

    def action_scm_view_rejections(self):
        """Open what of this receipt was not accepted."""
        self.ensure_one()
        return open_records(self.scm_rejection_ids, name=self.env._("Rejections"))
