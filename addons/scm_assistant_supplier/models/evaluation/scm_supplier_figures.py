# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

REFERENCE_DAYS = 365
# Quantities are compared with this slack: units converted back and forth are no delay.
SLACK = 0.00001


class Scope(NamedTuple):
    """Whose figures, of which days, by which rules."""

    company: models.BaseModel
    template: models.BaseModel
    date_from: date
    date_to: date
    cutoff: date
    partner_id: int = 0
    line_ids: tuple = ()


class Figure(NamedTuple):
    """A measured value with what it was divided from; value is None without data."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    miss_ids: list | None = None


NO_DATA = Figure(None)


def ratio(numerator, denominator, factor=100.0, miss_ids=None):
    """Return the Figure of a share; nothing to divide by is no data."""
    if not denominator:
        return NO_DATA
    numerator, denominator = float(numerator or 0.0), float(denominator)
    return Figure(factor * numerator / denominator, numerator, denominator, miss_ids)


class ScmSupplierFigures(models.AbstractModel):
    """Measures suppliers by set: one statement a source, whatever their number.

    The rules are told in docs/algorithms/supplier_evaluation.md; each has a test with
    a case counted by hand.
    """

    _name = "scm.supplier.figures"
    _description = "Supplier Figures"

    @api.model
    def _get_figures(self, scope):
        """Return {supplier id: {metric: Figure}} and {supplier id: ids of the lines due}."""
        self.env.flush_all()
        figures, due_lines = self._get_delivery_figures(scope)
        for source in (
            self._get_price_figures,
            self._get_contact_figures,
            self._get_confirmation_figures,
            self._get_bill_figures,
            self._get_case_figures,
        ):
            for partner_id, metrics in source(scope, list(figures)).items():
                figures[partner_id].update(metrics)
        return figures, due_lines

    # Delivery, returns and lead times

    @api.model
    def _get_delivery_figures(self, scope):
        figures, due_lines = {}, {}
        for row in self._fetch(self._query_delivery(scope)):
            misses, due = row["misses"] or {}, row["due_count"]
            figures[row["partner_id"]] = {
                "on_time_original": ratio(
                    row["on_time"], due, miss_ids=misses.get("on_time_original")
                ),
                "on_time_confirmed": ratio(
                    row["on_time_confirmed"],
                    row["confirmed_count"],
                    miss_ids=misses.get("on_time_confirmed"),
                ),
                "in_full": ratio(row["in_full"], due, miss_ids=misses.get("in_full")),
                "otif": ratio(row["otif"], due, miss_ids=misses.get("otif")),
                "rejected_ppm": ratio(
                    row["rejected_qty"], row["received_qty"], 1e6, misses.get("rejected")
                ),
                "returned_lines": ratio(
                    row["returned_count"], row["received_count"], miss_ids=misses.get("returned")
                ),
                "lead_time_mean": Figure(row["lead_mean"], None, row["received_count"] or None),
                "lead_time_spread": Figure(row["lead_spread"], None, row["received_count"] or None),
            }
            due_lines[row["partner_id"]] = row["due_ids"] or []
        return figures, due_lines

    @api.model
    def _query_delivery(self, scope):
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
            verdicts=self._query_verdicts(scope),
        )

    @api.model
    def _query_verdicts(self, scope):
        """Return the SQL of the common table ``verdict``: each line, and how it went.

        A line belongs to the period of its promise, whenever and whether it arrived.
        Quantities are in the product's unit, days are those of the company.
        """
        template = scope.template
        sql_day = scope.company._scm_sql_day
        return SQL(
            """
            line AS MATERIALIZED (
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
            ), moved AS (
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
            ), sent_back AS (
                SELECT origin_returned_move_id AS move_id, SUM(qty) AS qty
                  FROM moved WHERE is_return AND origin_returned_move_id IS NOT NULL GROUP BY 1
            ), refused AS (
                SELECT r.move_id, SUM(r.quantity::float8 * moved.unit) AS qty
                  FROM scm_supply_rejection r
                  JOIN moved ON moved.id = r.move_id
                 WHERE r.found_at < %(cutoff)s
                 GROUP BY 1
            ), stay AS (
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
            ), total AS (
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
            ), fact AS (
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
            ), verdict AS (
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
            )
            """,
            approved_on=sql_day(SQL("po.date_approve")),
            original_on=sql_day(SQL("COALESCE(l.scm_original_date, l.date_planned)")),
            confirmed_on=sql_day(SQL("COALESCE(l.scm_confirmed_date, l.date_planned)")),
            moved_on=sql_day(SQL("m.date")),
            company=scope.company.id,
            lines=self._get_line_condition(scope),
            cutoff=scope.company._scm_get_moment(scope.cutoff + timedelta(days=1)),
            last_day=scope.cutoff,
            date_from=scope.date_from,
            date_to=scope.date_to,
            early=template.early_days,
            late=template.late_days,
            under=1.0 - template.under_percent / 100.0,
            over=1.0 + template.over_percent / 100.0,
            slack=SLACK,
        )

    @api.model
    def _get_line_condition(self, scope):
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

    @api.model
    def _get_verdicts(self, scope):
        """Return {order line id: how it went} of the lines in the scope, as JSON has it."""
        self.env.flush_all()
        query = SQL(
            "WITH %s SELECT id, to_jsonb(verdict) AS verdict FROM verdict "
            "WHERE is_due OR is_due_confirmed",
            self._query_verdicts(scope),
        )
        return {row["id"]: row["verdict"] for row in self._fetch(query)}

    # Prices

    @api.model
    def _get_price_figures(self, scope, partner_ids):
        rows = self._fetch(self._query_prices(scope))
        return self._collect(
            "price_variance",
            partner_ids,
            {
                row["partner_id"]: ratio(row["difference"], row["reference"])
                for row in rows
                if row["reference"]
            },
        )

    @api.model
    def _query_prices(self, scope):
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

    @api.model
    def _collect(self, metric, partner_ids, found, missing=NO_DATA):
        """Return {supplier id: {metric: Figure}}, ``missing`` where nothing was found."""
        return {partner_id: {metric: found.get(partner_id, missing)} for partner_id in partner_ids}

    @api.model
    def _fetch(self, query):
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()
