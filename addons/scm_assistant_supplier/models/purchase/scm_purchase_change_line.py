# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

# Prices are kept as they were typed; only what arithmetic adds is no difference.
PRICE_DIGITS = 9
KINDS = [
    ("add", "Add"),
    ("increase", "Increase"),
    ("decrease", "Decrease"),
    ("cancel", "Cancel Rest"),
    ("redate", "New Date"),
    ("reprice", "New Price"),
    ("several", "Several"),
    ("none", "No Change"),
]


class ScmPurchaseChangeLine(models.Model):
    """One order line before and after a change, or one that is new."""

    _name = "scm.purchase.change.line"
    _description = "Purchase Change"
    _inherit = ["scm.approval.part.mixin"]
    _approval_document = "change_id"
    _approval_outcome = frozenset({"kind", "result_line_id"})
    _order = "change_id, id"
    _check_company_auto = True

    change_id = fields.Many2one(
        "scm.purchase.change", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="change_id.company_id", store=True)
    order_id = fields.Many2one(related="change_id.order_id")
    approval_state = fields.Selection(related="change_id.approval_state", string="Change Status")
    currency_id = fields.Many2one(related="change_id.currency_id")
    order_line_id = fields.Many2one(
        "purchase.order.line",
        index=True,
        ondelete="restrict",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
        help="Empty: a line is added.",
        check_company=True,
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_product",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        check_company=True,
    )
    uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_product",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    result_line_id = fields.Many2one(
        "purchase.order.line",
        "Added Line",
        readonly=True,
        copy=False,
        ondelete="set null",
        check_company=True,
    )
    kind = fields.Selection(KINDS, compute="_compute_kind", store=True)
    received_qty = fields.Float(
        "Received", related="order_line_id.qty_received", digits="Product Unit"
    )

    # Before
    old_qty = fields.Float(
        "Quantity Before",
        digits="Product Unit",
        compute="_compute_before",
        store=True,
        precompute=True,
    )
    old_date = fields.Datetime(
        "Date Before", compute="_compute_before", store=True, precompute=True
    )
    old_price = fields.Float(
        "Price Before",
        min_display_digits="Product Price",
        compute="_compute_before",
        store=True,
        precompute=True,
    )

    # After
    to_cancel = fields.Boolean("Cancel Rest", help="What has not arrived yet is no longer wanted.")
    new_qty = fields.Float(
        "New Quantity",
        digits="Product Unit",
        compute="_compute_new_qty",
        store=True,
        readonly=False,
        precompute=True,
        help="Ordered in total, what was received included, in the order line's unit.",
    )
    new_date = fields.Datetime(
        compute="_compute_after", store=True, readonly=False, precompute=True
    )
    new_price = fields.Float(
        min_display_digits="Product Price",
        compute="_compute_after",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Char()

    @api.depends("order_line_id")
    def _compute_before(self):
        for line in self:
            source = line.order_line_id
            line.old_qty = source.product_qty
            line.old_date = source.date_planned
            line.old_price = source.price_unit

    @api.depends("order_line_id", "product_id")
    def _compute_product(self):
        for line in self:
            source = line.order_line_id
            line.product_id = source.product_id or line.product_id
            line.uom_id = source.product_uom_id or line.uom_id or line.product_id.uom_id

    @api.depends("order_line_id", "to_cancel")
    def _compute_new_qty(self):
        for line in self:
            source = line.order_line_id
            ordered = source.product_qty if source else line.new_qty
            line.new_qty = source.qty_received if source and line.to_cancel else ordered

    @api.depends("order_line_id")
    def _compute_after(self):
        for line in self:
            source = line.order_line_id
            line.new_date = source.date_planned or line.new_date
            line.new_price = source.price_unit if source else line.new_price

    @api.depends("order_line_id", "to_cancel", "new_qty", "new_date", "new_price")
    def _compute_kind(self):
        for line in self:
            kinds = line._get_kinds()
            line.kind = kinds[0] if len(kinds) == 1 else "several" if kinds else "none"

    def _get_kinds(self):
        """Return what differs between before and after."""
        self.ensure_one()
        if not self.order_line_id:
            return ["add"]
        if self.to_cancel:
            return ["cancel"]
        kinds = []
        difference = self.uom_id.compare(self.new_qty, self.old_qty) if self.uom_id else 0
        if difference:
            kinds.append("increase" if difference > 0 else "decrease")
        if self.new_date != self.old_date:
            kinds.append("redate")
        if self._is_other_price(self.new_price):
            kinds.append("reprice")
        return kinds

    def _is_other_price(self, price):
        return bool(float_compare(price, self.old_price, precision_digits=PRICE_DIGITS))

    def _changes_money(self):
        return self._get_kinds() != ["redate"]

    def _check_change(self):
        """Refuse what the order can't become, with what to do instead."""
        self.ensure_one()
        values = {"product": self.product_id.display_name, "unit": self.uom_id.name}
        # Units of another family would be converted one to one without a word.
        if not self.uom_id._has_common_reference(self.product_id.uom_id):
            raise UserError(self.env._("%(product)s can't be ordered in %(unit)s.", **values))
        if self.order_line_id:
            self._check_same_line()
            self._check_below()
        elif self.uom_id.compare(self.new_qty, 0) <= 0:
            raise UserError(self.env._("%(product)s: say how much to order.", **values))

    def _check_same_line(self):
        """Refuse to show one order, product or unit and to change another."""
        line = self.order_line_id
        is_same = (
            line.order_id == self.order_id
            and line.product_id == self.product_id
            and line.product_uom_id == self.uom_id
        )
        if not is_same:
            raise UserError(
                self.env._(
                    "%(product)s is not what its line in %(order)s says. Remove the line here "
                    "and choose it anew; another product or unit is a line of its own.",
                    product=self.product_id.display_name,
                    order=line.order_id.name,
                )
            )

    def _get_target_qty(self):
        """Return what is ordered in the end; a cancelled rest is what is open by then."""
        line = self.order_line_id
        return min(line.qty_received, line.product_qty) if self.to_cancel else self.new_qty

    def _check_below(self):
        """Refuse to order less than has come or has been billed."""
        line, wanted = self.order_line_id, self._get_target_qty()
        limits = [(line.qty_invoiced, self.env._("billed"))]
        if not self.to_cancel:
            limits.insert(0, (line.qty_received, self.env._("received")))
        for quantity, what in limits:
            if self.uom_id.compare(wanted, quantity) < 0:
                raise UserError(
                    self.env._(
                        "%(product)s: %(quantity)s %(unit)s are %(what)s already; "
                        "the order can't become less. Return goods by their receipt.",
                        product=self.product_id.display_name,
                        quantity=f"{quantity:g}",
                        unit=self.uom_id.name,
                        what=what,
                    )
                )

    def _check_unchanged(self):
        """Refuse to apply what was decided on figures that are no longer so."""
        line = self.order_line_id
        if not line:
            return
        is_same = (
            not self.uom_id.compare(line.product_qty, self.old_qty)
            and line.date_planned == self.old_date
            and not self._is_other_price(line.price_unit)
        )
        if not is_same:
            raise UserError(
                self.env._(
                    "%(product)s was changed in %(order)s meanwhile. Make a new request.",
                    product=self.product_id.display_name,
                    order=line.order_id.name,
                )
            )

    def _apply_change(self):
        """Change the order line and its receipts, and keep the promise as a version."""
        self.ensure_one()
        line = self.order_line_id
        line._scm_apply_change(self._get_target_qty(), self.new_date, self.new_price)
        line._scm_add_promise("buyer", self.reason or self.change_id.name)

    def _add_to_order(self):
        """Add what is new to the order; its promises are kept by the order's own create."""
        order_lines = self.env["purchase.order.line"].create(
            [{**line._prepare_order_line_values(), "order_id": line.order_id.id} for line in self]
        )
        for line, order_line in zip(self, order_lines, strict=True):
            line._link_order_line(order_line)

    def _link_order_line(self, order_line):
        self.result_line_id = order_line

    def _prepare_order_line_values(self):
        """Return the values of the order line that is asked for."""
        self.ensure_one()
        values = {
            "product_id": self.product_id.id,
            "product_qty": self.new_qty,
            "product_uom_id": self.uom_id.id,
        }
        if self.new_date:
            values["date_planned"] = self.new_date
        if self.new_price:
            values["price_unit"] = self.new_price
        return values
