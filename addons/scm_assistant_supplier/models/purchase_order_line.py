# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

CLOSED_MOVES = ("done", "cancel")


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "scm.own.step.mixin"]

    scm_original_date = fields.Datetime(
        "Original Promise",
        readonly=True,
        copy=False,
        help="The expected date when the order was confirmed; later changes don't touch it.",
        groups="base.group_user",
    )
    scm_confirmed_date = fields.Datetime(
        "Last Agreed Date",
        compute="_compute_scm_confirmed_date",
        store=True,
        help="The date that was agreed last, by the supplier's answer or the buyer's later "
        "change, of the last part where it comes in parts; the expected date before that.",
        groups="base.group_user",
    )
    scm_promise_ids = fields.One2many(
        "scm.purchase.promise",
        "line_id",
        "Promises",
        readonly=True,
        copy=False,
        groups="purchase.group_purchase_user",
    )

    scm_is_confirmed = fields.Boolean(
        "Confirmed by Supplier",
        compute="_compute_scm_is_confirmed",
        store=True,
        help="The last word on the date and quantity is the supplier's own.",
        groups="base.group_user",
    )

    def _auto_init(self):
        """Override of `base`: what is on file needs no compute line by line."""
        self._scm_fill_first_dates()
        self._scm_fill_first_open()
        return super()._auto_init()

    def _scm_fill_first_dates(self):
        """Fill what was promised of the lines on file by one statement."""
        if not column_exists(self.env.cr, self._table, "scm_confirmed_date"):
            create_column(self.env.cr, self._table, "scm_original_date", "timestamp")
            create_column(self.env.cr, self._table, "scm_confirmed_date", "timestamp")
            create_column(self.env.cr, self._table, "scm_is_confirmed", "bool")
            self.env.cr.execute(self._query_first_dates())

    def _query_first_dates(self):
        """Return the update that takes the expected date for what was promised so far."""
        return SQL(
            """
            UPDATE purchase_order_line line
               SET scm_confirmed_date = line.date_planned,
                   scm_original_date = CASE
                       WHEN po.state = 'purchase' AND line.product_id IS NOT NULL
                            AND line.display_type IS NULL
                       THEN line.date_planned END
              FROM purchase_order po
             WHERE po.id = line.order_id
            """
        )

    @api.depends("date_planned", "scm_promise_ids.date", "scm_promise_ids.source")
    def _compute_scm_confirmed_date(self):
        for line in self:
            parts = line._scm_get_last_parts()
            line.scm_confirmed_date = max(parts.mapped("date"), default=line.date_planned)

    @api.depends("scm_promise_ids.source")
    def _compute_scm_is_confirmed(self):
        for line in self:
            last = line._scm_get_last_parts()
            line.scm_is_confirmed = set(last.mapped("source")) == {"supplier"}

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `purchase`: a line added to a confirmed order is promised at once."""
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "purchase")._scm_keep_original()
        return lines

    def write(self, vals):
        """Override of `purchase`: a new expected date reaches receipts and history.

        Where it is the rule, changes are to be asked for. A new quantity may bring a new
        date along, since `purchase` computes it anew.
        """
        # Our own writes record their promise themselves.
        if self._is_own_step():
            return super().write(vals)
        self._scm_check_by_request(vals)
        if not {"date_planned", "product_qty"} & vals.keys():
            return super().write(vals)
        self._scm_keep_first()
        before = {line: line.date_planned for line in self}
        res = super().write(vals)
        changed = self.filtered(
            lambda line: line._scm_is_promised() and line.date_planned != before[line]
        )
        source = "supplier" if self.env.user.share else "buyer"
        for line in changed:
            line._scm_set_receipt_date(line.date_planned)
        changed._scm_record_promise(source)
        return res

    def _scm_apply_change(self, quantity=None, date=None, price_unit=None):
        """Write what changed to the line and to its open receipts.

        All in one write: a quantity written alone makes `purchase` compute price, text
        and date anew, and then a return instead of a smaller receipt. The history is
        the caller's: `_scm_record_promise`.

        :param float quantity: ordered in total, in the line's unit
        :param datetime date: expected, in UTC
        """
        self.ensure_one()
        date = date or self.date_planned
        self._scm_keep_first()
        self._scm_join_parts()
        self._write_own(
            {
                "product_qty": self.product_qty if quantity is None else quantity,
                "date_planned": date,
                "price_unit": self.price_unit if price_unit is None else price_unit,
                "discount": self.discount,
                "name": self.name,
            }
        )
        self._scm_set_receipt_date(date)

    def _scm_expect_parts(self, parts):
        """Let order and receipts expect the open quantity in parts.

        :param list parts: (date, quantity in the line's unit); what they leave open stays
            expected when it was, since nobody gave another date for it
        """
        self.ensure_one()
        rest = self._scm_get_open_qty() - sum(quantity for _date, quantity in parts)
        if self.product_uom_id.compare(rest, 0) > 0:
            parts = [*parts, (self.date_planned, rest)]
        self._scm_apply_change(date=max(date for date, _quantity in parts))
        for date, quantity in sorted(parts)[:-1]:
            self._scm_split_receipt(date, quantity)

    def _scm_split_receipt(self, date, quantity):
        """Let ``quantity`` of what is expected last arrive on ``date`` already."""
        product_qty = self.product_uom_id._compute_quantity(
            quantity, self.product_id.uom_id, rounding_method="HALF-UP"
        )
        # What the warehouse is booking right now stays as it counts it.
        for move in self._scm_get_open_moves().filtered(
            lambda move: (
                move.date == self.date_planned
                and move.product_id == self.product_id
                and not move.picked
            )
        ):
            part = min(product_qty, move.product_qty)
            if move.product_id.uom_id.compare(part, 0) <= 0:
                continue
            if move.product_id.uom_id.compare(part, move.product_qty) < 0:
                move = self._scm_split_move(move, part)
            # Another deadline keeps the part from being merged back.
            move.write({"date": date, "date_deadline": date})
            product_qty -= part

    def _scm_split_move(self, move, product_qty):
        """Return the new move of ``product_qty``; ``move`` keeps the rest.

        Reserved anew, since a split leaves all the reserved quantity on the first move
        and the receipt would offer more than was ordered.
        """
        move._do_unreserve()
        part = move.create(move._split(product_qty))
        part._action_confirm(merge=False)
        (move | part)._action_assign()
        return part

    def _scm_join_parts(self):
        """Undo a delivery in parts: what changes the whole line changes all of it.

        Odoo takes a smaller quantity from moves of the line's own deadline alone, and
        would make a return of the rest.
        """
        moves = self._scm_get_open_moves()
        moves.filtered(lambda move: move.date_deadline != self.date_planned).write(
            {"date_deadline": self.date_planned}
        )
        for picking_moves in moves.grouped("picking_id").values():
            if len(picking_moves) > 1:
                picking_moves._merge_moves()

    @api.model
    def _scm_group_by_supplier(self, lines):
        return lines.grouped(lambda line: (line.company_id, line.partner_id)).values()

    def _scm_prepare_request_values(self, change=None):
        """Return the values of a question to the supplier about these lines."""
        requests = self.env["scm.supply.request"]
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "change_id": change.id if change else False,
            "line_ids": requests._prepare_line_commands(self),
        }

    def action_scm_ask_supplier(self):
        """Ask the suppliers of these lines, one mail each, and open the questions."""
        lines = self.filtered(lambda line: line._scm_is_delivered() and line._scm_get_open_qty())
        if not lines:
            raise UserError(self.env._("Nothing is open in these lines to ask about."))
        requests = self.env["scm.supply.request"].create(
            [group._scm_prepare_request_values() for group in self._scm_group_by_supplier(lines)]
        )
        requests.action_send()
        return open_records(requests, name=self.env._("Questions to Suppliers"))

    def _scm_add_promise(self, source, reason="", parts=None):
        """Add the next version of what is promised to the history of each line.

        Who adds to many lines says afterwards what it means: `scm.supply.board`.

        :param str source: order, supplier or buyer
        :param list parts: (date, quantity) of each part; all that is open when empty
        """
        if source != "order":
            self._scm_keep_first()
        values = []
        for line in self:
            version = line._scm_get_last_version() + 1
            for date, quantity in parts or [(line.date_planned, line._scm_get_open_qty())]:
                values.append(
                    {
                        "line_id": line.id,
                        "version": version,
                        "date": date,
                        "quantity": quantity,
                        "source": source,
                        "reason": reason,
                    }
                )
        # sudo: whoever may change the order adds to its history, and nobody edits it.
        return self.env["scm.purchase.promise"].sudo().create(values)

    def _scm_keep_original(self):
        """Take the snapshot that later changes are measured against.

        An order confirmed anew is a new agreement, unless part of it has arrived.
        """
        lines = self.filtered(lambda line: line._scm_is_promised() and not line.qty_received)
        lines._scm_set_original()
        lines._scm_record_promise("order")

    def _scm_set_original(self):
        for line in self:
            line._write_own({"scm_original_date": line.date_planned})

    def _scm_keep_first(self):
        """Keep what a line without a history promised, before it changes.

        So it is with orders that were confirmed before this addon was installed.
        """
        lines = self.filtered(
            lambda line: line._scm_is_promised() and not line._scm_get_last_version()
        )
        lines.filtered(lambda line: not line.scm_original_date)._scm_set_original()
        for promise in lines._scm_add_promise("order"):
            promise.said_at = promise.order_id.date_approve or promise.said_at

    def _scm_set_receipt_date(self, date):
        """Let open receipts, and with them every forecast, expect the goods on ``date``."""
        self._scm_get_open_moves().write({"date": date})

    def _scm_is_promised(self):
        self.ensure_one()
        return self.state == "purchase" and bool(self.product_id) and not self.display_type

    def _scm_is_delivered(self):
        """Tell whether goods arrive by receipts; freight and services do not."""
        return self._scm_is_promised() and self.qty_received_method == "stock_moves"

    def _scm_get_open_moves(self):
        """Return the moves by which the goods still arrive, returns left out."""
        return self.move_ids.filtered(
            lambda move: (
                move.state not in CLOSED_MOVES and move.location_dest_id.usage != "supplier"
            )
        )

    def _scm_get_next_date(self):
        """Return when goods of the line are expected next; in parts, the first of them."""
        self.ensure_one()
        return min([self.date_planned, *self._scm_get_open_moves().mapped("date")])

    def _scm_get_last_parts(self):
        """Return the rows of the last version that was promised."""
        self.ensure_one()
        version = self._scm_get_last_version()
        # sudo: whoever may change the line goes on from its history, which buyers read.
        return self.sudo().scm_promise_ids.filtered(lambda promise: promise.version == version)

    def _scm_get_last_version(self):
        """Return the number of the last version that was promised, 0 for none."""
        self.ensure_one()
        # sudo: as in `_scm_get_last_parts`.
        return max(self.sudo().scm_promise_ids.mapped("version"), default=0)
