# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class ScmSupplyOffer(models.Model):
    """What becomes of an agreed offer in Odoo: a change, a return, a new order, new dates."""

    _inherit = "scm.supply.offer"

    def _carry_out(self):
        """Apply the offer in Odoo; a kind ``x`` of another addon brings its ``_solve_x``."""
        getattr(self, f"_solve_{self.kind}")()

    def _solve_expedite(self):
        self._request_change({"new_date": self._get_date()})

    def _solve_accept(self):
        self._request_change({"new_date": self._get_date()})

    def _solve_discount(self):
        self._request_change({"new_price": self._get_price()})

    def _solve_supplier(self):
        self._write_own({"order_id": self._create_order().id})

    def _solve_return(self):
        self._write_own({"picking_id": self._create_return().id})

    def _solve_replace(self):
        """Exchange what was received; what was not only gets a new date."""
        if self._find_received_move():
            self._write_own({"picking_id": self._replace().id})
        else:
            self._request_change({"new_date": self._get_date()})

    def _solve_parts(self):
        """Let ``quantity`` arrive on the offered day; the rest keeps its own."""
        line = self._get_line()
        self._check_quantity(line)
        date, rest = self._get_date(), line._scm_get_open_qty() - self.quantity
        parts = [(date, self.quantity)]
        if line.product_uom_id.compare(rest, 0) > 0:
            parts.append((max(line.date_planned, date), rest))
        line._scm_expect_parts(parts)
        line._scm_record_promise("supplier", self.note or "", parts)

    def _request_change(self, values):
        """Keep the change request that carries the offer out; an earlier one ends."""
        if self.change_id.approval_state in ("draft", "rejected"):
            self.change_id.action_cancel()
        self._write_own({"change_id": self._create_change(values).id})

    def _replace(self):
        """Return the picking that takes the goods back; others arrive on the agreed day."""
        line, date = self._get_line(), self._get_date()
        back = self._create_return(is_exchanged=True)
        moves = back.return_ids.move_ids
        moves.write({"date": date, "date_deadline": date})
        if line.product_uom_id.is_zero(line._scm_get_open_qty()):
            # Nothing else is expected: the line itself now waits for the replacement.
            line._scm_apply_change(date=date)
            quantity = sum(
                move.product_uom._compute_quantity(move.product_uom_qty, line.product_uom_id)
                for move in moves
            )
            line._scm_record_promise("supplier", self.note or "", [(date, quantity)])
        return back

    def _create_change(self, values):
        """Return the submitted change request; money needs a second person there."""
        line = self._get_line()
        change = self.env["scm.purchase.change"].create(
            {
                "order_id": line.order_id.id,
                "company_id": line.company_id.id,
                "instruction_source": "case",
                "instructed_by_id": self.env.uid,
                "instruction": self.note,
                "exception_id": self.exception_id.id,
                "line_ids": [
                    Command.create(
                        {"order_line_id": line.id, "reason": self.exception_id.reference, **values}
                    )
                ],
            }
        )
        if change._get_changed_lines():
            change.action_submit()
            return change
        # The supplier's own answer has moved the date already.
        change.unlink() if change.has_access("unlink") else change.action_cancel()
        return change.exists()

    def _create_order(self):
        """Return a request for quotation at the other supplier for what is missing."""
        line = self._get_line()
        if not self.partner_id:
            raise UserError(self.env._("Say which other supplier delivers."))
        values = {
            "product_id": line.product_id.id,
            "product_qty": self.quantity or line._scm_get_open_qty(),
            "product_uom_id": line.product_uom_id.id,
        }
        if self.date:
            values["date_planned"] = self._get_date()
        if self.price_unit:
            values["price_unit"] = self.price_unit
        return self.env["purchase.order"].create(
            {
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "origin": self.exception_id.reference,
                "picking_type_id": line.order_id.picking_type_id.id,
                "order_line": [Command.create(values)],
            }
        )

    def _create_return(self, is_exchanged=False):
        """Return the picking that brings the goods back, made by Odoo's own wizard.

        :param bool is_exchanged: let as many arrive again, by a receipt of their own
        """
        move = self._get_received_move()
        quantity = self._get_returned_qty(move)
        picking = move.picking_id
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model=picking._name)
            .create({})
        )
        for line in wizard.product_return_moves:
            line.quantity = quantity if line.move_id == move else 0
        if is_exchanged:
            action = wizard.action_create_exchanges()
        else:
            action = wizard.action_create_returns()
        return picking.browse(action["res_id"])

    def _get_returned_qty(self, move):
        """Return how many of a receipt go back, in its unit.

        :raise UserError: none, or more than are left of it
        """
        unit = move.product_uom
        quantity = self.quantity or self.exception_id.rejection_id.quantity
        gone = move.returned_move_ids.filtered(lambda back: back.state != "cancel")
        limit = move.quantity - sum(
            back.product_uom._compute_quantity(back.product_uom_qty, unit) for back in gone
        )
        if unit.compare(quantity, 0) <= 0 or unit.compare(quantity, limit) > 0:
            raise UserError(
                self.env._("Say how many go back, %(limit)s at most.", limit=f"{limit:g}")
            )
        return quantity

    def _get_received_move(self):
        move = self._find_received_move()
        if not move:
            raise UserError(self.env._("Nothing was received yet that could go back."))
        return move

    def _find_received_move(self):
        """Return the done move whose goods go back, if any: the rejected one, else the last."""
        if move := self.exception_id.rejection_id.move_id:
            return move.filtered(lambda one: one.state == "done")
        return self.env["stock.move"].search(
            Domain("purchase_line_id", "=", self._get_line().id)
            & Domain("state", "=", "done")
            & Domain("location_dest_id.usage", "!=", "supplier"),
            order="date DESC, id DESC",
            limit=1,
        )

    def _get_line(self):
        line = self.exception_id.purchase_line_id
        if not line:
            raise UserError(
                self.env._(
                    "Say in %s which purchase line it is about.", self.exception_id.reference
                )
            )
        return line

    def _check_quantity(self, line):
        unit = line.product_uom_id
        if (
            unit.compare(self.quantity, 0) <= 0
            or unit.compare(self.quantity, line._scm_get_open_qty()) > 0
        ):
            raise UserError(
                self.env._(
                    "Say how many come, %(limit)s at most.", limit=f"{line._scm_get_open_qty():g}"
                )
            )

    def _get_date(self):
        if not self.date:
            raise UserError(self.env._("Say on which day the goods arrive."))
        return self._get_line()._convert_to_middle_of_day(self.date)

    def _get_price(self):
        if not self.price_unit:
            raise UserError(self.env._("Say which price was agreed."))
        return self.price_unit
