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

    def test_company_field_is_a_setting_by_its_declaration(self):
        """Each of our fields of the company that may be written, in both forms."""
        declared = {
            name
            for name, field in self.env["res.company"]._fields.items()
            if name.startswith("scm_") and not field.readonly
        }
        self.assertIn("scm_allow_self_approval", declared)
        for model in ("scm.settings", "res.config.settings"):
            with self.subTest(model=model):
                self.assertEqual(self.env[model]._get_setting_names(), declared)
                for name in declared:
                    setting = self.env[model]._fields[name]
                    field = self.env["res.company"]._fields[name]
                    self.assertEqual(
                        (setting.string, setting.help, setting.required),
                        (field.string, field.help, field.required),
                    )

    def test_setting_without_a_place_of_its_own_is_shown_all_the_same(self):
        for model, view in (
            ("scm.settings", "scm_assistant_base.scm_settings_view_form"),
            ("res.config.settings", "scm_assistant_base.res_config_settings_view_form"),
        ):
            with self.subTest(model=model):
                self.env["ir.ui.view"].create(
                    {
                        "name": "Without",
                        "model": model,
                        "inherit_id": self.env.ref(view).id,
                        "arch": '<field name="scm_allow_self_approval" position="replace"/>',
                    }
                )
                arch = self.env[model].with_user(self.env.ref("base.user_admin"))
                arch = arch.get_view(view_type="form")["arch"]
                self.assertEqual(arch.count('name="scm_allow_self_approval"'), 1)
