# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.addons.scm_assistant_base.tools.days import END, NOON
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import format_date


class ScmStockSuggestion(models.Model):
    """How each kind of suggestion is carried out, always by Odoo's own methods.

    ``_apply_<kind>`` does it and links what it made; extend one, or add a kind.
    """

    _inherit = "scm.stock.suggestion"

    def _apply(self):
        self.ensure_one()
        getattr(self, f"_apply_{self.kind}")()
        self._refresh_positions()

    def _refresh_positions(self):
        """Have the positions that the suggestion is about show the stock of this moment."""
        # sudo: nobody writes positions by hand.
        (self.position_id | self.source_position_id).sudo()._refresh_stock()

    # Buying and making

    def _apply_buy(self):
        """Hand the need to Odoo's replenishment, which puts it on a purchase order."""
        self._run_procurement(
            route_ids=self.env.ref("purchase_stock.route_warehouse0_buy"),
            supplierinfo_id=self.supplierinfo_id,
            date_order=self._get_order_moment(),
        )
        if not self.purchase_line_ids:
            raise UserError(
                self.env._(
                    "Odoo made no purchase for %(product)s: check its routes and vendor.",
                    product=self.product_id.display_name,
                )
            )
        for order in self.purchase_line_ids.order_id:
            # sudo: who accepts need not be a purchaser.
            order.sudo().date_order = min(order.date_order, self._get_order_moment())
            link = order._get_html_link()
            self._tell_order(order, self.env._("On purchase order %(link)s.", link=link))

    def _get_order_moment(self):
        """Return when it is to be ordered: at once, or so much later as somebody put it off.

        The suggested date is as far off as the lead time that was measured or promised;
        Odoo would reckon back from it with the days of the price list.
        """
        self.ensure_one()
        wait = (self.date - self.suggested_date).days if self.suggested_date else 0
        return fields.Datetime.add(fields.Datetime.now(), days=max(wait, 0))

    def _find_buyer(self, vendor):
        """Return who looks after the order: the vendor's buyer, else who asked for it."""
        self.ensure_one()
        # sudo: whoever accepts need not read who buys from the vendor.
        buyer = vendor.sudo().with_company(self.company_id).buyer_id
        return self._find_person(buyer, self.submitted_by_id, self.env.user)

    def _apply_make(self):
        """Hand the need to Odoo's replenishment, which follows the product's own routes."""
        self._run_procurement()
        productions = self._get_productions()
        if not productions and not self.purchase_line_ids and not self.move_ids:
            raise UserError(
                self.env._(
                    "Odoo made no order for %(product)s: check its routes and its bill of"
                    " materials.",
                    product=self.product_id.display_name,
                )
            )
        for production in productions:
            self._tell_made(production)

    def _run_procurement(self, **values):
        rules = self.env["stock.rule"].with_company(self.company_id)
        rules.run([self._prepare_procurement(**values)])

    def _prepare_procurement(self, **values):
        """Return the need as Odoo's replenishment takes it; extend to add values."""
        self.ensure_one()
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
                "date_planned": self._get_due_moment(),
                "scm_suggestion_ids": self,
                "scm_suggestion_id": self.id,
                **values,
            },
        )

    def _get_due_moment(self):
        """Return when it is due: a transfer has the whole day, what comes is there at noon."""
        self.ensure_one()
        return self.company_id._scm_get_moment(self.date, END if self.kind == "transfer" else NOON)

    def _get_productions(self):
        """Return the manufacturing orders of this suggestion, where Odoo makes any."""
        if "mrp.production" not in self.env:
            return self.browse()
        return self.env["mrp.production"].search([("origin", "=", self.name)])

    # Transfers

    def _apply_transfer(self):
        """Send the goods over the resupply route, else by a delivery and a receipt."""
        route = self.warehouse_id.resupply_route_ids.filtered(
            lambda one: one.supplier_wh_id == self.source_warehouse_id
        )
        if route:
            self._run_procurement(route_ids=route[:1])
        else:
            self._create_transfer_moves()
        if not self.move_ids:
            raise UserError(
                self.env._("Odoo made no transfer: check the resupply route of the warehouse.")
            )
        for picking in self.move_ids.picking_id:
            self._tell_made(picking)

    def _create_transfer_moves(self):
        """Deliver into transit and receive from there, as Odoo's resupply route does."""
        transit = self.company_id.internal_transit_location_id
        if not transit:
            raise UserError(self.env._("The company has no transit location between warehouses."))
        transit.sudo().active = True
        source, target = self.source_warehouse_id, self.warehouse_id
        common = {
            "product_id": self.product_id.id,
            "product_uom": self.uom_id.id,
            "product_uom_qty": self.quantity,
            "company_id": self.company_id.id,
            "origin": self.name,
            "date": self._get_due_moment(),
            "scm_suggestion_id": self.id,
        }
        moves = self.env["stock.move"].create(
            {
                **common,
                "location_id": source.lot_stock_id.id,
                "location_dest_id": transit.id,
                "picking_type_id": source.out_type_id.id,
                "warehouse_id": source.id,
            }
        )
        moves |= moves.create(
            {
                **common,
                "location_id": transit.id,
                "location_dest_id": target.lot_stock_id.id,
                "picking_type_id": target.in_type_id.id,
                "warehouse_id": target.id,
                # Waits for the first move and takes just what that brings.
                "procure_method": "make_to_stock",
                "move_orig_ids": [Command.link(moves.id)],
            }
        )
        moves._action_confirm()
        moves[:1]._action_assign()

    # Open purchases

    def _apply_expedite(self):
        """Ask the buyer to ask the vendor; a draft order is simply wanted earlier.

        The date of a confirmed order is the vendor's word: it changes when the vendor
        agrees, since an earlier date that nobody promised would hide the shortage.
        """
        line = self._get_open_line()
        if line.state != "purchase":
            self._write_line_date(line)
            return
        # sudo: who buys is told from other users' records.
        order = line.order_id.sudo()
        self._create_task(
            line.order_id, self._pick_person(order.user_id, order.partner_id.buyer_id)
        )

    def action_vendor_agreed(self):
        """Write the earlier date that the vendor agreed to, on order and receipt."""
        for suggestion in self:
            suggestion.lock_for_update()
            if suggestion.kind != "expedite" or suggestion.approval_state != "applied":
                raise UserError(self.env._("Only an accepted pull-forward waits for the vendor."))
            if suggestion.agreed_at:
                continue
            suggestion._write_line_date(suggestion._get_open_line())
            suggestion.agreed_at = fields.Datetime.now()
            # sudo: the task may be another buyer's.
            suggestion.sudo().task_id.filtered("active").action_feedback()
            suggestion._refresh_positions()

    def _apply_postpone(self):
        self._write_line_date(self._get_open_line())

    def _write_line_date(self, line):
        """Move order line and open receipt together: Odoo alone moves the line only."""
        # The date that a vendor agreed to is a change of the order as well.
        if self.kind == "expedite" and self._leave_to_change(line):
            return
        moment = self._get_due_moment()
        line.write({"date_planned": moment})
        receipts = line.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel") and move.picking_code == "incoming"
        )
        receipts.write({"date": moment})
        note = self.env._(
            "%(link)s is to bring it on %(date)s.",
            link=line.order_id._get_html_link(),
            date=format_date(self.env, self.date),
        )
        self._tell_order(line.order_id, note)

    def _apply_reduce(self):
        """Take the quantity off the order, never below what was received or billed."""
        line = self._get_open_line()
        order = line.order_id
        taken = self.uom_id._compute_quantity(self.quantity, line.product_uom_id)
        left = line.product_uom_id.round(line.product_qty - taken)
        if line.product_uom_id.compare(left, max(line.qty_received, line.qty_invoiced)) < 0:
            raise UserError(
                self.env._(
                    "%(order)s can't be reduced so far: %(received)s were received, %(billed)s"
                    " billed.",
                    order=order.name,
                    received=self._format(line.qty_received),
                    billed=self._format(line.qty_invoiced),
                )
            )
        others = order.order_line.filtered("product_id") - line
        is_empty = line.product_uom_id.is_zero(left)
        note = self.env._(
            "Taken off purchase order %(link)s: %(quantity)s %(unit)s.",
            link=order._get_html_link(),
            quantity=self._format(self.quantity),
            unit=self.uom_id.name,
        )
        if is_empty and not any(others.mapped("product_qty")):
            order.button_cancel()
            note = self.env._("Purchase order %(link)s was cancelled.", link=order._get_html_link())
        elif is_empty and order.state != "purchase":
            line.unlink()
        else:
            # All in one: Odoo else takes price and date anew from the vendor's list.
            line.write(
                {
                    "product_qty": left,
                    "price_unit": line.price_unit,
                    "discount": line.discount,
                    "date_planned": line.date_planned,
                    "name": line.name,
                }
            )
        self._tell_order(order, note)

    def _get_open_line(self):
        """Return the purchase line, locked; it must still be open."""
        line = self.order_line_id.exists()
        if line:
            line.lock_for_update()
        if not line or line.state in ("cancel", "done") or line.qty_received >= line.product_qty:
            raise UserError(
                self.env._("The order is not open any more; there is nothing to change.")
            )
        if line.order_id.locked:
            raise UserError(
                self.env._("%(order)s is locked; unlock it first.", order=line.order_id.name)
            )
        return line

    # Excess in stock

    def _apply_return(self):
        """Make Odoo's return of the receipt, to be sent by the warehouse."""
        move = self.receipt_move_id.exists()
        if move:
            move.picking_id.lock_for_update()
        taken = self.uom_id._compute_quantity(self.quantity, move.product_uom)
        if not move or move.product_uom.compare(taken, self._get_returnable(move)) > 0:
            raise UserError(self.env._("So much of that receipt can't be returned any more."))
        wizard = self.env["stock.return.picking"].create({"picking_id": move.picking_id.id})
        wizard.product_return_moves.filtered(lambda line: line.move_id == move).quantity = taken
        picking = wizard._create_return()
        picking.move_ids.scm_suggestion_id = self
        onward = move.move_dest_ids - move.returned_move_ids
        if onward.filtered(lambda one: one.state == "done"):
            self._take_from_shelf(picking)
        picking.origin = f"{picking.origin}, {self.name}"
        self._tell_made(picking)

    def _take_from_shelf(self, picking):
        """Let the return start where the goods are now.

        Odoo's starts where they were received, which in receipts of more steps is empty.
        """
        shelf = self.warehouse_id.lot_stock_id
        picking.do_unreserve()
        picking.location_id = shelf
        # Linked to the receipt, Odoo would reserve only what that left in its own place.
        picking.move_ids.write({"location_id": shelf.id, "move_orig_ids": [Command.clear()]})
        picking.action_assign()

    def _get_returnable(self, move):
        returned = move.returned_move_ids.filtered(lambda one: one.state != "cancel")
        return move.quantity - sum(returned.mapped("product_uom_qty"))

    def _apply_promote(self):
        """Give sales the task; the goods are gone when they are sold, not before."""
        # sudo: the setting is a manager's, the responsible may be any user.
        company, template = self.company_id.sudo(), self.product_id.product_tmpl_id.sudo()
        responsible = template.with_company(self.company_id).responsible_id
        self._create_task(template, self._pick_person(company.scm_promotion_user_id, responsible))

    def _apply_scrap(self):
        """Prepare Odoo's scrap as a draft; the warehouse looks and validates or deletes."""
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.product_id.id,
                "product_uom_id": self.uom_id.id,
                "scrap_qty": self.quantity,
                "location_id": self.warehouse_id.lot_stock_id.id,
                "company_id": self.company_id.id,
                "origin": self.name,
                "scm_suggestion_id": self.id,
            }
        )
        self._tell_made(scrap)

    # Links

    def _pick_person(self, *users):
        """Return the first who can do a task; at last who asked for it."""
        return self._find_person(*users, self.submitted_by_id) or self.env.user

    def _create_task(self, record, user):
        """Give somebody a task on a record that they may open."""
        activity = self._notify_by_task(
            user,
            lambda told: told._describe(),
            get_note=lambda told: told.reason,
            due_date=self.company_id._scm_get_today(),
            on=record,
        )
        self.write({"task_id": activity.id, "task_user_id": user.id})
        self.message_post(
            body=self.env._(
                "%(user)s has the task on %(link)s.", user=user.name, link=record._get_html_link()
            )
        )

    def _tell_order(self, order, note):
        """Say in both chatters what came of what; ``note`` is for the suggestion's."""
        # sudo: Odoo made the order; who accepts need not be a purchaser.
        order.sudo().message_post(
            body=self.env._(
                "%(what)s from suggestion %(link)s: %(reason)s",
                what=self._describe(),
                link=self._get_html_link(),
                reason=self.reason or "",
            )
        )
        self.message_post(body=note)

    def _tell_made(self, record):
        self.message_post(body=self.env._("Made %(link)s.", link=record._get_html_link()))
