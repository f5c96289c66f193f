# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How the delivery of each order line went, from its moves.

A line belongs to the period of its promise, whenever and whether it arrived. Quantities are
in the product's unit, days are those of the company. ``scope`` is that of ``figures``.
"""

from datetime import timedelta

from odoo.tools import SQL

# Quantities are compared with this slack: units converted back and forth are no delay.
SLACK = 0.00001


def sql_verdicts(scope):
    """Return the SQL of common tables, the last of which is ``verdict``: a row a line."""
    return SQL(
        """
        line AS MATERIALIZED (%(lines)s), moved AS (%(moves)s), sent_back AS (%(sent_back)s),
        refused AS (%(refused)s), stay AS (%(stay)s), total AS (%(totals)s), fact AS (%(facts)s),
        verdict AS (%(verdicts)s)
        """,
        lines=sql_lines(scope),
        moves=sql_moves(scope),
        sent_back=sql_sent_back(),
        refused=sql_refused(scope),
        stay=sql_stay(),
        totals=sql_totals(scope.template),
        facts=sql_facts(),
        verdicts=sql_judged(scope),
    )


def sql_lines(scope):
    """Return ``line``: those of confirmed orders, and when each was promised."""
    return SQL(
        """
        SELECT l.id, partner.commercial_partner_id AS partner_id, l.product_id,
               l.product_uom_qty::float8 AS asked_qty, po.state = 'cancel' AS is_cancelled,
               %(approved_on)s AS approved_on, %(original_on)s AS original_on,
               %(confirmed_on)s AS confirmed_on
          FROM purchase_order_line l
          JOIN purchase_order po ON po.id = l.order_id
          JOIN res_partner partner ON partner.id = po.partner_id
         WHERE po.company_id = %(company)s
           AND po.state IN ('purchase', 'cancel')
           AND po.date_approve IS NOT NULL
           AND l.qty_received_method = 'stock_moves'
           AND l.display_type IS NULL
           AND %(lines)s
        """,
        approved_on=scope.company._scm_sql_day(SQL("po.date_approve")),
        original_on=scope.company._scm_sql_day(
            SQL("COALESCE(l.scm_original_date, l.date_planned)")
        ),
        confirmed_on=scope.company._scm_sql_day(
            SQL("COALESCE(l.scm_confirmed_date, l.date_planned)")
        ),
        company=scope.company.id,
        lines=sql_wanted(scope),
    )


def sql_wanted(scope):
    """Return the SQL condition of the order lines ``l`` to look at."""
    if scope.line_ids:
        return SQL("l.id IN %s", scope.line_ids)
    first, last = scope.company._scm_get_range(scope.date_from, scope.date_to)
    partner = SQL("TRUE")
    if scope.partner_id:
        partner = SQL("partner.commercial_partner_id = %s", scope.partner_id)
    return SQL(
        """%(partner)s AND (
            (COALESCE(l.scm_original_date, l.date_planned) >= %(first)s
             AND COALESCE(l.scm_original_date, l.date_planned) < %(last)s)
            OR (COALESCE(l.scm_confirmed_date, l.date_planned) >= %(first)s
                AND COALESCE(l.scm_confirmed_date, l.date_planned) < %(last)s)
        )""",
        partner=partner,
        first=first,
        last=last,
    )


def sql_moves(scope):
    """Return ``moved``: what came and went back until the cut-off, a row a move."""
    return SQL(
        """
        SELECT m.id, m.purchase_line_id AS line_id, m.origin_returned_move_id,
               %(moved_on)s AS day,
               (m.quantity * mu.factor / pu.factor)::float8 AS qty,
               (mu.factor / pu.factor)::float8 AS unit,
               ld.usage = 'supplier' AS is_return,
               m.product_id <> line.product_id AS is_part
          FROM line
          JOIN stock_move m ON m.purchase_line_id = line.id
          JOIN stock_location ls ON ls.id = m.location_id
          JOIN stock_location ld ON ld.id = m.location_dest_id
          JOIN product_product pp ON pp.id = m.product_id
          JOIN product_template pt ON pt.id = pp.product_tmpl_id
          JOIN uom_uom mu ON mu.id = m.product_uom
          JOIN uom_uom pu ON pu.id = pt.uom_id
         WHERE m.state = 'done'
           AND (ld.usage = 'supplier') <> (ls.usage IN ('supplier', 'transit'))
           AND m.date < %(cutoff)s
        """,
        moved_on=scope.company._scm_sql_day(SQL("m.date")),
        cutoff=get_cutoff(scope),
    )


def sql_sent_back():
    """Return ``sent_back``: how much of a receipt went back by a return that names it."""
    return SQL(
        """
        SELECT origin_returned_move_id AS move_id, SUM(qty) AS qty
          FROM moved WHERE is_return AND origin_returned_move_id IS NOT NULL GROUP BY 1
        """
    )


def sql_refused(scope):
    """Return ``refused``: how much of a receipt was rejected until the cut-off."""
    return SQL(
        """
        SELECT r.move_id, SUM(r.quantity::float8 * moved.unit) AS qty
          FROM scm_supply_rejection r
          JOIN moved ON moved.id = r.move_id
         WHERE r.found_at < %(cutoff)s
         GROUP BY 1
        """,
        cutoff=get_cutoff(scope),
    )


def sql_stay():
    """Return ``stay``: the moves, with what stayed of each and what was bad."""
    return SQL(
        """
        SELECT moved.*,
               CASE WHEN is_return THEN 0
                    ELSE GREATEST(moved.qty - COALESCE(sent_back.qty, 0), 0)
               END AS kept_qty,
               -- What was rejected and then sent back is one piece of bad goods, not two.
               CASE WHEN is_return THEN 0
                    ELSE LEAST(moved.qty, GREATEST(
                        COALESCE(sent_back.qty, 0), COALESCE(refused.qty, 0)
                    ))
               END AS bad_qty
          FROM moved
          LEFT JOIN sent_back ON sent_back.move_id = moved.id
          LEFT JOIN refused ON refused.move_id = moved.id
        """
    )


def sql_totals(rules):
    """Return ``total``: the sums of a line, in the window around its promise as well."""
    return SQL(
        """
        SELECT line.id,
               bool_or(stay.is_part) AS is_kit,
               SUM(qty) FILTER (WHERE NOT is_return) AS received_qty,
               SUM(qty) FILTER (WHERE is_return) AS returned_qty,
               SUM(kept_qty) AS kept_qty,
               SUM(bad_qty) AS bad_qty,
               SUM(kept_qty) FILTER (WHERE day <= original_on + %(late)s) AS by_due_qty,
               SUM(kept_qty) FILTER (WHERE day BETWEEN original_on - %(early)s
                   AND original_on + %(late)s) AS window_qty,
               SUM(kept_qty) FILTER (WHERE day BETWEEN confirmed_on - %(early)s
                   AND confirmed_on + %(late)s) AS window_confirmed_qty,
               SUM(qty * (day - approved_on)) FILTER (WHERE NOT is_return) AS qty_days,
               MAX(day) FILTER (WHERE NOT is_return) AS last_day
          FROM line JOIN stay ON stay.line_id = line.id
         GROUP BY line.id
        """,
        early=rules.early_days,
        late=rules.late_days,
    )


def sql_facts():
    """Return ``fact``: the lines with their sums; kits, whose parts come, are left out."""
    return SQL(
        """
        SELECT line.id, partner_id, product_id, approved_on, original_on, confirmed_on,
               last_day, asked_qty,
               CASE WHEN is_cancelled THEN COALESCE(received_qty, 0)
                    ELSE asked_qty END AS ordered_qty,
               COALESCE(received_qty, 0) AS received_qty,
               COALESCE(returned_qty, 0) AS returned_qty,
               -- What came back without naming its receipt is taken off the whole.
               COALESCE(returned_qty - (received_qty - kept_qty), 0) AS loose_qty,
               COALESCE(kept_qty, 0) AS kept_qty,
               COALESCE(bad_qty, 0) AS bad_qty,
               COALESCE(by_due_qty, 0) AS by_due_qty,
               COALESCE(window_qty, 0) AS window_qty,
               COALESCE(window_confirmed_qty, 0) AS window_confirmed_qty,
               (qty_days / NULLIF(received_qty, 0))::float8 AS lead_days
          FROM line LEFT JOIN total ON total.id = line.id
         WHERE is_kit IS NOT TRUE
        """
    )


def sql_judged(scope):
    """Return ``verdict``: whether each line was due, on time, complete and in full."""
    return SQL(
        """
        SELECT fact.*,
               kept_qty - loose_qty AS accepted_qty,
               bad_qty + loose_qty AS rejected_qty,
               original_on BETWEEN %(date_from)s AND %(date_to)s
                   AND original_on + %(late)s <= %(last_day)s AS is_due,
               confirmed_on BETWEEN %(date_from)s AND %(date_to)s
                   AND confirmed_on + %(late)s <= %(last_day)s AS is_due_confirmed,
               by_due_qty - loose_qty >= needed.qty AS is_by_due,
               window_qty - loose_qty >= needed.qty AS is_on_time,
               window_confirmed_qty - loose_qty >= needed.qty AS is_on_time_confirmed,
               kept_qty - loose_qty >= needed.qty AS is_complete,
               kept_qty - loose_qty >= needed.qty
                   AND kept_qty - loose_qty <= ordered_qty * %(over)s + %(slack)s
                   AS is_in_full
          FROM fact
         CROSS JOIN LATERAL (
            SELECT ordered_qty * %(under)s - %(slack)s AS qty
         ) AS needed
         WHERE ordered_qty > 0
        """,
        last_day=scope.cutoff,
        date_from=scope.date_from,
        date_to=scope.date_to,
        late=scope.template.late_days,
        under=1.0 - scope.template.under_percent / 100.0,
        over=1.0 + scope.template.over_percent / 100.0,
        slack=SLACK,
    )


def get_cutoff(scope):
    """Return the moment after the last day whose receipts count."""
    return scope.company._scm_get_moment(scope.cutoff + timedelta(days=1))
