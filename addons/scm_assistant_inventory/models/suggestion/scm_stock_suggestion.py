# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.approval.scm_approval_mixin import APPROVAL_STATES
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.exceptions import ValidationError

KINDS = [
    ("transfer", "Transfer"),
    ("expedite", "Pull Forward"),
    ("make", "Make"),
    ("buy", "Buy"),
    ("postpone", "Postpone Order"),
    ("reduce", "Reduce Order"),
    ("return", "Return to Vendor"),
    ("promote", "Promote or Discount"),
    ("scrap", "Review for Scrap"),
]
SHORTAGE_KINDS = ("transfer", "expedite", "make", "buy")
# Those that still may be carried out.
OPEN_STATES = ("draft", "submitted", "approved")


class ScmStockSuggestion(models.Model):
    """What to do about a position, how much and why; accepted, Odoo carries it out."""

    _name = "scm.stock.suggestion"
    _description = "Stock Suggestion"
    _inherit = ["scm.approval.mixin", "scm.reference.mixin"]
    _order = "value DESC, id DESC"
    _check_company_auto = True

    # Named again, so that Odoo translates its states with this addon's terms.
    approval_state = fields.Selection(APPROVAL_STATES)
    name = fields.Char("Reference", readonly=True, copy=False)
    kind = fields.Selection(KINDS, required=True, default="buy", readonly=True)
    side = fields.Selection(
        [("shortage", "Too Little"), ("excess", "Too Much")],
        compute="_compute_side",
        store=True,
        precompute=True,
    )
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
    product_tmpl_id = fields.Many2one(related="product_id.product_tmpl_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    suggested_qty = fields.Float("Suggested", readonly=True, digits="Product Unit")
    quantity = fields.Float(required=True, digits="Product Unit", tracking=True)
    date = fields.Date(required=True, tracking=True)
    suggested_date = fields.Date(readonly=True, copy=False)
    value = fields.Monetary(compute="_compute_value", store=True, help="Quantity at cost.")
    needs_approval = fields.Boolean(compute="_compute_needs_approval")
    is_generated = fields.Boolean(readonly=True, copy=False)
    is_expired = fields.Boolean("No Longer Needed", readonly=True, copy=False)

    # Where from
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
    suggested_supplierinfo_id = fields.Many2one(
        "product.supplierinfo",
        "Suggested Vendor Price",
        readonly=True,
        copy=False,
        ondelete="set null",
        check_company=True,
    )
    vendor_grade = fields.Char("Grade", compute="_compute_vendor_standing")
    vendor_warning = fields.Char(compute="_compute_vendor_standing")
    source_position_id = fields.Many2one(
        "scm.stock.position", readonly=True, index=True, ondelete="set null", check_company=True
    )
    source_warehouse_id = fields.Many2one(
        "stock.warehouse", "From", readonly=True, check_company=True
    )
    order_line_id = fields.Many2one(
        "purchase.order.line", readonly=True, index=True, ondelete="set null", check_company=True
    )
    purchase_order_id = fields.Many2one(
        "purchase.order", readonly=True, ondelete="set null", check_company=True
    )
    old_date = fields.Date("Due Now", readonly=True)
    receipt_move_id = fields.Many2one(
        "stock.move", readonly=True, ondelete="set null", check_company=True
    )
    receipt_picking_id = fields.Many2one(
        related="receipt_move_id.picking_id", string="Received With"
    )

    # What came of it
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
    move_ids = fields.One2many("stock.move", "scm_suggestion_id", "Stock Moves", readonly=True)
    picking_count = fields.Integer(compute="_compute_picking_count")
    scrap_ids = fields.One2many("stock.scrap", "scm_suggestion_id", readonly=True)
    scrap_count = fields.Integer(compute="_compute_scrap_count")
    task_id = fields.Many2one("mail.activity", readonly=True, copy=False, index="btree_not_null")
    task_user_id = fields.Many2one("res.users", "Task For", readonly=True, copy=False)
    agreed_at = fields.Datetime("Vendor Agreed On", readonly=True, copy=False)

    _open_uniq = models.UniqueIndex(
        "(position_id, kind, COALESCE(source_position_id, 0), COALESCE(order_line_id, 0))"
        " WHERE approval_state IN ('draft', 'submitted', 'approved')",
        "This position already has an open suggestion.",
    )

    @api.depends("kind")
    def _compute_side(self):
        for suggestion in self:
            suggestion.side = "shortage" if suggestion.kind in SHORTAGE_KINDS else "excess"

    @api.depends("quantity", "product_id", "company_id")
    def _compute_value(self):
        for suggestion in self:
            suggestion.value = suggestion._get_value()

    @api.depends(
        "value", "company_id.scm_suggestion_limit", "company_id.scm_suggestion_limit_daily"
    )
    @api.depends_context("uid")
    def _compute_needs_approval(self):
        for suggestion in self:
            suggestion.needs_approval = suggestion._needs_approval()

    @api.depends("supplierinfo_id", "purchase_order_id")
    def _compute_vendor_id(self):
        for suggestion in self:
            partner = suggestion.supplierinfo_id.partner_id
            suggestion.vendor_id = partner or suggestion.purchase_order_id.partner_id

    @api.depends("vendor_id", "company_id")
    def _compute_vendor_standing(self):
        for company, suggestions in self.grouped("company_id").items():
            vendors = suggestions.vendor_id
            grades = vendors._scm_get_supplier_grades(company)
            blocks = vendors._scm_get_supplier_block(company)
            for suggestion in suggestions:
                suggestion.vendor_grade = grades.get(suggestion.vendor_id.id, False)
                _level, warning = blocks.get(suggestion.vendor_id.id, ("", False))
                suggestion.vendor_warning = warning if suggestion.kind == "buy" else False

    @api.depends("purchase_line_ids", "purchase_order_id")
    def _compute_purchase_count(self):
        for suggestion in self:
            suggestion.purchase_count = len(suggestion._get_purchase_orders())

    @api.depends("move_ids")
    def _compute_picking_count(self):
        for suggestion in self:
            suggestion.picking_count = len(suggestion.move_ids.picking_id)

    @api.depends("scrap_ids")
    def _compute_scrap_count(self):
        for suggestion in self:
            suggestion.scrap_count = len(suggestion.scrap_ids)

    @api.constrains("quantity")
    def _check_quantity(self):
        for suggestion in self:
            if suggestion.quantity < 0:
                raise ValidationError(self.env._("A suggestion can't have a negative quantity."))

    def action_view_purchases(self):
        """Open the purchase order that this suggestion went into, or is about."""
        self.ensure_one()
        return self._get_view_action("purchase.purchase_rfq", self._get_purchase_orders())

    def action_view_pickings(self):
        """Open the transfers that this suggestion made."""
        self.ensure_one()
        return self._get_view_action("stock.action_picking_tree_all", self.move_ids.picking_id)

    def action_view_scraps(self):
        """Open the scrap drafts that this suggestion made."""
        self.ensure_one()
        return self._get_view_action("stock.action_stock_scrap", self.scrap_ids)

    def action_view_task_record(self):
        """Open what the task is on: the purchase order, or the product to promote."""
        self.ensure_one()
        record = self.purchase_order_id if self.kind == "expedite" else self.product_tmpl_id
        return open_records(record)

    def action_view_position(self):
        self.ensure_one()
        return open_records(self.position_id)

    def action_view_source_position(self):
        """Open the position of the warehouse that gives."""
        self.ensure_one()
        return open_records(self.source_position_id)

    def action_propose_min_max(self):
        """Show what the reordering rule buys, beside the limits: too much goes on coming."""
        self.ensure_one()
        return self.position_id.action_propose_min_max()

    def action_reset_to_draft(self):
        res = super().action_reset_to_draft()
        self.is_expired = False
        return res

    def _get_view_action(self, xml_id, records):
        """Return a window action of Odoo on these records, the form where it is one."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action["context"] = {}
        if len(records) == 1:
            return {**action, "views": [(False, "form")], "res_id": records.id}
        return {**action, "domain": [("id", "in", records.ids)]}

    def _get_purchase_orders(self):
        return self.purchase_line_ids.order_id | self.purchase_order_id

    def _reject(self, reason):
        """Override of `scm_assistant_base`: an assistant turns a draft down with a reason."""
        self.ensure_one()
        is_own = self.env.user.has_group("scm_assistant_base.group_scm_assistant")
        if self.approval_state != "draft" or not is_own:
            return super()._reject(reason)
        if self._lock_in(("draft",), already=("rejected",)):
            self._write_own({"rejection_reason": reason})
            self._decide("rejected", reason)
        return None

    def _needs_approval(self):
        """Override of `scm_assistant_base`: above the company's limit, slices together."""
        self.ensure_one()
        limit = self.company_id.scm_suggestion_limit
        # Not what is stored, which whoever submits could have written.
        value = self._get_value() + self._get_let_through_value()
        return self.currency_id.compare_amounts(value, limit) > 0

    def _get_value(self):
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        # sudo: the value decides on the approval, also for who may not see costs.
        return self.quantity * product.sudo().standard_price

    def _get_frozen_fields(self):
        """Override of `scm_assistant_base`: what is done, how much, where, with whom."""
        return super()._get_frozen_fields() | {
            "company_id",
            "date",
            "kind",
            "order_line_id",
            "product_id",
            "quantity",
            "receipt_move_id",
            "source_position_id",
            "source_warehouse_id",
            "supplierinfo_id",
            "warehouse_id",
        }
