# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class PurchaseRequisition(models.Model):
    _inherit = "purchase.requisition"

    scm_contract_id = fields.Many2one(
        "scm.contract",
        "Contract",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
    )

    def write(self, vals):
        """Override of `purchase_requisition`: vendor prices end with their agreement."""
        result = super().write(vals)
        if {"date_start", "date_end"} & vals.keys():
            self.line_ids._scm_update_validity()
        return result
