# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import threading
from unittest.mock import patch

from odoo.tests import tagged

from .common import ScmConcurrencyCase

CODE = "test_two_workers"
LOGGER = "odoo.addons.scm_assistant_base.models.detector.scm_detector"


@tagged("post_install", "-at_install")
class TestScmDetectorConcurrency(ScmConcurrencyCase):
    """A whole run by two workers, on two real connections."""

    def _create(self, env):
        category = env.ref("scm_assistant_base.scm_exception_category_stock")
        env["scm.detector"].create(
            {
                "name": "Run by Two",
                "code": CODE,
                "category_id": category.id,
                "company_ids": [(6, 0, env.ref("base.main_company").ids)],
            }
        )

    def _remove(self, env):
        self._get_cases(env).unlink()
        self._get_detector(env).unlink()

    def _get_detector(self, env):
        return env["scm.detector"].search([("code", "=", CODE)])

    def _get_cases(self, env):
        return env["scm.exception"].search([("detector_id.code", "=", CODE)])

    def _run(self):
        """Run as the nightly job does, with a commit after each company."""
        with self._connect() as env:
            self._get_detector(env)._run_each()

    def test_second_worker_finds_the_first_at_work_and_leaves_it_alone(self):
        begun, go = threading.Event(), threading.Event()

        def detect(_family, _detector, _company):
            begun.set()
            go.wait(30)
            return [{"fingerprint": CODE, "name": "Found by one of two"}]

        model = self.registry["scm.detector.family"]
        with patch.object(model, f"_detect_{CODE}", detect, create=True):
            first = threading.Thread(target=self._run)
            first.start()
            self.assertTrue(begun.wait(30))
            try:
                with self.assertLogs(LOGGER, logging.INFO) as logs:
                    self._run()
            finally:
                go.set()
                first.join(30)
            self.assertFalse(first.is_alive())
            # That somebody else is at it is no error.
            self.assertEqual({record.levelname for record in logs.records}, {"INFO"})
            self.assertIn("is running already", "".join(logs.output))
            with self._connect() as env:
                detector = self._get_detector(env)
                self.assertEqual(detector.open_case_count, 1)
                self.assertEqual((detector.last_finding_count, detector.last_error), (1, False))
            self._run()
        with self._connect() as env:
            self.assertEqual(self._get_cases(env).mapped("occurrence_count"), [2])
