# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Fill the new ledger at once, not in the coming night."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.ref("scm_assistant_inventory.scm_stock_position_cron_refresh")._trigger()
