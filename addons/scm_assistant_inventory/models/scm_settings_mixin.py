# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmSettingsMixin(models.AbstractModel):
    _inherit = "scm.settings.mixin"

    scm_suggestion_limit = fields.Monetary(
        related="company_id.scm_suggestion_limit",
        currency_field="scm_currency_id",
        readonly=False,
    )
    scm_suggestion_quiet_days = fields.Integer(
        related="company_id.scm_suggestion_quiet_days", readonly=False
    )
    scm_return_days = fields.Integer(related="company_id.scm_return_days", readonly=False)
    scm_promotion_user_id = fields.Many2one(
        related="company_id.scm_promotion_user_id", readonly=False
    )
    # Not the name that accounting uses for the same: both may be installed.
    scm_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency (SCM)"
    )
    scm_counter_id = fields.Many2one(related="company_id.scm_counter_id", readonly=False)
    scm_count_blind = fields.Boolean(related="company_id.scm_count_blind", readonly=False)
    scm_count_daily_limit = fields.Integer(
        related="company_id.scm_count_daily_limit", readonly=False
    )
    scm_hold_native_counts = fields.Boolean(
        related="company_id.scm_hold_native_counts", readonly=False
    )
    scm_reservation_days = fields.Integer(related="company_id.scm_reservation_days", readonly=False)
    scm_transit_days = fields.Integer(related="company_id.scm_transit_days", readonly=False)
