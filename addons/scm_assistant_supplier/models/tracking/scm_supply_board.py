# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.jobs import run_batches
from odoo.fields import Domain

from ...sql.board import query_delays
from ...tools.supply_risk import get_arrival_chance

_logger = logging.getLogger(__name__)

HISTORY_DAYS = 730
BATCH = 500
LEAST_CHANCE = 0.5


class ScmSupplyBoard(models.AbstractModel):
    """Says for open purchase lines when they are needed and whether they come in time."""

    _name = "scm.supply.board"
    _description = "Supply Board"

    @api.model
    def _cron_refresh(self):
        """Refresh all open lines, a batch a transaction.

        Interrupted, it goes on with those that were not refreshed today. A line that fails
        is logged and tried again next time; it stops no other.
        """
        lines = self.env["purchase.order.line"]
        lines = lines.search(lines._scm_get_open_domain() & self._get_old_domain(), order="id")
        failure = "Purchase line %s not refreshed"
        run_batches(self.env, lines, BATCH, self._refresh, _logger, failure)

    def _get_old_domain(self):
        """Return the domain of lines not refreshed since their company's day began."""
        # Of companies a database has few: pylint: disable=no-search-all
        companies = self.env["res.company"].search([])
        return Domain("scm_risk_at", "=", False) | Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("scm_risk_at", "<", company._scm_get_moment(company._scm_get_today()))
            for company in companies
        )

    @api.model
    def _refresh(self, lines):
        """Write need date, chance and risk of ``lines``; a fixed number of queries a company."""
        # sudo: a computed opinion on lines that the caller may see; nothing else is written.
        lines = lines.sudo().filtered(lambda line: line._scm_is_delivered())
        for company, own_lines in lines.grouped("company_id").items():
            needs = self._get_need_dates(own_lines, company)
            delays = self._get_delays(own_lines.partner_id.commercial_partner_id, company)
            today = company._scm_get_today()
            for line in own_lines:
                need = needs.get(line.id)
                chance = self._get_chance(line, need, delays, today)
                values = {
                    "scm_need_date": need or False,
                    "scm_arrival_chance": chance or 0.0,
                    "scm_risk": self._get_risk(line, chance, today),
                }
                changed = {key: value for key, value in values.items() if line[key] != value}
                if changed:
                    line._write_own(changed)
            own_lines._write_own({"scm_risk_at": fields.Datetime.now()})

    @api.model
    def _get_chance(self, line, need, delays, today):
        company = line.company_id
        promised = company._scm_get_day(line.scm_original_date or line.date_planned)
        expected = company._scm_get_day(line.date_planned)
        # The supplier's own later word counts as the promise that he may break again.
        basis = max(promised, expected)
        slack = ((need or basis) - basis).days
        own = delays.get(line.partner_id.commercial_partner_id.id, ())
        return get_arrival_chance(own, slack, (today - basis).days)

    @api.model
    def _get_risk(self, line, chance, today):
        if not line.scm_open_qty:
            return False
        if line.company_id._scm_get_day(line._scm_get_next_date()) < today:
            return "late"
        if chance is None:
            return "unknown"
        return "risk" if chance < LEAST_CHANCE else "good"

    @api.model
    def _get_need_dates(self, lines, company):
        """Return {line id: day}: due day of what waits, else when stock runs low."""
        positions = lines.product_id._scm_get_need_dates(company)
        needs = {}
        for line in lines:
            dates = line._scm_get_waiting_moves().mapped("date")
            warehouse = line.order_id.picking_type_id.warehouse_id
            own = company._scm_get_day(min(dates)) if dates else None
            need = own or positions.get((line.product_id.id, warehouse.id))
            if need:
                needs[line.id] = need
        return needs

    @api.model
    def _get_delays(self, partners, company):
        """Return {supplier id: days late of each receipt line in two years}.

        :param partners: suppliers, whose contacts' orders count as theirs
        """
        if not partners:
            return {}
        self.env.flush_all()
        since = fields.Datetime.now() - timedelta(days=HISTORY_DAYS)
        query = query_delays(partners, company, since)
        delays = defaultdict(list)
        for partner_id, days in self.env.execute_query(query):
            delays[partner_id].append(days)
        return delays
