# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tools import sql as schema


def migrate(cr, version):
    """Let the demand ledger be built anew: its days are a view of thirteen-week blocks now."""
    if schema.table_kind(cr, "scm_demand_day") == schema.TableKind.Regular:
        cr.execute("DROP TABLE scm_demand_day")
        cr.execute("UPDATE res_company SET scm_ledger_built_at = NULL, scm_ledger_synced_at = NULL")
