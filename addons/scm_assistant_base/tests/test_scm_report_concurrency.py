# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import date
from unittest.mock import patch

from odoo.exceptions import LockError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

from .common import ScmConcurrencyCase

NAME = "Issued by two"
LOGGER = "odoo.addons.scm_assistant_base.models.report.scm_report"
PERIOD = (date(2025, 1, 1), date(2025, 1, 31))


@tagged("post_install", "-at_install")
class TestScmReportConcurrency(ScmConcurrencyCase):
    """A report that two issue at once, on two real connections."""

    def setUp(self):
        super().setUp()
        # Printing is tested elsewhere.
        path = "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
        self.startPatcher(patch(path, return_value="install"))

    def _create(self, env):
        env["scm.report"].create({"name": NAME, "kind": "exceptions", "lang": "en_US"})

    def _remove(self, env):
        """Take away what was committed, past the rule that keeps what was issued."""
        editions, report = self._get_editions(env), self._get_report(env)
        files = env["ir.attachment"].search(
            [("res_model", "=", editions._name), ("res_id", "in", editions.ids)]
        )
        files.unlink()
        for records in (editions, report):
            query = f"DELETE FROM {records._table} WHERE id = ANY(%s)"  # noqa: S608, a model's table
            env.cr.execute(query, [records.ids])

    def _get_report(self, env):
        return env["scm.report"].search([("name", "=", NAME)])

    def _get_editions(self, env):
        return env["scm.report.edition"].search([("report_id.name", "=", NAME)])

    def _issue(self, env):
        self._get_report(env)._issue(env.ref("base.main_company"), *PERIOD)

    def _get_versions(self):
        with self._connect() as env:
            return sorted(self._get_editions(env).mapped("version"))

    def test_second_is_told_while_the_first_is_at_work(self):
        with self._connect() as first, self._connect() as second:
            self._issue(first)
            with self.assertRaises(LockError), mute_logger("odoo.sql_db"):
                self._issue(second)
            second.cr.rollback()
            first.cr.commit()
            self._issue(second)
        self.assertEqual(self._get_versions(), [1, 2])

    def test_night_job_leaves_a_report_that_somebody_issues_to_the_next_run(self):
        with self._connect() as first, self._connect() as night:
            company = first.ref("base.main_company")
            report = self._get_report(first)
            report.write({"is_scheduled": True, "next_date": company._scm_get_today()})
            first.cr.commit()
            self._issue(first)
            jobs = [(self._get_report(night), night.ref("base.main_company"))]
            with (
                patch.object(type(report), "_find_scheduled", lambda reports: jobs[0][0]),
                patch.object(type(report), "_get_due_jobs", lambda report: jobs),
                self.assertLogs(LOGGER, logging.INFO) as logs,
            ):
                night["scm.report"]._cron_issue()
            self.assertEqual([record.levelname for record in logs.records], ["INFO"])
            self.assertFalse(self._get_report(night).last_error)
        self.assertEqual(self._get_versions(), [1])

    def test_second_that_began_before_the_first_ended_tries_again(self):
        with self._connect() as first, self._connect() as second:
            # Takes its snapshot before the first commits.
            second["scm.report"].search_count([])
            self._issue(first)
            first.cr.commit()
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                self._issue(second)
            second.cr.rollback()
            self._issue(second)
        self.assertEqual(self._get_versions(), [1, 2])
