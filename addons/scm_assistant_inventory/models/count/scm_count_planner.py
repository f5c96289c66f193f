# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.jobs import run_jobs
from odoo.addons.scm_assistant_base.tools.locks import try_lock
from odoo.tools import SQL
from odoo.tools.misc import groupby

from .scm_count_steps import _OWN_STEP, KEY

_logger = logging.getLogger(__name__)


class ScmCountPlanner(models.AbstractModel):
    """Finds, with one statement, which places are due for a count, and plans them."""

    _name = "scm.count.planner"
    _description = "Count Planner"

    @api.model
    def _cron_plan(self):
        """Plan the day's counts, one company a transaction.

        One that fails is logged and tried again next time; it stops no other.
        """
        companies = self.env["res.company"].search([("active", "=", True)])
        run_jobs(self.env, companies, self._plan, _logger, "Counts of company %s not planned")

    @api.model
    def _plan(self, company):
        """Return the new sessions for what is due in ``company``, the worst first.

        Not more than the company's daily limit a warehouse, less what already waits. Where
        another is planning at this moment, it is left to that one.
        """
        sessions = self.env["scm.count.session"]
        if not try_lock(self.env, f"count:{company.id}"):
            return sessions
        rows = self._find_due(company)
        for (warehouse_id, user_id), places in groupby(
            rows, lambda row: (row["warehouse_id"], row["user_id"])
        ):
            sessions |= self._create_session(company, warehouse_id, user_id, places)
        return sessions

    def _find_due(self, company):
        """Return the places to count by today, each with its class and counter."""
        self.env.flush_all()
        return self.env.execute_query_dict(self._query_due(company, company._scm_get_today()))

    def _create_session(self, company, warehouse_id, user_id, places):
        # Its chatter is in the language of whoever counts, not in that of the scheduler.
        lang = self.env["res.users"].browse(user_id).sudo().lang or company.partner_id.lang
        sessions = self.env["scm.count.session"].with_company(company)
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True}
        # sudo: the plan takes whom the classes name, whoever asks for it.
        session = (
            sessions.sudo()
            .with_context(lang=lang)
            .create(
                {
                    "company_id": company.id,
                    "warehouse_id": warehouse_id,
                    "user_id": user_id,
                    "due_date": company._scm_get_today(),
                    "is_blind": company.scm_count_blind,
                }
            )
        )
        quiet |= {"tracking_disable": True, "scm_count_step": _OWN_STEP}
        self.env["scm.count.line"].sudo().with_context(**quiet).create(
            [self._prepare_line(session, place) for place in places]
        )
        return sessions.browse(session.id)

    def _prepare_line(self, session, place):
        """Return the values of a count; extend to add more."""
        return {name: place[name] for name in (*KEY, "class_id", "abc", "due_date")} | {
            "session_id": session.id
        }

    def _query_due(self, company, today):
        """Return the statement that finds what is due.

        Due is a place whose class's interval has passed since its last count, or since
        it first held something; earlier where Odoo's own date says so, at once where the
        books are negative. What is open already is left out.
        """
        return SQL(
            """
            WITH place AS (
                SELECT quant.product_id, quant.location_id, quant.lot_id, quant.package_id,
                       quant.owner_id, location.warehouse_id, quant.company_id,
                       sum(quant.quantity) AS quantity,
                       min(quant.create_date)::date AS first_day,
                       min(quant.inventory_date) AS odoo_day,
                       sum(quant.quantity) * coalesce(
                           (product.standard_price->>%(company)s::text)::numeric, 0) AS value
                  FROM stock_quant quant
                  JOIN stock_location location ON location.id = quant.location_id
                  JOIN product_product product ON product.id = quant.product_id
                 WHERE quant.company_id = %(company)s
                   AND location.usage = 'internal'
                   AND location.active
                   AND location.warehouse_id IS NOT NULL
                   AND product.active
              GROUP BY quant.product_id, quant.location_id, quant.lot_id, quant.package_id,
                       quant.owner_id, location.warehouse_id, quant.company_id,
                       product.standard_price
                HAVING sum(quant.quantity) <> 0
            ), counted AS (
                SELECT product_id, location_id, lot_id, package_id, owner_id, max(day) AS day
                  FROM (%(counts)s) AS count
              GROUP BY product_id, location_id, lot_id, package_id, owner_id
            ), due AS (
                SELECT place.product_id, place.location_id, place.lot_id, place.package_id,
                       place.owner_id, place.warehouse_id, place.value,
                       class.id AS class_id, position.abc,
                       coalesce(class.user_id, %(user)s) AS user_id,
                       CASE WHEN place.quantity < 0 THEN %(today)s::date
                            ELSE least(
                                coalesce(counted.day, place.first_day) + class.interval_days,
                                CASE WHEN place.odoo_day > coalesce(counted.day, place.first_day)
                                     THEN place.odoo_day END)
                       END AS due_date
                  FROM place
                  %(join)s
             LEFT JOIN counted
                    ON counted.product_id = place.product_id
                   AND counted.location_id = place.location_id
                   AND counted.lot_id IS NOT DISTINCT FROM place.lot_id
                   AND counted.package_id IS NOT DISTINCT FROM place.package_id
                   AND counted.owner_id IS NOT DISTINCT FROM place.owner_id
            ), ranked AS (
                SELECT due.*, row_number() OVER (
                           PARTITION BY due.warehouse_id
                           ORDER BY due.due_date, due.value DESC, due.product_id, due.location_id
                       ) AS rank
                  FROM due
                 WHERE due.class_id IS NOT NULL
                   AND due.due_date <= %(today)s
                   AND NOT EXISTS (
                           SELECT FROM scm_count_line line
                            WHERE line.state IN ('todo', 'recount', 'conflict', 'review')
                              AND line.product_id = due.product_id
                              AND line.location_id = due.location_id
                              AND line.lot_id IS NOT DISTINCT FROM due.lot_id
                              AND line.package_id IS NOT DISTINCT FROM due.package_id
                              AND line.owner_id IS NOT DISTINCT FROM due.owner_id)
            )
            SELECT ranked.*
              FROM ranked
             WHERE ranked.rank <= %(limit)s - (
                       SELECT count(*) FROM scm_count_line line
                        WHERE line.warehouse_id = ranked.warehouse_id
                          AND line.state IN ('todo', 'recount'))
          ORDER BY ranked.warehouse_id, ranked.user_id, ranked.location_id, ranked.product_id
            """,
            company=company.id,
            user=company.scm_counter_id.id or None,
            today=today,
            limit=company.scm_count_daily_limit,
            counts=self._query_counts(company),
            join=self.env["scm.count.class"]._get_sql_join(),
        )

    def _query_counts(self, company):
        """Return the statement of all counts done, ours and those on Odoo's screen."""
        return SQL(
            """
            SELECT product_id, location_id, lot_id, package_id, owner_id, counted_at::date AS day
              FROM scm_count_line
             WHERE state = 'done' AND company_id = %(company)s
             UNION ALL
            SELECT line.product_id, place.id, line.lot_id,
                   coalesce(line.package_id, line.result_package_id), line.owner_id,
                   move.date::date
              FROM stock_move move
              JOIN stock_move_line line ON line.move_id = move.id
              JOIN stock_location place
                ON place.id IN (move.location_id, move.location_dest_id)
               AND place.usage IN ('internal', 'transit')
             WHERE move.is_inventory AND move.state = 'done'
               AND move.scm_count_line_id IS NULL
               AND move.company_id = %(company)s
            """,
            company=company.id,
        )

    @api.model
    def _get_next_days(self, quants):
        """Return when each quant's class wants it counted again, by quant."""
        places = [
            (
                quant.company_id or self.env.company,
                quant.location_id.warehouse_id,
                quant.product_id,
                quant.quantity * quant.product_id.with_company(quant.company_id).standard_price,
            )
            for quant in quants
        ]
        classes = self.env["scm.count.class"]._match_places(places)
        today = fields.Date.context_today(self)
        return {
            quant: today + timedelta(days=count_class.interval_days)
            for quant, count_class in zip(quants, classes, strict=True)
            if count_class
        }
