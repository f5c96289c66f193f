# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.addons.scm_assistant_base.models.scm_settings_mixin import company_settings


@company_settings
class ResCompany(models.Model):
    _inherit = "res.company"

    scm_suggestion_limit = fields.Monetary(
        "Approval Above",
        default=50000.0,
        help="A suggestion worth more than this needs a manager's approval.",
        groups="base.group_user",
    )
    scm_suggestion_limit_daily = fields.Boolean(
        "Slices Count Together",
        default=True,
        help="What one person lets through of a product on one day counts together.",
        groups="base.group_user",
    )
    scm_suggestion_quiet_days = fields.Integer(
        "Not Again For",
        default=30,
        help="For so many days, what was turned down is not suggested again.",
        groups="base.group_user",
    )
    scm_return_days = fields.Integer(
        "Vendors Take Back Within",
        default=30,
        help="A return is suggested only of what came within so many days; 0 for never.",
        groups="base.group_user",
    )
    scm_promotion_user_id = fields.Many2one(
        "res.users",
        "Promotions By",
        help="Who gets the task to promote or discount.",
        groups="base.group_user",
    )
    scm_suggested_at = fields.Datetime(
        readonly=True,
        help="When suggestions were last made for all positions.",
        groups="base.group_user",
    )
    scm_ledger_synced_at = fields.Datetime(
        readonly=True,
        help="Up to when the demand ledger has read the stock moves.",
        groups="base.group_user",
    )
    scm_ledger_built_at = fields.Datetime(
        readonly=True,
        help="When the demand ledger was last built anew.",
        groups="base.group_user",
    )

    scm_counter_id = fields.Many2one(
        "res.users",
        "Counter",
        help="Who counts where the class names nobody.",
        groups="base.group_user",
    )
    scm_count_blind = fields.Boolean(
        "Blind Counts",
        default=True,
        help="Counters do not see what the system says until the count is settled.",
        groups="base.group_user",
    )
    scm_count_daily_limit = fields.Integer(
        "Counts a Day",
        default=20,
        help="So many places of a warehouse wait to be counted at most; the most overdue first.",
        groups="base.group_user",
    )
    scm_hold_native_counts = fields.Boolean(
        "Hold Big Differences",
        help="Counts on Odoo's own screen that are outside the tolerance are counted again and "
        "approved, unless a manager applies them.",
        groups="base.group_user",
    )
    scm_reservation_days = fields.Integer(
        "Reservation Stale after (Days)",
        default=7,
        help="Days after its date from which a transfer holds its reservation too long.",
        groups="base.group_user",
    )
    scm_transit_days = fields.Integer(
        "In Transit Too Long after (Days)",
        default=3,
        help="Days since the last arrival in a transit location.",
        groups="base.group_user",
    )
