# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, TransactionCase, new_test_user
from odoo.tests.common import get_db_name

CLERK = "scm_assistant_base.group_scm_clerk"
ASSISTANT = "scm_assistant_base.group_scm_assistant"
MANAGER = "scm_assistant_base.group_scm_manager"


def create_quiet_user(env, login, groups, **values):
    """Create a user for a tour whom OdooBot does not greet.

    The greeting makes the web client call the server at a moment that no step of the
    tour waits for; a call that comes while a PDF is rendered is refused by Odoo's test
    server, and the tour fails with a ConnectionLostError.
    """
    user = new_test_user(env, login, groups, **values)
    if "odoobot_state" in user._fields:
        user.odoobot_state = "disabled"
    return user


class ScmConcurrencyCase(BaseCase):
    """What two do at once, on real connections; what is committed is removed at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # First, so that a set-up that breaks in the middle is removed too.
        self.addCleanup(self._remove_committed)
        with self._connect() as env:
            self._create(env)

    @contextmanager
    def _connect(self):
        """Yield an environment on a connection of its own; the end commits it."""
        with self.registry.cursor() as cr:
            # A guard that is missing makes the test fail, where it would wait for ever.
            cr.execute("SET lock_timeout = '30s'")
            # Committed, since a rollback would undo it.
            cr.commit()  # pylint: disable=invalid-commit
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _remove_committed(self):
        with self._connect() as env:
            self._remove(env)

    def _create(self, env):
        """Create what all connections see; extend to add records."""

    def _remove(self, env):
        """Remove whatever was committed, of a set-up that broke as well."""
        raise NotImplementedError


class ScmBaseCommon(TransactionCase):
    """A company of its own with an employee, a clerk, an assistant and a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Own Company"})
        # Where its users are, too: what decides on days says so.
        cls.company.partner_id.tz = "UTC"
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.employee = cls._create_user("employee", "base.group_user")
        cls.clerk = cls._create_user("clerk", CLERK)
        cls.assistant = cls._create_user("assistant", ASSISTANT)
        cls.manager = cls._create_user("manager", MANAGER)
        cls.partner = cls.env["res.partner"].create({"name": "Own Supplier", "is_company": True})

    @classmethod
    def _create_user(cls, name, group):
        return create_quiet_user(
            cls.env,
            f"scm_test_{name}",
            group,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            tz="UTC",
        )

    @classmethod
    def _create_contact(cls, **values):
        return cls.env["scm.contact.log"].create(
            {"partner_id": cls.partner.id, "summary": "Talked", **values}
        )
