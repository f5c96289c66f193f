# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import ScmBaseCommon


@tagged("post_install", "-at_install")
class TestScmSettings(ScmBaseCommon):
    def _open(self, user):
        action = self.env.ref("scm_assistant_base.scm_settings_action")
        found = action.with_user(user).with_company(self.company).run()
        return self.env["scm.settings"].with_user(user).browse(found["res_id"])

    def test_manager_changes_the_settings_of_the_own_company(self):
        settings = self._open(self.manager)
        self.assertEqual(settings.company_id, self.company)
        with Form(settings) as form:
            form.scm_allow_self_approval = True
        self.assertTrue(self.company.scm_allow_self_approval)
        self.assertTrue(self._open(self.manager).scm_allow_self_approval)

    def test_assistant_neither_opens_nor_writes_settings(self):
        settings = self._open(self.manager)
        with self.assertRaises(AccessError):
            self._open(self.assistant)
        with self.assertRaises(AccessError):
            settings.with_user(self.assistant).scm_allow_self_approval = True
        self.assertFalse(self.company.scm_allow_self_approval)

    def test_manager_does_not_reach_another_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        settings = self.env["scm.settings"].with_user(self.manager)
        with self.assertRaises(AccessError):
            settings.create({"company_id": other.id, "scm_allow_self_approval": True})
        self.assertFalse(other.scm_allow_self_approval)

    def test_settings_open_no_other_field_of_the_company(self):
        settings = self._open(self.manager)
        names = settings._get_setting_names()
        self.assertIn("scm_allow_self_approval", names)
        self.assertTrue(all(name.startswith("scm_") for name in names))
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).scm_allow_self_approval = True

    def test_manager_finds_each_setting_that_the_administrator_has(self):
        """Of all addons that are installed: what is set in two places drifts apart."""
        administrators = {
            name
            for name, field in self.env["res.config.settings"]._fields.items()
            if name.startswith("scm_") and field.related == f"company_id.{name}"
        }
        settings = self.env["scm.settings"].with_user(self.manager)
        arch = settings.get_view(view_type="form")["arch"]
        shown = {name for name in administrators if f'name="{name}"' in arch}
        self.assertTrue(administrators)
        self.assertEqual(shown, administrators)
