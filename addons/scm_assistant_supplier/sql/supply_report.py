# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The facts of the supply reports: purchase lines and what came of them."""

from odoo.tools import SQL


def query_supply_lines(company, supplier_ids, date_from, date_to, until):
    """Return the facts of purchase lines, one row a line, whatever their number.

    Read from the moves, since `receipt_status`, `effective_date` and
    `date_planned` are not what they seem: the first is "full" once nothing is
    open, the second is the first receipt, the third is rewritten. On done moves
    the quantity is ``quantity`` in the move's unit; it is converted to the
    product's.

    :param supplier_ids: of these alone; empty: of all
    """
    return SQL(
        """
        WITH line AS (%(lines)s),
        move AS (%(moves)s),
        sums AS (
            SELECT line_id,
                   sum(quantity) FILTER (WHERE kind = 'receipt') AS received_qty,
                   sum(quantity) FILTER (
                       WHERE kind = 'receipt' AND day <= promised_day) AS received_in_time,
                   min(day) FILTER (
                       WHERE kind = 'receipt' AND running_qty >= ordered_qty - 0.00001
                   ) AS complete_day,
                   sum(quantity) FILTER (
                       WHERE kind = 'receipt' AND day BETWEEN %(date_from)s AND %(date_to)s
                   ) AS received_period,
                   sum(quantity) FILTER (
                       WHERE kind = 'return' AND day BETWEEN %(date_from)s AND %(date_to)s
                   ) AS returned_period,
                   sum(quantity) FILTER (WHERE kind = 'open') AS open_qty
              FROM move GROUP BY line_id
        ),
        fact AS (
            SELECT line.*,
                   NOT line.is_cancelled
                       AND line.approved_day BETWEEN %(date_from)s AND %(date_to)s
                       AS is_ordered,
                   COALESCE(sums.received_qty, 0)::float AS received_qty,
                   COALESCE(sums.received_in_time, 0)::float AS received_in_time,
                   sums.complete_day,
                   COALESCE(sums.received_period, 0)::float AS received_period,
                   COALESCE(sums.returned_period, 0)::float AS returned_period,
                   COALESCE(sums.open_qty, 0)::float AS open_qty,
                   COALESCE(round(
                       (sums.received_period * line.ordered_value
                        / NULLIF(line.ordered_qty, 0))::numeric, %(digits)s
                   ), 0)::float AS received_value
              FROM line LEFT JOIN sums ON sums.line_id = line.id
        )
        SELECT * FROM fact
         WHERE is_ordered OR received_period > 0 OR returned_period > 0
            OR NOT is_cancelled AND has_receipt
               AND promised_day BETWEEN %(date_from)s AND %(date_to)s
            OR open_qty > 0 AND expected_day <= %(until)s
         ORDER BY order_name, id
        """,
        lines=query_ordered_lines(company, supplier_ids),
        moves=query_line_moves(company),
        date_from=date_from,
        date_to=date_to,
        until=until,
        digits=company.currency_id.decimal_places,
    )


def query_ordered_lines(company, supplier_ids):
    """Return the lines of orders that were confirmed, services left out."""
    partners = SQL("TRUE")
    if supplier_ids:
        partners = SQL("partner.commercial_partner_id = ANY(%s)", supplier_ids)
    promise = SQL("COALESCE(l.scm_original_date, l.date_planned)")
    expected = SQL("l.date_planned")
    return SQL(
        """
        SELECT l.id, l.order_id, po.name AS order_name, l.product_id,
               COALESCE(partner.commercial_partner_id, partner.id) AS partner_id,
               template.uom_id, po.state = 'cancel' AS is_cancelled,
               l.qty_received_method = 'stock_moves' AS has_receipt,
               l.product_uom_qty::float AS ordered_qty,
               round((l.price_subtotal / COALESCE(NULLIF(po.currency_rate, 0), 1))::numeric,
                     %(digits)s)::float AS ordered_value,
               %(approved)s AS approved_day,
               %(promised)s AS promised_day,
               %(expected)s AS expected_day
          FROM purchase_order_line l
          JOIN purchase_order po ON po.id = l.order_id
          JOIN res_partner partner ON partner.id = po.partner_id
          JOIN product_product product ON product.id = l.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
         WHERE po.company_id = %(company)s AND po.date_approve IS NOT NULL
           AND po.state IN ('purchase', 'cancel')
           AND l.display_type IS NULL AND template.type <> 'service' AND %(partners)s
        """,
        digits=company.currency_id.decimal_places,
        approved=company._scm_sql_day(SQL("po.date_approve")),
        promised=company._scm_sql_day(promise),
        expected=company._scm_sql_day(expected),
        company=company.id,
        partners=partners,
    )


def query_line_moves(company):
    """Return the moves of the lines by what they are: receipt, return, open.

    A replacement of what was returned is none of these. Of a receipt in several
    steps only the first carries the line: the dock's day counts.
    """
    return SQL(
        """
        SELECT typed.*,
               sum(quantity) OVER (
                   PARTITION BY line_id, kind ORDER BY day, move_id
               ) AS running_qty
          FROM (
            SELECT m.id AS move_id, line.id AS line_id, line.promised_day, line.ordered_qty,
                   %(day)s AS day,
                   CASE WHEN m.state = 'done'
                        THEN m.quantity * move_uom.factor / product_uom.factor
                        ELSE m.product_qty END AS quantity,
                   CASE WHEN target.usage = 'supplier' AND m.state = 'done' THEN 'return'
                        WHEN target.usage = 'supplier' THEN 'open return'
                        WHEN picking.return_id IS NOT NULL THEN 'replacement'
                        WHEN m.state <> 'done' THEN 'open'
                        WHEN source.usage IN ('supplier', 'transit') THEN 'receipt'
                   END AS kind
              FROM stock_move m
              JOIN line ON line.id = m.purchase_line_id AND line.product_id = m.product_id
              JOIN stock_location source ON source.id = m.location_id
              JOIN stock_location target ON target.id = m.location_dest_id
              JOIN uom_uom move_uom ON move_uom.id = m.product_uom
              JOIN uom_uom product_uom ON product_uom.id = line.uom_id
              LEFT JOIN stock_picking picking ON picking.id = m.picking_id
             WHERE m.state NOT IN ('draft', 'cancel')
          ) typed
        """,
        day=company._scm_sql_day(SQL("m.date")),
    )
