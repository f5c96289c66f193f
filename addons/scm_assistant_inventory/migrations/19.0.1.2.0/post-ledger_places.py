# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Build the ledger anew: sister companies, subcontractors and owners count otherwise."""
    cr.execute("UPDATE scm_stock_position SET ledger_qty = on_hand_qty WHERE ledger_qty IS NULL")
    cr.execute("UPDATE res_company SET scm_ledger_built_at = NULL")
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.ref("scm_assistant_inventory.scm_stock_position_cron_refresh")._trigger()
