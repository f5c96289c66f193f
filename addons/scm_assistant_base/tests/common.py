# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, new_test_user

CLERK = "scm_assistant_base.group_scm_clerk"
ASSISTANT = "scm_assistant_base.group_scm_assistant"
MANAGER = "scm_assistant_base.group_scm_manager"


class ScmBaseCommon(TransactionCase):
    """A company of its own with an employee, a clerk, an assistant and a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Own Company"})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.employee = cls._create_user("employee", "base.group_user")
        cls.clerk = cls._create_user("clerk", CLERK)
        cls.assistant = cls._create_user("assistant", ASSISTANT)
        cls.manager = cls._create_user("manager", MANAGER)
        cls.partner = cls.env["res.partner"].create({"name": "Own Supplier", "is_company": True})

    @classmethod
    def _create_user(cls, name, group):
        return new_test_user(
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
