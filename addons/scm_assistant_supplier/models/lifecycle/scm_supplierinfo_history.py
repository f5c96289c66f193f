# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmSupplierinfoHistory(models.Model):
    """What a vendor's price, lead time or minimum was before it changed."""

    _name = "scm.supplierinfo.history"
    _description = "Change of a Vendor Price"
    _order = "changed_at DESC, id DESC"
    _log_access = False

    supplierinfo_id = fields.Many2one(
        "product.supplierinfo", "Vendor Price", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="supplierinfo_id.partner_id", store=True, index=True)
    product_tmpl_id = fields.Many2one(related="supplierinfo_id.product_tmpl_id", store=True)
    company_id = fields.Many2one(related="supplierinfo_id.company_id", store=True)
    field_name = fields.Selection(
        [("price", "Price"), ("delay", "Lead Time"), ("min_qty", "Minimum")], "What", required=True
    )
    old_value = fields.Float("Before")
    new_value = fields.Float("After")
    changed_at = fields.Datetime("Changed on", required=True)
    user_id = fields.Many2one("res.users", "Changed by")
