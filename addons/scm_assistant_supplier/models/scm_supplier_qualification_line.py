# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ScmSupplierQualificationLine(models.Model):
    """A product that the new supplier offers, beside the present one's terms."""

    _name = "scm.supplier.qualification.line"
    _description = "Offer of a New Supplier"
    _inherit = ["scm.approval.part.mixin"]
    _approval_document = "qualification_id"
    _order = "id"
    _check_company_auto = True

    qualification_id = fields.Many2one(
        "scm.supplier.qualification", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="qualification_id.company_id", store=True)
    currency_id = fields.Many2one(related="qualification_id.currency_id")
    product_id = fields.Many2one("product.product", required=True, check_company=True)
    price = fields.Monetary(required=True)
    lead_days = fields.Integer("Lead Time (Days)")
    minimum_qty = fields.Float("Minimum Order", digits="Product Unit")
    present_id = fields.Many2one(
        "product.supplierinfo", "Present Supplier", compute="_compute_present"
    )
    present_price = fields.Monetary(compute="_compute_present")
    present_lead_days = fields.Integer("Present Lead Time", compute="_compute_present")
    saving_percent = fields.Float(
        "Cheaper by (%)", compute="_compute_present", digits=(16, 1), help="Less than 0: dearer."
    )

    _figures_positive = models.Constraint(
        "CHECK(price >= 0 AND lead_days >= 0 AND minimum_qty >= 0)",
        "Price, lead time and minimum can't be negative.",
    )

    @api.depends("product_id", "price", "qualification_id.partner_id")
    def _compute_present(self):
        today = fields.Date.context_today(self)
        for line in self:
            present = line._get_present(today)
            price = (
                present.currency_id._convert(
                    present.price, line.currency_id, line.company_id or self.env.company, today
                )
                if present
                else 0.0
            )
            line.present_id = present
            line.present_price = price
            line.present_lead_days = present.delay
            line.saving_percent = 100 * (price - line.price) / price if price else 0.0

    def _get_present(self, today):
        """Return the price that Odoo would take now, of another supplier than this one."""
        self.ensure_one()
        new = self.qualification_id.partner_id
        sellers = self.product_id.seller_ids.filtered(
            lambda seller: (
                seller.partner_id.commercial_partner_id != new.commercial_partner_id
                and (not seller.date_end or seller.date_end >= today)
            )
        )
        return sellers[:1]

    def is_new_price(self):
        """Tell whether the supplier has no price for this product yet."""
        self.ensure_one()
        partner = self.qualification_id.partner_id
        return partner not in self.product_id.seller_ids.partner_id

    def _prepare_supplierinfo_values(self):
        """Return the values of the vendor price; extend to add more."""
        self.ensure_one()
        return {
            "partner_id": self.qualification_id.partner_id.id,
            "product_tmpl_id": self.product_id.product_tmpl_id.id,
            "product_id": self.product_id.id,
            "price": self.price,
            "currency_id": self.currency_id.id,
            "delay": self.lead_days,
            "min_qty": self.minimum_qty,
            "company_id": self.company_id.id,
            # Behind the present supplier: being approved is not being preferred.
            "sequence": max(self.product_id.seller_ids.mapped("sequence"), default=0) + 1,
            "scm_checked_on": fields.Date.context_today(self),
        }
