# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _scm_filter_staff(self, company, group=None):
        """Return those who can act in a company: active, no guests.

        OdooBot is never among them, since Odoo lets nobody activate it.

        :param str group: what they have to be members of as well
        """
        return self.filtered(
            lambda user: (
                user.active
                and not user.share
                and company in user.company_ids
                and (not group or user.has_group(group))
            )
        )
