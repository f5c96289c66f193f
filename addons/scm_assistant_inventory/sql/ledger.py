# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The moves that the ledger of demand reads, and what their columns refer to."""

from odoo.tools import SQL

from ..tools import ledger
from .arrays import sql_ids

# The columns of ``query_moves``, see ``binary_table``.
MOVE_KINDS = "iiiifttl"


def query_moves(company, condition):
    """Return what planning must know of each of the moves, in the order of ``MOVE_KINDS``.

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
                   + CASE WHEN m.is_inventory OR m.scrap_id IS NOT NULL THEN 0 ELSE 1 END
                   + CASE WHEN %(to_order)s THEN 2 ELSE 0 END
          FROM stock_move m
         WHERE %(done)s AND %(condition)s
        """,
        to_order=sql_to_order(SQL("m")),
        done=sql_done(company),
        condition=condition,
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
    """Return location, its warehouse or 0, and its usage as ``ledger.USAGES`` numbers it."""
    usages = list(ledger.USAGES)
    return SQL(
        """
        SELECT id, COALESCE(warehouse_id, 0),
               COALESCE((%s::int[])[array_position(%s::varchar[], usage)], 0)
          FROM stock_location place WHERE %s
        """,
        [ledger.USAGES[usage] for usage in usages],
        usages,
        places,
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
