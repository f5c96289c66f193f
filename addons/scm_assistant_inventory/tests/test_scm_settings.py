# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import Form, tagged

from .common import ScmInventoryCommon


@tagged("post_install", "-at_install")
class TestScmSettings(ScmInventoryCommon):
    def test_manager_sets_limits_and_counts_of_the_own_company(self):
        settings = self.env["scm.settings"].with_user(self.manager)
        with Form(settings.create({"company_id": self.company.id})) as form:
            form.scm_suggestion_limit = 1234
            form.scm_return_days = 0
            form.scm_hold_native_counts = True
            form.scm_counter_id = self.assistant
        self.assertRecordValues(
            self.company,
            [
                {
                    "scm_suggestion_limit": 1234,
                    "scm_return_days": 0,
                    "scm_hold_native_counts": True,
                    "scm_counter_id": self.assistant.id,
                }
            ],
        )
