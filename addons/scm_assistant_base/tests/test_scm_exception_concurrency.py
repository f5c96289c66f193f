# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged

from .common import ScmConcurrencyCase

FINGERPRINT = "test:two workers at once"


@tagged("post_install", "-at_install")
class TestScmExceptionConcurrency(ScmConcurrencyCase):
    """Two workers that find the same trouble, on two real connections."""

    def _remove(self, env):
        self._get_cases(env).unlink()

    def _get_cases(self, env):
        return env["scm.exception"].search([("fingerprint", "=", FINGERPRINT)])

    def _report(self, env):
        category = env.ref("scm_assistant_base.scm_exception_category_stock")
        values = {"name": "Found by two", "category_id": category.id}
        return env["scm.exception"]._report_case(FINGERPRINT, values)

    def test_two_workers_that_find_the_same_trouble_make_one_case(self):
        errors, waits = [], threading.Event()

        def report_second():
            with self._connect() as env:
                # Takes its snapshot before the first worker commits.
                env["scm.exception"].search_count([])
                waits.set()
                try:
                    self._report(env)
                except ConcurrencyError as error:
                    errors.append(error)
                    env.cr.rollback()
                    self._report(env)

        with self._connect() as first:
            self._report(first)
            thread = threading.Thread(target=report_second)
            thread.start()
            self.assertTrue(waits.wait(10))
        thread.join(30)
        self.assertFalse(thread.is_alive())
        self.assertEqual(len(errors), 1, "the second must be told to run again")
        with self._connect() as env:
            self.assertEqual(len(self._get_cases(env)), 1)
