# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import LockError, UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure


@tagged("post_install", "-at_install")
class TestScmPurchaseChangeConcurrency(BaseCase):
    """A change and a receipt at once, on two real connections."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._get_env(cr)
            product = env["product.product"].create(
                {
                    "name": "Changed and received",
                    "is_storable": True,
                    "supplier_taxes_id": [Command.clear()],
                }
            )
            line = {
                "product_id": product.id,
                "product_qty": 10,
                "price_unit": 1,
                "date_planned": fields.Datetime.now() + timedelta(days=9),
            }
            partner = env["res.partner"].create({"name": "Supplier of both"})
            order = env["purchase.order"].create(
                {"partner_id": partner.id, "order_line": [Command.create(line)]}
            )
            order.button_confirm()
            change = env["scm.purchase.change"].create(
                {
                    "order_id": order.id,
                    "line_ids": [
                        Command.create({"order_line_id": order.order_line.id, "new_qty": 4})
                    ],
                }
            )
            change.action_submit()
            self.ids = product.id, partner.id, order.id, change.id
        self.addCleanup(self._remove)

    def _get_env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        """Take away what was committed, past Odoo's rules that keep done moves."""
        product, partner, order, change = self.ids
        with self.registry.cursor() as cr:
            env = self._get_env(cr)
            change = env["scm.purchase.change"].browse(change)
            order = env["purchase.order"].browse(order)
            moves, pickings = order.order_line.move_ids, order.picking_ids
            tables = (
                ("scm_purchase_change_line", change.line_ids.ids),
                ("scm_purchase_change", change.ids),
                ("stock_move_line", moves.move_line_ids.ids),
                ("stock_move", moves.ids),
                ("stock_picking", pickings.ids),
                ("purchase_order_line", order.order_line.ids),
                ("purchase_order", order.ids),
            )
            quants = env["stock.quant"].search([("product_id", "=", product)])
            cr.execute("DELETE FROM stock_quant WHERE id = ANY(%s)", (quants.ids,))
            for table, ids in tables:
                cr.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", (ids,))
            env.invalidate_all(flush=False)
            env["product.product"].browse(product).product_tmpl_id.unlink()
            env["res.partner"].browse(partner).unlink()

    def _receive(self, env, quantity):
        picking = env["purchase.order"].browse(self.ids[2]).picking_ids
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        env.flush_all()

    def _approve(self, env):
        """Approve as the lone manager would; who may is another test's matter."""
        change = env["scm.purchase.change"].browse(self.ids[3])
        change._decide("approved", "")
        env.flush_all()

    def _get_line(self, env):
        return env["purchase.order"].browse(self.ids[2]).order_line

    def test_change_waits_for_a_receipt_that_is_being_booked(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._receive(self._get_env(first), 6)
            with self.assertRaises(LockError):
                self._approve(self._get_env(second))
            second.rollback()
            first.commit()
            with self.assertRaisesRegex(UserError, "received already"):
                self._approve(self._get_env(second))
            second.rollback()
            line = self._get_line(self._get_env(second))
            self.assertEqual((line.product_qty, line.qty_received), (10, 6))

    @mute_logger("odoo.sql_db")
    def test_change_begun_before_the_receipt_is_run_again(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._get_line(self._get_env(second)).read(["qty_received"])
            self._receive(self._get_env(first), 6)
            first.commit()
            # Odoo runs the request again on this error, and finds the receipt.
            with self.assertRaises(SerializationFailure):
                self._approve(self._get_env(second))
            second.rollback()

    @mute_logger("odoo.sql_db")
    def test_receipt_begun_before_the_change_is_run_again(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            env = self._get_env(second)
            self._get_line(env).read(["qty_received"])
            self._approve(self._get_env(first))
            first.commit()
            with self.assertRaises(SerializationFailure):
                self._receive(env, 6)
            second.rollback()
            self._receive(self._get_env(second), 4)
            line = self._get_line(self._get_env(second))
            self.assertEqual((line.product_qty, line.qty_received), (4, 4))
            self.assertFalse(line._scm_get_open_moves())
            second.rollback()
