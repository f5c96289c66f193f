# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.addons.scm_assistant_base.tests.common import ScmConcurrencyCase
from odoo.exceptions import LockError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

PRODUCT = "Changed and received"
PARTNER = "Supplier of both"


@tagged("post_install", "-at_install")
class TestScmPurchaseChangeConcurrency(ScmConcurrencyCase):
    """A change and a receipt at once, on two real connections."""

    def _create(self, env):
        product = env["product.product"].create(
            {"name": PRODUCT, "is_storable": True, "supplier_taxes_id": [Command.clear()]}
        )
        line = {
            "product_id": product.id,
            "product_qty": 10,
            "price_unit": 1,
            "date_planned": fields.Datetime.now() + timedelta(days=9),
        }
        partner = env["res.partner"].create({"name": PARTNER})
        order = env["purchase.order"].create(
            {"partner_id": partner.id, "order_line": [Command.create(line)]}
        )
        order.button_confirm()
        change = env["scm.purchase.change"].create(
            {
                "order_id": order.id,
                "line_ids": [Command.create({"order_line_id": order.order_line.id, "new_qty": 4})],
            }
        )
        change.action_submit()

    def _remove(self, env):
        """Take away what was committed, past Odoo's rules that keep done moves."""
        product = env["product.product"].search([("name", "=", PRODUCT)])
        order, change = self._get_order(env), self._get_change(env)
        moves = order.order_line.move_ids
        for records in (
            env["stock.quant"].search([("product_id", "in", product.ids)]),
            change.line_ids,
            change,
            moves.move_line_ids,
            moves,
            order.picking_ids,
            order.order_line,
            order,
        ):
            env.cr.execute(f"DELETE FROM {records._table} WHERE id = ANY(%s)", (records.ids,))
        env.invalidate_all(flush=False)
        product.unlink()
        env["res.partner"].search([("name", "=", PARTNER)]).unlink()

    def _get_order(self, env):
        return env["purchase.order"].search([("partner_id.name", "=", PARTNER)])

    def _get_change(self, env):
        return env["scm.purchase.change"].search([("order_id", "in", self._get_order(env).ids)])

    def _receive(self, env, quantity):
        picking = self._get_order(env).picking_ids
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        env.flush_all()

    def _approve(self, env):
        """Approve as the lone manager would; who may is another test's matter."""
        self._get_change(env)._decide("approved", "")
        env.flush_all()

    def _get_line(self, env):
        return self._get_order(env).order_line

    def test_change_waits_for_a_receipt_that_is_being_booked(self):
        with self._connect() as first, self._connect() as second:
            self._receive(first, 6)
            with self.assertRaises(LockError):
                self._approve(second)
            second.cr.rollback()
            first.cr.commit()
            with self.assertRaisesRegex(UserError, "received already"):
                self._approve(second)
            second.cr.rollback()
            line = self._get_line(second)
            self.assertEqual((line.product_qty, line.qty_received), (10, 6))

    @mute_logger("odoo.sql_db")
    def test_change_begun_before_the_receipt_is_run_again(self):
        with self._connect() as first, self._connect() as second:
            self._get_line(second).read(["qty_received"])
            self._receive(first, 6)
            first.cr.commit()
            # Odoo runs the request again on this error, and finds the receipt.
            with self.assertRaises(SerializationFailure):
                self._approve(second)
            second.cr.rollback()

    @mute_logger("odoo.sql_db")
    def test_receipt_begun_before_the_change_is_run_again(self):
        with self._connect() as first, self._connect() as second:
            self._get_line(second).read(["qty_received"])
            self._approve(first)
            first.cr.commit()
            with self.assertRaises(SerializationFailure):
                self._receive(second, 6)
            second.cr.rollback()
            self._receive(second, 4)
            line = self._get_line(second)
            self.assertEqual((line.product_qty, line.qty_received), (4, 4))
            self.assertFalse(line._scm_get_open_moves())
            second.cr.rollback()
