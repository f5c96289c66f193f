# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the supply board reads of the past."""

from odoo.tools import SQL


def query_delays(partners, company, since):
    """Return (supplier, days late) of each receipt line since a moment, of ``partners``."""
    promised = SQL("COALESCE(line.scm_original_date, line.date_planned)")
    return SQL(
        """
        SELECT supplier.commercial_partner_id,
               %s - %s
          FROM stock_move move
          JOIN purchase_order_line line ON line.id = move.purchase_line_id
          JOIN purchase_order po ON po.id = line.order_id
          JOIN res_partner supplier ON supplier.id = po.partner_id
          JOIN stock_location target ON target.id = move.location_dest_id
         WHERE move.state = 'done' AND move.origin_returned_move_id IS NULL
           AND target.usage <> 'supplier' AND move.date >= %s
           AND po.company_id = %s AND supplier.commercial_partner_id IN %s
        """,
        company._scm_sql_day(SQL("move.date")),
        company._scm_sql_day(promised),
        since,
        company.id,
        tuple(partners.ids),
    )
