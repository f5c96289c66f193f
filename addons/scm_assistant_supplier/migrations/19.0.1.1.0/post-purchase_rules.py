# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api

BEFORE = '["|", ("company_id", "=", False), ("company_id", "in", company_ids)]'
NOW = '[("company_id", "in", company_ids)]'
MODELS = (
    "scm_purchase_promise",
    "scm_purchase_change",
    "scm_purchase_change_line",
    "scm_supply_request",
    "scm_supply_request_line",
    "scm_supply_rejection",
    "scm_supply_offer",
)


def migrate(cr, version):
    """Show nobody records without a company; rules of his own making are left alone."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for model in MODELS:
        rule = env.ref(f"scm_assistant_supplier.{model}_rule_company", raise_if_not_found=False)
        if rule and rule.domain_force == BEFORE:
            rule.domain_force = NOW
