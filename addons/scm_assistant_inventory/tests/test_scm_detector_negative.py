# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .detector_common import ScmDetectorCommon


@tagged("post_install", "-at_install")
class TestScmDetectorNegative(ScmDetectorCommon):
    def test_negative_stock_is_one_case_until_it_is_received(self):
        self._deliver(5)
        self._run("negative_stock")
        cases = self._run("negative_stock")
        self.assertRecordValues(
            cases,
            [{"product_id": self.product.id, "state": "reported", "occurrence_count": 2}],
        )
        self._receive(8)
        self._run("negative_stock")
        self.assertEqual(cases.state, "resolved")

    def test_stock_at_other_places_does_not_hide_a_negative_one(self):
        full, empty = self.env["stock.location"].create(
            [
                {"name": name, "location_id": self.stock.id, "company_id": self.company.id}
                for name in ("Full", "Empty")
            ]
        )
        self._move(self.supplier, full, 20)
        self._move(empty, self.customer, 5)
        self.assertEqual(len(self._run("negative_stock")), 1)

    def test_negative_stock_of_another_company_is_its_own_case(self):
        self._move(self.other_stock, self.customer, 5, company_id=self.other.id)
        self.assertFalse(self._run("negative_stock"))
        self.assertEqual(len(self._run("negative_stock", self.other)), 1)

    def test_negative_stock_of_two_warehouses_is_two_cases(self):
        self._deliver(5)
        self._move(self._create_warehouse().lot_stock_id, self.customer, 5)
        self.assertEqual(len(self._run("negative_stock")), 2)

    def test_manager_hears_at_once_in_the_inbox_and_on_the_list(self):
        self._deliver(5)
        case = self._run("negative_stock")
        self.assertIn(self.manager, case.activity_ids.user_id)
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.manager.partner_id.ids), ("res_id", "=", case.id)]
        )
        self.assertTrue(told)
