# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from unittest.mock import patch

from odoo.exceptions import ConcurrencyError, LockError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

from ..tools.jobs import run_batches, run_jobs

_logger = logging.getLogger(__name__)
FAILURE = "Job %s failed"


@tagged("post_install", "-at_install")
class TestJobs(TransactionCase):
    def setUp(self):
        super().setUp()
        self.enterContext(self.enter_registry_test_mode())
        cursor = self.enterContext(self.registry.cursor())
        self.job_env = self.env(cr=cursor)
        self.jobs = self.job_env["res.country"].search([], limit=3)

    def _run(self, work, **options):
        run_jobs(self.job_env, self.jobs, work, _logger, FAILURE, **options)

    def test_each_job_is_done(self):
        self._run(lambda country: country.write({"phone_code": 999}))
        self.assertEqual(self.jobs.mapped("phone_code"), [999] * 3)

    @mute_logger("odoo.sql_db")
    def test_job_that_fails_when_it_is_written_leaves_nothing_and_stops_no_other(self):
        first, broken, last = self.jobs
        taken, failed = first.code, []

        def work(country):
            country.phone_code = 999
            if country == broken:
                # Refused by the database, which is told at the end of the job only.
                country.code = taken

        with self.assertLogs(_logger, "ERROR") as logs:
            self._run(work, note_failure=lambda country, error: failed.append(country.id))
        self.assertEqual(failed, [broken.id])
        self.assertIn(f"Job {broken.id} failed", logs.output[0])
        self.assertEqual([first.phone_code, last.phone_code], [999, 999])
        self.assertNotEqual(broken.phone_code, 999)

    def test_out_of_time_the_rest_is_left(self):
        done = []
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 0):
            self._run(lambda country: done.append(country))
        self.assertEqual(len(done), 1)

    def test_out_of_time_it_stops_only_where_it_may(self):
        done = []
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 0):
            self._run(done.append, can_stop=lambda country: country == self.jobs[1])
        self.assertEqual(done, [*self.jobs[:2]])

    def test_what_somebody_else_is_at_is_no_failure_and_is_left_to_the_next_run(self):
        failed = []
        for kind in (LockError, ConcurrencyError, SerializationFailure):
            busy, done = self.jobs[0], []

            def work(country, kind=kind, busy=busy, done=done):
                if country == busy:
                    raise kind("Somebody else is at it")
                done.append(country)

            with self.subTest(kind=kind), self.assertLogs(_logger, logging.INFO) as logs:
                self._run(work, note_failure=lambda *arguments: failed.append(arguments))
                self.assertEqual([record.levelname for record in logs.records], ["INFO"])
                self.assertIn("Somebody else is at it", logs.records[0].getMessage())
                self.assertEqual((done, failed), ([*self.jobs[1:]], []))

    @mute_logger("odoo.sql_db")
    def test_failure_that_can_not_be_noted_stops_no_other(self):
        first, second, _last = self.jobs
        taken, done = first.code, []

        def work(country):
            done.append(country)
            if country == second:
                raise ValueError("Broken")

        def note(country, _error):
            country.code = taken

        with self.assertLogs(_logger, "WARNING") as logs:
            self._run(work, note_failure=note)
        self.assertEqual([record.levelname for record in logs.records], ["ERROR", "WARNING"])
        self.assertEqual(done, [*self.jobs])

    @mute_logger("odoo.sql_db")
    def test_batch_that_fails_is_done_without_what_is_to_blame(self):
        countries = self.job_env["res.country"].search([], limit=7)
        bad, taken, failed = countries[4], countries[0].code, []

        def work(batch):
            batch.phone_code = 999
            if bad in batch:
                bad.code = taken

        with self.assertLogs(_logger, "ERROR") as logs:
            run_batches(
                self.job_env,
                countries,
                5,
                work,
                _logger,
                FAILURE,
                lambda country, error: failed.append((country, type(error).__name__)),
            )
        self.assertEqual(len(logs.records), 1)
        self.assertEqual(failed, [(bad, "UniqueViolation")])
        self.assertNotEqual(bad.phone_code, 999)
        self.assertEqual((countries - bad).mapped("phone_code"), [999] * 6)

    def test_out_of_time_the_rest_of_the_batches_is_left(self):
        sizes = []
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 0):
            run_batches(
                self.job_env, self.jobs, 2, lambda batch: sizes.append(len(batch)), _logger, FAILURE
            )
        self.assertEqual(sizes, [2])
