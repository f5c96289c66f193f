# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import ScmInventoryCommon

WEEKS = 26


class ScmStockOverTimeCommon(ScmInventoryCommon):
    @classmethod
    def _get_noon(cls, days):
        """Return noon in Taipei in so many days, in UTC."""
        return datetime.combine(cls.today + timedelta(days=days), time(4))

    @classmethod
    def _plan_move(cls, source, target, quantity, days, **values):
        """Create an open move that is due in so many days."""
        move = cls.env["stock.move"].create(
            {
                "product_id": cls.product.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": cls.company.id,
                "date": cls._get_noon(days),
                **values,
            }
        )
        move._action_confirm()
        return move

    @classmethod
    def _order(cls, quantity, days, confirm=True, product=None, **values):
        """Order from the vendor, to come in so many days; return the line."""
        line = {
            "product_id": (product or cls.product).id,
            "product_qty": quantity,
            "price_unit": 8,
            "date_planned": cls._get_noon(days),
            **values,
        }
        order = cls.env["purchase.order"].create(
            {
                "partner_id": cls.vendor.id,
                "company_id": cls.company.id,
                "picking_type_id": cls.warehouse.in_type_id.id,
                "order_line": [Command.create(line)],
            }
        )
        if confirm:
            order.button_confirm()
        return order.order_line

    def _suggest(self, product=None):
        """Return the suggestions for a product as they are made now: {kind: quantity}."""
        self.env.flush_all()
        self.env["scm.stock.suggester"]._generate(self.company)
        found = self.env["scm.stock.suggestion"].search(
            [("product_id", "=", (product or self.product).id), ("approval_state", "=", "draft")]
        )
        return {one.kind: one.quantity for one in found}

    def _assert_compared_alike(self, position):
        """Check that a look at once finds what the night found."""
        names = ("status", "projected_qty", "leaving_qty", "lowest_qty", "shortage_qty")
        before = [position[name] for name in names]
        position._refresh_stock()
        self.assertEqual([position[name] for name in names], before)


@tagged("post_install", "-at_install")
class TestScmStockHorizon(ScmStockOverTimeCommon):
    def test_order_of_200_days_covers_no_need_of_next_week(self):
        self._sell_weekly(35, WEEKS, left=45)
        # A vendor's 10 days, a quarter of them more, and a day until somebody orders.
        bare = self._plan()
        wanted = bare.maximum_qty - 45
        self.assertRecordValues(bare, [{"horizon_days": 14, "shortage_qty": wanted}])
        status = bare.status
        self.assertIn(status, ("below_safety", "below_reorder"))
        for confirm in (False, True):
            with self.subTest(confirm=confirm):
                line = self._order(600, 200, confirm)
                position = self._plan()
                self.assertRecordValues(
                    position,
                    [{"status": status, "projected_qty": 45, "shortage_qty": wanted}],
                )
                self._assert_compared_alike(position)
                self.assertEqual(self._suggest(), {"buy": wanted})
                self.assertIn("Within 14 days that comes to 45.", position.reason)
                line.order_id.button_cancel()

    def test_order_that_comes_with_the_next_one_counts(self):
        self._sell_weekly(35, WEEKS, left=45)
        self._order(600, 14)
        self.assertRecordValues(
            self._plan(), [{"projected_qty": 645, "forecast_qty": 645, "shortage_qty": 0}]
        )

    def test_delivery_of_200_days_is_no_need_of_next_week(self):
        self._sell_weekly(35, WEEKS, left=150)
        bare = self._plan()
        self.assertEqual((bare.status, bare.shortage_qty), ("ok", 0))
        # All of it reserved already, which Odoo does at once.
        move = self._plan_move(self.stock, self.customer, 150, 200)
        move._action_assign()
        position = self._plan()
        self.assertRecordValues(
            position,
            [
                {
                    "status": "ok",
                    "outgoing_qty": 150,
                    "forecast_qty": 0,
                    "free_qty": 0,
                    "projected_qty": 150,
                    "leaving_qty": 0,
                    "shortage_qty": 0,
                }
            ],
        )
        self._assert_compared_alike(position)
        self.assertEqual(self._suggest(), {})

    def test_product_that_one_far_delivery_wants_is_not_out_of_stock(self):
        self._plan_move(self.stock, self.customer, 5, 200)
        self.assertEqual(self._plan().status, "none")

    def test_surplus_of_next_week_is_not_taken_off_an_order_of_next_year(self):
        self._sell_weekly(35, WEEKS, left=200)
        near, far = self._order(300, 5), self._order(600, 300)
        self.assertEqual(self._plan().status, "above_max")
        self._suggest()
        found = self.env["scm.stock.suggestion"].search([("product_id", "=", self.product.id)])
        self.assertIn(near, found.order_line_id)
        self.assertNotIn(far, found.order_line_id)
