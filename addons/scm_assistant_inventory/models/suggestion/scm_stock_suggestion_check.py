# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ...tools import status

# What a submission tells its own application; an object can't come in over RPC.
_CHECKED = object()


class ScmStockSuggestion(models.Model):
    """What is looked at again before a suggestion is accepted or carried out."""

    _inherit = "scm.stock.suggestion"

    missing_now_qty = fields.Float(
        "Missing Today",
        digits="Product Unit",
        compute="_compute_missing_now_qty",
        help="What is short by now, where that is more than was handed in for approval.",
    )

    @api.depends("approval_state", "kind", "quantity", "position_id.computed_at")
    def _compute_missing_now_qty(self):
        """Tell whoever approves that the situation got worse since the order was handed in."""
        for one in self:
            is_waiting = one.approval_state == "submitted" and one.kind in ("buy", "make")
            # sudo: a figure of the position that the suggestion is about.
            position = one.position_id.sudo()
            missing = one._sum_up_missing(position, position) if is_waiting and position else 0
            is_more = one.uom_id.compare(missing, one.quantity) > 0 if missing else False
            one.missing_now_qty = missing if is_more else 0

    def _check_shown(self):
        """Refuse to accept other numbers than those on the screen.

        The drafts are brought up to date in the background while somebody reads them.
        The screens send what they show: a list of [id, quantity, date].
        """
        shown = {one[0]: one[1:] for one in self.env.context.get("scm_shown") or ()}
        if self.id not in shown:
            return
        quantity, day = shown[self.id]
        day = fields.Date.to_date(day)
        if not self.uom_id.compare(quantity, self.quantity) and day == self.date:
            return
        raise UserError(
            self.env._(
                "%(suggestion)s has changed since you opened it: %(old)s by %(old_day)s became "
                "%(new)s by %(new_day)s. Reload the page and look at it again.",
                suggestion=self.name,
                old=self._format(quantity),
                old_day=format_date(self.env, day),
                new=self._format(self.quantity),
                new_day=format_date(self.env, self.date),
            )
        )

    def _submit(self):
        """Override of `scm_assistant_base`: what is carried out at once is checked once."""
        checked = self.with_context(scm_stock_checked=_CHECKED)
        return super(ScmStockSuggestion, checked)._submit()

    def _check_submittable(self):
        self._check_shown()
        if self.uom_id.compare(self.quantity, 0) <= 0:
            raise UserError(self.env._("Say how much: the quantity is zero."))
        if self.kind == "buy":
            self._check_vendor()
        self._check_stock()
        if self._needs_approval():
            # Whoever decides sees the stock of this moment.
            self._refresh_positions()
        return super()._check_submittable()

    def _check_stock(self):
        """Refuse what the stock of this moment does not need, or does not give."""
        if self.kind == "transfer":
            self._check_spare()
        self._check_need()

    def _check_spare(self):
        """Refuse to take from a warehouse what it needs itself or promised elsewhere."""
        self._claim(self.source_position_id)
        spare = self._get_spare()
        if self.uom_id.compare(self.quantity, spare) > 0:
            raise UserError(
                self.env._(
                    "%(warehouse)s can spare only %(spare)s %(unit)s of %(product)s now.",
                    warehouse=self.source_warehouse_id.name,
                    spare=self._format(max(spare, 0)),
                    unit=self.uom_id.name,
                    product=self.product_id.display_name,
                )
            )

    def _get_spare(self):
        """Return what the source can spare at this moment, less what others were granted."""
        # sudo: figures of the other warehouse, which who accepts need not read.
        source = self.source_position_id.sudo()
        if not source:
            return 0.0
        now = source._read_figures()[source]
        loose = min(now["free_qty"], now["usable_qty"] - now["leaving_qty"])
        granted = self.search(
            [
                ("source_position_id", "=", source.id),
                ("approval_state", "in", ("submitted", "approved")),
                ("id", "!=", self.id),
            ]
        )
        return loose - source.maximum_qty - sum(granted.mapped("quantity"))

    def _check_need(self):
        """Refuse to order what has come, or was ordered, since it was suggested.

        A quantity that somebody typed is that person's decision while something is
        short; what nobody suggested is so anyway.
        """
        is_order = self.kind in ("buy", "make") and self.position_id
        if not is_order or self.uom_id.is_zero(self.suggested_qty):
            return
        self._claim(self.position_id)
        missing = self._get_missing()
        words = {
            "product": self.product_id.display_name,
            "warehouse": self.warehouse_id.name,
            "missing": self._format(missing),
            "unit": self.uom_id.name,
        }
        if self.uom_id.is_zero(missing):
            raise UserError(
                self.env._(
                    "%(product)s is not short in %(warehouse)s any more: enough has come or "
                    "is on the way. Reject this suggestion.",
                    **words,
                )
            )
        is_typed = self.uom_id.compare(self.quantity, self.suggested_qty)
        if not is_typed and self.uom_id.compare(self.quantity, missing) > 0:
            raise UserError(
                self.env._(
                    "Only %(missing)s %(unit)s of %(product)s are still short in "
                    "%(warehouse)s. Lower the quantity, or reject this suggestion.",
                    **words,
                )
            )

    def _get_missing(self):
        """Return what is short at this moment, less what was handed in for the place."""
        # sudo: figures that who accepts need not read.
        position = self.position_id.sudo()
        return self._sum_up_missing(position, position._read_figures()[position])

    def _sum_up_missing(self, position, figures):
        """Return what is short by ``figures``, less what was handed in for the position."""
        promised = self.search(
            [
                ("position_id", "=", position.id),
                ("kind", "in", ("transfer", "buy", "make")),
                ("approval_state", "in", ("submitted", "approved")),
                ("id", "!=", self.id),
            ]
        )
        return float(
            status.get_shortage(
                figures["projected_qty"] + sum(promised.mapped("quantity")),
                position.reorder_qty,
                position.maximum_qty,
                *self._get_order_steps(position),
            )
        )

    def _get_order_steps(self, position):
        """Return minimum and multiple of what is ordered: of this vendor, if it is bought."""
        price = self.supplierinfo_id if self.kind == "buy" else False
        if not price or price == position.supplierinfo_id:
            return position.minimum_order_qty, position.order_multiple
        product = self.product_id.with_company(self.company_id)
        today = self.company_id._scm_get_today()
        prices = product._get_filtered_sellers(price.partner_id, quantity=None, date=today)
        tiers = [
            one.product_uom_id._compute_quantity(one.min_qty, self.uom_id, round=False)
            for one in prices
        ]
        step = price.product_uom_id._compute_quantity(1, self.uom_id, round=False)
        return min(tiers, default=0), step if step > 1 else 0

    def _check_vendor(self):
        if not self.vendor_id:
            raise UserError(
                self.env._(
                    "%(product)s has no vendor. Add one on the product's Purchase tab.",
                    product=self.product_id.display_name,
                )
            )
        blocks = self.vendor_id._scm_get_supplier_block(self.company_id)
        level, reason = blocks.get(self.vendor_id.id, ("", ""))
        if level == "block":
            raise UserError(
                self.env._(
                    "Nothing is ordered from %(vendor)s: %(reason)s",
                    vendor=self.vendor_id.display_name,
                    reason=reason,
                )
            )

    def _check_applicable(self):
        is_vendor_gone = self.kind == "buy" and not self.vendor_id.active
        if not self.product_id.active or is_vendor_gone:
            raise UserError(
                self.env._("The product or its vendor was archived; nothing was ordered.")
            )
        if self.env.context.get("scm_stock_checked") is not _CHECKED:
            self._check_stock()
        return super()._check_applicable()

    def _claim(self, positions):
        """Make who else counts on these positions wait, and then look again.

        The rows are written, not only locked: under REPEATABLE READ whoever waited for
        a mere lock would go on with what it read before.
        """
        sql = SQL(
            "UPDATE scm_stock_position SET computed_at = computed_at WHERE id = ANY(%s)",
            sorted(positions.ids),
        )
        self.env.cr.execute(sql)
