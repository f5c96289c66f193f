# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from ..tools import tolerance
from .count.const import COUNTING, KEY, MANAGER, OPEN


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "scm.exception.source.mixin"]

    def action_apply_inventory(self, date=None):
        """Override of `stock` to hold what is outside the tolerance for a second count."""
        held = self._scm_find_held()
        if not held:
            return super().action_apply_inventory(date)
        result = (
            super(StockQuant, self - held).action_apply_inventory(date) if self - held else None
        )
        return result or held._scm_open_recount()

    def _apply_inventory(self, date=None):
        """Override of `stock` to refuse what goes round the button, and to plan the next count."""
        if held := self._scm_find_held():
            raise UserError(
                self.env._(
                    "The difference of %(product)s in %(location)s is outside the tolerance. "
                    "Apply it from Physical Inventory; it will be counted again.",
                    product=held[0].product_id.display_name,
                    location=held[0].location_id.display_name,
                )
            )
        classes = zip(self.ids, self._scm_match_classes(), strict=True)
        counting = {
            "scm_counting": COUNTING,
            "scm_count_classes": {quant_id: one.id for quant_id, one in classes},
        }
        result = super(StockQuant, self.with_context(**counting))._apply_inventory(date)
        # Odoo may have removed a quant that is empty now.
        for quant, day in self.env["scm.count.planner"]._get_next_days(self.exists()).items():
            if not quant.inventory_date or day < quant.inventory_date:
                quant.sudo().inventory_date = day
        return result

    def _get_inventory_move_values(self, qty, location_id, location_dest_id, *args, **kwargs):
        """Override of `stock` to keep on the move what the system said, for the accuracy.

        Odoo relocates stock by this method too, and writes what is put in on the product.
        """
        values = super()._get_inventory_move_values(
            qty, location_id, location_dest_id, *args, **kwargs
        )
        is_counting = self.env.context.get("scm_counting") is COUNTING
        if is_counting and not self.env.context.get("from_inverse_qty"):
            values |= self._scm_prepare_count_values()
        if self._scm_is_own_count():
            values["scm_count_line_id"] = self.env.context.get("scm_count_line_id")
        return values

    def _scm_prepare_count_values(self):
        """Return what the accuracy needs of a count, as it is at this moment."""
        self.ensure_one()
        class_id = self.env.context["scm_count_classes"].get(self.id)
        # sudo: the tolerance decides, also for who may not see the classes.
        count_class = self.env["scm.count.class"].sudo().browse(class_id)
        counted = self.quantity + self.inventory_diff_quantity
        return {
            "scm_is_count": True,
            "scm_book_qty": self.quantity,
            "scm_unit_cost": self._scm_get_unit_cost(),
            "scm_is_within": self._scm_is_within(counted, count_class),
            "scm_count_class_id": count_class.id,
        }

    def _scm_is_within(self, counted, count_class):
        self.ensure_one()
        rate = 0.0 if self.tracking == "serial" else count_class.tolerance_rate
        limit, cost = count_class.tolerance_value, self._scm_get_unit_cost()
        return bool(tolerance.is_within(self.quantity, counted, rate, limit, cost))

    def _scm_match_classes(self):
        """Return the class of each quant, in the same order."""
        # sudo: the tolerance decides, also for who may not see the classes.
        return (
            self.env["scm.count.class"]
            .sudo()
            ._match_places(
                [
                    (
                        # A location that companies share has none.
                        quant.company_id or self.env.company,
                        quant.location_id.warehouse_id,
                        quant.product_id,
                        quant.quantity * quant._scm_get_unit_cost(),
                    )
                    for quant in self
                ]
            )
        )

    def _scm_is_own_count(self):
        return self.env.context.get("scm_count_step") is COUNTING

    def _scm_find_held(self):
        """Return the counts that need a second look before they are applied.

        Only where the company wants it, and not of managers or of our own sessions, which
        have had it.
        """
        none = self.browse()
        companies = self.company_id.filtered("scm_hold_native_counts")
        if not companies or self.env.su or self._scm_is_own_count():
            return none
        if self.env.context.get("from_inverse_qty") or self.env.user.has_group(MANAGER):
            return none
        quants = self.filtered(lambda quant: quant.company_id in companies)
        return none.concat(
            *(
                quant
                for quant, count_class in zip(quants, quants._scm_match_classes(), strict=True)
                if not quant._scm_is_within(quant.inventory_quantity, count_class)
            )
        )

    def _scm_get_unit_cost(self):
        # sudo: the value decides on the approval, also for who may not see costs.
        return self.product_id.with_company(self.company_id).sudo().standard_price

    def _scm_open_recount(self):
        """Turn counts that are held into lines of a session to be counted again."""
        sessions = self.env["scm.count.session"]
        for warehouse, quants in self.grouped(lambda quant: quant.location_id.warehouse_id).items():
            if not warehouse:
                raise UserError(
                    self.env._(
                        "%(location)s belongs to no warehouse; ask a manager to apply this count.",
                        location=quants[0].location_id.display_name,
                    )
                )
            sessions |= quants._scm_create_recount(warehouse)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Outside the Tolerance: Count Again"),
            "res_model": "scm.count.session",
            "view_mode": "list,form" if len(sessions) > 1 else "form",
            "views": [(False, "list"), (False, "form")] if len(sessions) > 1 else [(False, "form")],
            "domain": [("id", "in", sessions.ids)],
            "res_id": sessions.id if len(sessions) == 1 else False,
        }

    def _scm_create_recount(self, warehouse):
        self._scm_check_not_waiting()
        # sudo: a counter may not plan counts, but his own needs a second one.
        session = (
            self.env["scm.count.session"]
            .sudo()
            .create(
                {
                    "company_id": warehouse.company_id.id,
                    "warehouse_id": warehouse.id,
                    "user_id": self.env.uid,
                    "is_blind": warehouse.company_id.scm_count_blind,
                }
            )
        )
        for quant in self:
            line = (
                self.env["scm.count.line"]
                .sudo()
                .create(
                    {
                        "session_id": session.id,
                        "counted_qty": quant.inventory_quantity,
                        "is_counted": True,
                        **{name: quant[name].id for name in KEY},
                    }
                )
            )
            line._ask_recount(keep_first=True)
        self.sudo().action_clear_inventory_quantity()
        return session.sudo(False)

    def _scm_check_not_waiting(self):
        """Refuse a second count of a place that waits in a session already."""
        for quant in self:
            domain = [(name, "=", quant[name].id) for name in KEY] + [("state", "in", OPEN)]
            if line := self.env["scm.count.line"].search(domain, limit=1):
                raise UserError(
                    self.env._(
                        "%(line)s is to be counted in %(session)s. Enter the count there.",
                        line=line.display_name,
                        session=line.session_id.name,
                    )
                )

    def _get_scm_exception_key(self):
        """Override to find the cases about the product, whatever their source."""
        return "product_id", {quant.id: quant.product_id.ids for quant in self if quant.id}

    def _prepare_scm_exception_values(self):
        """Override to point at the product: Odoo merges and deletes quants."""
        values = self.product_id._prepare_scm_exception_values()
        document = self.lot_id or self.product_id
        return values | {
            "res_model": document._name,
            "res_id": document.id,
            "company_id": self.company_id.id,
            "description": self.env._(
                "%(location)s: %(quantity)s in stock, %(reserved)s reserved",
                location=self.location_id.display_name,
                quantity=self.quantity,
                reserved=self.reserved_quantity,
            ),
        }
