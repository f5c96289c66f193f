# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    scm_suggestion_limit = fields.Monetary(
        related="company_id.scm_suggestion_limit",
        currency_field="scm_currency_id",
        readonly=False,
    )
    # Not the name that accounting uses for the same: both may be installed.
    scm_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency (SCM)"
    )
