# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.addons.scm_assistant_base.tests.common import ScmConcurrencyCase
from odoo.exceptions import UserError
from odoo.tests import tagged

NAME = "Counted by two at once"


@tagged("post_install", "-at_install")
class TestScmCountConcurrency(ScmConcurrencyCase):
    """A count that two settle at once, on two real connections."""

    def _create(self, env):
        warehouse = env["stock.warehouse"].search([], limit=1)
        product = env["product.product"].create(
            {"name": NAME, "is_storable": True, "standard_price": 1}
        )
        env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 100)
        session = env["scm.count.session"].create(
            {"warehouse_id": warehouse.id, "company_id": warehouse.company_id.id}
        )
        env["scm.count.line"].create(
            {
                "session_id": session.id,
                "product_id": product.id,
                "location_id": warehouse.lot_stock_id.id,
                "counted_qty": 100,
            }
        )

    def _remove(self, env):
        """Take away what was committed; what was counted can't be deleted through the ORM."""
        product = env["product.product"].search([("name", "=", NAME)])
        lines = self._get_line(env)
        sessions = lines.session_id
        env.cr.execute("DELETE FROM scm_count_line WHERE id = ANY(%s)", (lines.ids,))
        env.cr.execute("DELETE FROM scm_count_session WHERE id = ANY(%s)", (sessions.ids,))
        for table in ("stock_move_line", "stock_move", "stock_quant"):
            env.cr.execute(f"DELETE FROM {table} WHERE product_id = ANY(%s)", (product.ids,))  # noqa: S608
        product.unlink()

    def _get_line(self, env):
        return env["scm.count.line"].search([("product_id.name", "=", NAME)])

    def _get_moves(self):
        with self._connect() as env:
            return env["stock.move"].search_count([("product_id.name", "=", NAME)])

    def test_two_who_settle_one_count_at_once_settle_it_once(self):
        with self._connect() as first, self._connect() as second:
            line_of_second = self._get_line(second)
            # Both have opened the count before either settles it.
            self.assertEqual(line_of_second.state, "todo")
            self._get_line(first).action_confirm()
            with self.assertRaisesRegex(UserError, "somebody else"):
                line_of_second.action_confirm()
            second.cr.rollback()
            first.cr.commit()
            line_of_second.invalidate_recordset()
            with self.assertRaisesRegex(UserError, "Nothing was counted"):
                line_of_second.action_confirm()
        self.assertEqual(self._get_moves(), 1)

    def test_count_and_a_count_on_the_native_screen_do_not_overwrite_each_other(self):
        with self._connect() as first, self._connect() as second:
            quant = first["stock.quant"].search(
                [("product_id.name", "=", NAME), ("quantity", "=", 100)]
            )
            quant.with_context(inventory_mode=True).inventory_quantity = 90
            first.cr.commit()
            line = self._get_line(second)
            line.action_confirm()
            self.assertEqual(line.state, "todo")
            self.assertTrue(line.problem)
            second.cr.commit()
        self.assertEqual(self._get_moves(), 0)

    def test_second_who_plans_leaves_it_to_the_first(self):
        with self._connect() as first, self._connect() as second:
            model = type(first["scm.count.planner"])
            with patch.object(model, "_find_due", return_value=[]) as find_due:
                first["scm.count.planner"]._plan(first.company)
                second["scm.count.planner"]._plan(second.company)
                self.assertEqual(find_due.call_count, 1)
                first.cr.commit()
                second["scm.count.planner"]._plan(second.company)
                self.assertEqual(find_due.call_count, 2)
