# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..sql.days import sql_day
from ..tools import days


class ResCompany(models.Model):
    """The company's calendar: its days, whoever asks, and whatever the server's clock says.

    Moments are naive and in UTC, as Odoo keeps them.
    """

    _inherit = "res.company"

    def _scm_get_timezone(self):
        """Return the name of the time zone in which the company's days begin."""
        self.ensure_one()
        # sudo: who may see a date has to be told the right one, a guest on our pages too.
        company = self.sudo()
        return company.partner_id.tz or company.resource_calendar_id.tz or "UTC"

    def _scm_get_today(self):
        """Return the company's calendar day now."""
        return self._scm_get_day(fields.Datetime.now())

    def _scm_get_day(self, moment):
        """Return the company's calendar day of a moment."""
        return days.find_day(moment, self._scm_get_timezone())

    def _scm_get_moment(self, day, at=days.START):
        """Return the moment of a time on the company's ``day``: of its start if not said.

        :param datetime.time at: see ``START``, ``NOON`` and ``END`` in ``tools/days``
        """
        return days.find_moment(day, self._scm_get_timezone(), at)

    def _scm_get_range(self, date_from, date_to):
        """Return the moments [first, after) of the company's days, both of them included."""
        return days.get_range(date_from, date_to, self._scm_get_timezone())

    def _scm_sql_day(self, timestamp):
        """Return the SQL of the company's day of a ``timestamp``, an SQL of a column in UTC."""
        return sql_day(timestamp, self._scm_get_timezone())

    @api.model
    def _scm_get_day_domain(self, prepare, company_field="company_id"):
        """Return the domain that compares records with today, each by its company's day.

        What has no company goes by the day of the user's.

        :param prepare: called with a day, returns the `Domain` for it
        """
        # sudo: the day is the record's company's, also where the user does not work now.
        # Of companies a database has few: pylint: disable=no-search-all
        companies = self.env["res.company"].sudo().with_context(active_test=False).search([])
        today = self.env.company._scm_get_today()
        by_day = companies.grouped(lambda company: company._scm_get_today())
        if set(by_day) == {today}:
            return prepare(today)
        return Domain.OR(
            [Domain(company_field, "=", False) & prepare(today)]
            + [Domain(company_field, "in", each.ids) & prepare(day) for day, each in by_day.items()]
        )

    @api.model
    def _scm_query_timezones(self):
        """Return the SQL of each company's time zone, as ``_scm_get_timezone`` finds it.

        Columns: company_id, name.
        """
        return SQL(
            """
            SELECT company.id AS company_id,
                   coalesce(partner.tz, calendar.tz, 'UTC') AS name
              FROM res_company company
              JOIN res_partner partner ON partner.id = company.partner_id
         LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
            """
        )
