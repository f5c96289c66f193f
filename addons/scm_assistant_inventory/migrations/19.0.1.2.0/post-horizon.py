# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def migrate(cr, version):
    """Let positions say what they did until the next refresh looks only so far ahead."""
    cr.execute(
        """
        UPDATE scm_stock_position SET horizon_days = ceil(lead_days) + 1,
               projected_qty = COALESCE(forecast_qty, 0) + COALESCE(rfq_qty, 0),
               leaving_qty = outgoing_qty, usable_qty = on_hand_qty
         WHERE horizon_days IS NULL
        """
    )
