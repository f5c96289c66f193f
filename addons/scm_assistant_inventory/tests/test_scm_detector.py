# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import ScmInventoryCommon


@tagged("post_install", "-at_install")
class TestScmDetector(ScmInventoryCommon):
    def _run(self, name):
        """Run a detector for the own company and return its cases there."""
        detector = self.env.ref(f"scm_assistant_inventory.scm_detector_{name}")
        detector.company_ids = self.company
        detector._run()
        return self.env["scm.exception"].search(
            [("detector_id", "=", detector.id), ("company_id", "=", self.company.id)]
        )

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

    def test_best_seller_out_of_stock_is_reported_and_a_slow_one_is_not(self):
        slow = self._create_product(name="Slow Product")
        self._sell_weekly(7, 26, left=0)
        self._sell_weekly(1, 26, left=0, product=slow)
        self._plan()
        # 7 a week at 8 are 8 a day; 1 a week is 1.14 a day.
        self.env.ref("scm_assistant_inventory.scm_detector_stock_out_daily_value").value = 5
        cases = self._run("stock_out")
        self.assertRecordValues(cases, [{"product_id": self.product.id, "severity": "s1"}])
