# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

FINGERPRINT = "test:two workers at once"


@tagged("post_install", "-at_install")
class TestScmExceptionConcurrency(BaseCase):
    """Two real connections; what they commit is removed at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["scm.exception"].search([("fingerprint", "=", FINGERPRINT)]).unlink()

    def _report(self, env):
        category = env.ref("scm_assistant_base.scm_exception_category_stock")
        values = {"name": "Found by two", "category_id": category.id}
        return env["scm.exception"]._report_case(FINGERPRINT, values)

    def _count(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return env["scm.exception"].search_count([("fingerprint", "=", FINGERPRINT)])

    def test_two_workers_that_find_the_same_trouble_make_one_case(self):
        errors, waits = [], threading.Event()

        def report_second():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                # Takes its snapshot before the first worker commits.
                env["scm.exception"].search_count([])
                waits.set()
                try:
                    self._report(env)
                except ConcurrencyError as error:
                    errors.append(error)
                    cr.rollback()
                    self._report(env)

        with self.registry.cursor() as cr:
            self._report(api.Environment(cr, SUPERUSER_ID, {}))
            thread = threading.Thread(target=report_second)
            thread.start()
            self.assertTrue(waits.wait(10))
        thread.join(30)
        self.assertFalse(thread.is_alive())
        self.assertEqual(len(errors), 1, "the second must be told to run again")
        self.assertEqual(self._count(), 1)
