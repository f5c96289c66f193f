# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

CODE = "test_two_workers"
LOGGER = "odoo.addons.scm_assistant_base.models.scm_detector"


@tagged("post_install", "-at_install")
class TestScmDetectorConcurrency(BaseCase):
    """A whole run by two workers, on two real connections."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._get_env(cr)
            category = env.ref("scm_assistant_base.scm_exception_category_stock")
            detector = env["scm.detector"].create(
                {
                    "name": "Run by Two",
                    "code": CODE,
                    "category_id": category.id,
                    "company_ids": [(6, 0, env.ref("base.main_company").ids)],
                }
            )
            self.detector_id = detector.id
        self.addCleanup(self._remove)

    def _get_env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        with self.registry.cursor() as cr:
            env = self._get_env(cr)
            env["scm.exception"].search([("detector_id", "=", self.detector_id)]).unlink()
            env["scm.detector"].browse(self.detector_id).unlink()

    def _run(self):
        """Run as the nightly job does, with a commit after each company."""
        with self.registry.cursor() as cr:
            detector = self._get_env(cr)["scm.detector"].browse(self.detector_id)
            detector._run_each(detector._get_run_companies())

    def test_second_worker_finds_the_first_at_work_and_leaves_it_alone(self):
        begun, go = threading.Event(), threading.Event()

        def detect(_detector, _company):
            begun.set()
            go.wait(30)
            return [{"fingerprint": CODE, "name": "Found by one of two"}]

        model = self.registry["scm.detector"]
        with patch.object(model, f"_detect_{CODE}", detect, create=True):
            first = threading.Thread(target=self._run)
            first.start()
            self.assertTrue(begun.wait(30))
            try:
                with self.assertLogs(LOGGER, "ERROR") as logs:
                    self._run()
            finally:
                go.set()
                first.join(30)
            self.assertFalse(first.is_alive())
            self.assertIn("is running already", "".join(logs.output))
            with self.registry.cursor() as cr:
                detector = self._get_env(cr)["scm.detector"].browse(self.detector_id)
                self.assertEqual(detector.open_case_count, 1)
                self.assertEqual((detector.last_finding_count, detector.last_error), (1, False))
            self._run()
        with self.registry.cursor() as cr:
            case = self._get_env(cr)["scm.exception"].search(
                [("detector_id", "=", self.detector_id)]
            )
            self.assertEqual(case.mapped("occurrence_count"), [2])
