# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..tools.jobs import run_jobs

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
