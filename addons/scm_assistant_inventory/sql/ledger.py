# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The moves that the ledger of demand reads, and what their columns refer to."""

from odoo.tools import SQL

from ..tools import ledger
from .arrays import sql_ids

# The columns of ``query_moves``, see ``binary_table``.
MOVE_KINDS = "iiiifttl"


def query_moves(env, company, condition):
    """Return what planning must know of each of the moves, in the order of ``MOVE_KINDS``.

    What somebody else owns is taken off again by a row below zero: few companies keep such
    goods, and the stock that planning looks at is without them as well.

    A column, a join or a calculation more is a tenth of the time more: what the columns
    refer to is read once by itself, days are counted by numpy, and two
    flags share a column with the origin.
    """
    return SQL(
        """
        SELECT m.product_id, m.product_uom, m.location_id, m.location_dest_id,
               m.quantity::float8, m.date,
               -- What went out late was wanted earlier; what went out early, then.
               LEAST(m.date_deadline, m.date),
               COALESCE(m.origin_returned_move_id, 0)::int8 * 4
                   + %(flags)s
          FROM stock_move m
         WHERE %(done)s AND %(condition)s
         UNION ALL
        SELECT m.product_id, line.product_uom_id, m.location_id, m.location_dest_id,
               -line.quantity::float8, m.date, LEAST(m.date_deadline, m.date),
               COALESCE(m.origin_returned_move_id, 0)::int8 * 4 + %(flags)s
          FROM stock_move m
          JOIN stock_move_line line ON line.move_id = m.id AND line.owner_id IS NOT NULL
         WHERE line.owner_id <> %(owner)s AND line.quantity <> 0
           AND %(done)s AND %(condition)s
        """,
        flags=sql_flags(env),
        owner=company.partner_id.id,
        done=sql_done(company),
        condition=condition,
    )


def sql_flags(env):
    """Return 1 where a move ``m`` is a flow of goods, plus 2 where it was to order.

    Counts and scrap are no flow, nor is what is taken apart.
    """
    no_flow = SQL("m.is_inventory OR m.scrap_id IS NOT NULL")
    # Only Manufacturing takes things apart.
    for name in ("unbuild_id", "consume_unbuild_id"):
        if name in env["stock.move"]._fields:
            no_flow = SQL("%s OR %s IS NOT NULL", no_flow, SQL.identifier("m", name))
    return SQL(
        "CASE WHEN %s THEN 0 ELSE 1 END + CASE WHEN %s THEN 2 ELSE 0 END",
        no_flow,
        sql_to_order(SQL("m")),
    )


def sql_may_be_booked(keys):
    """Return the condition that a move may be booked on one of the days of ``keys``.

    It is booked on its date, its deadline, or when what it returns was wanted. A day
    of the company begins less than a day before or after that of UTC.
    """
    return SQL(
        """
        EXISTS (
            SELECT FROM (
                SELECT product_id,
                       %(first)s::timestamp + (day - 1) * interval '1 day' AS begins,
                       %(first)s::timestamp + (day + 2) * interval '1 day' AS ends
                  FROM unnest(%(products)s, %(days)s) AS key(product_id, day)
                OFFSET 0) wanted
             WHERE wanted.product_id = m.product_id
               AND (m.date >= begins AND m.date < ends
                    OR m.date_deadline >= begins AND m.date_deadline < ends
                    OR m.origin_returned_move_id IS NOT NULL))
        """,
        products=sql_ids(keys.product),
        days=sql_ids(keys.day),
        first=ledger.FIRST_DAY,
    )


def sql_done(company):
    """Return the condition that a move ``m`` of the company moved something."""
    return SQL("m.state = 'done' AND m.quantity <> 0 AND m.company_id = %s", company.id)


def sql_to_order(move):
    """Return whether what a move takes was bought or made for it alone."""
    return SQL(
        """
        (%(move)s.procure_method = 'make_to_order' AND EXISTS (
            WITH RECURSIVE chain AS (
                SELECT move_orig_id FROM stock_move_move_rel
                 WHERE move_dest_id = %(move)s.id
                 UNION
                SELECT link.move_orig_id
                  FROM chain JOIN stock_move_move_rel link
                    ON link.move_dest_id = chain.move_orig_id)
            SELECT FROM chain
              JOIN stock_move made ON made.id = chain.move_orig_id
              JOIN stock_location place ON place.id = made.location_id
             WHERE place.usage IN ('supplier', 'production')))
        """,
        move=move,
    )


def query_own_units(products):
    """Return product and its own unit of the storable ones."""
    return SQL(
        """
        SELECT product.id, template.uom_id
          FROM product_product product
          JOIN product_template template ON template.id = product.product_tmpl_id
         WHERE template.is_storable AND %s
        """,
        products,
    )


def query_locations(places):
    """Return location, its warehouse or 0, and where that is as ``ledger.PLACES`` numbers it.

    Transit that belongs to no company leads to a sister company; an internal place outside
    all warehouses is a subcontractor's, or that of a department which uses things up.
    """
    return SQL(
        """
        SELECT id, COALESCE(warehouse_id, 0),
               CASE WHEN usage = 'customer' THEN %(customer)s
                    WHEN usage = 'production' THEN %(production)s
                    WHEN usage = 'internal' AND warehouse_id IS NULL THEN %(outside)s
                    WHEN usage = 'transit' AND company_id IS NULL THEN %(outside)s
                    WHEN usage IN ('internal', 'transit') THEN %(inside)s
                    ELSE %(elsewhere)s END
          FROM stock_location place WHERE %(places)s
        """,
        customer=ledger.CUSTOMER,
        production=ledger.PRODUCTION,
        outside=ledger.OUTSIDE,
        inside=ledger.INSIDE,
        elsewhere=ledger.ELSEWHERE,
        places=places,
    )


def query_origins(origins):
    """Return location, moment wanted and whether to order of what the moves return."""
    return SQL(
        """
        SELECT o.id, o.location_id, LEAST(o.date_deadline, o.date),
               CASE WHEN %s THEN 1 ELSE 0 END
          FROM stock_move o WHERE o.state = 'done' AND %s ORDER BY o.id
        """,
        sql_to_order(SQL("o")),
        origins,
    )
