# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmSettingsMixin(models.AbstractModel):
    """What is set for a company, in Odoo's settings and in the manager's ``scm.settings``.

    A module adds a setting here and shows it in both forms.
    """

    _name = "scm.settings.mixin"
    _description = "Settings of a Company"

    company_id = fields.Many2one("res.company")
    scm_allow_self_approval = fields.Boolean(
        related="company_id.scm_allow_self_approval", readonly=False
    )
