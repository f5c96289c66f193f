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
    price = fields.Float(required=True, min_display_digits="Product Price")
    lead_days = fields.Integer("Lead Time (Days)")
    minimum_qty = fields.Float("Minimum Order", digits="Product Unit")
    present_id = fields.Many2one(
        "product.supplierinfo", "Present Supplier", compute="_compute_present"
    )
    present_price = fields.Float(compute="_compute_present", min_display_digits="Product Price")
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
        for line in self:
            company = line.company_id or self.env.company
            today = company._scm_get_today()
            present = line._get_present(today)
            price = (
                present.currency_id._convert(
                    present.price,
                    line.currency_id,
                    company,
                    today,
                    round=False,
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
        new = self.qualification_id.partner_id.commercial_partner_id
        sellers = self._get_valid_prices(today)
        return sellers.filtered(lambda one: one.partner_id.commercial_partner_id != new)[:1]

    def _get_valid_prices(self, today):
        """Return the vendor prices of this very product that are valid in the company."""
        self.ensure_one()
        return self.product_id.seller_ids.filtered(
            lambda one: (
                (not one.company_id or one.company_id == self.company_id)
                and (not one.product_id or one.product_id == self.product_id)
                and (not one.date_start or one.date_start <= today)
                and (not one.date_end or one.date_end >= today)
            )
        )

    def _get_own_prices(self):
        """Return the valid prices that the supplier has for this product already."""
        new = self.qualification_id.partner_id.commercial_partner_id
        sellers = self._get_valid_prices(self.company_id._scm_get_today())
        return sellers.filtered(lambda one: one.partner_id.commercial_partner_id == new)

    def _apply_price(self):
        """Write the approved offer to the vendor prices; return the price and what it was.

        A price for the same minimum is replaced; one for another minimum, or for all
        variants, stays beside the new one.
        """
        self.ensure_one()
        # sudo: the manager has just approved this price; he need not be Odoo's own
        # purchase manager, who alone may write vendor prices.
        own = self._get_own_prices().sudo()
        is_single = len(self.product_id.product_tmpl_id.product_variant_ids) == 1
        same = own.filtered(
            lambda one: (
                not self.product_id.uom_id.compare(one.min_qty, self.minimum_qty)
                and (one.product_id or is_single)
            )
        )[:1]
        values = self._prepare_supplierinfo_values()
        if not same:
            if own:
                values["sequence"] = min(own.mapped("sequence"))
            return own.create(values), False
        before = same.currency_id.format(same.price)
        names = ("price", "currency_id", "delay", "scm_checked_on")
        same.write({name: values[name] for name in names})
        return same, before

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
            "scm_checked_on": self.company_id._scm_get_today(),
        }
