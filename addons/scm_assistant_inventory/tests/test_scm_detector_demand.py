# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .detector_common import ScmDetectorCommon


@tagged("post_install", "-at_install")
class TestScmDetectorDemand(ScmDetectorCommon):
    def _sync(self):
        self.env["scm.demand.ledger"]._sync(self.company)

    def test_best_seller_out_of_stock_is_reported_and_a_slow_one_is_not(self):
        slow = self._create_product(name="Slow Product")
        self._sell_weekly(7, 26, left=0)
        self._sell_weekly(1, 26, left=0, product=slow)
        self._plan()
        # 7 a week at 8 are 8 a day; 1 a week is 1.14 a day.
        self._set("stock_out", daily_value=5)
        cases = self._run("stock_out")
        self.assertRecordValues(cases, [{"product_id": self.product.id, "severity": "s1"}])

    def test_demand_jump_is_found_and_passes_with_the_next_weeks(self):
        self._set("demand_jump", score=4, value=50)
        self._sell_weekly(10, 14, left=500)
        self._sync()
        self.assertFalse(self._run("demand_jump"))
        # 10 a week without any spread: √10 × 4 = 12.6 more are a jump.
        jump = self._deliver(13, self._days_ago(2))
        self._sync()
        case = self._run("demand_jump")
        self.assertRegex(case.name, "23, usually 10")
        jump.date = self.env.cr.now().replace(year=jump.date.year - 1)
        self.company.scm_ledger_built_at = False
        self._sync()
        self._run("demand_jump")
        self.assertEqual(case.state, "resolved")

    def test_jump_below_the_score_or_the_value_is_none(self):
        self._sell_weekly(10, 14, left=500)
        self._deliver(12, self._days_ago(2))
        self._sync()
        self._set("demand_jump", score=4, value=50)
        self.assertFalse(self._run("demand_jump"))
        self._set("demand_jump", score=3, value=97)
        self.assertFalse(self._run("demand_jump"))
        self._set("demand_jump", score=3, value=96)
        self.assertTrue(self._run("demand_jump"))

    def test_demand_that_stops_is_found_until_it_goes_on(self):
        self._set("demand_stop", days=21, intervals=5)
        self._receive(200, self._days_ago(150))
        for week in range(6, 18):
            self._deliver(5, self._days_ago(week * 7))
        self._sync()
        case = self._run("demand_stop")
        self.assertRegex(case.name, "none for 42 days, usually every 7")
        self._deliver(5, self._days_ago(1))
        self._sync()
        self._run("demand_stop")
        self.assertEqual(case.state, "resolved")

    def test_pause_of_usual_length_or_without_stock_is_no_stop(self):
        self._set("demand_stop", days=21, intervals=7)
        self._receive(60, self._days_ago(150))
        for week in range(6, 18):
            self._deliver(5, self._days_ago(week * 7))
        self._sync()
        self._set("demand_stop", days=21, intervals=5)
        self.assertFalse(self._run("demand_stop"), "what is sold out can't be sold")
        self._receive(10, self._days_ago(2))
        self._set("demand_stop", days=21, intervals=7)
        self.assertFalse(self._run("demand_stop"), "42 days are only six intervals")
