# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import tagged

from .common_evaluation import EvaluationCommon, noon

DAYS = (8, 9, 10, 10, 11, 12)


@tagged("post_install", "-at_install")
class TestMeasuredLeadTimes(EvaluationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bowl = cls._create_product("Bowl")
        for product in cls.product | cls.bowl:
            product.seller_ids = [Command.create({"partner_id": cls.vendor.id, "delay": 30})]
        for days in DAYS:
            line = cls._order(noon(6, 30), ordered=noon(6, 1))
            cls._receive(line, 10, noon(6, 1 + days))

    def _get_lead_times(self, company=None):
        pairs = {
            (product.id, product.seller_ids.partner_id.id) for product in self.product | self.bowl
        }
        found = self.product._scm_get_measured_lead_times(company or self.company, pairs)
        return {product_id: lead_time for (product_id, _vendor_id), lead_time in found.items()}

    def test_product_takes_the_days_from_confirmation_to_receipt(self):
        found = self._get_lead_times()[self.product.id]
        self.assertEqual((found.mean, found.observations), (10, 6))
        self.assertAlmostEqual(found.deviation, 1.4142, places=4)

    def test_product_without_enough_lines_takes_those_of_its_vendor(self):
        line = self._order(noon(6, 30), ordered=noon(6, 1), product_id=self.bowl.id)
        self._receive(line, 10, noon(6, 18))
        found = self._get_lead_times()[self.bowl.id]
        # (60 + 17) / 7 lines of the vendor.
        self.assertEqual((found.mean, found.observations), (11, 7))

    def test_lines_of_another_vendor_don_t_count(self):
        other = self._create_vendor("Other Vendor")
        self.bowl.seller_ids.partner_id = other
        self.assertNotIn(self.bowl.id, self._get_lead_times())

    def test_each_vendor_of_a_product_has_its_own(self):
        other = self._create_vendor("Other Vendor")
        pairs = {(self.product.id, self.vendor.id), (self.product.id, other.id)}
        found = self.product._scm_get_measured_lead_times(self.company, pairs)
        self.assertEqual(set(found), {(self.product.id, self.vendor.id)})

    def test_vendor_line_of_an_address_stands_for_its_company(self):
        shop = self._create_vendor("Shop", parent_id=self.vendor.id, is_company=False)
        pair = self.product.id, shop.id
        found = self.product._scm_get_measured_lead_times(self.company, {pair})
        self.assertEqual(found[pair].mean, 10)

    def test_too_few_lines_measure_nothing(self):
        self.env["purchase.order"].search(
            [("partner_id", "=", self.vendor.id)], limit=1
        ).date_approve = False
        self.env.flush_all()
        self.assertEqual(self._get_lead_times(), {})

    def test_returns_are_no_arrivals(self):
        picking = self.env["stock.picking"].search(
            [("partner_id", "=", self.vendor.id), ("state", "=", "done")], limit=1
        )
        self._send_back(picking, 10, noon(7, 10))
        self.assertEqual(self._get_lead_times()[self.product.id].mean, 10)

    def test_order_written_down_after_its_goods_came_says_nothing(self):
        line = self._order(noon(6, 30), ordered=noon(6, 20))
        self._receive(line, 10, noon(6, 5))
        found = self._get_lead_times()[self.product.id]
        self.assertEqual((found.mean, found.observations), (10, 6))

    def test_other_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._get_lead_times(other), {})
