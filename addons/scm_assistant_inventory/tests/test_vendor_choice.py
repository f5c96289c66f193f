# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo import Command
from odoo.addons.scm_assistant_base.tools.ports import LeadTime
from odoo.tests import tagged

from .common import ScmInventoryCommon


@tagged("post_install", "-at_install")
class TestVendorChoice(ScmInventoryCommon):
    """One choice of vendor price: Odoo's, by quantity, date, vendor, sequence and tiers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival = cls.env["res.partner"].create({"name": "Own Rival"})
        cls.product.seller_ids.unlink()
        cls.dozen = cls.env.ref("uom.product_uom_dozen")

    @classmethod
    def _sell_at(cls, partner, minimum, price, **values):
        return cls.env["product.supplierinfo"].create(
            {
                "partner_id": partner.id,
                "product_tmpl_id": cls.product.product_tmpl_id.id,
                "min_qty": minimum,
                "price": price,
                "delay": 7,
                "company_id": cls.company.id,
                **values,
            }
        )

    def _choose(self, *quantities, product=None):
        """Return (vendor price, minimum, multiple) of each quantity."""
        self.env.flush_all()
        columns = self.env["scm.stock.planner"]._get_vendor_columns(
            self.company, [(product or self.product).id] * len(quantities), quantities
        )
        infos = [
            self.env["product.supplierinfo"].browse(found or ())
            for found in columns["supplierinfo_id"].tolist()
        ]
        return list(
            zip(
                infos,
                columns["minimum_order_qty"].tolist(),
                columns["order_multiple"].tolist(),
                strict=True,
            )
        )

    def _assert_choice(self, quantity, expected, product=None):
        """Assert that the choice is the one expected, and Odoo's."""
        product = product or self.product
        found = product.with_company(self.company)._select_seller(
            quantity=quantity, date=self.today, uom_id=product.uom_id
        )
        self.assertEqual(found, expected)
        self.assertEqual(self._choose(quantity, product=product)[0][0], expected)

    # The choice

    def test_quantity_below_a_minimum_goes_to_the_other_vendor(self):
        big = self._sell_at(self.vendor, 25, 8)
        small = self._sell_at(self.rival, 0, 9)
        self._assert_choice(12, small)
        self._assert_choice(25, big)
        self.assertEqual(self._choose(12, 25, 12), [(small, 0, 0), (big, 25, 0), (small, 0, 0)])

    def test_highest_minimum_that_is_reached_goes_before_a_smaller_one(self):
        five = self._sell_at(self.vendor, 5, 1299)
        one = self._sell_at(self.rival, 1, 1399)
        self._assert_choice(14, five)
        self._assert_choice(4, one)

    def test_minimum_of_a_vendor_is_that_of_its_smallest_tier(self):
        many = self._sell_at(self.vendor, 1000, 8, sequence=1)
        few = self._sell_at(self.vendor, 1, 10, sequence=2)
        self._assert_choice(30, few)
        self._assert_choice(1000, many)
        self.assertEqual([minimum for _info, minimum, _multiple in self._choose(30, 1000)], [1, 1])

    def test_less_than_anybody_sells_is_bought_where_least_is_sold(self):
        self._sell_at(self.vendor, 100, 8, sequence=1)
        few = self._sell_at(self.rival, 10, 10, sequence=2)
        self.assertEqual(self._choose(3), [(few, 10, 0)])

    def test_cheapest_tier_of_the_vendor_is_taken_after_discount(self):
        self._sell_at(self.vendor, 10, 100)
        cheap = self._sell_at(self.vendor, 1, 110, discount=30, sequence=2)
        self._sell_at(self.rival, 1, 5, sequence=9)
        self._assert_choice(20, cheap)

    def test_prices_in_other_currencies_are_compared_in_the_companys(self):
        other = self.env["res.currency"].create(
            {
                "name": "XTT",
                "symbol": "X",
                "rate_ids": [
                    Command.create({"name": "2020-01-01", "rate": 30, "company_id": None})
                ],
            }
        )
        self._sell_at(self.vendor, 10, 8)
        cheap = self._sell_at(self.vendor, 1, 90, currency_id=other.id)
        self._assert_choice(20, cheap)

    def test_price_that_ended_or_has_not_begun_is_none(self):
        self._sell_at(self.vendor, 1, 8, date_end=self._days_ago(1))
        self._sell_at(self.vendor, 1, 8, date_start=self._days_ago(-1))
        valid = self._sell_at(
            self.rival, 1, 9, sequence=5, date_start=self.today, date_end=self.today
        )
        self._assert_choice(12, valid)

    def test_archived_vendor_sells_nothing(self):
        self._sell_at(self.vendor, 1, 8)
        other = self._sell_at(self.rival, 1, 9, sequence=5)
        self.vendor.active = False
        self._assert_choice(12, other)

    def test_price_of_another_company_is_none(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self._sell_at(self.vendor, 1, 8, company_id=elsewhere.id)
        self._assert_choice(12, self.env["product.supplierinfo"])
        shared = self._sell_at(self.rival, 1, 9, sequence=5, company_id=False)
        self._assert_choice(12, shared)

    def test_price_of_a_variant_is_its_own(self):
        attribute = self.env["product.attribute"].create(
            {"name": "Size", "value_ids": [Command.create({"name": n}) for n in "SL"]}
        )
        lines = {
            "attribute_id": attribute.id,
            "value_ids": [Command.set(attribute.value_ids.ids)],
        }
        template = self.env["product.template"].create(
            {"name": "Cup", "attribute_line_ids": [Command.create(lines)]}
        )
        small, large = template.product_variant_ids
        template_id = template.id
        own = self._sell_at(self.vendor, 1, 8, product_tmpl_id=template_id, product_id=large.id)
        for_all = self._sell_at(self.rival, 1, 9, sequence=5, product_tmpl_id=template_id)
        self._assert_choice(12, for_all, small)
        self._assert_choice(12, own, large)

    def test_quantity_is_compared_in_the_unit_of_the_price(self):
        dozens = self._sell_at(self.vendor, 2, 90, product_uom_id=self.dozen.id)
        pieces = self._sell_at(self.rival, 0, 9, sequence=5)
        self._assert_choice(24, dozens)
        # 23 pieces are 1.92 dozens.
        self._assert_choice(23, pieces)
        self.assertEqual(self._choose(24), [(dozens, 24, 12)])

    # Who asks

    def test_lead_time_is_that_of_the_vendor_who_gets_the_order(self):
        self._sell_at(self.vendor, 25, 8)
        self._sell_at(self.rival, 0, 9)
        # 4.2 a week are 12 in an order cycle of 20 days.
        self.policy.order_cycle_days = 20
        self._sell_weekly(4.2, 52, left=2)
        measured = {
            (self.product.id, self.vendor.id): LeadTime(40.0, 1.0, 9),
            (self.product.id, self.rival.id): LeadTime(5.0, 1.0, 9),
        }
        with self._measure(measured):
            position = self._plan()
            self.assertRecordValues(position, [{"vendor_id": self.rival.id, "lead_days": 5}])

    def test_small_need_goes_to_its_vendor_with_that_ones_lead_time(self):
        usual = self._sell_at(self.vendor, 25, 8)
        small = self._sell_at(self.rival, 0, 9)
        self._sell_weekly(21, 52, left=70)
        measured = {
            (self.product.id, self.vendor.id): LeadTime(40.0, 1.0, 9),
            (self.product.id, self.rival.id): LeadTime(5.0, 1.0, 9),
        }
        with self._measure(measured):
            position = self._plan()
            self.assertRecordValues(position, [{"supplierinfo_id": usual.id, "lead_days": 40}])
            # 12 are missing.
            position.sudo().write({"reorder_qty": 80, "maximum_qty": 82})
            position._refresh_stock()
            suggestion = position.with_user(self.assistant)._get_purchase_suggestion()
        self.assertRecordValues(
            suggestion,
            [{"quantity": 12, "supplierinfo_id": small.id, "date": self._days_ago(-5)}],
        )

    def test_minimum_of_another_tier_hides_no_shortage(self):
        self._sell_at(self.vendor, 1000, 8, sequence=1)
        self._sell_at(self.vendor, 1, 10, sequence=2)
        self._sell_weekly(7, 26, left=3)
        position = self._plan()
        self.assertEqual(position.minimum_order_qty, 1)
        self.assertGreater(position.reorder_qty, 7)
        self.assertGreater(position.shortage_qty, 0)

    def test_suggested_order_is_at_the_price_that_odoo_takes(self):
        five = self._sell_at(self.vendor, 5, 1299)
        self._sell_at(self.rival, 1, 1399)
        self._sell_weekly(7, 26, left=1)
        position = self._plan()
        position.sudo().write({"reorder_qty": 14, "maximum_qty": 15})
        position._refresh_stock()
        self.env["scm.stock.suggester"]._generate(self.company, self.product)
        suggestion = position.open_suggestion_ids.filtered(lambda one: one.kind == "buy")
        self.assertRecordValues(suggestion, [{"quantity": 14, "supplierinfo_id": five.id}])
        suggestion.with_user(self.assistant).action_submit()
        self.assertRecordValues(
            suggestion.purchase_line_ids,
            [{"product_qty": 14, "price_unit": 1299, "partner_id": self.vendor.id}],
        )

    def test_vendor_chosen_for_the_quantity_is_accepted_with_its_own_cartons(self):
        self._sell_at(self.vendor, 25, 8)
        cartons = self._sell_at(self.rival, 0, 100, product_uom_id=self.dozen.id)
        self._sell_weekly(21, 52, left=70)
        position = self._plan()
        position.sudo().write({"reorder_qty": 80, "maximum_qty": 83})
        position._refresh_stock()
        suggestion = position.with_user(self.assistant)._get_purchase_suggestion()
        self.assertRecordValues(suggestion, [{"quantity": 24, "supplierinfo_id": cartons.id}])
        suggestion.action_submit()
        self.assertEqual(suggestion.purchase_line_ids.product_qty, 2)

    def _measure(self, measured):
        return patch.object(
            type(self.env["product.product"]),
            "_scm_get_measured_lead_times",
            lambda _self, _company, pairs: {pair: measured[pair] for pair in pairs},
        )
