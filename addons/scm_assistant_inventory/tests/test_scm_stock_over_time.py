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


@tagged("post_install", "-at_install")
class TestScmStockPegged(ScmStockOverTimeCommon):
    """Goods that are bought or made for one customer or one production."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        mto = cls.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        cls.product.route_ids = mto | cls.env.ref("purchase_stock.route_warehouse0_buy")

    def _sell_to_order(self, quantity, days):
        """Let a customer want so many, bought for him; return (delivery, order line)."""
        group = self.env["stock.rule"].Procurement(
            self.product,
            quantity,
            self.product.uom_id,
            self.customer,
            "Own Sale",
            "Own Sale",
            self.company,
            {
                "warehouse_id": self.warehouse,
                "date_planned": self._get_noon(days),
                "route_ids": self.env.ref("stock.route_warehouse0_mto"),
            },
        )
        self.env["stock.rule"].run([group])
        move = self.env["stock.move"].search(
            [("product_id", "=", self.product.id), ("procure_method", "=", "make_to_order")]
        )
        line = self.env["purchase.order.line"].search([("product_id", "=", self.product.id)])
        line.date_planned = self._get_noon(days)
        self.assertEqual((move.product_qty, line.product_qty), (quantity, quantity))
        return move, line

    def test_bought_for_one_customer_is_no_alert_and_nothing_to_pull(self):
        move, line = self._sell_to_order(5, 12)
        for confirm in (False, True):
            with self.subTest(confirm=confirm):
                if confirm:
                    line.order_id.button_confirm()
                position = self._plan()
                self.assertRecordValues(
                    position,
                    [{"status": "none", "projected_qty": 0, "lowest_qty": 0, "shortage_qty": 0}],
                )
                self._assert_compared_alike(position)
                self.assertEqual(self._suggest(), {})
        receipt = line.order_id.picking_ids
        receipt.move_ids.write({"quantity": 5, "picked": True})
        receipt._action_done()
        self.assertEqual(move.state, "assigned")
        self.assertRecordValues(self._plan(), [{"status": "none", "on_hand_qty": 5}])

    def test_order_that_a_delivery_waits_for_is_not_cut(self):
        self._sell_weekly(14, 30, left=400)
        before = self._plan()
        self.assertEqual(before.status, "excess")
        values = {name: before[name] for name in ("projected_qty", "lowest_qty", "excess_qty")}
        line = self._sell_to_order(300, 8)[1]
        line.order_id.button_confirm()
        position = self._plan()
        self.assertRecordValues(position, [{**values, "incoming_qty": 300, "leaving_qty": 0}])
        self.assertFalse(self._suggest().keys() & {"reduce", "postpone", "expedite"})

    def test_what_an_order_brings_beyond_the_delivery_is_stock(self):
        line = self._sell_to_order(5, 8)[1]
        line.product_qty = 12
        self.assertRecordValues(self._plan(), [{"rfq_qty": 12, "projected_qty": 7}])

    def test_part_that_has_come_for_a_customer_is_his(self):
        line = self._sell_to_order(30, 8)[1]
        line.order_id.button_confirm()
        receipt = line.order_id.picking_ids
        receipt.move_ids.write({"quantity": 10, "picked": True})
        receipt._action_done()
        self.assertRecordValues(
            self._plan(), [{"on_hand_qty": 10, "projected_qty": 0, "lowest_qty": 0}]
        )

    def test_receipt_in_steps_for_stock_is_not_set_apart(self):
        self.warehouse.reception_steps = "two_steps"
        self.product.route_ids = self.env.ref("purchase_stock.route_warehouse0_buy")
        self._order(9, 3)
        self.assertRecordValues(self._plan(), [{"projected_qty": 9}])


@tagged("post_install", "-at_install")
class TestScmStockUsable(ScmStockOverTimeCommon):
    def test_quarantine_beside_the_stock_is_not_for_use(self):
        self._sell_weekly(35, WEEKS, left=200)
        bare = self._plan()
        self.assertEqual(bare.status, "ok")
        quarantine = self.env["stock.location"].create(
            {"name": "Quarantine", "location_id": self.warehouse.view_location_id.id}
        )
        self._move(self.stock, quarantine, 190)
        position = self._plan()
        self.assertRecordValues(
            position,
            [
                {
                    "on_hand_qty": 200,
                    "usable_qty": 10,
                    "free_qty": 10,
                    "projected_qty": 10,
                    "shortage_qty": position.maximum_qty - 10,
                    "status": "below_safety",
                }
            ],
        )
        self.assertIn("190 of 200 on hand can't be used", position.reason)
        self._assert_compared_alike(position)
        # What is to be set free comes.
        self._plan_move(quarantine, self.stock, 190, 2)
        self.assertRecordValues(self._plan(), [{"projected_qty": 200, "shortage_qty": 0}])

    def test_goods_that_wait_for_put_away_are_free(self):
        self.warehouse.reception_steps = "two_steps"
        self._sell_weekly(35, WEEKS, left=0)
        line = self._order(250, 0)
        receipt = line.order_id.picking_ids
        receipt.move_ids.write({"quantity": 250, "picked": True})
        receipt._action_done()
        put_away = receipt.move_ids.move_dest_ids
        put_away._action_assign()
        self.assertEqual((put_away.state, put_away.quantity), ("assigned", 250))
        position = self._plan()
        self.assertRecordValues(
            position, [{"on_hand_qty": 250, "usable_qty": 250, "free_qty": 250}]
        )
        self.assertNotEqual(position.status, "out")

    def test_transfer_within_the_warehouse_leaves_all_free(self):
        self._receive(30)
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        self._plan_move(self.stock, shelf, 30, 0)._action_assign()
        self.assertRecordValues(self._plan(), [{"free_qty": 30, "usable_qty": 30}])

    def test_goods_picked_for_a_customer_are_not_free(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._receive(30)
        output = self.warehouse.wh_output_stock_loc_id
        self._plan_move(self.stock, output, 12, 0)._action_assign()
        self.assertRecordValues(self._plan(), [{"free_qty": 18, "usable_qty": 30}])

    def test_lot_past_its_removal_date_is_not_for_use(self):
        if "removal_date" not in self.env["stock.lot"]._fields:
            self.skipTest("Without Expiration Dates nothing expires.")
        self._sell_weekly(14, 30, left=0)
        self.product.write({"tracking": "lot", "use_expiration_date": True})
        lot = self.env["stock.lot"].create(
            {"name": "Own Lot", "product_id": self.product.id, "company_id": self.company.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            self.product, self.stock, 500, lot_id=lot
        )
        lot.removal_date = self._get_noon(1)
        self.assertEqual(self._plan().usable_qty, 500)
        lot.removal_date = self._get_noon(-1)
        position = self._plan()
        self.assertRecordValues(
            position, [{"on_hand_qty": 500, "usable_qty": 0, "free_qty": 0, "status": "out"}]
        )
        self.assertEqual(set(self._suggest()), {"buy"})


@tagged("post_install", "-at_install")
class TestScmStockKits(ScmStockOverTimeCommon):
    def test_kit_in_a_draft_order_counts_by_its_parts(self):
        if "mrp.bom" not in self.env:
            self.skipTest("Without Manufacturing there are no kits.")
        kit, box = self._create_product(name="Own Kit"), self._create_product(name="Own Box")
        dozen = self.env.ref("uom.product_uom_dozen")
        # Four parts in a box, two boxes in a kit of which the bill makes a dozen.
        for whole, part, quantity, unit in (
            (box, self.product, 4, box.uom_id),
            (kit, box, 24, dozen),
        ):
            self.env["mrp.bom"].create(
                {
                    "product_tmpl_id": whole.product_tmpl_id.id,
                    "type": "phantom",
                    "product_qty": 1,
                    "product_uom_id": unit.id,
                    "bom_line_ids": [
                        Command.create({"product_id": part.id, "product_qty": quantity})
                    ],
                }
            )
        line = self._order(96, 3, confirm=False, product=kit)
        position = self._plan()
        self.assertRecordValues(position, [{"rfq_qty": 768, "projected_qty": 768}])
        self.assertFalse(self._plan(kit) | self._plan(box))
        self._assert_compared_alike(position)
        line.order_id.button_confirm()
        self.assertRecordValues(self._plan(), [{"incoming_qty": 768, "projected_qty": 768}])
