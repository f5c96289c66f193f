# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN
from odoo.exceptions import ValidationError

FIGURES = ("price", "delay", "min_qty")


class ScmSupplierUpdateLine(models.Model):
    """The terms of one vendor price: as they are, and as the supplier says."""

    _name = "scm.supplier.update.line"
    _description = "Supplier Update Line"
    _inherit = ["scm.approval.part.mixin", "scm.own.step.mixin"]
    _approval_document = "update_id"
    _check_company_auto = True
    _order = "id"

    update_id = fields.Many2one(
        "scm.supplier.update", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="update_id.company_id", store=True)
    supplierinfo_id = fields.Many2one(
        "product.supplierinfo",
        "Vendor Price",
        required=True,
        ondelete="cascade",
        check_company=True,
    )
    product_tmpl_id = fields.Many2one(related="supplierinfo_id.product_tmpl_id")
    currency_id = fields.Many2one(related="supplierinfo_id.currency_id")
    old_price = fields.Float(
        "Price Now",
        min_display_digits="Product Price",
        compute="_compute_old",
        store=True,
        precompute=True,
    )
    old_delay = fields.Integer("Lead Time Now", compute="_compute_old", store=True, precompute=True)
    old_min_qty = fields.Float(
        "Minimum Now",
        digits="Product Unit",
        compute="_compute_old",
        store=True,
        precompute=True,
    )
    price = fields.Float("New Price", min_display_digits="Product Price")
    delay = fields.Integer("New Lead Time")
    min_qty = fields.Float("New Minimum", digits="Product Unit")
    is_changed = fields.Boolean("Changed", compute="_compute_is_changed", store=True)

    @api.depends("supplierinfo_id")
    def _compute_old(self):
        # As they were when the supplier was asked: kept, to compare with.
        for line in self:
            line.old_price = line.supplierinfo_id.price
            line.old_delay = line.supplierinfo_id.delay
            line.old_min_qty = line.supplierinfo_id.min_qty

    @api.depends("price", "delay", "min_qty", "update_id.answered_at")
    def _compute_is_changed(self):
        for line in self:
            line.is_changed = bool(line.update_id.answered_at and line._get_changes())

    @api.constrains("supplierinfo_id", "update_id")
    def _check_vendor(self):
        """Refuse to show and change the price of another vendor."""
        for line in self:
            # sudo: as for the figures, whoever asks need not read the price.
            vendor = line.supplierinfo_id.sudo().partner_id.commercial_partner_id
            if vendor != line.update_id.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(supplier)s can't be asked about the price of another supplier.",
                        supplier=line.update_id.partner_id.display_name,
                    )
                )

    @api.model
    def _get_own_step_fields(self):
        """Override of the own steps: what the supplier was shown, and what he said."""
        about = dict.fromkeys(("update_id", "supplierinfo_id"), AS_GIVEN)
        said = dict.fromkeys((*FIGURES, *(f"old_{name}" for name in FIGURES)), False)
        return super()._get_own_step_fields() | about | said

    def _propose(self, answer):
        """Write the supplier's figures; what he left out stays as it is."""
        self.ensure_one()
        self._write_own(
            {
                "price": answer.get("price", self.old_price),
                "delay": answer.get("delay", self.old_delay),
                "min_qty": answer.get("min_qty", self.old_min_qty),
            }
        )

    def _get_old_text(self, name):
        """Return a figure as the form shows it, all its digits, so that it comes back equal."""
        self.ensure_one()
        return f"{self[f'old_{name}']:.15g}"

    def _get_changes(self):
        """Return {figure: new value} of what the supplier changes."""
        self.ensure_one()
        return {name: self[name] for name in FIGURES if self[name] != self[f"old_{name}"]}

    def _get_outdated(self):
        """Return the figures to change that are no longer as the supplier saw them."""
        self.ensure_one()
        price = self.supplierinfo_id
        return [name for name in self._get_changes() if price[name] != self[f"old_{name}"]]

    def _is_confirmed(self):
        """Tell whether the price now has the very terms that the supplier stated."""
        self.ensure_one()
        return all(self.supplierinfo_id[name] == self[name] for name in FIGURES)

    def _prepare_price_values(self):
        """Return what to write on the vendor price; extend to take over more."""
        return self._get_changes()
