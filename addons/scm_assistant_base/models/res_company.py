# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    scm_allow_self_approval = fields.Boolean(
        "Lone Manager Approves Own Requests",
        help="Lets the only SCM manager of the company approve what he or she submitted. "
        "With a second manager, nobody approves an own request.",
    )

    def _scm_get_timezone(self):
        """Return the name of the time zone in which the company's days begin."""
        self.ensure_one()
        return self.partner_id.tz or self.resource_calendar_id.tz or "UTC"

    def _scm_get_today(self):
        """Return the company's calendar day now, whoever asks from wherever."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self._scm_get_timezone()))
