# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .common_purchase import PurchaseCommon

# Half past midnight of the 16th in Taipei; in UTC, where all users are, it is the 15th.
NIGHT = datetime(2026, 3, 15, 16, 30)
YESTERDAY, TODAY = date(2026, 3, 15), date(2026, 3, 16)


@freeze_time(NIGHT)
@tagged("post_install", "-at_install")
class TestCompanyDays(PurchaseCommon):
    """Papers, prices, questions and orders at half past midnight where the company is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Taipei"
        cls.far = cls.env["res.company"].create({"name": "Far"})
        cls.far.partner_id.tz = "America/New_York"

    def _create_document(self, **values):
        return self.env["scm.supplier.document"].create(
            {
                "partner_id": self.supplier.id,
                "company_id": self.company.id,
                "name": "iso.pdf",
                "expires_on": YESTERDAY,
                **values,
            }
        )

    def test_paper_has_expired_on_the_day_after_its_last(self):
        expired, far = self._create_document(), self._create_document(company_id=self.far.id)
        anybodys = self._create_document(company_id=False)
        papers = expired | far | anybodys
        self.assertEqual(papers.mapped("status"), ["expired", "expiring", "expired"])
        found = papers.search([("status", "=", "expired"), ("id", "in", papers.ids)])
        self.assertEqual(found, expired | anybodys)

    def test_question_to_a_supplier_is_overdue_on_the_day_after_its_date(self):
        questions = self.env["scm.supply.request"].create(
            [
                {
                    "company_id": company.id,
                    "partner_id": self.supplier.id,
                    "line_ids": [],
                }
                for company in (self.company, self.far)
            ]
        )
        questions._write_own({"state": "sent", "due_date": YESTERDAY})
        self.assertEqual(questions.mapped("is_overdue"), [True, False])
        overdue = Domain("is_overdue", "=", True)
        self.assertEqual(questions.search(overdue & self._mine(questions)), questions[0])

    def _mine(self, records):
        return Domain("id", "in", records.ids)

    def test_price_is_checked_today_and_stale_by_the_companys_days(self):
        price = self.product.seller_ids
        self.company.scm_review_days = 10
        price.scm_checked_on = date(2026, 3, 5)
        price.invalidate_recordset(["scm_is_stale"])
        self.assertTrue(price.scm_is_stale)
        self.assertEqual(price.search([("scm_is_stale", "=", True)]) & price, price)
        price.action_scm_mark_checked()
        self.assertEqual(price.scm_checked_on, TODAY)

    def test_price_that_ended_yesterday_is_not_the_present_one(self):
        other = self._create_supplier("Other Parts")
        self.product.seller_ids.date_end = YESTERDAY
        qualification = self.env["scm.supplier.qualification"].create(
            {"partner_id": other.id, "source": "fair", "company_id": self.company.id}
        )
        line = self.env["scm.supplier.qualification.line"].create(
            {"qualification_id": qualification.id, "product_id": self.product.id, "price": 9}
        )
        self.assertFalse(line.present_id)
        self.assertEqual(line._prepare_supplierinfo_values()["scm_checked_on"], TODAY)

    def test_contract_that_ended_yesterday_is_not_in_force_for_an_order(self):
        self.company.scm_contract_policy = "block"
        contract = self.env["scm.contract"].create(
            {
                "name": "Frame",
                "kind": "supplier",
                "company_id": self.company.id,
                "partner_id": self.supplier.id,
                "date_start": date(2026, 1, 1),
                "date_end": YESTERDAY,
            }
        )
        contract._write_own({"state": "signed"})
        order = self._create_order(confirm=False)
        self.assertEqual([policy for policy, _ in order._scm_get_contract_obstacles()], ["block"])

    def test_board_refreshes_what_was_refreshed_before_the_companys_midnight(self):
        board = self.env["scm.supply.board"]
        lines = self._create_order().order_line | self._create_order().order_line
        lines[0]._write_own({"scm_risk_at": datetime(2026, 3, 15, 15, 59)})
        lines[1]._write_own({"scm_risk_at": datetime(2026, 3, 15, 16)})
        old = lines.search(board._get_old_domain() & self._mine(lines))
        self.assertEqual(old, lines[0])

    def test_card_of_late_lines_begins_the_day_where_the_company_is(self):
        queue = self.env.ref("scm_assistant_supplier.scm_work_queue_supply_late")
        company = self.company.id
        queue.domain = f"[('company_id', '=', {company}), ('date_planned', '<', 'today')]"
        # The last minute of the 15th, and the first of the 16th in Taipei.
        self._create_order(date=datetime(2026, 3, 15, 15, 59))
        self._create_order(date=datetime(2026, 3, 15, 16))
        self.assertEqual(queue.with_user(self.assistant).record_count, 1)
