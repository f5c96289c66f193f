# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.scm_approval_mixin import APPROVAL_STATES
from odoo.exceptions import UserError, ValidationError


class ScmStockSuggestion(models.Model):
    """What to do about a position, how much and why; accepted, Odoo carries it out."""

    _name = "scm.stock.suggestion"
    _description = "Stock Suggestion"
    _inherit = ["scm.approval.mixin"]
    _order = "id DESC"
    _check_company_auto = True

    # Named again, so that Odoo translates its states with this addon's terms.
    approval_state = fields.Selection(APPROVAL_STATES)
    name = fields.Char("Reference", readonly=True, copy=False)
    kind = fields.Selection([("buy", "Buy")], required=True, default="buy", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    position_id = fields.Many2one(
        "scm.stock.position", readonly=True, index=True, ondelete="set null", check_company=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, check_company=True
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, check_company=True
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    vendor_id = fields.Many2one(
        "res.partner", compute="_compute_vendor_id", store=True, precompute=True
    )
    supplierinfo_id = fields.Many2one(
        "product.supplierinfo",
        "Vendor Price",
        check_company=True,
        domain="['|', ('product_id', '=', product_id), ('product_tmpl_id', '=', product_tmpl_id)]",
        ondelete="set null",
    )
    product_tmpl_id = fields.Many2one(related="product_id.product_tmpl_id")
    suggested_qty = fields.Float("Suggested", readonly=True, digits="Product Unit")
    quantity = fields.Float(required=True, digits="Product Unit", tracking=True)
    date = fields.Date("Needed By", required=True, tracking=True)
    value = fields.Monetary(compute="_compute_value", store=True, help="Quantity at cost.")
    reason = fields.Char(readonly=True)
    purchase_line_ids = fields.Many2many(
        "purchase.order.line",
        "scm_suggestion_purchase_line_rel",
        "suggestion_id",
        "line_id",
        "Purchase Lines",
        readonly=True,
        copy=False,
    )
    purchase_count = fields.Integer(compute="_compute_purchase_count")
    needs_approval = fields.Boolean(compute="_compute_needs_approval")

    _open_uniq = models.UniqueIndex(
        "(position_id, kind) WHERE approval_state IN ('draft', 'submitted', 'approved')",
        "This position already has an open suggestion.",
    )

    @api.depends("supplierinfo_id")
    def _compute_vendor_id(self):
        for suggestion in self:
            suggestion.vendor_id = suggestion.supplierinfo_id.partner_id

    @api.depends("quantity", "product_id", "company_id")
    def _compute_value(self):
        for suggestion in self:
            product = suggestion.product_id.with_company(suggestion.company_id)
            # sudo: the value decides on the approval, also for who may not see costs.
            suggestion.value = suggestion.quantity * product.sudo().standard_price

    def _compute_purchase_count(self):
        for suggestion in self:
            suggestion.purchase_count = len(suggestion.purchase_line_ids.order_id)

    @api.depends("value", "company_id.scm_suggestion_limit")
    def _compute_needs_approval(self):
        for suggestion in self:
            suggestion.needs_approval = suggestion._needs_approval()

    @api.constrains("quantity")
    def _check_quantity(self):
        for suggestion in self:
            if suggestion.quantity < 0:
                raise ValidationError(self.env._("A suggestion can't have a negative quantity."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # sudo: whoever may suggest need not read sequences.
            sequence = self.env["ir.sequence"].sudo()
            vals.setdefault("name", sequence.next_by_code("scm.stock.suggestion"))
        return super().create(vals_list)

    def action_view_purchases(self):
        """Open the purchase order that this suggestion went into."""
        self.ensure_one()
        orders = self.purchase_line_ids.order_id
        action = self.env["ir.actions.act_window"]._for_xml_id("purchase.purchase_rfq")
        action["context"] = {}
        if len(orders) == 1:
            return {**action, "views": [(False, "form")], "res_id": orders.id}
        return {**action, "domain": [("id", "in", orders.ids)]}

    def action_view_position(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "scm.stock.position",
            "res_id": self.position_id.id,
            "view_mode": "form",
        }

    def _needs_approval(self):
        """Override of `scm_assistant_base`: above the company's limit only."""
        self.ensure_one()
        limit = self.company_id.scm_suggestion_limit
        return self.currency_id.compare_amounts(self.value, limit) > 0

    def _check_submittable(self):
        if self.uom_id.compare(self.quantity, 0) <= 0:
            raise UserError(self.env._("Say how much to order: the quantity is zero."))
        if not self.vendor_id:
            raise UserError(
                self.env._(
                    "%(product)s has no vendor. Add one on the product's Purchase tab.",
                    product=self.product_id.display_name,
                )
            )
        return super()._check_submittable()

    def _check_applicable(self):
        if not self.product_id.active or not self.vendor_id.active:
            raise UserError(
                self.env._("The product or its vendor was archived; nothing was ordered.")
            )
        return super()._check_applicable()

    def _apply(self):
        """Hand the need to Odoo's replenishment, which puts it on a purchase order."""
        self.ensure_one()
        rules = self.env["stock.rule"].with_company(self.company_id)
        rules.run([self._prepare_procurement()])
        if not self.purchase_line_ids:
            raise UserError(
                self.env._(
                    "Odoo made no purchase for %(product)s: check its routes and vendor.",
                    product=self.product_id.display_name,
                )
            )
        self._link_documents()
        self.position_id.sudo()._refresh_stock()

    def _prepare_procurement(self):
        """Return the need as Odoo's replenishment takes it; extend to add values."""
        self.ensure_one()
        route = self.env.ref("purchase_stock.route_warehouse0_buy")
        return self.env["stock.rule"].Procurement(
            self.product_id,
            self.quantity,
            self.uom_id,
            self.warehouse_id.lot_stock_id,
            self.name,
            self.name,
            self.company_id,
            {
                "warehouse_id": self.warehouse_id,
                "route_ids": route,
                "supplierinfo_id": self.supplierinfo_id,
                "date_planned": fields.Datetime.to_datetime(self.date),
                "scm_suggestion_ids": self,
            },
        )

    def _link_documents(self):
        """Say in both chatters what came of what."""
        for order in self.purchase_line_ids.order_id:
            # sudo: Odoo made the order; who accepts need not be a purchaser.
            order.sudo().message_post(
                body=self.env._(
                    "%(quantity)s %(unit)s of %(product)s from suggestion %(link)s: %(reason)s",
                    quantity=self.position_id._format(self.quantity),
                    unit=self.uom_id.name,
                    product=self.product_id.display_name,
                    link=self._get_html_link(),
                    reason=self.reason or "",
                )
            )
            self.message_post(
                body=self.env._("On purchase order %(link)s.", link=order._get_html_link())
            )

    def _get_frozen_fields(self):
        """Override of `scm_assistant_base`: what is bought, how much, where, of whom."""
        return super()._get_frozen_fields() | {
            "company_id",
            "date",
            "kind",
            "product_id",
            "quantity",
            "supplierinfo_id",
            "warehouse_id",
        }

    def _get_approval_summary(self):
        """Override of `scm_assistant_base` to say what is to be bought."""
        return self.env._(
            "Approve buying %(quantity)s %(unit)s of %(product)s",
            quantity=self.position_id._format(self.quantity),
            unit=self.uom_id.name,
            product=self.product_id.display_name,
        )
