# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What suppliers are measured by: one statement a source, whatever their number.

``scope`` is a ``Scope`` of ``models/evaluation/scm_supplier_figures``: whose figures, of
which days, by which rules. A contact counts as his company.
"""

from datetime import timedelta

from odoo.tools import SQL

from .verdicts import sql_verdicts

REFERENCE_DAYS = 365
# A bill's price may differ from the order's by rounding.
PRICE_SLACK = 0.005


def query_delivery(scope):
    """Return the SQL of one row a supplier, from its lines of the period."""
    return SQL(
        """
        WITH %(verdicts)s
        SELECT partner_id,
               COUNT(*) FILTER (WHERE is_due) AS due_count,
               COUNT(*) FILTER (WHERE is_due AND is_on_time) AS on_time,
               COUNT(*) FILTER (WHERE is_due AND is_in_full) AS in_full,
               COUNT(*) FILTER (WHERE is_due AND is_on_time AND is_in_full) AS otif,
               COUNT(*) FILTER (WHERE is_due_confirmed) AS confirmed_count,
               COUNT(*) FILTER (WHERE is_due_confirmed AND is_on_time_confirmed)
                   AS on_time_confirmed,
               SUM(rejected_qty) FILTER (WHERE is_due) AS rejected_qty,
               SUM(received_qty) FILTER (WHERE is_due) AS received_qty,
               COUNT(*) FILTER (WHERE is_due AND returned_qty > 0) AS returned_count,
               COUNT(*) FILTER (WHERE is_due AND received_qty > 0) AS received_count,
               AVG(lead_days) FILTER (WHERE is_due) AS lead_mean,
               STDDEV_SAMP(lead_days) FILTER (WHERE is_due) AS lead_spread,
               jsonb_agg(id) FILTER (WHERE is_due) AS due_ids,
               jsonb_build_object(
                   'on_time_original', jsonb_agg(id) FILTER (WHERE is_due AND NOT is_on_time),
                   'on_time_confirmed', jsonb_agg(id) FILTER (
                       WHERE is_due_confirmed AND NOT is_on_time_confirmed
                   ),
                   'in_full', jsonb_agg(id) FILTER (WHERE is_due AND NOT is_in_full),
                   'otif', jsonb_agg(id) FILTER (
                       WHERE is_due AND NOT (is_on_time AND is_in_full)
                   ),
                   'returned', jsonb_agg(id) FILTER (WHERE is_due AND returned_qty > 0),
                   'rejected', jsonb_agg(id) FILTER (WHERE is_due AND rejected_qty > 0)
               ) AS misses
          FROM verdict
         WHERE is_due OR is_due_confirmed
         GROUP BY partner_id
         ORDER BY partner_id
        """,
        verdicts=sql_verdicts(scope),
    )


def query_line_verdicts(scope):
    """Return the SQL of (id, verdict) of the lines that are due in the period."""
    return SQL(
        "WITH %s SELECT id, to_jsonb(verdict) AS verdict FROM verdict "
        "WHERE is_due OR is_due_confirmed",
        sql_verdicts(scope),
    )


def query_prices(scope):
    """Return the SQL of what was paid beside the year before, a row a supplier.

    The reference is the mean price of the same product from the same supplier, on
    lines promised in the 365 days before the period; in the company's currency at
    the rate of each order, and by the product's unit.
    """
    first, last = scope.company._scm_get_range(scope.date_from, scope.date_to)
    reference = scope.date_from - timedelta(days=REFERENCE_DAYS)
    return SQL(
        """
        WITH paid AS (
            SELECT partner.commercial_partner_id AS partner_id, l.product_id,
                   COALESCE(l.scm_original_date, l.date_planned) >= %(first)s AS is_new,
                   SUM(l.product_uom_qty)::float8 AS qty,
                   SUM(l.price_subtotal / COALESCE(NULLIF(po.currency_rate, 0), 1))::float8
                       AS amount
              FROM purchase_order_line l
              JOIN purchase_order po ON po.id = l.order_id
              JOIN res_partner partner ON partner.id = po.partner_id
             WHERE po.company_id = %(company)s
               AND po.state = 'purchase'
               AND l.display_type IS NULL
               AND l.product_uom_qty > 0
               AND COALESCE(l.scm_original_date, l.date_planned) >= %(reference)s
               AND COALESCE(l.scm_original_date, l.date_planned) < %(last)s
             GROUP BY 1, 2, 3
        )
        SELECT new.partner_id,
               SUM(new.amount - new.qty * old.amount / old.qty) AS difference,
               SUM(new.qty * old.amount / old.qty) AS reference
          FROM paid new
          JOIN paid old USING (partner_id, product_id)
         WHERE new.is_new AND NOT old.is_new AND old.amount > 0
         GROUP BY new.partner_id
        """,
        company=scope.company.id,
        reference=scope.company._scm_get_moment(reference),
        first=first,
        last=last,
    )


def query_confirmations(scope):
    """Return the SQL of the questions asked in the period, and how many were answered.

    An answer counts up to the cut-off; a question whose answer is not yet due then is
    not judged.
    """
    values = get_period_values(scope)
    return SQL(
        """
        WITH question AS (
            SELECT r.id, partner.commercial_partner_id AS partner_id, r.due_date,
                   (EXTRACT(EPOCH FROM r.answered_at - r.sent_at) / 3600)::float8 AS hours,
                   COALESCE(%(answered_on)s <= %(cutoff)s, FALSE) AS is_answered
              FROM scm_supply_request r
              JOIN res_partner partner ON partner.id = r.partner_id
             WHERE r.company_id = %(company)s AND r.state IN ('sent', 'answered')
               AND r.sent_at >= %(first)s AND r.sent_at < %(last)s
        )
        SELECT partner_id, COUNT(*) AS asked, COUNT(*) FILTER (WHERE is_answered) AS answered,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY hours)
                   FILTER (WHERE is_answered) AS hours,
               jsonb_agg(id) FILTER (WHERE NOT is_answered) AS miss_ids
          FROM question
         WHERE is_answered OR due_date <= %(cutoff)s
         GROUP BY partner_id
        """,
        answered_on=scope.company._scm_sql_day(SQL("r.answered_at")),
        cutoff=scope.cutoff,
        **values,
    )


def query_contacts(scope):
    """Return the SQL of the attempts to reach a supplier, and how many reached it."""
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id, COUNT(*) AS tried,
               COUNT(*) FILTER (WHERE log.outcome = 'reached') AS reached
          FROM scm_contact_log log
          JOIN res_partner partner ON partner.id = log.partner_id
         WHERE log.company_id = %(company)s
           AND log.contacted_at >= %(first)s AND log.contacted_at < %(last)s
         GROUP BY 1
        """,
        **get_period_values(scope),
    )


def query_bills(scope):
    """Return the SQL of the bill lines of orders, and how many agree with them.

    A bill line agrees when its price is the order's and no more is billed than was
    received. Another unit or currency than the order's can't be compared and is left out.
    """
    return SQL(
        """
        WITH billed AS (
            SELECT aml.id, partner.commercial_partner_id AS partner_id,
                   abs(aml.price_subtotal / aml.quantity - l.price_subtotal / l.product_qty)
                       <= %(slack)s * abs(l.price_subtotal / l.product_qty)
                   AND l.qty_invoiced <= l.qty_received AS is_matching
              FROM account_move_line aml
              JOIN account_move bill ON bill.id = aml.move_id
              JOIN purchase_order_line l ON l.id = aml.purchase_line_id
              JOIN purchase_order po ON po.id = l.order_id
              JOIN res_partner partner ON partner.id = po.partner_id
             WHERE bill.company_id = %(company)s
               AND bill.state = 'posted' AND bill.move_type = 'in_invoice'
               AND bill.invoice_date BETWEEN %(date_from)s AND %(date_to)s
               AND aml.quantity <> 0 AND l.product_qty <> 0
               AND aml.product_uom_id = l.product_uom_id AND aml.currency_id = po.currency_id
        )
        SELECT partner_id, COUNT(*) AS billed,
               COUNT(*) FILTER (WHERE is_matching) AS matching,
               jsonb_agg(id) FILTER (WHERE NOT is_matching) AS miss_ids
          FROM billed GROUP BY partner_id
        """,
        slack=PRICE_SLACK,
        date_from=scope.date_from,
        date_to=scope.date_to,
        company=scope.company.id,
    )


def query_cases(scope):
    """Return the SQL of the cases with each supplier that were open at the cut-off."""
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id, COUNT(*) AS open,
               jsonb_agg(e.id) AS case_ids
          FROM scm_exception e
          JOIN res_partner partner ON partner.id = e.partner_id
         WHERE e.company_id = %(company)s
           AND e.state <> 'cancelled'
           AND e.reported_at < %(cutoff)s
           AND (e.state <> 'resolved' OR e.resolved_at >= %(cutoff)s)
         GROUP BY 1
        """,
        company=scope.company.id,
        cutoff=scope.company._scm_get_moment(scope.cutoff + timedelta(days=1)),
    )


def get_period_values(scope):
    first, last = scope.company._scm_get_range(scope.date_from, scope.date_to)
    return {"company": scope.company.id, "first": first, "last": last}
