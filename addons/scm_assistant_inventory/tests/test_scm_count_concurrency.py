# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

NAME = "Counted by two at once"


@tagged("post_install", "-at_install")
class TestScmCountConcurrency(BaseCase):
    """Two real connections; what they commit is removed at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            warehouse = env["stock.warehouse"].search([], limit=1)
            product = env["product.product"].create(
                {"name": NAME, "is_storable": True, "standard_price": 1}
            )
            env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 100)
            session = env["scm.count.session"].create(
                {"warehouse_id": warehouse.id, "company_id": warehouse.company_id.id}
            )
            line = env["scm.count.line"].create(
                {
                    "session_id": session.id,
                    "product_id": product.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "counted_qty": 100,
                }
            )
            self.product_id, self.session_id, self.line_id = product.id, session.id, line.id

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            # What was counted can't be deleted through the ORM.
            cr.execute("DELETE FROM scm_count_line WHERE product_id = %s", (self.product_id,))
            cr.execute("DELETE FROM scm_count_session WHERE id = %s", (self.session_id,))
            for table in ("stock_move_line", "stock_move", "stock_quant"):
                cr.execute(f"DELETE FROM {table} WHERE product_id = %s", (self.product_id,))  # noqa: S608
            env["product.product"].browse(self.product_id).product_tmpl_id.unlink()

    def _get_moves(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT count(*) FROM stock_move WHERE product_id = %s", (self.product_id,))
            return cr.fetchone()[0]

    def test_two_who_settle_one_count_at_once_settle_it_once(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            line_of_first = api.Environment(first, SUPERUSER_ID, {})["scm.count.line"].browse(
                self.line_id
            )
            line_of_second = api.Environment(second, SUPERUSER_ID, {})["scm.count.line"].browse(
                self.line_id
            )
            # Both have opened the count before either settles it.
            self.assertEqual(line_of_second.state, "todo")
            line_of_first.action_confirm()
            with self.assertRaisesRegex(UserError, "somebody else"):
                line_of_second.action_confirm()
            second.rollback()
            first.commit()
            line_of_second.invalidate_recordset()
            with self.assertRaisesRegex(UserError, "Nothing was counted"):
                line_of_second.action_confirm()
        self.assertEqual(self._get_moves(), 1)

    def test_count_and_a_count_on_the_native_screen_do_not_overwrite_each_other(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            env = api.Environment(first, SUPERUSER_ID, {})
            quant = env["stock.quant"].search(
                [("product_id", "=", self.product_id), ("quantity", "=", 100)]
            )
            quant.with_context(inventory_mode=True).inventory_quantity = 90
            first.commit()
            line = api.Environment(second, SUPERUSER_ID, {})["scm.count.line"].browse(self.line_id)
            line.action_confirm()
            self.assertEqual(line.state, "todo")
            self.assertTrue(line.problem)
            second.commit()
        self.assertEqual(self._get_moves(), 0)
