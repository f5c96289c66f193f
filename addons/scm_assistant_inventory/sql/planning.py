# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What planning reads: a statement for each table, over all positions or a few products'."""

from datetime import timedelta

from odoo.tools import SQL

from ..tools import ledger
from ..tools.demand import WINDOW_DAYS
from .kits import sql_by_parts
from .picture import query_stock, sql_brings_own, sql_usable_places


def query_positions(env, company, products=None):
    """Return one row for each pair of warehouse and product with stock or demand.

    Sorted by warehouse and product. Stock that somebody else owns is left out.
    """
    return SQL(
        """
        WITH usable AS MATERIALIZED (%(usable)s),
             quant AS (%(quants)s), moves AS (%(moves)s), draft AS (%(drafts)s),
             issued AS (%(issues)s),
             pair AS (
            SELECT warehouse_id, product_id FROM quant
             UNION SELECT warehouse_id, product_id FROM moves
             UNION SELECT warehouse_id, product_id FROM draft
             UNION SELECT warehouse_id, product_id FROM issued)
        SELECT pair.warehouse_id, pair.product_id, category.id AS category_id,
               category.parent_path AS category_path,
               COALESCE((product.standard_price->>%(company_key)s)::float8, 0) AS unit_cost,
               unit.parent_path LIKE %(pieces)s AS is_whole,
               COALESCE(quant.on_hand, 0)::float8 AS on_hand_qty,
               COALESCE(quant.usable, 0)::float8 AS usable_qty,
               COALESCE(quant.free, 0)::float8 AS free_qty,
               COALESCE(moves.incoming, 0)::float8 AS incoming_qty,
               COALESCE(moves.outgoing, 0)::float8 AS outgoing_qty,
               (COALESCE(quant.on_hand, 0) + COALESCE(moves.incoming, 0)
                - COALESCE(moves.outgoing, 0))::float8 AS forecast_qty,
               COALESCE(draft.quantity, 0)::float8 AS rfq_qty,
               COALESCE(known.ledger_qty, quant.on_hand, 0)::float8 AS ledger_qty,
               COALESCE(issued.year, 0)::float8 AS year_qty, known.xyz,
               issued.last_day AS last_issue_date, moves.next_day AS next_receipt_date
          FROM pair
          JOIN stock_warehouse warehouse ON warehouse.id = pair.warehouse_id
               AND warehouse.active AND warehouse.company_id = %(company)s
          JOIN product_product product ON product.id = pair.product_id AND product.active
          JOIN product_template template ON template.id = product.product_tmpl_id
               AND template.is_storable AND template.active
          JOIN uom_uom unit ON unit.id = template.uom_id
          LEFT JOIN product_category category ON category.id = template.categ_id
          LEFT JOIN quant USING (warehouse_id, product_id)
          LEFT JOIN moves USING (warehouse_id, product_id)
          LEFT JOIN draft USING (warehouse_id, product_id)
          LEFT JOIN issued USING (warehouse_id, product_id)
          LEFT JOIN scm_stock_position known ON known.company_id = warehouse.company_id
               AND known.warehouse_id = pair.warehouse_id
               AND known.product_id = pair.product_id
         ORDER BY pair.warehouse_id, pair.product_id
        """,
        usable=sql_usable_places(env, company),
        quants=query_stock(env, company, sql_only("product_id", products)),
        moves=query_open_moves(company, products),
        drafts=query_draft_purchases(env, company, products),
        issues=query_issues(company, products),
        company=company.id,
        company_key=str(company.id),
        pieces=f"{env.ref('uom.product_uom_unit').id}/%",
    )


def sql_only(column, products):
    """Return the condition on a product's ``column``; nothing where all are meant."""
    return SQL("AND %s = ANY(%s)", SQL(column), products.ids) if products else SQL()


def sql_open_moves(company, products=None):
    """Return the open moves with the warehouse that they leave and that they reach."""
    return SQL(
        """
        SELECT move.id, move.product_id, move.product_qty, move.date, move.date_deadline,
               move.procure_method, source.warehouse_id AS source_id,
               COALESCE(final.warehouse_id, CASE WHEN move.location_final_id IS NULL
                        THEN target.warehouse_id END) AS target_id,
               COALESCE(final.usage, target.usage) AS target_usage
          FROM stock_move move
          JOIN stock_location source ON source.id = move.location_id
          JOIN stock_location target ON target.id = move.location_dest_id
          LEFT JOIN stock_location final ON final.id = move.location_final_id
         WHERE move.company_id = %s
           AND move.state IN ('waiting', 'confirmed', 'assigned', 'partially_available') %s
        """,
        company.id,
        sql_only("move.product_id", products),
    )


def query_open_moves(company, products=None):
    return SQL(
        """
        SELECT warehouse_id, product_id, sum(incoming) AS incoming,
               sum(outgoing) AS outgoing, min(day) FILTER (WHERE incoming > 0) AS next_day
          FROM (SELECT target_id AS warehouse_id, product_id, product_qty AS incoming,
                       0 AS outgoing, %(day)s AS day
                  FROM (%(open)s) move
                 WHERE target_id IS NOT NULL AND source_id IS DISTINCT FROM target_id
                 UNION ALL
                SELECT source_id, product_id, 0, product_qty, NULL
                  FROM (%(open)s) move
                 WHERE source_id IS NOT NULL AND source_id IS DISTINCT FROM target_id) flow
         GROUP BY 1, 2
        """,
        open=sql_open_moves(company, products),
        day=company._scm_sql_day(SQL("date")),
    )


def query_draft_purchases(env, company, products=None):
    return SQL(
        """
        SELECT warehouse_id, product_id, sum(quantity) AS quantity
          FROM (%s) draft GROUP BY 1, 2
        """,
        sql_draft_purchases(env, company, products),
    )


def sql_draft_purchases(env, company, products=None):
    """Return what orders that nobody has confirmed bring: where to, what, how much, when."""
    lines = SQL(
        """
        SELECT COALESCE(orderpoint.warehouse_id, final.warehouse_id, kind.warehouse_id)
                   AS warehouse_id,
               line.id AS line_id, line.product_id, line.product_uom_qty AS quantity,
               COALESCE(%(day)s, %(today)s) AS day
          FROM purchase_order_line line
          JOIN purchase_order purchase ON purchase.id = line.order_id
               AND purchase.state IN ('draft', 'sent', 'to approve')
          JOIN stock_picking_type kind ON kind.id = purchase.picking_type_id
          LEFT JOIN stock_warehouse_orderpoint orderpoint
                 ON orderpoint.id = line.orderpoint_id
          LEFT JOIN stock_location final ON final.id = line.location_final_id
         WHERE line.product_id IS NOT NULL AND purchase.company_id = %(company)s
        """,
        day=company._scm_sql_day(SQL("line.date_planned")),
        today=company._scm_get_today(),
        company=company.id,
    )
    return SQL(
        "SELECT * FROM (%s) bought WHERE TRUE %s",
        sql_by_parts(env, company, lines),
        sql_only("product_id", products),
    )


def query_issues(company, products=None):
    """Return last issue and yearly quantity of each pair in the ledger.

    The block in which the year begins is opened; of the later ones the sum is known. What a
    warehouse sends to those that it supplies is issued as well.
    """
    start = company._scm_get_today() - timedelta(days=WINDOW_DAYS)
    return SQL(
        """
        SELECT warehouse_id, product_id, max(last_day) AS last_day,
               GREATEST(sum(year), 0) AS year
          FROM (SELECT warehouse_id, product_id,
                       NULLIF(max(last_issue), '-infinity') AS last_day,
                       sum(CASE WHEN block > %(first)s THEN demand_qty
                           ELSE (SELECT sum(COALESCE(issued, 0) - COALESCE(returned, 0))
                                   FROM unnest(days, out_qty, return_qty)
                                        AS entry(day, issued, returned)
                                  WHERE day >= %(start)s)
                           END) FILTER (WHERE block >= %(first)s) AS year
                  FROM scm_demand_block WHERE company_id = %(company)s %(only)s
                 GROUP BY 1, 2
                 UNION ALL
                SELECT warehouse_id, product_id, max(day), sum(quantity)
                  FROM (%(supplied)s) supplied GROUP BY 1, 2) issued
         GROUP BY 1, 2
        """,
        start=start,
        first=ledger.get_block_of(start),
        company=company.id,
        only=sql_only("product_id", products),
        supplied=query_supplied(company, start, products),
    )


def query_supplied(company, start, products=None):
    """Return (warehouse, product, day, quantity) that went to the warehouses supplied from it.

    Regular supply is demand of the warehouse that gives: one which another names as its
    source, or of which somebody said so. Elsewhere a transfer only evens stocks out.
    """
    return SQL(
        """
        SELECT block.warehouse_id, block.product_id, entry.day, entry.quantity
          FROM scm_demand_block block
          JOIN stock_warehouse source ON source.id = block.warehouse_id
          CROSS JOIN LATERAL unnest(days, transfer_qty) AS entry(day, quantity)
         WHERE block.company_id = %(company)s AND block.block >= %(first)s
           AND block.transfer_qty IS NOT NULL
           AND entry.quantity > 0 AND entry.day >= %(start)s %(only)s
           AND (source.scm_supplies_others OR EXISTS (
                SELECT FROM stock_wh_resupply_table route
                  JOIN stock_warehouse fed ON fed.id = route.supplied_wh_id AND fed.active
                 WHERE route.supplier_wh_id = source.id))
        """,
        company=company.id,
        first=ledger.get_block_of(start),
        start=start,
        only=sql_only("block.product_id", products),
    )


def query_other_history(company, start, today):
    """Return (warehouse, product, day number, come back, due) of what is not issued stock.

    What is due but not shipped yet is demand of the day it was due, unless it waits for
    goods that are bought or made for it alone: no stock has to cover that. What went to
    warehouses that are supplied from here stands beside it.
    """
    return SQL(
        """
        SELECT warehouse_id, product_id, entry.day - %(start)s, entry.quantity, 0
          FROM scm_demand_block block
         CROSS JOIN LATERAL unnest(days, return_qty) AS entry(day, quantity)
         WHERE company_id = %(company)s AND block >= %(first)s
           AND return_qty IS NOT NULL AND entry.day >= %(start)s AND entry.day < %(today)s
         UNION ALL
        SELECT source_id, product_id, %(due)s - %(start)s, 0, product_qty::float8
          FROM (%(open)s) move
         WHERE source_id IS NOT NULL AND target_usage = 'customer' AND NOT %(own)s
           AND date_deadline IS NOT NULL AND %(due)s < %(today)s AND %(due)s >= %(start)s
         UNION ALL
        SELECT warehouse_id, product_id, day - %(start)s, 0, quantity
          FROM (%(supplied)s) supplied WHERE day < %(today)s
        """,
        company=company.id,
        start=start,
        first=ledger.get_block_of(start),
        today=today,
        due=company._scm_sql_day(SQL("date_deadline")),
        open=sql_open_moves(company),
        own=sql_waits_for_own(SQL("move")),
        supplied=query_supplied(company, start),
    )


def sql_waits_for_own(move):
    """Return whether an open move waits for goods that are bought or made for it alone."""
    return SQL(
        """
        (%(move)s.procure_method = 'make_to_order' AND EXISTS (
            WITH RECURSIVE chain AS (
                SELECT %(move)s.id AS id
                 UNION
                SELECT link.move_orig_id
                  FROM chain JOIN stock_move_move_rel link ON link.move_dest_id = chain.id)
            SELECT FROM chain
              JOIN stock_move fed ON fed.id = chain.id
              JOIN stock_location place ON place.id = fed.location_id
             WHERE %(brings_own)s))
        """,
        move=move,
        brings_own=sql_brings_own(),
    )


def query_overrides(company, today):
    """Return (warehouse, product, number of the limit, quantity) set by hand."""
    return SQL(
        """
        SELECT warehouse_id, product_id,
               array_position(ARRAY['safety', 'reorder', 'maximum'], kind::text) - 1, quantity
          FROM scm_stock_override
         WHERE company_id = %s AND active AND date_end >= %s
        """,
        company.id,
        today,
    )
