# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.scm_upload_check import PICTURES
from odoo.exceptions import UserError

REASONS = [
    ("damaged", "Damaged"),
    ("quality", "Quality"),
    ("wrong", "Wrong Product"),
    ("document", "Papers Missing"),
    ("expired", "Expired"),
    ("other", "Other"),
]


class ScmSupplyRejection(models.Model):
    """Goods of a receipt that were not accepted: how many, why, with photos.

    Keeping it opens a case, in which a solution is found with the supplier.
    """

    _name = "scm.supply.rejection"
    _description = "Rejection at Receipt"
    _order = "id DESC"
    _rec_name = "product_id"
    _check_company_auto = True

    picking_id = fields.Many2one(
        "stock.picking", "Receipt", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="picking_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="picking_id.partner_id", store=True)
    move_id = fields.Many2one(
        "stock.move",
        "Received Line",
        required=True,
        index=True,
        domain="[('picking_id', '=', picking_id)]",
        ondelete="restrict",
        check_company=True,
    )
    product_id = fields.Many2one(related="move_id.product_id", store=True)
    purchase_line_id = fields.Many2one(related="move_id.purchase_line_id", store=True, index=True)
    uom_id = fields.Many2one(related="move_id.product_uom")
    quantity = fields.Float(
        required=True, digits="Product Unit", help="Not accepted, in the receipt line's unit."
    )
    reason = fields.Selection(REASONS, required=True)
    note = fields.Char()
    photo_ids = fields.Many2many("ir.attachment", string="Photos")
    user_id = fields.Many2one("res.users", "Found by", default=lambda self: self.env.user)
    found_at = fields.Datetime("Found on", default=fields.Datetime.now, readonly=True)
    exception_id = fields.Many2one("scm.exception", readonly=True, copy=False, check_company=True)

    @api.constrains("quantity", "move_id")
    def _check_quantity(self):
        for rejection in self:
            unit, move = rejection.uom_id, rejection.move_id
            limit = move.quantity or move.product_uom_qty
            if (
                unit.compare(rejection.quantity, 0) <= 0
                or unit.compare(rejection.quantity, limit) > 0
            ):
                raise UserError(
                    self.env._(
                        "%(product)s: say how many were rejected, %(limit)s at most.",
                        product=rejection.product_id.display_name,
                        limit=f"{limit:g}",
                    )
                )

    @api.constrains("photo_ids")
    def _check_photo_ids(self):
        for rejection in self:
            self.env["scm.upload.check"]._check_attachments(rejection.photo_ids, PICTURES)

    @api.model_create_multi
    def create(self, vals_list):
        rejections = super().create(vals_list)
        for rejection in rejections:
            rejection._report()
        return rejections

    def _report(self):
        """Open the case about the rejected goods, with the photos."""
        self.ensure_one()
        self = self.with_context(lang=self.company_id._scm_get_lang())
        orders = self.purchase_line_id.order_id
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        values = {
            "name": self.env._(
                "Rejected: %(quantity)s of %(product)s (%(reason)s)",
                quantity=f"{self.quantity:g}",
                product=self.product_id.display_name,
                reason=reasons[self.reason],
            ),
            "description": self.note or False,
            "company_id": self.company_id.id,
            "product_id": self.product_id.id,
            "partner_id": self.partner_id.id,
            "purchase_line_id": self.purchase_line_id.id,
            "rejection_id": self.id,
            "res_model": "stock.picking",
            "res_id": self.picking_id.id,
            "links": [(order._name, order.id, "") for order in orders],
        }
        case = self.env["scm.exception"]._report_case(
            f"supply_rejected:{self.id}", values, category="supply", attachments=self.photo_ids
        )
        # sudo: what was found stays as it was; only its case is noted.
        self.sudo().exception_id = case
