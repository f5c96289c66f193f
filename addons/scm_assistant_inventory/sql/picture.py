# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the stock over time is read from: what is usable, and what comes and goes when.

Told in docs/algorithms/stock_over_time.md; the arithmetic is in ``tools/timeline.py``.
"""

from odoo import fields
from odoo.tools import SQL

from ..tools import timeline

# Where goods of a warehouse may be used: in stock, and on the steps to and from it. What
# lies beside these was set apart, in quarantine for example.
USABLE_ROOTS = (
    "lot_stock_id",
    "wh_input_stock_loc_id",
    "wh_qc_stock_loc_id",
    "wh_output_stock_loc_id",
    "wh_pack_stock_loc_id",
    # Of Manufacturing, where it is installed.
    "pbm_loc_id",
    "sam_loc_id",
)
# What was brought there is on its way out.
LEAVING_ROOTS = ("wh_output_stock_loc_id", "wh_pack_stock_loc_id", "pbm_loc_id")
OPEN_STATES = ("waiting", "confirmed", "assigned", "partially_available")


def sql_usable_places(env, company):
    """Return the places whose goods may be used: id, warehouse, whether on the way out."""
    known = env["stock.warehouse"]._fields
    usable, leaving = (
        SQL(", ").join(SQL.identifier("warehouse", name) for name in names if name in known)
        for names in (USABLE_ROOTS, LEAVING_ROOTS)
    )
    return SQL(
        """
        SELECT place.id, place.warehouse_id, bool_or(root.id IN (%(leaving)s)) AS is_leaving
          FROM stock_warehouse warehouse
          JOIN stock_location root ON root.id IN (%(usable)s)
          JOIN stock_location place ON place.warehouse_id = warehouse.id
               AND place.parent_path LIKE root.parent_path || '%%'
         WHERE warehouse.company_id = %(company)s
         GROUP BY 1, 2
        """,
        usable=usable,
        leaving=leaving,
        company=company.id,
    )


def sql_is_fresh(env, lot):
    """Return the condition that a lot, if any, is not to be removed from stock yet."""
    # Only Expiration Dates knows when.
    if "removal_date" not in env["stock.lot"]._fields:
        return SQL("TRUE")
    return SQL(
        "NOT EXISTS (SELECT FROM stock_lot lot WHERE lot.id = %s AND lot.removal_date <= %s)",
        lot,
        fields.Datetime.now(),
    )


def query_stock(env, company, only):
    """Return what is on hand, what of it is usable, and what of that is free.

    Goods that somebody else owns are left out. What is reserved to be moved within its
    warehouse, such as a put-away, is as free as before.

    :param only: the condition on the column ``product_id`` of a query
    """
    return SQL(
        """
        SELECT warehouse_id, product_id, sum(on_hand) AS on_hand, sum(usable) AS usable,
               sum(free) AS free
          FROM (SELECT location.warehouse_id, quant.product_id, quant.quantity AS on_hand,
                       CASE WHEN %(is_usable)s THEN quant.quantity ELSE 0 END AS usable,
                       CASE WHEN %(is_usable)s
                            THEN quant.quantity - quant.reserved_quantity ELSE 0 END AS free
                  FROM stock_quant quant
                  JOIN stock_location location ON location.id = quant.location_id
                  LEFT JOIN usable ON usable.id = quant.location_id
                 WHERE location.warehouse_id IS NOT NULL AND quant.company_id = %(company)s
                   AND (quant.owner_id IS NULL OR quant.owner_id = %(owner)s)
                 UNION ALL
                SELECT source.warehouse_id, move.product_id, 0, 0, line.quantity_product_uom
                  FROM stock_move move
                  JOIN stock_move_line line ON line.move_id = move.id
                       AND (line.owner_id IS NULL OR line.owner_id = %(owner)s)
                  JOIN usable source ON source.id = line.location_id
                  JOIN usable target
                       ON target.id = COALESCE(move.location_final_id, line.location_dest_id)
                      AND target.warehouse_id = source.warehouse_id
                      AND (source.is_leaving OR NOT target.is_leaving)
                 WHERE move.company_id = %(company)s AND %(is_line_fresh)s
                   AND move.state IN ('assigned', 'partially_available')) stock
         WHERE TRUE %(only)s
         GROUP BY 1, 2
        """,
        is_usable=SQL("usable.id IS NOT NULL AND %s", sql_is_fresh(env, SQL("quant.lot_id"))),
        is_line_fresh=sql_is_fresh(env, SQL("line.lot_id")),
        company=company.id,
        owner=company.partner_id.id,
        only=only,
    )


def query_documents(env, company, today, only, drafts):
    """Return (warehouse, product, days from today, change, kind) of each open document.

    Open moves into and out of what is usable, and the lines of unconfirmed orders. Goods
    that come for one customer or production alone stand apart with what they come for:
    they neither cover nor need stock. What of them has come is no stock for others.

    :param only: the condition on the column ``product_id`` of a query
    :param drafts: the lines of orders that nobody has confirmed
    """
    return SQL(
        """
        WITH RECURSIVE %(parts)s
        SELECT moves.target_id, moves.product_id, moves.day,
               moves.product_qty - LEAST(COALESCE(pegged.for_others, 0), moves.product_qty),
               %(open)s
          FROM moves LEFT JOIN pegged ON pegged.id = moves.id
         WHERE target_id IS NOT NULL AND source_id IS DISTINCT FROM target_id
         UNION ALL
        SELECT moves.source_id, moves.product_id, moves.day,
               -COALESCE(own.reserved, moves.product_qty),
               CASE WHEN own.id IS NULL THEN %(open)s ELSE %(apart)s END
          FROM moves LEFT JOIN own ON own.id = moves.id
         WHERE source_id IS NOT NULL AND source_id IS DISTINCT FROM target_id
         UNION ALL
        SELECT draft.warehouse_id, draft.product_id, GREATEST(draft.day - %(today)s, 0),
               draft.quantity - LEAST(COALESCE((%(line_pegged)s), 0), draft.quantity),
               %(draft)s
          FROM (%(drafts)s) draft
        """,
        parts=sql_parts(env, company, today, only),
        line_pegged=sql_pegged_to_line(SQL("draft.line_id")),
        drafts=drafts,
        today=today,
        open=timeline.OPEN,
        draft=timeline.DRAFT,
        apart=timeline.APART,
    )


def sql_parts(env, company, today, only):
    """Return the parts of a statement that say which open moves come for which alone.

    ``moves`` are the open ones into and out of what is usable. ``chain`` are those that
    feed one which leaves its warehouse and waits for goods of its own; ``own`` are those
    that get them bought or made, with what lies reserved for them and what is still to
    come; ``pegged`` is what comes for them alone.
    """
    return SQL(
        """
        usable AS MATERIALIZED (%(usable)s), moves AS MATERIALIZED (
            SELECT move.id, move.product_id, move.product_qty, move.procure_method,
                   GREATEST(%(day)s - %(today)s, 0) AS day, source.warehouse_id AS source_id,
                   CASE WHEN move.location_final_id IS NULL THEN target.warehouse_id
                        ELSE final.warehouse_id END AS target_id
              FROM stock_move move
              LEFT JOIN usable source ON source.id = move.location_id
              LEFT JOIN usable target ON target.id = move.location_dest_id
              LEFT JOIN usable final ON final.id = move.location_final_id
             WHERE move.company_id = %(company)s AND move.state IN %(states)s %(only)s),
        chain AS (
            SELECT moves.id AS demand_id, moves.id FROM moves
             WHERE moves.procure_method = 'make_to_order' AND moves.source_id IS NOT NULL
               AND moves.source_id IS DISTINCT FROM moves.target_id
             UNION
            SELECT chain.demand_id, link.move_orig_id
              FROM chain JOIN stock_move_move_rel link ON link.move_dest_id = chain.id),
             own AS MATERIALIZED (
            SELECT moves.id, held.quantity AS reserved,
                   moves.product_qty - held.quantity AS missing
              FROM (SELECT chain.demand_id
                      FROM chain
                      JOIN stock_move fed ON fed.id = chain.id
                      JOIN stock_location place ON place.id = fed.location_id
                     GROUP BY 1
                    HAVING bool_or(%(brings_own)s)) demand
              JOIN moves ON moves.id = demand.demand_id
              CROSS JOIN LATERAL (
                   SELECT COALESCE(sum(line.quantity_product_uom), 0) AS quantity
                     FROM stock_move_line line WHERE line.move_id = moves.id) held),
             pegged AS MATERIALIZED (
            SELECT chain.id, sum(own.missing) AS quantity,
                   sum(own.missing) FILTER (WHERE chain.id <> own.id) AS for_others
              FROM chain JOIN own ON own.id = chain.demand_id
             WHERE own.missing > 0 GROUP BY 1)
        """,
        usable=sql_usable_places(env, company),
        brings_own=sql_brings_own(),
        day=company._scm_sql_day(SQL("move.date")),
        today=today,
        company=company.id,
        states=OPEN_STATES,
        only=only,
    )


def sql_brings_own():
    """Return whether a chain that begins with a move ``fed`` brings goods of its own.

    It begins at a supplier or in production, its location ``place``, or, while that order
    is a draft, takes nothing from stock.
    """
    return SQL(
        """
        place.usage IN ('supplier', 'production')
        OR fed.procure_method = 'make_to_order' AND NOT EXISTS (
           SELECT FROM stock_move_move_rel link WHERE link.move_dest_id = fed.id)
        """
    )


def sql_pegged_to_line(line):
    """Return what an order line brings for moves of ``chain`` alone."""
    return SQL(
        """
        SELECT sum(pegged.quantity)
          FROM stock_move_created_purchase_line_rel link
          JOIN pegged ON pegged.id = link.move_id
         WHERE link.created_purchase_line_id = %s
        """,
        line,
    )


def sql_is_pegged(line):
    """Return whether an order line brings something for moves of ``chain`` alone."""
    return SQL(
        """
        (EXISTS (%(drafted)s HAVING count(*) > 0) OR EXISTS (
            SELECT FROM stock_move move JOIN pegged ON pegged.id = move.id
             WHERE move.purchase_line_id = %(line)s AND pegged.for_others > 0))
        """,
        drafted=sql_pegged_to_line(line),
        line=line,
    )
