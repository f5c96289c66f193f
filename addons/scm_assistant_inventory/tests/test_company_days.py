# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from odoo.tests import freeze_time, tagged

from .common_count import ScmCountCommon

# Half past midnight of the 16th in Taipei; in UTC, where the jobs are, it is the 15th.
NIGHT = datetime(2026, 3, 15, 16, 30)
YESTERDAY, TODAY = date(2026, 3, 15), date(2026, 3, 16)


@tagged("post_install", "-at_install")
class TestCompanyDays(ScmCountCommon):
    """Counts, questions, limits and needs at half past midnight where the company is."""

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time(NIGHT))
        self.env.user.tz = "UTC"

    def test_count_is_overdue_on_the_day_after_its_date(self):
        far = self.env["res.company"].create({"name": "Far"})
        far.partner_id.tz = "America/New_York"
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", far.id)], limit=1)
        self.counter.company_ids |= far
        late, due = self._create_session(due_date=YESTERDAY), self._create_session(due_date=TODAY)
        elsewhere = self._create_session(
            due_date=YESTERDAY, company_id=far.id, warehouse_id=warehouse.id
        )
        sessions = late | due | elsewhere
        self.assertEqual(sessions.mapped("is_overdue"), [True, False, False])
        found = sessions.search([("is_overdue", "=", True), ("id", "in", sessions.ids)])
        self.assertEqual(found, late)

    def test_count_is_due_today_if_nothing_is_said(self):
        self.assertEqual(self._create_session().due_date, TODAY)

    def test_stock_is_counted_again_so_many_days_from_today(self):
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.stock.id)], limit=1
        )
        days = self.env["scm.count.planner"]._get_next_days(quant)
        self.assertEqual(days, {quant: TODAY + timedelta(days=30)})

    def test_question_about_stale_data_is_due_tomorrow(self):
        defaults = self.env["scm.freshness.request"].default_get(["due_date"])
        self.assertEqual(defaults["due_date"], date(2026, 3, 17))

    def test_limit_set_by_hand_ends_with_its_last_day(self):
        limits = self.env["scm.stock.override"]
        values = {
            "company_id": self.company.id,
            "warehouse_id": self.warehouse.id,
            "product_id": self.product.id,
            "quantity": 10,
            "reason": "Fair",
        }
        ended = limits.create({**values, "kind": "reorder", "date_end": YESTERDAY})
        limits._archive_expired()
        self.assertFalse(ended.active)
        last_day = limits.create({**values, "kind": "reorder", "date_end": TODAY})
        limits._archive_expired()
        self.assertTrue(last_day.active)

    def test_need_and_suggested_date_count_from_today(self):
        position = self.env["scm.stock.position"].create(
            {
                "company_id": self.company.id,
                "warehouse_id": self._create_warehouse().id,
                "product_id": self.product.id,
                "vendor_id": self.vendor.id,
                "on_hand_qty": 40,
                "usable_qty": 40,
                "safety_qty": 10,
                "daily_mean": 3,
                "lead_days": 5,
            }
        )
        needs = self.product._scm_get_need_dates(self.company)
        key = self.product.id, position.warehouse_id.id
        self.assertEqual(needs[key], TODAY + timedelta(days=10))
        values = position._prepare_purchase_values()
        self.assertEqual(values["suggested_date"], TODAY + timedelta(days=5))

    def test_count_of_my_list_is_urgent_on_the_day_after_its_date(self):
        queue = self.env.ref("scm_assistant_inventory.scm_work_queue_counts_due")
        queue.urgent_domain = '[("due_date", "<", "today")]'
        counter = queue.with_user(self.counter).with_context(allowed_company_ids=self.company.ids)
        self._create_line(self._create_session(due_date=YESTERDAY))
        self.assertEqual(counter.urgent_count, 1)
