# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    scm_allow_self_approval = fields.Boolean(
        "Lone Manager Approves Own Requests",
        help="Lets the only SCM manager of the company approve what he or she submitted. "
        "With a second manager, nobody approves an own request.",
        groups="base.group_user",
    )
