# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.tests import new_test_user, tagged

from .common import ASSISTANT, MANAGER, ScmBaseCommon
from .fake_models import ScmTestRequest, add_model


@tagged("post_install", "-at_install")
class TestScmNotice(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_model(cls, ScmTestRequest)
        cls.document = (
            cls.env["scm.test.request"]
            .with_user(cls.assistant)
            .create({"name": "Ten more", "company_id": cls.company.id})
        )
        # As somebody may have made it by mistake: in the group and the company.
        cls.robot = cls.env.ref("base.user_root")
        cls.robot.company_ids += cls.company
        cls.robot.group_ids += cls.env.ref(MANAGER)

    def test_members_are_the_active_staff_of_the_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        gone = new_test_user(self.env, "gone", MANAGER, company_id=self.company.id)
        gone.company_ids = self.company
        elsewhere = new_test_user(self.env, "elsewhere", MANAGER, company_id=other.id)
        self.assertIn(gone, self.company._scm_get_users(MANAGER))
        gone.active = False
        # As who may not read users: each employee tells managers.
        members = self.company.with_user(self.employee)._scm_get_users(MANAGER)
        self.assertIn(self.manager, members)
        self.assertFalse(members & (gone | elsewhere | self.robot | self.assistant))

    def test_task_is_in_the_language_of_each(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.manager.lang = "zh_TW"
        tasks = self.document._notify_by_task(
            self.manager | self.employee,
            lambda told: f"{told.env.lang}: {told.name}",
            get_note=lambda told: "At once",
            due_date=fields.Date.to_date("2026-03-04"),
        )
        self.assertEqual(tasks.mapped("summary"), ["zh_TW: Ten more", "en_US: Ten more"])
        self.assertEqual(tasks.user_id, self.manager | self.employee)
        self.assertEqual(tasks[0].date_deadline, fields.Date.to_date("2026-03-04"))
        self.assertIn("At once", tasks[0].note)

    def test_task_may_open_another_record(self):
        partner = self.env["res.partner"].create({"name": "Supplier"})
        task = self.document._notify_by_task(
            self.manager, lambda told: told.name, on=partner.with_user(self.assistant)
        )
        self.assertEqual((task.res_model, task.res_id), (partner._name, partner.id))

    def test_message_reaches_each_in_the_own_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.manager.lang = "zh_TW"
        self.document._notify_by_message(
            self.manager | self.employee,
            lambda told: told.name,
            lambda told: f"In {told.env.lang}",
        )
        found = self.env["mail.message"].search([("subject", "=", "Ten more")], order="id")
        self.assertIn("zh_TW", found[0].body)
        self.assertEqual(found[0].partner_ids, self.manager.partner_id)
        self.assertIn("en_US", found[1].body)

    def test_person_is_the_first_who_can_act(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        elsewhere = new_test_user(self.env, "elsewhere", ASSISTANT, company_id=other.id)
        guest = new_test_user(self.env, "guest", "base.group_portal")
        gone = new_test_user(self.env, "gone", ASSISTANT, company_id=self.company.id)
        gone.active = False
        nobody = self.env["res.users"]
        candidates = (nobody, self.robot, guest, gone, elsewhere, self.employee, self.manager)
        self.assertEqual(self.document._find_person(*candidates), self.employee)
        self.assertEqual(self.document._find_person(*candidates, group=ASSISTANT), self.manager)
        self.assertFalse(self.document._find_person(self.robot, guest))
