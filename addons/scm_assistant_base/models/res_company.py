# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .scm_settings_mixin import company_settings


@company_settings
class ResCompany(models.Model):
    _inherit = "res.company"

    scm_allow_self_approval = fields.Boolean(
        "Lone Manager Approves Own Requests",
        help="Lets the only SCM manager of the company approve what he or she submitted. "
        "With a second manager, nobody approves an own request.",
        groups="base.group_user",
    )

    def _scm_get_users(self, group):
        """Return the members of a group, by its XML id, who can act in this company.

        :return: users with the rights of the superuser, to be told of something
        """
        self.ensure_one()
        # sudo: whoever tells others of something need not read users.
        return self.env.ref(group).sudo().all_user_ids._scm_filter_staff(self)

    def _scm_get_lang(self):
        """Return the language that the company's own records are written in."""
        self.ensure_one()
        # sudo: in which language a company speaks is no secret, on a public page either.
        return self.sudo().partner_id.lang or self.env.lang or "en_US"
