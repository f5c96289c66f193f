# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, models
from odoo.addons.scm_assistant_base.tools.jobs import run_jobs
from odoo.addons.scm_assistant_base.tools.locks import try_lock
from odoo.tools.misc import groupby

from ...sql.counts import query_due
from .const import KEY

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
        """Return the places to count by today, each with its class and counter.

        Extend to plan others: a dict each of what ``query_due`` selects.
        """
        self.env.flush_all()
        return self.env.execute_query_dict(query_due(company, company._scm_get_today()))

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
        quiet |= {"tracking_disable": True}
        self.env["scm.count.line"].sudo().with_context(**quiet)._create_own(
            [self._prepare_line(session, place) for place in places]
        )
        return sessions.browse(session.id)

    def _prepare_line(self, session, place):
        """Return the values of a count; extend to add more."""
        return {name: place[name] for name in (*KEY, "class_id", "abc", "due_date")} | {
            "session_id": session.id
        }

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
        return {
            quant: (quant.company_id or self.env.company)._scm_get_today()
            + timedelta(days=count_class.interval_days)
            for quant, count_class in zip(quants, classes, strict=True)
            if count_class
        }
