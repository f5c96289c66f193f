# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.addons.scm_assistant_base.models.scm_settings_mixin import company_settings

POLICIES = [("none", "Nothing"), ("warn", "Warn"), ("block", "Stop the Order")]


@company_settings
class ResCompany(models.Model):
    _inherit = "res.company"

    scm_contract_policy = fields.Selection(
        POLICIES,
        "Order outside a Contract",
        default="warn",
        required=True,
        help="What happens when a supplier who had a contract is ordered from after its end.",
        groups="base.group_user",
    )
    scm_supplier_policy = fields.Selection(
        POLICIES,
        "Order from a Supplier Not Approved",
        default="block",
        required=True,
        help="What happens when a suspended supplier, or one not approved yet, is ordered from.",
        groups="base.group_user",
    )
    scm_changes_by_request = fields.Boolean(
        "Changes to Confirmed Orders by Request Only",
        help="Only managers then change product, quantity, price or date of a confirmed order "
        "line directly; others request the change.",
        groups="base.group_user",
    )
    scm_review_days = fields.Integer(
        "Review Prices Every (Days)",
        default=180,
        help="After how many days a vendor's price and lead time are to be checked again.",
        groups="base.group_user",
    )
