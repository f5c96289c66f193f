# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import ScmBaseCommon

# No term to translate: it is never seen outside the tests.
BROKEN = "Broken."


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 09:00:00")
class TestScmExceptionPeople(ScmBaseCommon):
    """Who hears of a case, who is asked, who is reminded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["scm.exception.team"].create(
            {"name": "Warehouse", "user_id": cls.employee.id}
        )
        cls.category = cls.env["scm.exception.category"].create(
            {"name": "Own Category", "code": "own", "team_ids": [(6, 0, cls.team.ids)]}
        )

    def _create_case(self, **values):
        cases = self.env["scm.exception"].with_user(self.assistant)
        return cases.create({"name": "Broken", "category_id": self.category.id, **values})

    def _ask(self, case, **values):
        requests = self.env["scm.exception.request"].with_user(self.assistant)
        values = {"exception_id": case.id, "team_id": self.team.id, "question": "Why?", **values}
        return requests.create(values)

    def _remind(self, day):
        """Run the nightly job on a day and return how many were written to."""
        before = self._count_reminders()
        with freeze_time(day), self.enter_registry_test_mode():
            cron = self.env.ref("scm_assistant_base.scm_exception_request_cron_remind")
            cron.method_direct_trigger()
        return self._count_reminders() - before

    def _count_reminders(self):
        return self.env["mail.message"].search_count([("subject", "like", "Answer missing: ")])

    def test_usual_departments_are_asked_once(self):
        case = self._create_case()
        case.action_ask_departments()
        case.action_ask_departments()
        self.assertRecordValues(
            case.request_ids,
            [{"team_id": self.team.id, "user_id": self.employee.id, "state": "asked"}],
        )
        self.assertEqual(case.request_ids.due_date, date(2026, 3, 3))

    def test_category_without_departments_says_so(self):
        self.category.team_ids = False
        with self.assertRaisesRegex(UserError, "Own Category"):
            self._create_case().action_ask_departments()

    def test_who_works_in_several_companies_asks_who_works_in_one(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assistant.company_ids |= other
        case = self._create_case().with_context(allowed_company_ids=(self.company | other).ids)
        case.action_ask_departments()
        self.assertEqual(case.request_ids.user_id, self.employee)

    def test_who_works_elsewhere_is_not_asked(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.employee.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaisesRegex(UserError, "does not work in Own Company"):
            self._ask(self._create_case())

    def test_question_without_answer_is_reminded_of_once_a_day(self):
        request = self._ask(self._create_case(), due_date=date(2026, 3, 4))
        self.assertEqual(self._remind("2026-03-04 09:00:00"), 0)
        self.assertEqual(self._remind("2026-03-05 09:00:00"), 1)
        self.assertEqual(self._remind("2026-03-05 15:00:00"), 0)
        self.assertEqual(request.reminder_count, 1)

    def test_second_reminder_reaches_who_looks_after_the_case(self):
        self._ask(self._create_case(), due_date=date(2026, 3, 4))
        self._remind("2026-03-05 09:00:00")
        self.assertEqual(self._remind("2026-03-06 09:00:00"), 2)
        message = self.env["mail.message"].search(
            [("subject", "like", "Answer missing: ")], limit=1, order="id DESC"
        )
        self.assertEqual(message.partner_ids, self.assistant.partner_id)

    def test_answered_question_or_solved_case_is_let_be(self):
        answered, solved = self._create_case(), self._create_case()
        self._ask(answered, due_date=date(2026, 3, 3)).answer = "Because."
        self._ask(solved, due_date=date(2026, 3, 3))
        cause = self.env.ref("scm_assistant_base.scm_exception_cause_other")
        solved.write({"cause_id": cause.id, "resolution": "Mended"})
        solved.action_resolve()
        self.assertEqual(self._remind("2026-03-09 09:00:00"), 0)

    def test_person_asked_writes_the_answer_and_nothing_else(self):
        case, other = self._create_case(), self._create_case()
        request = self._ask(case).with_user(self.employee)
        for values in (
            {"exception_id": other.id},
            {"state": "cancelled"},
            {"question": "Another?"},
            {"due_date": date(2030, 1, 1)},
            {"user_id": self.clerk.id},
            {"answer": "Because.", "answered_at": False},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                request.write(values)
        request.answer = "Because."
        self.assertRecordValues(request, [{"state": "answered", "exception_id": case.id}])

    def test_question_moves_to_no_other_case(self):
        case, other = self._create_case(), self._create_case()
        request = self._ask(case)
        with self.assertRaises(AccessError):
            request.exception_id = other
        request.exception_id = case

    def test_closed_question_takes_no_answer_of_the_person_asked(self):
        answered, withdrawn = self._ask(self._create_case()), self._ask(self._create_case())
        answered.with_user(self.employee).answer = "Because."
        withdrawn.action_cancel()
        for request in (answered, withdrawn):
            with self.assertRaises(UserError):
                request.with_user(self.employee).answer = "No, otherwise."

    def test_course_of_a_question_is_not_typed_in(self):
        case = self._create_case()
        request = self._ask(case, state="answered", reminder_count=7)
        self.assertRecordValues(request, [{"state": "asked", "reminder_count": 0}])
        with self.assertRaises(AccessError):
            request.state = "answered"

    def test_two_like_questions_have_an_activity_each(self):
        case = self._create_case()
        first, second = self._ask(case), self._ask(case)
        first.with_user(self.employee).answer = "Because."
        left = case.sudo().activity_ids.filtered(lambda one: one.user_id == self.employee)
        self.assertEqual(left, second.sudo().activity_id)

    def test_question_passed_on_is_asked_of_the_new_person_alone(self):
        case = self._create_case()
        request = self._ask(case)
        request.team_id = self.env["scm.exception.team"].create(
            {"name": "Purchasing", "user_id": self.clerk.id}
        )
        activities = case.sudo().activity_ids
        self.assertNotIn(self.employee, activities.user_id)
        self.assertIn(self.clerk, activities.user_id)
        request.question = "Who knows?"
        self.assertEqual(request.sudo().activity_id.summary, "Who knows?")
        request.with_user(self.clerk).answer = "I do."
        self.assertNotIn(self.clerk, case.sudo().activity_ids.user_id)

    def test_questions_end_with_their_case(self):
        solved, cancelled = self._create_case(), self._create_case()
        requests = self._ask(solved) | self._ask(cancelled)
        answered = self._ask(solved, user_id=self.clerk.id, team_id=False)
        answered.answer = "Because."
        cause = self.env.ref("scm_assistant_base.scm_exception_cause_other")
        solved.write({"cause_id": cause.id, "resolution": "Mended"})
        solved.with_user(self.clerk).action_resolve()
        cancelled.with_user(self.clerk).action_cancel()
        self.assertEqual(set(requests.mapped("state")), {"cancelled"})
        self.assertEqual(answered.state, "answered")
        activities = (solved | cancelled).sudo().activity_ids
        self.assertNotIn(self.employee, activities.user_id)

    def test_new_date_moves_the_activity_and_starts_over(self):
        case = self._create_case()
        request = self._ask(case, due_date=date(2026, 3, 3))
        self._remind("2026-03-04 09:00:00")
        request.due_date = date(2026, 3, 9)
        asked = case.sudo().activity_ids.filtered(lambda one: one.user_id == self.employee)
        self.assertEqual(asked.date_deadline, date(2026, 3, 9))
        self.assertEqual(request.reminder_count, 0)

    def test_manager_is_told_of_a_critical_case_on_the_screen(self):
        self.env.cr.precommit.clear()
        self._create_case(severity="s2")
        sent = str(self.env.cr.precommit.data["bus.bus.values"])
        self.assertNotIn("simple_notification", sent)
        self._create_case(severity="s1")
        sent = str(self.env.cr.precommit.data["bus.bus.values"])
        self.assertIn("simple_notification", sent)
        self.assertIn("New exception: Broken", sent)

    def _fail_for(self, record, method):
        """Let ``method`` fail for one record, as a broken address or rule would."""
        model = type(self.env[record._name])
        original = getattr(model, method)

        def fail(one, *args):
            if one == record:
                raise UserError(BROKEN)
            return original(one, *args)

        return patch.object(model, method, fail)

    def test_question_that_fails_stops_no_other_reminder(self):
        case = self._create_case()
        broken, other = self._ask(case), self._ask(case)
        logger = "odoo.addons.scm_assistant_base.scm.exception.request"
        with self._fail_for(broken, "_remind"), self.assertLogs(logger, "ERROR"):
            self._remind("2026-03-05 09:00:00")
        self.assertEqual((broken.reminder_count, other.reminder_count), (0, 1))

    def test_case_that_fails_stops_no_other_escalation(self):
        broken, other = self._create_case(), self._create_case()
        (broken | other).deadline_at = datetime(2026, 3, 2, 8)
        cron = self.env.ref("scm_assistant_base.scm_exception_cron_escalate")
        logger = "odoo.addons.scm_assistant_base.models.exception.scm_exception"
        with (
            self._fail_for(broken, "_escalate"),
            self.assertLogs(logger, "ERROR"),
            self.enter_registry_test_mode(),
        ):
            cron.method_direct_trigger()
        self.assertFalse(broken.escalated_at)
        self.assertTrue(other.escalated_at)

    def test_late_case_goes_from_the_categorys_manager_to_the_scm_managers(self):
        self.category.manager_id = self.clerk
        case = self._create_case()
        self.assertEqual(case.sudo().activity_ids.user_id, self.clerk)
        case.sudo()._escalate()
        self.assertEqual(case.sudo().activity_ids.user_id, self.clerk | self.manager)

    def test_solved_late_is_counted(self):
        late, in_time = self._create_case(), self._create_case()
        late.deadline_at = datetime(2026, 3, 2, 8)
        in_time.deadline_at = datetime(2026, 3, 2, 10)
        cause = self.env.ref("scm_assistant_base.scm_exception_cause_other")
        (late + in_time).write({"cause_id": cause.id, "resolution": "Mended"})
        (late + in_time).action_resolve()
        self.assertEqual((late.late_count, in_time.late_count), (1, 0))

    def test_every_employee_reports_from_a_product_and_finds_the_case_there(self):
        product = self.env["product.product"].create({"name": "Box"})
        for document in (product, product.product_tmpl_id):
            with self.subTest(model=document._name):
                action = document.with_user(self.employee).action_scm_report_exception()
                cases = self.env["scm.exception"].with_user(self.employee)
                case = cases.with_context(**action["context"]).create({"name": "Torn"})
                self.assertRecordValues(
                    case,
                    [{"product_id": product.id, "res_model": document._name}],
                )
                document.invalidate_recordset()
        self.assertEqual(product.scm_exception_count, 2)
        self.assertEqual(product.product_tmpl_id.scm_exception_count, 2)
        cases = self.env["scm.exception"].search(product.action_scm_view_exceptions()["domain"])
        self.assertEqual(len(cases), 2)

    def test_cases_of_others_are_not_counted(self):
        product = self.env["product.product"].create({"name": "Box"})
        self._create_case(product_id=product.id)
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        self.assertEqual(product.with_user(stranger).scm_exception_count, 0)
        self.assertEqual(product.with_user(self.assistant).scm_exception_count, 1)

    def test_deleted_source_is_told(self):
        partner = self.env["res.partner"].create({"name": "Gone"})
        case = self._create_case(res_model="res.partner", res_id=partner.id)
        partner.unlink()
        with self.assertRaisesRegex(UserError, "deleted"):
            case.action_open_source()
