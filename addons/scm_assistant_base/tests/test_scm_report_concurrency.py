# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import LockError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

PERIOD = (date(2025, 1, 1), date(2025, 1, 31))


@tagged("post_install", "-at_install")
class TestScmReportConcurrency(BaseCase):
    """A report that two issue at once, on two real connections."""

    def setUp(self):
        super().setUp()
        # Printing is tested elsewhere.
        path = "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
        self.startPatcher(patch(path, return_value="install"))
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._get_env(cr)
            report = env["scm.report"].create(
                {"name": "Issued by two", "kind": "exceptions", "lang": "en_US"}
            )
            self.report_id = report.id
        self.addCleanup(self._remove)

    def _get_env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        """Take away what was committed, past the rule that keeps what was issued."""
        with self.registry.cursor() as cr:
            env = self._get_env(cr)
            editions = env["scm.report.edition"].search([("report_id", "=", self.report_id)])
            files = env["ir.attachment"].search(
                [("res_model", "=", editions._name), ("res_id", "in", editions.ids)]
            )
            files.unlink()
            for table, key in (("scm_report_edition", "report_id"), ("scm_report", "id")):
                query = f"DELETE FROM {table} WHERE {key} = %s"  # noqa: S608, names of the test
                cr.execute(query, [self.report_id])

    def _issue(self, cr):
        env = self._get_env(cr)
        report = env["scm.report"].browse(self.report_id)
        report._issue(env.ref("base.main_company"), *PERIOD)

    def _get_versions(self):
        with self.registry.cursor() as cr:
            editions = self._get_env(cr)["scm.report.edition"].search(
                [("report_id", "=", self.report_id)]
            )
            return sorted(editions.mapped("version"))

    def test_second_is_told_while_the_first_is_at_work(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self._issue(first)
            with self.assertRaises(LockError), mute_logger("odoo.sql_db"):
                self._issue(second)
            second.rollback()
            first.commit()
            self._issue(second)
        self.assertEqual(self._get_versions(), [1, 2])

    def test_second_that_began_before_the_first_ended_tries_again(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            # Takes its snapshot before the first commits.
            self._get_env(second)["scm.report"].search_count([])
            self._issue(first)
            first.commit()
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                self._issue(second)
            second.rollback()
            self._issue(second)
        self.assertEqual(self._get_versions(), [1, 2])
