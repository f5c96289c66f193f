# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ScmSupplierCommon

MODULE = "odoo.addons.scm_assistant_base.models.scm_upload_check"


@freeze_time("2026-06-30 03:00:00")
@tagged("post_install", "-at_install")
class TestScmSupplierInformation(ScmSupplierCommon):
    def test_price_never_checked_or_long_ago_is_to_be_reviewed(self):
        prices = self.env["product.supplierinfo"].with_company(self.company)
        self.company.scm_review_days = 90
        for day, expected in ((False, True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)):
            with self.subTest(day=day):
                self.price.scm_checked_on = day
                self.assertEqual(self.price.scm_is_stale, expected)
                found = prices.search([("scm_is_stale", "=", True), ("id", "=", self.price.id)])
                self.assertEqual(bool(found), expected)

    def test_assistant_says_that_a_price_is_still_true(self):
        self.price.with_user(self.assistant).action_scm_mark_checked()
        self.assertRecordValues(
            self.price,
            [{"scm_checked_on": date(2026, 6, 30), "scm_checked_by_id": self.assistant.id}],
        )

    def test_prices_of_two_companies_are_asked_for_by_each(self):
        other = self.env["res.company"].create({"name": "Sister Company"})
        self.assistant.company_ids |= other
        theirs = self.price.copy({"company_id": other.id})
        own = self.env["product.supplierinfo"].with_user(self.assistant)
        own = own.with_context(allowed_company_ids=[self.company.id, other.id])
        own.browse((self.price | theirs).ids).action_scm_ask_update()
        updates = self.env["scm.supplier.update"].search([("partner_id", "=", self.present.id)])
        self.assertEqual(
            {update.company_id: update.line_ids.supplierinfo_id for update in updates},
            {self.company: self.price, other: theirs},
        )

    def test_change_of_price_and_lead_time_is_kept(self):
        self.price.write({"price": 11, "delay": 20, "min_qty": 6})
        self.assertRecordValues(
            self.price.scm_history_ids.sorted("field_name"),
            [
                {"field_name": "min_qty", "old_value": 5, "new_value": 6},
                {"field_name": "price", "old_value": 10, "new_value": 11},
            ],
        )

    def test_certificate_status_follows_the_day(self):
        documents = self.env["scm.supplier.document"].with_user(self.assistant)
        document = documents.create({"partner_id": self.present.id, "name": "iso.pdf"})
        for day, expected in (
            (False, "valid"),
            (date(2026, 7, 31), "valid"),
            (date(2026, 7, 30), "expiring"),
            (date(2026, 6, 29), "expired"),
        ):
            with self.subTest(day=day):
                document.expires_on = day
                self.assertEqual(document.status, expected)
                domain = [("status", "=", expected), ("id", "=", document.id)]
                self.assertTrue(documents.search(domain))

    def test_certificate_is_what_its_content_is(self):
        documents = self.env["scm.supplier.document"].with_user(self.assistant)
        values = {"partner_id": self.present.id, "name": "iso.pdf"}
        documents.create({**values, "content": base64.b64encode(b"%PDF-1.4\n%%EOF")})
        with self.assertRaisesRegex(UserError, "iso.pdf can't be used"):
            documents.create({**values, "content": base64.b64encode(b"<html>No</html>")})
        with (
            patch(f"{MODULE}.MAX_BYTES", 10),
            self.assertRaisesRegex(UserError, "smaller file"),
        ):
            documents.create({**values, "content": base64.b64encode(b"%PDF-1.4\n%%EOF")})

    def _ask(self):
        updates = self.env["scm.supplier.update"].with_user(self.assistant)
        return updates._ask(self.price.with_user(self.assistant))

    def test_answer_with_a_change_waits_for_the_manager(self):
        update = self._ask()
        update.sudo()._take_answer({update.line_ids.id: {"price": 12.0, "delay": 25}}, "Steel")
        self.assertRecordValues(update, [{"approval_state": "submitted", "change_count": 1}])
        self.assertEqual(self.price.price, 10)
        update.with_user(self.manager).action_approve()
        self.assertRecordValues(
            self.price,
            [{"price": 12, "delay": 25, "min_qty": 5, "scm_checked_on": date(2026, 6, 30)}],
        )

    def test_answer_without_a_change_only_marks_the_price_checked(self):
        update = self._ask()
        update.sudo()._take_answer({}, "")
        self.assertEqual(update.approval_state, "applied")
        self.assertEqual(self.price.scm_checked_on, date(2026, 6, 30))
        self.assertFalse(self.price.scm_history_ids)

    def test_second_answer_is_recognised_and_changes_nothing(self):
        update = self._ask()
        self.assertTrue(update.sudo()._take_answer({update.line_ids.id: {"price": 12.0}}, ""))
        self.assertFalse(update.sudo()._take_answer({update.line_ids.id: {"price": 1.0}}, ""))
        self.assertEqual(update.line_ids.price, 12)

    def test_stage_says_that_the_supplier_was_asked(self):
        update = self._ask()
        self.assertEqual(update.stage, "asked")
        update.sudo()._take_answer({update.line_ids.id: {"price": 12.0}}, "")
        self.assertEqual(update.stage, "submitted")

    def test_question_without_an_answer_can_not_be_submitted(self):
        update = self._ask()
        with self.assertRaisesRegex(UserError, "not answered"):
            update.action_submit()
        self.assertFalse(self.price.scm_checked_on)

    def test_what_was_agreed_meanwhile_is_not_written_over(self):
        update = self._ask()
        update.sudo()._take_answer({update.line_ids.id: {"price": 12.0}}, "")
        self.price.price = 9
        with self.assertRaisesRegex(UserError, "Bolt"):
            update.with_user(self.manager).action_approve()
        self.assertEqual(self.price.price, 9)

    def test_only_what_the_supplier_changes_is_written(self):
        update = self._ask()
        update.sudo()._take_answer({update.line_ids.id: {"price": 12.0}}, "")
        self.price.delay = 30
        update.with_user(self.manager).action_approve()
        self.assertRecordValues(
            self.price, [{"price": 12, "delay": 30, "min_qty": 5, "scm_checked_on": False}]
        )

    def test_no_change_does_not_confirm_what_was_changed_meanwhile(self):
        update = self._ask()
        self.price.price = 9
        update.sudo()._take_answer({}, "")
        self.assertEqual(update.approval_state, "applied")
        self.assertFalse(self.price.scm_checked_on)

    def test_supplier_without_address_is_told_of(self):
        self.present.email = False
        with self.assertRaisesRegex(UserError, "e-mail"):
            self._ask()


@tagged("post_install", "-at_install")
class TestScmProductInfoPage(HttpCase, ScmSupplierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        updates = cls.env["scm.supplier.update"].with_user(cls.assistant)
        cls.update = updates._ask(cls.price.with_user(cls.assistant))
        _link, url = cls.update._send_link()
        cls.path = url[url.index("/scm/") :]

    def _answer(self, path, **values):
        page = self.url_open(path)
        parts = page.text.split('name="csrf_token" value="')
        token = parts[1].split('"')[0] if len(parts) > 1 else ""
        return self.url_open(path, data={"csrf_token": token, **values})

    def test_supplier_answers_for_his_own_lines_only(self):
        foreign = self.env["scm.supplier.update"]._ask(self.price.copy())
        line, other = self.update.line_ids, foreign.line_ids
        page = self._answer(
            self.path, **{f"price_{line.id}": "12.5", f"delay_{line.id}": "9"},
            **{f"price_{other.id}": "1"},
        )  # fmt: skip
        self.assertIn("Your answer has been received", page.text)
        self.assertRecordValues(line, [{"price": 12.5, "delay": 9, "min_qty": 5}])
        self.assertFalse(other.price)
        self.assertEqual(self.update.approval_state, "submitted")

    def test_colleagues_read_the_to_dos_and_messages_that_an_answer_makes(self):
        self._answer(self.path, **{f"price_{self.update.line_ids.id}": "12.5"})
        for user in (self.assistant, self.manager):
            self.env.invalidate_all()
            update = self.update.with_user(user)
            self.assertTrue(update.sudo().activity_ids)
            # As the web client reads them; the public user is of another company.
            update.sudo().activity_ids.with_user(user).create_uid.mapped("name")
            update.message_ids.create_uid.mapped("name")
        self.assertIn(self.present, self.update.message_ids.author_id)

    def test_what_is_no_number_is_pointed_out_and_nothing_is_written(self):
        line = self.update.line_ids
        for text in ("-1", "nan", "inf", "abc", "1e99", "1,50", "1.234,5", "12,34,5"):
            page = self._answer(self.path, **{f"price_{line.id}": text})
            self.assertIn("Please write plain numbers", page.text)
        self.assertFalse(self.update.answered_at)

    def test_page_is_in_the_supplier_s_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.present.lang = "zh_TW"
        page = self.url_open(self.path).text
        self.assertNotIn("Please look through", page)
        self.assertIn('<html lang="zh-TW"', page)

    def test_page_is_in_the_name_of_the_company_that_asks(self):
        website = self.env.ref("base.main_company")
        website.name = "Company of the Website"
        page = self.url_open(self.path).text
        self.assertIn('name="link_company"', page)
        self.assertNotIn("Company of the Website", page)
        self.assertNotIn("/logo.png", page)

    def test_supplier_can_write_a_remark(self):
        self.assertIn('<textarea name="remark"', self.url_open(self.path).text)
        self._answer(self.path, remark="Steel is dearer")
        self.assertEqual(self.update.remark, "Steel is dearer")

    def test_commas_group_thousands(self):
        line = self.update.line_ids
        self._answer(self.path, **{f"price_{line.id}": "1,234.5", f"min_qty_{line.id}": "2,000"})
        self.assertRecordValues(line, [{"price": 1234.5, "min_qty": 2000}])

    def test_comma_is_refused_where_it_is_the_decimal_point(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.present.lang = "de_DE"
        self._answer(self.path, **{f"price_{self.update.line_ids.id}": "1,234"})
        self.assertFalse(self.update.answered_at)

    def test_price_of_many_digits_comes_back_unchanged(self):
        self.price.price = 123456.789
        update = self.env["scm.supplier.update"]._ask(self.price)
        path = update._send_link()[1]
        page = self.url_open(path[path.index("/scm/") :])
        self.assertIn('value="123456.789"', page.text)

    def test_links_that_open_nothing_all_answer_the_same(self):
        other = self.env["scm.supplier.update"]._ask(self.price.copy())
        revoked, revoked_url = other._send_link()
        revoked.action_revoke()
        expired, expired_url = other._send_link()
        expired.sudo().expires_at = datetime(2020, 1, 1)
        wrong = self.env["scm.access.link"]._issue(self.update, "contract", self.present)[1]
        for url in ("x" * 43, revoked_url, expired_url, wrong):
            page = self.url_open(f"/scm/product-info/{url.rsplit('/', 1)[-1]}")
            self.assertEqual(page.status_code, 404)
            self.assertNotIn("Bolt", page.text)

    def test_form_without_its_token_is_refused(self):
        self.url_open(self.path)
        # Odoo logs the refusal at length.
        with mute_logger("odoo.http"):
            answer = self.url_open(self.path, data={f"price_{self.update.line_ids.id}": "1"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.update.answered_at)
