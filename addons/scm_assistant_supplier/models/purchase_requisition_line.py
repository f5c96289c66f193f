# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PurchaseRequisitionLine(models.Model):
    _inherit = "purchase.requisition.line"

    def _create_supplier_info(self):
        """Override of `purchase_requisition`: with the agreement's term and lead time.

        Odoo makes the vendor price without an end and with one day of delay, so that
        an expired agreement goes on pricing orders.
        """
        result = super()._create_supplier_info()
        self._scm_update_validity()
        for line in self:
            # sudo: as Odoo makes the price, whoever confirms the agreement.
            line.supplier_info_ids.sudo().write(line._scm_prepare_supplierinfo_values())
        return result

    def _scm_update_validity(self):
        for line in self:
            agreement = line.requisition_id
            # sudo: as Odoo makes the price, whoever changes the agreement.
            line.supplier_info_ids.sudo().write(
                {"date_start": agreement.date_start, "date_end": agreement.date_end}
            )

    def _scm_prepare_supplierinfo_values(self):
        """Return lead time and minimum: the contract's, else the vendor's other price."""
        self.ensure_one()
        contract_line = self.requisition_id.scm_contract_id.line_ids.filtered(
            lambda line: line.product_id == self.product_id
        )[:1]
        other = self.product_id.seller_ids.filtered(
            lambda seller: (
                seller.partner_id == self.requisition_id.vendor_id
                and seller not in self.supplier_info_ids
            )
        )[:1]
        values = {}
        if delay := contract_line.lead_days or other.delay:
            values["delay"] = delay
        if contract_line.minimum_qty:
            values["min_qty"] = contract_line.minimum_qty
        return values
