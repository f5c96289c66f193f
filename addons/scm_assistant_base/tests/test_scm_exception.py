# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import ScmBaseCommon

# A Monday, 9 o'clock in the company's working hours (UTC).
MONDAY = "2026-03-02 09:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestScmException(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["scm.exception.category"].create(
            {
                "name": "Own Category",
                "code": "own",
                "sla_ids": [
                    (0, 0, {"severity": "s1", "hours": 2}),
                    (0, 0, {"severity": "s2", "hours": 8}),
                ],
            }
        )
        cls.cause = cls.env["scm.exception.cause"].create({"name": "Own Cause", "code": "own"})

    def _create_case(self, user=None, **values):
        cases = self.env["scm.exception"].with_user(user or self.assistant)
        return cases.create({"name": "Broken", "category_id": self.category.id, **values})

    def _report(self, fingerprint="own:1", **values):
        values = {"name": "Broken", "category_id": self.category.id, **values}
        return self.env["scm.exception"]._report_case(fingerprint, values)

    def _resolve(self, case):
        case.write({"cause_id": self.cause.id, "resolution": "Mended"})
        case.action_resolve()

    def test_reporter_is_responsible_where_the_category_names_nobody(self):
        self.assertEqual(self._create_case().user_id, self.assistant)

    def test_category_names_who_is_responsible(self):
        self.category.user_id = self.clerk
        self.assertEqual(self._create_case().user_id, self.clerk)

    def test_managers_hear_of_a_new_case_at_once(self):
        case = self._create_case(self.employee)
        self.assertEqual(case.sudo().activity_ids.user_id, self.manager)

    def test_deadline_counts_the_working_hours_of_the_severity(self):
        self.company.resource_calendar_id.tz = "UTC"
        critical = self._create_case(severity="s1")
        self.assertEqual(critical.deadline_at, datetime(2026, 3, 2, 11))
        # Eight working hours from 9: a lunch hour and the night lie between.
        major = self._create_case(severity="s2")
        self.assertEqual(major.deadline_at, datetime(2026, 3, 3, 9))

    def test_without_a_rule_there_is_no_deadline(self):
        self.assertFalse(self._create_case(severity="s3").deadline_at)

    def test_case_is_escalated_once_when_its_deadline_has_passed(self):
        case = self._create_case(severity="s1")
        case.sudo().activity_ids.unlink()
        with freeze_time("2026-03-03 12:00:00"):
            self.env.invalidate_all()
            self.assertTrue(case.is_overdue)
            self.assertIn(case.id, case.search([("is_overdue", "=", True)]).ids)
            cron = self.env.ref("scm_assistant_base.scm_exception_cron_escalate")
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
                cron.method_direct_trigger()
        self.assertTrue(case.escalated_at)
        self.assertEqual(len(case.sudo().activity_ids), 1)

    def test_case_without_cause_or_resolution_is_not_resolved(self):
        case = self._create_case()
        with self.assertRaises(UserError):
            case.action_resolve()
        case.cause_id = self.cause
        with self.assertRaises(UserError):
            case.action_resolve()
        with self.assertRaises(UserError):
            case.state = "resolved"
        case.resolution = "Mended"
        case.action_resolve()
        self.assertEqual(case.state, "resolved")

    def test_course_of_a_case_is_not_typed_in(self):
        case = self._create_case()
        case.write({"cause_id": self.cause.id, "resolution": "Mended"})
        for values in (
            {"state": "resolved"},
            {"resolved_at": "2026-01-01 00:00:00"},
            {"reported_at": "2026-01-01 00:00:00"},
            {"fingerprint": "own:1"},
            {"occurrence_count": 9},
            {"reporter_id": self.employee.id},
        ):
            for user in (self.clerk, self.manager):
                with self.subTest(values=values, user=user.login), self.assertRaises(AccessError):
                    case.with_user(user).write(values)
        for values in ({"state": "resolved"}, {"fingerprint": "own:1"}, {"reopen_count": 2}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._create_case(self.employee, **values)

    def test_new_case_begins_at_the_beginning_whatever_the_defaults(self):
        cases = self.env["scm.exception"].with_user(self.employee)
        cases = cases.with_context(default_state="resolved", default_fingerprint="own:1")
        case = cases.create(
            {"name": "Torn", "category_id": self.category.id, "reporter_id": self.manager.id}
        )
        self.assertRecordValues(
            case, [{"state": "reported", "fingerprint": False, "reporter_id": self.employee.id}]
        )

    def test_manager_finds_trouble_through_a_detector_of_his(self):
        case = self.env["scm.exception"].with_user(self.manager)
        case = case._report_case("own:1", {"name": "Broken", "category_id": self.category.id})
        self.assertEqual(case.fingerprint, "own:1")
        with self.assertRaises(AccessError):
            case.fingerprint = "own:2"

    def test_time_to_resolve_runs_from_the_report(self):
        case = self._create_case()
        with freeze_time(datetime(2026, 3, 2, 9) + timedelta(hours=5)):
            self._resolve(case)
        self.assertEqual(case.resolve_hours, 5)

    def test_second_click_changes_nothing_and_a_wrong_step_is_refused(self):
        case = self._create_case()
        self._resolve(case)
        resolved_at = case.resolved_at
        case.action_resolve()
        self.assertEqual(case.resolved_at, resolved_at)
        with self.assertRaises(UserError):
            case.action_investigate()

    def test_same_trouble_found_twice_is_one_case_with_a_count(self):
        first, second = self._report(), self._report()
        self.assertEqual(first, second)
        self.assertEqual(first.occurrence_count, 2)

    def test_other_trouble_and_other_company_are_other_cases(self):
        first = self._report()
        self.assertNotEqual(first, self._report("own:2"))
        other = self.env["res.company"].create({"name": "Other"})
        self.assertNotEqual(first, self._report(company_id=other.id))

    def test_trouble_that_comes_back_reopens_its_case_for_a_month(self):
        case = self._report()
        self._resolve(case)
        with freeze_time(datetime(2026, 3, 2, 9) + timedelta(days=29)):
            self.assertEqual(self._report(), case)
        self.assertRecordValues(case, [{"state": "reported", "reopen_count": 1}])

    def test_deadline_and_hours_of_a_reopened_case_run_anew(self):
        self.company.resource_calendar_id.tz = "UTC"
        case = self._report(severity="s1")
        self._resolve(case)
        with freeze_time("2026-03-10 09:00:00"):
            self._report()
            self.assertEqual(case.deadline_at, datetime(2026, 3, 10, 11))
            self.assertFalse(case.is_overdue)
        with freeze_time("2026-03-10 10:00:00"):
            self._resolve(case)
        self.assertRecordValues(case, [{"resolve_hours": 1, "late_count": 0}])

    def test_trouble_that_comes_back_later_is_a_new_case(self):
        case = self._report()
        self._resolve(case)
        with freeze_time(datetime(2026, 3, 2, 9) + timedelta(days=31)):
            self.assertNotEqual(self._report(), case)

    def test_employee_sees_only_the_own_cases_and_those_where_asked(self):
        own = self._create_case(self.employee)
        other = self._create_case()
        cases = self.env["scm.exception"].with_user(self.employee)
        self.assertEqual(cases.search([("id", "in", (own + other).ids)]), own)
        self.env["scm.exception.request"].with_user(self.assistant).create(
            {"exception_id": other.id, "user_id": self.employee.id, "question": "Why?"}
        )
        self.assertEqual(cases.search([("id", "in", (own + other).ids)]), own + other)

    def test_cases_of_another_company_stay_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        case = self._report(company_id=other.id)
        self.assertNotIn(case, self.env["scm.exception"].with_user(self.manager).search([]))

    def test_asked_employee_answers_and_the_activity_is_done(self):
        case = self._create_case()
        request = (
            self.env["scm.exception.request"]
            .with_user(self.assistant)
            .create(
                {"exception_id": case.id, "user_id": self.employee.id, "question": "Why is that?"}
            )
        )
        asked = case.sudo().activity_ids.filtered(lambda one: one.user_id == self.employee)
        self.assertEqual(asked.date_deadline, request.due_date)
        request.with_user(self.employee).answer = "The label was torn."
        self.assertRecordValues(request, [{"state": "answered"}])
        self.assertFalse(asked.exists().filtered("active"))

    def test_employee_asks_nobody(self):
        case = self._create_case(self.employee)
        with self.assertRaises(AccessError):
            self.env["scm.exception.request"].with_user(self.employee).create(
                {"exception_id": case.id, "user_id": self.clerk.id, "question": "Why?"}
            )

    def test_answered_question_is_not_withdrawn(self):
        case = self._create_case()
        request = self.env["scm.exception.request"].create(
            {"exception_id": case.id, "user_id": self.clerk.id, "question": "Why?"}
        )
        request.answer = "Because."
        with self.assertRaises(UserError):
            request.action_cancel()

    def test_document_of_a_case_is_named_or_said_to_be_gone(self):
        case = self._create_case()
        partner = self.env["res.partner"].create({"name": "Linked Partner"})
        link = self.env["scm.exception.link"].create(
            {"exception_id": case.id, "res_model": "res.partner", "res_id": partner.id}
        )
        self.assertEqual(link.name, "Linked Partner")
        partner.unlink()
        link.invalidate_recordset()
        self.assertEqual(link.name, "Deleted document")

    def test_reference_counts_up_in_the_year_of_the_report(self):
        self.assertRegex(self._create_case().reference, r"^EX/\d{4}/\d{5}$")

    def test_untouched_case_is_closed_when_its_trouble_is_gone(self):
        touched, untouched = self._report("own:1"), self._report("own:2")
        touched.action_investigate()
        self.env["scm.exception"]._close_gone(touched | untouched, "Gone")
        self.assertEqual(touched.state, "investigating")
        self.assertRecordValues(untouched, [{"state": "resolved", "resolution": "Gone"}])

    def test_resolved_at_is_kept_in_utc_seconds(self):
        case = self._create_case()
        self._resolve(case)
        self.assertEqual(case.resolved_at, fields.Datetime.to_datetime(MONDAY))
