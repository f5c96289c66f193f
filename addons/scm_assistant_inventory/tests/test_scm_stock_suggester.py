# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from odoo import Command
from odoo.tests import tagged

from .common import ScmInventoryCommon


class ScmSuggesterCommon(ScmInventoryCommon):
    """Positions written with known limits: 10 to keep, ordered at 30, filled to 60."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._create_warehouse(name="Second", code="SEC")
        cls.third = cls._create_warehouse(name="Third", code="THI")

    @classmethod
    def _create_position(cls, warehouse, on_hand, product=None, **values):
        """Put stock there and write the position as the planner would."""
        product = product or cls.product
        if on_hand:
            quants = cls.env["stock.quant"]
            quants._update_available_quantity(product, warehouse.lot_stock_id, on_hand)
        short = "out" if not on_hand else "below_safety" if on_hand < 10 else "below_reorder"
        status = "excess" if on_hand > 60 else "ok" if on_hand >= 30 else short
        position = cls.env["scm.stock.position"].create(
            {
                "company_id": cls.company.id,
                "warehouse_id": warehouse.id,
                "product_id": product.id,
                "policy_id": cls.policy.id,
                "vendor_id": product.seller_ids[:1].partner_id.id,
                "supplierinfo_id": product.seller_ids[:1].id,
                "safety_qty": 10,
                "reorder_qty": 30,
                "maximum_qty": 60,
                "daily_mean": 1,
                "lead_days": 10,
                "on_hand_qty": on_hand,
                "usable_qty": on_hand,
                "free_qty": on_hand,
                "forecast_qty": on_hand,
                "projected_qty": on_hand,
                "lowest_qty": on_hand,
                "excess_qty": max(on_hand - 60, 0),
                "shortage_qty": 60 - on_hand if on_hand < 30 else 0,
                "unit_cost": 8,
                "status": status,
                "status_rank": ("out", "below_safety", "below_reorder", "excess", "ok").index(
                    status
                ),
                **values,
            }
        )
        # The status stays the one that the test asks for.
        position._refresh_figures()
        return position

    def _generate(self):
        self.env.flush_all()
        self.assertTrue(self.env["scm.stock.suggester"]._generate(self.company))
        return self._find()

    def _find(self, *states):
        return self.env["scm.stock.suggestion"].search(
            [
                ("company_id", "=", self.company.id),
                ("approval_state", "in", states or ("draft", "submitted")),
            ],
            order="kind, id",
        )

    def _get_numbers(self, suggestions):
        return [
            (one.kind, one.source_warehouse_id.code or "", one.warehouse_id.code, one.quantity)
            for one in suggestions
        ]

    @classmethod
    def _create_order(cls, quantity, days, confirm=True, **values):
        """Order from the vendor, to come in so many days."""
        order = cls.env["purchase.order"].create(
            {
                "partner_id": cls.vendor.id,
                "company_id": cls.company.id,
                "picking_type_id": cls.warehouse.in_type_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_qty": quantity,
                            "price_unit": 7.5,
                            "date_planned": datetime.combine(
                                cls.today + timedelta(days=days), time(4)
                            ),
                            **values,
                        }
                    )
                ],
            }
        )
        if confirm:
            order.button_confirm()
        return order.order_line


@tagged("post_install", "-at_install")
class TestScmStockSuggester(ScmSuggesterCommon):
    def test_three_warehouses_share_the_excess_and_buy_the_rest(self):
        # 81 - 60 = 21 to give. To safety 8 and 6, the other 7 to the worse one; then
        # 60 - 17 and 60 - 10 are still missing, and bought.
        self._create_position(self.warehouse, 81)
        self._create_position(self.second, 2, status_rank=0)
        self._create_position(self.third, 4)
        code = self.warehouse.code
        found = self._generate()
        self.assertEqual(
            self._get_numbers(found),
            [
                ("buy", "", "SEC", 43),
                ("buy", "", "THI", 50),
                ("transfer", code, "SEC", 15),
                ("transfer", code, "THI", 6),
            ],
        )
        self.assertEqual(found.mapped("value"), [344, 400, 120, 48])
        self.assertEqual(set(found.mapped("side")), {"shortage"})
        self.assertTrue(all(name.startswith("SG/") for name in found.mapped("name")))

    def test_enough_elsewhere_leaves_nothing_to_buy_and_the_rest_is_promoted(self):
        self._create_position(self.warehouse, 180)
        self._create_position(self.second, 2)
        self.assertEqual(
            self._get_numbers(self._generate()),
            [
                ("promote", "", self.warehouse.code, 62),
                ("transfer", self.warehouse.code, "SEC", 58),
            ],
        )

    def test_other_company_neither_gives_nor_takes(self):
        self._create_position(self.second, 2)
        other = self.env["res.company"].create({"name": "Strangers"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        position = self._create_position(self.warehouse, 180)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE scm_stock_position SET company_id = %s, warehouse_id = %s WHERE id = %s",
            (other.id, warehouse.id, position.id),
        )
        self.assertEqual(self._get_numbers(self._generate()), [("buy", "", "SEC", 58)])

    def test_second_run_changes_nothing_and_a_new_figure_updates_the_draft(self):
        position = self._create_position(self.second, 2)
        first = self._generate()
        self.assertEqual(self._generate(), first)
        position.maximum_qty = 70
        self.assertEqual(self._generate(), first)
        self.assertEqual((first.quantity, first.suggested_qty), (68, 68))

    def test_quantity_that_somebody_changed_is_kept(self):
        position = self._create_position(self.second, 2)
        draft = self._generate()
        draft.with_user(self.assistant).quantity = 40
        position.maximum_qty = 70
        self.assertEqual(self._generate().quantity, 40)

    def test_draft_is_cancelled_when_it_is_no_longer_needed(self):
        position = self._create_position(self.second, 2)
        draft = self._generate()
        position.write({"status": "ok", "on_hand_qty": 50, "forecast_qty": 50})
        self.assertFalse(self._generate())
        self.assertRecordValues(draft, [{"approval_state": "cancelled", "is_expired": True}])

    def test_draft_made_by_hand_is_not_cancelled(self):
        position = self._create_position(self.second, 40)
        by_hand = position.with_user(self.assistant)._get_purchase_suggestion()
        by_hand.quantity = 5
        self.assertEqual(self._generate(), by_hand)

    def test_what_was_turned_down_is_not_suggested_again_for_some_days(self):
        self._create_position(self.warehouse, 180)
        self._create_position(self.second, 2)
        transfer = self._generate().filtered(lambda one: one.kind == "transfer")
        transfer.with_user(self.assistant)._reject("The lorry is full")
        self.assertRecordValues(
            transfer,
            [{"approval_state": "rejected", "rejection_reason": "The lorry is full"}],
        )
        found = self._generate()
        self.assertEqual(set(found.mapped("kind")), {"buy", "promote"})
        long_ago = self.env.cr.now() - timedelta(days=31)
        self.env.cr.execute(
            "UPDATE scm_stock_suggestion SET decided_at = %s WHERE id = %s",
            (long_ago, transfer.id),
        )
        self.assertIn("transfer", self._generate().mapped("kind"))

    def test_goods_that_wait_for_approval_are_not_given_twice(self):
        self.company.scm_suggestion_limit = 0
        source = self._create_position(self.warehouse, 100)
        self._create_position(self.second, 2)
        first = self._generate().filtered(lambda one: one.kind == "transfer")
        self.assertEqual(first.quantity, 40)
        first.with_user(self.assistant).action_submit()
        self.assertEqual(first.approval_state, "submitted")
        self._create_position(self.third, 2)
        found = self._generate() - first
        self.assertEqual(self._get_numbers(found), [("buy", "", "THI", 58)])
        self.assertEqual(source.on_hand_qty - first.quantity, source.maximum_qty)

    def test_late_order_is_pulled_forward_and_not_bought_again(self):
        line = self._create_order(40, 9)
        self._create_position(self.warehouse, 5)
        found = self._generate()
        self.assertEqual(found.kind, "expedite")
        self.assertRecordValues(
            found,
            [
                {
                    "order_line_id": line.id,
                    "quantity": 40,
                    "date": self.today + timedelta(days=1),
                    "old_date": self.today + timedelta(days=9),
                    "vendor_id": self.vendor.id,
                }
            ],
        )

    def test_order_above_the_maximum_is_postponed_or_reduced(self):
        # 40 + 40 = 80: 20 too much, taken up in 20 days.
        line = self._create_order(40, 5)
        position = self._create_position(self.warehouse, 40, status="above_max")
        self.assertRecordValues(
            self._generate(),
            [
                {
                    "kind": "postpone",
                    "order_line_id": line.id,
                    "quantity": 40,
                    "date": self.today + timedelta(days=25),
                }
            ],
        )
        position.safety_qty = 25
        self.assertRecordValues(self._generate(), [{"kind": "reduce", "quantity": 20}])

    def test_excess_that_came_lately_goes_back_and_the_rest_is_promoted(self):
        self._create_position(self.warehouse, 70)
        line = self._create_order(30, 0)
        picking = line.order_id.picking_ids
        picking.move_ids.write({"quantity": 30, "picked": True})
        picking._action_done()
        self.env["scm.stock.position"].search([("company_id", "=", self.company.id)]).write(
            {"usable_qty": 100, "free_qty": 100, "forecast_qty": 100, "excess_qty": 40}
        )
        found = self._generate()
        self.assertEqual(
            [(one.kind, one.quantity) for one in found], [("promote", 10), ("return", 30)]
        )
        self.assertEqual(found[1].receipt_move_id, picking.move_ids)

    def test_dead_stock_is_promoted_first_and_looked_at_for_scrap_later(self):
        position = self._create_position(
            self.warehouse,
            50,
            status="dead",
            maximum_qty=0,
            reorder_qty=0,
            safety_qty=0,
            daily_mean=0,
            excess_qty=50,
            last_issue_date=self._days_ago(100),
        )
        self.assertEqual(self._generate().kind, "promote")
        position.last_issue_date = self._days_ago(180)
        self.assertRecordValues(self._generate(), [{"kind": "scrap", "quantity": 50}])

    def test_draft_of_a_position_that_is_gone_expires(self):
        position = self._create_position(self.second, 2)
        draft = self._generate()
        by_hand = draft.copy({"position_id": False, "is_generated": False})
        position.unlink()
        self.assertEqual(self._generate(), by_hand)
        self.assertRecordValues(draft, [{"approval_state": "cancelled", "is_expired": True}])

    def _create_offer(self, name):
        return self.env["product.supplierinfo"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": name}).id,
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "company_id": self.company.id,
            }
        )

    def _set_offer(self, position, offer):
        position.write({"vendor_id": offer.partner_id.id, "supplierinfo_id": offer.id})

    def test_draft_learns_the_vendor_that_came_later(self):
        self.product.seller_ids.unlink()
        self._create_position(self.second, 2, vendor_id=False, supplierinfo_id=False)
        draft = self._generate()
        self.assertFalse(draft.vendor_id)
        for sequence, name in ((5, "First Vendor"), (4, "Better Vendor")):
            offer = self._create_offer(name)
            offer.sequence = sequence
            self._generate()
            self.assertRecordValues(
                draft, [{"vendor_id": offer.partner_id.id, "supplierinfo_id": offer.id}]
            )

    def test_vendor_that_somebody_chose_stays(self):
        position = self._create_position(self.second, 2)
        draft = self._generate()
        chosen = self._create_offer("Chosen Vendor")
        draft.with_user(self.assistant).supplierinfo_id = chosen
        self._set_offer(position, self._create_offer("Other Vendor"))
        position.usable_qty = position.free_qty = position.projected_qty = 1
        self._generate()
        self.assertRecordValues(
            draft,
            [{"vendor_id": chosen.partner_id.id, "supplierinfo_id": chosen.id, "quantity": 59}],
        )

    def test_draft_whose_date_somebody_changed_is_left_alone(self):
        position = self._create_position(self.second, 2)
        draft = self._generate()
        draft.with_user(self.assistant).date = self.today + timedelta(days=3)
        position.usable_qty = position.free_qty = position.projected_qty = 1
        self._generate()
        self.assertRecordValues(draft, [{"date": self.today + timedelta(days=3), "quantity": 58}])

    def test_reason_is_told_in_the_reader_s_language_with_the_figures_of_the_moment(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        position = self._create_position(self.second, 2)
        self._create_position(self.warehouse, 180)
        transfer = self._generate().filtered(lambda one: one.kind == "transfer")
        position.on_hand_qty = 999
        self.assertIn("Stock 2 is below the safety stock 10", transfer.reason)
        self.assertIn(f"{self.warehouse.name} can spare 58", transfer.reason)
        self.assertIn("低於安全庫存", transfer.with_context(lang="zh_TW").reason)

    def test_statements_do_not_grow_with_the_positions(self):
        def count():
            # Fill the caches, which making products empties.
            self._generate().unlink()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._generate()
            return self.env.cr.sql_log_count - before

        self._create_position(self.warehouse, 180)
        self._create_position(self.second, 2)
        few = count()
        for number in range(6):
            product = self._create_product(name=f"More {number}")
            self._create_position(self.warehouse, 180, product)
            self._create_position(self.second, 2, product)
        self.assertEqual(count(), few)

    def test_cron_makes_suggestions_for_every_company(self):
        self._create_position(self.second, 2)
        self.env.flush_all()
        cron = self.env.ref("scm_assistant_inventory.scm_stock_suggestion_cron_generate")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(self._find().kind, "buy")
        self.assertTrue(self.company.scm_suggested_at)

    def test_assistant_asks_for_one_position(self):
        position = self._create_position(self.second, 2).with_user(self.assistant)
        action = position.action_suggest()
        self.assertEqual(action["res_id"], self._find().id)
        self.assertEqual(position.open_suggestion_ids, self._find())
