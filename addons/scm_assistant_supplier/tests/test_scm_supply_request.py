# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import HttpCase, freeze_time, tagged

from .common_purchase import FIRST, LATER, NOW, PurchaseCommon


class SupplyRequestCommon(PurchaseCommon):
    @classmethod
    def _ask(cls, order, user=None):
        """Return the question about all lines of ``order``, asked by the assistant."""
        lines = order.order_line.with_user(user or cls.assistant)
        return cls.env["scm.supply.request"].browse(lines.action_scm_ask_supplier()["res_id"])

    @classmethod
    def _get_path(cls, question):
        """Return the path of the link that was mailed last for ``question``."""
        mails = cls.env["mail.mail"].search([("subject", "ilike", question.name)], order="id DESC")
        return re.search(r"/scm/supply/[\w-]+", mails[0].body_html).group()


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScmSupplyRequest(SupplyRequestCommon):
    def _answer(self, question, **answer):
        return question._receive_answer({question.line_ids.id: answer}, "Ms Wang")

    def test_mail_holds_the_link_and_the_chatter_does_not(self):
        question = self._ask(self._create_order())
        self.assertTrue(self._get_path(question))
        bodies = " ".join(question.message_ids.mapped("body"))
        self.assertNotIn("/scm/supply/", bodies)
        self.assertEqual(question.due_date, date(2026, 3, 5))

    def test_supplier_reads_his_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.supplier.lang = "zh_TW"
        question = self._ask(self._create_order())
        mail = self.env["mail.mail"].search([("subject", "ilike", question.name)])
        self.assertIn("請", mail.subject)
        self.assertIn("請", mail.body_html)

    def test_confirmed_date_becomes_the_last_confirmed_one(self):
        order = self._create_order()
        question = self._ask(order)
        self.assertTrue(self._answer(question, answer="confirm"))
        self.assertRecordValues(question, [{"state": "answered", "has_trouble": False}])
        promise = order.order_line._scm_get_last_parts()
        self.assertRecordValues(
            promise, [{"source": "supplier", "date": FIRST, "quantity": 10, "version": 2}]
        )
        self.assertTrue(order.order_line.scm_is_confirmed)

    def test_answer_to_figures_that_the_buyer_changed_is_not_taken(self):
        order = self._create_order()
        line = order.order_line
        for name, value in (("date_planned", LATER), ("product_qty", 20)):
            with self.subTest(changed=name):
                question = self._ask(order)
                line.with_user(self.assistant).write({name: value})
                before = len(line.scm_promise_ids)
                with self.assertRaisesRegex(UserError, "was changed since we asked"):
                    self._answer(question, answer="confirm")
                self.assertEqual(question.state, "sent")
                self.assertRecordValues(line, [{name: value, "scm_is_confirmed": False}])
                self.assertEqual(len(line.scm_promise_ids), before)

    def test_asked_again_it_asks_about_what_the_order_expects_now(self):
        order = self._create_order()
        question = self._ask(order)
        order.order_line.with_user(self.assistant).date_planned = LATER
        question.with_user(self.assistant).action_send()
        self.assertEqual(question.line_ids.asked_date, LATER)
        self._answer(question, answer="confirm")
        self.assertRecordValues(
            order.order_line, [{"date_planned": LATER, "scm_is_confirmed": True}]
        )

    def test_later_date_is_in_order_receipt_and_forecast_at_once(self):
        order = self._create_order()
        question = self._ask(order)
        self._answer(question, answer="date", parts=[(LATER.date(), 0)], reason="Machine is broken")
        expected = order.order_line.date_planned
        self.assertEqual(expected.date(), LATER.date())
        self.assertEqual(order.picking_ids.scheduled_date, expected)
        self.assertEqual(self._get_forecast(FIRST), 0)
        self.assertEqual(self._get_forecast(expected), 10)
        self.assertTrue(question.has_trouble)
        self.assertEqual(order.order_line.scm_original_date, FIRST)

    def test_days_are_those_of_the_company(self):
        self.company.partner_id.tz = "Asia/Taipei"
        # Midnight of 16 March in Taipei.
        question = self._ask(self._create_order(date=datetime(2026, 3, 15, 16)))
        self._answer(question, answer="date", parts=[(date(2026, 3, 16), 0)])
        self.assertRecordValues(
            question.line_ids, [{"is_later": False, "answer_parts": "2026-03-16: 10"}]
        )
        self.assertFalse(question.has_trouble)

    def test_mail_says_the_day_of_the_company(self):
        self.company.partner_id.tz = "Asia/Taipei"
        question = self._ask(self._create_order(date=datetime(2026, 3, 15, 16)))
        mail = self.env["mail.mail"].search([("subject", "ilike", question.name)])
        self.assertIn("03/16/2026", mail.body_html)

    def test_parts_arrive_on_their_days(self):
        order = self._create_order()
        question = self._ask(order)
        parts = [(LATER.date(), 4), (FIRST.date(), 6)]
        self._answer(question, answer="parts", parts=parts)
        days = {move.date.date(): move.product_qty for move in order.order_line.move_ids}
        self.assertEqual(days, {FIRST.date(): 6, LATER.date(): 4})
        reserved = {move.date.date(): move.quantity for move in order.order_line.move_ids}
        self.assertEqual(reserved, days)
        self.assertEqual(self._get_forecast(FIRST + timedelta(hours=12)), 6)
        self.assertEqual(self._get_forecast(LATER + timedelta(hours=12)), 10)
        self.assertNoReturn(order)
        self.assertEqual(len(order.order_line._scm_get_last_parts()), 2)

    def test_receipt_in_parts_validated_unedited_takes_what_was_ordered(self):
        order = self._create_order()
        order.order_line._scm_expect_parts([(FIRST, 6), (LATER, 4)])
        self.assertEqual(order.picking_ids.state, "assigned")
        order.picking_ids.with_context(skip_backorder=True).button_validate()
        self.assertEqual(order.order_line.qty_received, 10)
        self.assertEqual(self.product.qty_available, 10)

    def test_parts_in_purchase_units_are_split_in_stock_units(self):
        order = self._create_order(quantity=2, uom=self.env.ref("uom.product_uom_dozen"))
        question = self._ask(order)
        self._answer(question, answer="parts", parts=[(FIRST.date(), 1), (LATER.date(), 1)])
        self.assertEqual(order.order_line.move_ids.mapped("product_qty"), [12, 12])
        self.assertEqual(order.order_line.move_ids.move_line_ids.mapped("quantity"), [12, 12])

    def test_part_that_leaves_a_rest_without_a_word_is_refused(self):
        order = self._create_order()
        question = self._ask(order)
        with self.assertRaisesRegex(UserError, "4 of Bracket are not covered yet"):
            self._answer(question, answer="parts", parts=[(LATER.date(), 6)])
        self.assertRecordValues(question, [{"state": "sent", "has_trouble": False}])
        self.assertEqual(order.order_line.move_ids.mapped("date"), [FIRST])

    def test_rest_that_can_t_be_delivered_is_missing_and_keeps_its_date(self):
        order = self._create_order()
        question = self._ask(order)
        self._answer(question, answer="parts", parts=[(LATER.date(), 6)], no_rest=True)
        self.assertRecordValues(question.line_ids, [{"missing_qty": 4, "is_later": True}])
        self.assertTrue(question.has_trouble)
        days = {move.date.date(): move.product_qty for move in order.order_line.move_ids}
        self.assertEqual(days, {FIRST.date(): 4, LATER.date(): 6})
        self.assertEqual(order.order_line.date_planned.date(), LATER.date())
        self.assertNoReturn(order)

    def test_part_before_the_rest_leaves_the_line_its_date(self):
        order = self._create_order(date=LATER)
        question = self._ask(order)
        self._answer(question, answer="parts", parts=[(FIRST.date(), 6)], no_rest=True)
        self.assertRecordValues(question.line_ids, [{"missing_qty": 4, "is_later": False}])
        days = {move.date.date(): move.product_qty for move in order.order_line.move_ids}
        self.assertEqual(days, {FIRST.date(): 6, LATER.date(): 4})
        self.assertEqual(order.order_line.date_planned, LATER)

    def test_refusal_moves_nothing_but_is_trouble(self):
        order = self._create_order()
        question = self._ask(order)
        self._answer(question, answer="refuse", reason="Out of production")
        self.assertEqual(order.order_line.date_planned, FIRST)
        self.assertRecordValues(question.line_ids, [{"missing_qty": 10, "answer": "refuse"}])

    def test_incomplete_answers_are_told_and_not_taken(self):
        question = self._ask(self._create_order())
        day = FIRST.date()
        attempts = (
            {"answer": "date"},
            {"answer": "date", "parts": [(date(2026, 3, 1), 0)]},
            {"answer": "parts", "parts": [(day, 11)]},
            {"answer": "parts", "parts": [(day, -1), (day, 2)]},
            {"answer": "something"},
        )
        for attempt in attempts:
            with self.subTest(**attempt), self.assertRaises(UserError):
                self._answer(question, **attempt)
        self.assertEqual(question.state, "sent")

    def test_day_that_is_over_is_not_confirmed(self):
        order = self._create_order()
        question = self._ask(order)
        with freeze_time(FIRST + timedelta(days=1)):
            with self.assertRaisesRegex(UserError, "03/16/2026, which is over"):
                self._answer(question, answer="confirm")
            self.assertEqual(question.state, "sent")
            self.assertFalse(order.order_line.scm_is_confirmed)
            self._answer(question, answer="date", parts=[(LATER.date(), 0)])
        self.assertEqual(order.order_line.date_planned.date(), LATER.date())

    def test_every_line_without_an_answer_is_named(self):
        lamp = self._create_product("Lamp")
        orders = self._create_order() | self._create_order(product=lamp) | self._create_order()
        action = orders.order_line.with_user(self.assistant).action_scm_ask_supplier()
        question = self.env["scm.supply.request"].browse(action["res_id"])
        first, second, third = question.line_ids
        names = rf"for Lamp \({second.order_id.name}\), Bracket \({third.order_id.name}\)\."
        with self.assertRaisesRegex(UserError, names):
            question._receive_answer({first.id: {"answer": "confirm"}}, "Ms Wang")
        self.assertEqual(set(question.line_ids.mapped("answer")), {"none"})

    def test_risk_is_computed_once_however_many_lines_are_answered(self):
        lines = (self._create_order() | self._create_order() | self._create_order()).order_line
        action = lines.with_user(self.assistant).action_scm_ask_supplier()
        question = self.env["scm.supply.request"].browse(action["res_id"])
        answers = {line.id: {"answer": "confirm"} for line in question.line_ids}
        board = type(self.env["scm.supply.board"])
        with patch.object(board, "_get_delays", return_value={}) as delays:
            question._receive_answer(answers, "Ms Wang")
        self.assertEqual(delays.call_count, 1)
        self.assertEqual(set(lines.mapped("scm_is_confirmed")), {True})

    def test_second_answer_is_not_taken(self):
        order = self._create_order()
        question = self._ask(order)
        self._answer(question, answer="confirm")
        self.assertFalse(self._answer(question, answer="refuse"))
        self.assertEqual(question.line_ids.answer, "confirm")
        self.assertEqual(len(order.order_line.scm_promise_ids), 2)

    def test_asking_again_voids_the_former_link(self):
        question = self._ask(self._create_order())
        former = self._get_path(question).rsplit("/", 1)[1]
        question.with_user(self.assistant).action_send()
        links = self.env["scm.access.link"]
        self.assertFalse(links._resolve(former, "supply"))
        present = self._get_path(question).rsplit("/", 1)[1]
        self.assertTrue(links._resolve(present, "supply"))

    def test_line_asked_anew_leaves_the_older_question(self):
        order = self._create_order()
        older, newer = self._ask(order), self._ask(order)
        self.assertEqual(older.line_ids.answer, "replaced")
        self.assertEqual((older.state, newer.state), ("cancelled", "sent"))

    def test_supplier_without_address_is_told(self):
        self.supplier.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self._ask(self._create_order())

    def test_each_supplier_gets_his_own_question(self):
        first = self._create_order()
        second = self._create_order(partner_id=self._create_supplier("Second Supplier").id)
        lines = (first | second).order_line.with_user(self.assistant)
        domain = lines.action_scm_ask_supplier()["domain"]
        questions = self.env["scm.supply.request"].search(domain)
        self.assertEqual(len(questions.partner_id), 2)

    def test_who_does_not_answer_is_reminded_twice_and_then_called(self):
        question = self._ask(self._create_order())
        cron = self.env.ref("scm_assistant_supplier.scm_supply_request_cron_remind")
        for day, count in ((2, 0), (4, 1), (5, 1), (8, 2), (12, 2), (20, 2)):
            with freeze_time(NOW + timedelta(days=day)), self.enter_registry_test_mode():
                cron.method_direct_trigger()
                question.invalidate_recordset()
                self.assertEqual(question.reminder_count, count, day)

    @contextmanager
    def _stay_inside(self):
        """Let a cron run in the test's transaction, whose records a rollback would take."""
        commit = patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=60)
        with commit, patch.object(self.env.cr, "rollback"):
            yield

    def test_reminder_that_fails_stops_no_other(self):
        mute = self._ask(self._create_order(partner_id=self._create_supplier("Mute").id))
        failing = self._ask(self._create_order(partner_id=self._create_supplier("Failing").id))
        question = self._ask(self._create_order())
        mute.partner_id.email = False
        requests = self.env["scm.supply.request"]
        send = type(requests)._send_link

        def fail(request):
            if request == failing:
                raise ValueError("The mail server is tired")
            return send(request)

        own = Domain("id", "in", (mute | failing | question).ids)
        overdue = patch.object(type(requests), "_get_overdue_domain", return_value=own)
        failed = patch.object(type(requests), "_send_link", fail)
        logged = self.assertLogs("odoo.addons.scm_assistant_supplier", "ERROR")
        with freeze_time(NOW + timedelta(days=4)), overdue, failed, logged, self._stay_inside():
            requests._cron_remind()
        self.assertEqual((mute | failing | question).mapped("reminder_count"), [0, 0, 1])

    def test_batch_of_reminders_is_not_filled_by_suppliers_without_address(self):
        question = self._ask(self._create_order())
        # The newest is searched first.
        mute = self._ask(self._create_order(partner_id=self._create_supplier("Mute").id))
        mute.partner_id.email = False
        own = Domain("id", "in", (mute | question).ids)
        requests = self.env["scm.supply.request"]
        overdue = patch.object(type(requests), "_get_overdue_domain", return_value=own)
        with overdue, self._stay_inside():
            for _number in range(2):
                requests._cron_remind(batch_size=1)
        self.assertEqual(question.reminder_count, 2)


@tagged("post_install", "-at_install")
class TestScmSupplyRequestPage(SupplyRequestCommon, HttpCase):
    """The supplier's page: what opens it, and what does not."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order(date=datetime(2027, 3, 16, 4))
        self.question = self._ask(self.order)
        self.path = self._get_path(self.question)
        self.line = self.question.line_ids

    def _post(self, path=None, **data):
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(path or self.path, data=data)

    def _open(self, path=None):
        self.authenticate(None, None)
        return self.url_open(path or self.path)

    def assertNothing(self, response):
        """The neutral page, whatever was wrong, and nothing was written."""
        self.assertEqual(response.status_code, 404)
        self.assertIn("This link is not valid", response.text)
        self.assertNotIn("Bracket", response.text)
        self.assertNotIn(self.order.name, response.text)
        self.env.invalidate_all()
        self.assertEqual(self.line.answer, "none")
        self.assertEqual(len(self.order.order_line.scm_promise_ids), 1)

    def test_page_asks_without_prices_and_looking_changes_nothing(self):
        response = self._open()
        self.assertEqual(response.status_code, 200)
        self.assertIn("Bracket", response.text)
        self.assertNotIn("8.0", response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.env.invalidate_all()
        self.assertEqual(self.question.state, "sent")

    def test_answer_is_taken_once_and_the_second_is_recognised(self):
        self._open()
        day = "2027-04-02"
        first = self._post(**{f"answer_{self.line.id}": "date", f"date_{self.line.id}_0": day})
        self.assertIn("Thank you", first.text)
        second = self._post(**{f"answer_{self.line.id}": "confirm"})
        self.assertIn("answered already", second.text)
        self.env.invalidate_all()
        self.assertEqual(self.order.order_line.date_planned.date(), date(2027, 4, 2))
        self.assertEqual(len(self.order.order_line.scm_promise_ids), 2)
        # sudo: the test looks at what nobody may.
        self.assertEqual(self.question.sudo().link_id.use_count, 1)

    def test_answer_is_taken_though_a_manager_deleted_the_category_of_its_case(self):
        supply = self.env.ref("scm_assistant_base.scm_exception_category_supply")
        rest = self.env["scm.exception.category"].create({"name": "Rest", "code": "other"})
        for model in ("scm.exception", "scm.detector"):
            records = self.env[model].with_context(active_test=False)
            records.search([("category_id", "=", supply.id)]).category_id = rest
        supply.unlink()
        self._open()
        day = "2027-04-02"
        answer = {f"answer_{self.line.id}": "date", f"date_{self.line.id}_0": day}
        self.assertIn("Thank you", self._post(**answer).text)
        self.env.invalidate_all()
        case = self.env["scm.exception"].search(
            [("purchase_line_id", "=", self.order.order_line.id)]
        )
        self.assertRecordValues(
            case, [{"category_id": rest.id, "reporter_id": self.env.ref("base.user_root").id}]
        )

    def test_old_page_is_answered_with_the_new_figures_and_taken_the_second_time(self):
        page = self._open().text
        key = re.search(rf'name="asked_{self.line.id}" value="([^"]+)"', page).group(1)
        moved = datetime(2027, 7, 1, 4)
        self.order.order_line.date_planned = moved
        self.env.flush_all()
        answer = {f"answer_{self.line.id}": "confirm"}
        told = self._post(**answer, **{f"asked_{self.line.id}": key})
        self.assertIn("was changed since we asked", told.text)
        self.assertIn("07/01/2027", told.text)
        self.env.invalidate_all()
        self.assertEqual(self.order.order_line.date_planned, moved)
        key = re.search(rf'name="asked_{self.line.id}" value="([^"]+)"', told.text).group(1)
        self.assertIn("Thank you", self._post(**answer, **{f"asked_{self.line.id}": key}).text)
        self.env.invalidate_all()
        self.assertEqual(self.order.order_line.date_planned, moved)
        self.assertTrue(self.order.order_line.scm_is_confirmed)

    def test_nothing_is_chosen_for_the_supplier(self):
        self.assertNotIn("checked", self._open().text.split("<form", 1)[1])
        self.assertIn("Please answer for Bracket", self._post().text)
        self.env.invalidate_all()
        self.assertEqual((self.line.answer, self.question.state), ("none", "sent"))

    def test_day_that_is_over_is_not_offered(self):
        option = f'id="confirm_{self.line.id}"'
        self.assertIn(option, self._open().text)
        self.order.order_line.date_planned = datetime(2025, 3, 16, 4)
        self.env.flush_all()
        page = self._open().text
        self.assertNotIn(option, page)
        self.assertIn("This day is over", page)
        key = re.search(rf'name="asked_{self.line.id}" value="([^"]+)"', page).group(1)
        response = self._post(**{f"answer_{self.line.id}": "confirm", f"asked_{self.line.id}": key})
        self.assertIn("which is over. Please give another date", response.text)
        self.env.invalidate_all()
        self.assertEqual(self.line.answer, "none")

    def test_incomplete_answer_is_told_on_the_page(self):
        self._open()
        response = self._post(**{f"answer_{self.line.id}": "date"})
        self.assertIn("give a date", response.text)
        self.env.invalidate_all()
        self.assertEqual(self.line.answer, "none")

    def test_rest_is_asked_about_on_the_page(self):
        self._open()
        answer = {
            f"answer_{self.line.id}": "parts",
            f"qty_{self.line.id}_1": "6",
            f"date_{self.line.id}_1": "2027-04-02",
        }
        self.assertIn("4 of Bracket are not covered yet", self._post(**answer).text)
        told = self._post(**answer, **{f"norest_{self.line.id}": "1"})
        self.assertIn("Thank you", told.text)
        self.env.invalidate_all()
        self.assertEqual(self.line.missing_qty, 4)

    def test_nonsense_in_a_field_is_told_on_the_page(self):
        self._open()
        for value in ("NaN", "inf", "abc", "1e999"):
            response = self._post(
                **{
                    f"answer_{self.line.id}": "parts",
                    f"qty_{self.line.id}_1": value,
                    f"date_{self.line.id}_1": "2027-04-02",
                }
            )
            self.assertIn("check the dates", response.text)

    def test_wrong_tokens_show_and_write_nothing(self):
        answer = {f"answer_{self.line.id}": "confirm"}
        for path in (self.path[:-1], self.path + "x", "/scm/supply/nothing"):
            self.assertNothing(self._open(path))
            self.assertNothing(self._post(path, **answer))

    def test_revoked_link_shows_and_writes_nothing(self):
        self.question.action_withdraw()
        self.assertNothing(self._open())
        self.assertNothing(self._post(**{f"answer_{self.line.id}": "confirm"}))

    def test_expired_link_shows_and_writes_nothing(self):
        # sudo: nobody may change a link; the test lets time pass.
        self.question.sudo().link_id.expires_at = datetime(2020, 1, 1)
        self.assertNothing(self._open())
        self.assertNothing(self._post(**{f"answer_{self.line.id}": "confirm"}))

    def test_link_of_another_supplier_gets_at_his_own_lines_alone(self):
        second = self._create_supplier("Second Supplier")
        other = self._ask(self._create_order(date=datetime(2027, 3, 16, 4), partner_id=second.id))
        self._open()
        response = self._post(
            self._get_path(other),
            **{
                f"answer_{other.line_ids.id}": "confirm",
                f"answer_{self.line.id}": "confirm",
            },
        )
        self.assertNothing(response)
        self.assertEqual(other.line_ids.answer, "none")

    def test_link_for_another_purpose_opens_nothing(self):
        _link, url = self.env["scm.access.link"]._issue(self.question, "sign", self.supplier)
        self.assertNothing(self._open(f"/scm/supply/{url.rsplit('/', 1)[1]}"))
