# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .detector_common import ScmDetectorCommon


@tagged("post_install", "-at_install")
class TestScmDetectorCount(ScmDetectorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive(100, cls._days_ago(10))

    def setUp(self):
        super().setUp()
        self._set("count_difference", days=7, value=400, percent=20, percent_value=100)

    def _count(self, quantity, product=None):
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quant = quants.create(
            {
                "product_id": (product or self.product).id,
                "location_id": self.stock.id,
                "inventory_quantity": quantity,
            }
        )
        quant.action_apply_inventory()

    def test_difference_above_the_value_or_the_percent_is_found(self):
        # At 8 each, in turn: 5 and 8 missing are little, 62 found are 496, 59 missing 472.
        for counted, expected in ((95, 0), (87, 0), (149, 1), (90, 2)):
            self._count(counted)
            with self.subTest(counted=counted):
                self.assertEqual(len(self._run("count_difference")), expected)

    def test_case_tells_what_the_books_said(self):
        self._count(40)
        case = self._run("count_difference")
        self.assertRegex(case.name, "-60, books said 100")
        self.assertEqual(case.res_model, "stock.move")

    def test_first_stock_is_no_difference_and_a_find_later_is(self):
        new = self._create_product(name="New Product")
        self._count(500, new)
        self.assertFalse(self._run("count_difference"))
        self._move(self.stock, self.customer, 500, product=new)
        self._count(70, new)
        self.assertEqual(self._run("count_difference").product_id, new)

    def test_solved_case_is_not_reopened_by_the_same_count(self):
        self._count(10)
        case = self._run("count_difference")
        case.write(
            {
                "cause_id": self.env.ref("scm_assistant_base.scm_exception_cause_other").id,
                "resolution": "Found behind the shelf",
            }
        )
        case.action_resolve()
        self._run("count_difference")
        self.assertRecordValues(case, [{"state": "resolved", "occurrence_count": 1}])

    def test_case_stays_when_the_count_is_old(self):
        self._count(10)
        case = self._run("count_difference")
        self._set("count_difference", days=0)
        self.env["stock.move"].search([("is_inventory", "=", True)]).date = self._days_ago(3)
        self._run("count_difference")
        self.assertEqual(case.state, "reported")
