# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date
from odoo.tools.sql import column_exists, create_column

RISKS = [
    ("late", "Late"),
    ("risk", "Will Be Late"),
    ("good", "On Track"),
    ("unknown", "No Data"),
]


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    scm_open_qty = fields.Float(
        "Open",
        digits="Product Unit",
        compute="_compute_scm_open_qty",
        store=True,
        help="Ordered, but not received, in the line's unit. What came and went back counts only "
        "if others are on the way for it.",
        groups="base.group_user",
    )
    scm_over_qty = fields.Float(
        "Too Much",
        digits="Product Unit",
        compute="_compute_scm_open_qty",
        store=True,
        help="Received beyond what was ordered, in the line's unit.",
        groups="base.group_user",
    )
    scm_need_date = fields.Date(
        "Needed on",
        readonly=True,
        copy=False,
        help="When the first sale that waits for it is due, or stock falls below its safety "
        "stock. Computed each night and whenever the promise changes.",
        groups="base.group_user",
    )
    scm_arrival_chance = fields.Float(
        "Chance in Time",
        readonly=True,
        copy=False,
        aggregator=None,
        help="The chance that it arrives when it is needed (or promised, where no need is "
        "known), from how late this supplier's receipts of two years were.",
        groups="base.group_user",
    )
    scm_risk = fields.Selection(
        RISKS,
        "Risk",
        readonly=True,
        copy=False,
        help="Will be late: a chance below 50 %. No data: fewer than five receipts.",
        groups="base.group_user",
    )
    scm_risk_at = fields.Datetime(
        "Risk Computed on",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    scm_waiting = fields.Char(
        "Waiting for It",
        compute="_compute_scm_waiting",
        groups="base.group_user",
    )

    _scm_open = models.Index("(company_id, date_planned) WHERE scm_open_qty > 0")

    def _scm_fill_first_open(self):
        """Fill what is open of the lines on file by one statement."""
        cr = self.env.cr
        if not column_exists(cr, self._table, "scm_open_qty"):
            create_column(cr, self._table, "scm_open_qty", "numeric")
            create_column(cr, self._table, "scm_over_qty", "numeric")
            cr.execute(self._query_first_open())

    def _query_first_open(self):
        """Return the update that says what is open, and too much, of what is on file."""
        return SQL(
            """
            UPDATE purchase_order_line line
               SET scm_open_qty = GREATEST(
                       line.product_qty - line.qty_received - COALESCE((
                           SELECT sum(move.quantity * unit.factor / line_unit.factor)
                             FROM stock_move move
                             JOIN uom_uom unit ON unit.id = move.product_uom
                             JOIN stock_location target
                                  ON target.id = move.location_dest_id
                            WHERE move.purchase_line_id = line.id
                              AND move.state = 'done' AND move.to_refund
                              AND target.usage = 'supplier'
                       ), 0), 0),
                   scm_over_qty = GREATEST(line.qty_received - line.product_qty, 0)
              FROM purchase_order po, uom_uom line_unit
             WHERE po.id = line.order_id AND po.state = 'purchase'
               AND line_unit.id = line.product_uom_id
               AND line.product_id IS NOT NULL AND line.display_type IS NULL
               AND line.qty_received_method = 'stock_moves'
            """
        )

    @api.depends(
        "product_qty",
        "qty_received",
        "state",
        "display_type",
        "qty_received_method",
        "move_ids.state",
        "move_ids.product_uom_qty",
    )
    def _compute_scm_open_qty(self):
        for line in self:
            is_delivered = line._scm_is_delivered()
            over = line.qty_received - line.product_qty if is_delivered else 0.0
            line.scm_open_qty = line._scm_get_open_qty() if is_delivered else 0.0
            line.scm_over_qty = max(over, 0.0)

    def _scm_get_open_qty(self):
        """Return what is still to come, in the line's unit; never negative.

        Odoo takes what went back for a refund off what was received. It was delivered all
        the same: nobody waits for it, unless others are on the way.
        """
        self.ensure_one()
        missing = max(self.product_qty - self.qty_received, 0.0)
        done = self.move_ids.filtered(lambda move: move.state == "done")
        returned = done.filtered(lambda move: move.location_dest_id.usage == "supplier")
        if not missing or not returned:
            return missing
        # A replacement makes good what went back; it is no delivery of what never came.
        came = (done - returned).filtered(lambda move: not move.picking_id.return_id)
        never_came = self.product_qty - self._scm_sum_moves(came, "quantity")
        coming = self._scm_sum_moves(self._scm_get_open_moves(), "product_uom_qty")
        return max(never_came, min(missing, coming), 0.0)

    def _scm_sum_moves(self, moves, name):
        """Return the sum of a quantity of ``moves`` in the line's unit."""
        return sum(
            move.product_uom._compute_quantity(
                move[name], self.product_uom_id, rounding_method="HALF-UP"
            )
            for move in moves
        )

    @api.depends("move_ids.move_dest_ids.state", "move_dest_ids.state", "scm_need_date")
    def _compute_scm_waiting(self):
        for line in self:
            moves = line._scm_get_waiting_moves()
            names = {move.picking_id.origin or move.reference or move.origin for move in moves}
            if names := sorted(filter(None, names)):
                line.scm_waiting = ", ".join(names)
            elif line.scm_need_date:
                line.scm_waiting = self.env._(
                    "Stock, below safety stock on %s", format_date(self.env, line.scm_need_date)
                )
            else:
                line.scm_waiting = False

    def action_scm_refresh_supply(self):
        """Compute need and risk of the selected lines anew."""
        self.env["scm.supply.board"]._refresh(self)

    def action_scm_view_waiting(self):
        """Open what waits for the line: its own deliveries, else those of the product."""
        self.ensure_one()
        own = self._scm_get_waiting_moves()
        warehouse = self.order_id.picking_type_id.warehouse_id
        domain = Domain("id", "in", own.ids)
        if not own:
            domain = (
                Domain("product_id", "=", self.product_id.id)
                & Domain("location_id", "child_of", warehouse.view_location_id.id)
                & Domain("location_dest_id.usage", "not in", ("internal", "transit"))
                & Domain("state", "not in", ("draft", "done", "cancel"))
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waiting for It"),
            "res_model": "stock.move",
            "view_mode": "list,form",
            "domain": list(domain),
            "context": {"create": False},
        }

    def _scm_get_waiting_moves(self):
        """Return the open moves that were promised these very goods."""
        moves = self.move_dest_ids | self.move_ids.move_dest_ids
        return moves.filtered(lambda move: move.state not in ("done", "cancel"))

    def _scm_prepare_case_values(self):
        """Return the values of a case about this line, with what waits for it."""
        self.ensure_one()
        pickings = self._scm_get_waiting_moves().picking_id
        links = [("stock.picking", picking.id, self.env._("Waits for it")) for picking in pickings]
        return {
            "product_id": self.product_id.id,
            "partner_id": self.partner_id.id,
            "purchase_line_id": self.id,
            "res_model": "purchase.order",
            "res_id": self.order_id.id,
            "links": links,
        }

    def _scm_record_promise(self, source, reason="", parts=None):
        """Add a version to the history, and say at once what it means for the need.

        For one line or for all of a kind; see `_scm_add_promise`.
        """
        promises = self._scm_add_promise(source, reason, parts)
        self.env["scm.supply.board"]._refresh(self)
        return promises

    def _scm_get_open_domain(self):
        """Return the domain of the supply board: what is open, or too much."""
        is_of_interest = Domain("scm_open_qty", ">", 0) | Domain("scm_over_qty", ">", 0)
        return Domain("state", "=", "purchase") & is_of_interest
