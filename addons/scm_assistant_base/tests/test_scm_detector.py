# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ScmBaseCommon

# No term to translate: it is never seen outside the tests.
BROKEN = "The scale is out of order."
LOGGER = "odoo.addons.scm_assistant_base.models.detector.scm_detector"


@tagged("post_install", "-at_install")
class TestScmDetector(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.detector = cls.env["scm.detector"].create(
            {
                "name": "Own Detector",
                "code": "own",
                "category_id": cls.env.ref("scm_assistant_base.scm_exception_category_stock").id,
                "severity": "s1",
                "company_ids": [(6, 0, cls.company.ids)],
                "parameter_ids": [(0, 0, {"code": "days", "name": "Days", "value": 3})],
            }
        )

    def _run(self, *findings):
        """Run the detector as if it had found these fingerprints."""
        found = [{"fingerprint": name, "name": f"Trouble {name}"} for name in findings]
        family = type(self.env["scm.detector.family"])
        with patch.object(family, "_detect_own", lambda *_args: found, create=True):
            self.detector._run()
        return self.env["scm.exception"].search([("detector_id", "=", self.detector.id)])

    def test_each_finding_becomes_a_case_of_the_detectors_kind(self):
        cases = self._run("a", "b")
        self.assertRecordValues(
            cases.sorted("name"),
            [
                {"name": "Trouble a", "severity": "s1", "company_id": self.company.id},
                {"name": "Trouble b", "severity": "s1", "company_id": self.company.id},
            ],
        )
        self.assertEqual(self.detector.last_finding_count, 2)

    def test_what_a_detector_finds_waits_for_somebody_to_take_it(self):
        self.env = self.env(user=self.env.ref("base.user_root"))
        self.assertFalse(self._run("a").user_id)

    def test_second_run_counts_and_does_not_duplicate(self):
        self._run("a")
        cases = self._run("a")
        self.assertRecordValues(cases, [{"occurrence_count": 2}])

    def test_case_is_resolved_when_the_trouble_is_gone(self):
        cases = self._run("a", "b")
        self._run("b")
        states = {case.fingerprint: case.state for case in cases}
        self.assertEqual(states, {"a": "resolved", "b": "reported"})

    def test_case_stays_open_where_closing_is_switched_off(self):
        self.detector.auto_close = False
        cases = self._run("a")
        self._run()
        self.assertEqual(cases.state, "reported")

    def test_threshold_is_read_and_a_missing_one_is_named(self):
        self.assertEqual(self.detector._get_parameter("days"), 3)
        with self.assertRaisesRegex(UserError, "hours"):
            self.detector._get_parameter("hours")

    def test_cases_belong_to_the_company_looked_at(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.detector.company_ids = other
        cases = self._run("a")
        self.assertEqual(cases.company_id, other)

    def _run_cron(self, detect, *others):
        """Run the hourly job as if nothing but this detector and others were switched on."""
        detectors = self.env["scm.detector"]
        (detectors.search([]) - self.detector).filtered(
            lambda one: one not in others
        ).active = False
        with (
            patch.object(type(self.env["scm.detector.family"]), "_detect_own", detect, create=True),
            self.enter_registry_test_mode(),
        ):
            cron = self.env.ref("scm_assistant_base.scm_detector_cron_run_detectors")
            cron.method_direct_trigger()

    def test_run_by_one_companys_manager_is_not_the_last_run_of_all(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.detector.company_ids |= other
        found = [{"fingerprint": "a", "name": "Trouble a"}]
        family = type(self.env["scm.detector.family"])
        with patch.object(family, "_detect_own", lambda *_args: found, create=True):
            action = self.detector.with_user(self.manager).action_run()
            self.assertIn("1", action["params"]["message"])
            self.assertFalse(self.detector.last_run_at)
            self.assertEqual(self.detector.last_finding_count, 0)
            self.detector._run()
        self.assertTrue(self.detector.last_run_at)
        self.assertEqual(self.detector.last_finding_count, 2)

    def test_company_that_fails_stops_no_other_and_is_shown(self):
        other = self.env["res.company"].create({"name": "Broken Company"})
        self.detector.company_ids |= other

        def detect(_family, _detector, company):
            if company == other:
                raise UserError(BROKEN)
            return [{"fingerprint": "a", "name": "Trouble a"}]

        with self.assertLogs(LOGGER, "ERROR"):
            self._run_cron(detect)
        cases = self.env["scm.exception"].search([("detector_id", "=", self.detector.id)])
        self.assertEqual(cases.company_id, self.company)
        self.assertEqual(self.detector.last_error, f"Broken Company: {BROKEN}")
        self.assertTrue(self.detector._is_due())
        self._run_cron(lambda *_args: [])
        self.assertFalse(self.detector.last_error)
        self.assertFalse(self.detector._is_due())

    @mute_logger("odoo.sql_db")
    def test_detector_whose_error_shows_when_written_stops_no_other(self):
        other = self.detector.copy({"code": "other", "name": "Other Detector"})
        taken = self.env["res.country"].search([], limit=1).code

        def detect(family, _detector, _company):
            # Refused by the database, not before the country is written.
            family.env["res.country"].search([], limit=1, offset=1).code = taken
            return [{"fingerprint": "a", "name": "Trouble a"}]

        with (
            patch.object(
                type(self.env["scm.detector.family"]),
                "_detect_other",
                lambda *_args: [],
                create=True,
            ),
            self.assertLogs(LOGGER, "ERROR"),
        ):
            self._run_cron(detect, other)
        self.assertIn("res_country_code_uniq", self.detector.last_error)
        self.assertTrue(self.detector._is_due())
        self.assertFalse(other._is_due())

    def test_category_of_one_company_serves_no_detector_of_others(self):
        category = self.env["scm.exception.category"].create({"name": "Own", "code": "own"})
        self.detector.write({"category_id": category.id, "company_ids": [(5, 0, 0)]})
        with self.assertRaises(ValidationError):
            category.company_id = self.company
        self.detector.company_ids = self.company
        category.company_id = self.company
        with self.assertRaises(ValidationError):
            self.detector.company_ids = False

    def test_manager_sets_thresholds_and_an_assistant_does_not(self):
        parameter = self.detector.parameter_ids
        with self.assertRaises(AccessError):
            parameter.with_user(self.assistant).value = 5
        parameter.with_user(self.manager).value = 5
        self.assertEqual(self.detector._get_parameter("days"), 5)

    def test_event_is_reported_once_whatever_became_of_its_case(self):
        self.detector.is_event = True
        case = self._run("a")
        cause = self.env.ref("scm_assistant_base.scm_exception_cause_other")
        case.write({"cause_id": cause.id, "resolution": "Mended"})
        case.action_resolve()
        other = self._run("a", "b") - case
        self.assertRecordValues(case, [{"state": "resolved", "occurrence_count": 1}])
        self._run()
        self.assertEqual(other.state, "reported")

    def test_cancelled_false_alarm_is_left_alone_while_it_is_found(self):
        start = datetime(2026, 3, 2, 9)
        with freeze_time(start):
            case = self._run("a")
            case.with_user(self.clerk).action_cancel()
        for days in (1, 25, 50):
            with self.subTest(days=days), freeze_time(start + timedelta(days=days)):
                self.assertEqual(self._run("a"), case)
                self.assertEqual(self.detector.last_finding_count, 0)
        self.assertEqual(case.state, "cancelled")
        with freeze_time(start + timedelta(days=81)):
            self.assertEqual(len(self._run("a")), 2)

    def test_false_alarm_that_is_reopened_is_found_again(self):
        case = self._run("a")
        case.action_cancel()
        case.action_reopen()
        self._run("a")
        self.assertRecordValues(case, [{"state": "reported", "occurrence_count": 2}])

    def test_no_more_cases_are_open_than_allowed_and_the_rest_waits(self):
        self.detector.open_case_limit = 2
        cases = self._run("a", "b", "c", "d")
        self.assertEqual(sorted(cases.mapped("fingerprint")), ["a", "b"])
        self.assertEqual(self.detector.last_waiting_count, 2)
        cases = self._run("b", "c", "d")
        self.assertEqual(sorted(cases.mapped("fingerprint")), ["a", "b"])
        self.assertEqual(
            self._run("b", "c", "d")
            .filtered_domain([("state", "=", "reported")])
            .mapped("fingerprint"),
            ["b", "c"],
        )

    def test_detector_looks_again_when_its_interval_is_over(self):
        self.detector.interval_hours = 24
        self.assertTrue(self.detector._is_due())
        now = datetime(2026, 3, 2, 9)
        self.detector.last_run_at = now
        for hours, expected in ((1, False), (23, False), (23.9, True), (24, True)):
            with self.subTest(hours=hours), freeze_time(now + timedelta(hours=hours)):
                self.assertEqual(self.detector._is_due(), expected)
