# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo.fields import Domain
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..sql.days import sql_day
from ..tools.days import END, NOON, find_fixed_offset
from .common import ScmBaseCommon


# Half past midnight of the 16th in Taipei.
@freeze_time("2026-03-15 16:30:00")
@tagged("post_install", "-at_install")
class TestCompanyCalendar(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Taipei"

    def _fetch_day(self, moment, zone):
        sql = sql_day(SQL("%s::timestamp", moment), zone)
        return self.env.execute_query(SQL("SELECT %s", sql))[0][0]

    def test_today_is_the_companys_whoever_asks(self):
        for zone in (False, "UTC", "Asia/Tokyo", "America/New_York"):
            with self.subTest(zone=zone):
                self.assistant.tz = zone
                company = self.company.with_user(self.assistant)
                self.assertEqual(company._scm_get_today(), date(2026, 3, 16))

    def test_guest_is_told_the_companys_day(self):
        guest = new_test_user(self.env, "scm_test_guest", "base.group_portal")
        self.company.partner_id.tz = False
        self.company.resource_calendar_id.tz = "Asia/Taipei"
        self.env.invalidate_all()
        self.assertEqual(self.company.with_user(guest)._scm_get_today(), date(2026, 3, 16))

    def test_day_and_its_moments_belong_together(self):
        day = date(2026, 3, 16)
        first, after = self.company._scm_get_range(day, day)
        self.assertEqual((first, after), (datetime(2026, 3, 15, 16), datetime(2026, 3, 16, 16)))
        self.assertEqual(self.company._scm_get_moment(day), first)
        self.assertEqual(self.company._scm_get_moment(day, NOON), datetime(2026, 3, 16, 4))
        self.assertEqual(self.company._scm_get_moment(day, END), datetime(2026, 3, 16, 15, 59))
        moments = {first: day, after - timedelta(seconds=1): day, after: date(2026, 3, 17)}
        for moment, expected in moments.items():
            self.assertEqual(self.company._scm_get_day(moment), expected)

    def test_days_on_which_clocks_change_have_23_and_25_hours(self):
        self.company.partner_id.tz = "Europe/Berlin"
        for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
            first, after = self.company._scm_get_range(day, day)
            self.assertEqual(after - first, timedelta(hours=hours))

    def test_day_in_sql_is_the_day_in_python(self):
        moments = (
            datetime(2013, 7, 1, 20, 30),
            datetime(2026, 3, 15, 15, 59),
            datetime(2026, 3, 15, 16, 30),
            datetime(2026, 3, 28, 23, 30),
            datetime(2026, 7, 1, 22, 30),
            datetime(2026, 12, 1, 22, 30),
        )
        for zone in ("Asia/Taipei", "Europe/Berlin", "Europe/Moscow", "America/New_York", "UTC"):
            self.company.partner_id.tz = zone
            for moment in moments:
                with self.subTest(zone=zone, moment=moment):
                    expected = self.company._scm_get_day(moment)
                    self.assertEqual(self._fetch_day(moment, zone), expected)
                    self.assertEqual(self._fetch_day(moment, SQL("%s", zone)), expected)

    def test_only_clocks_that_never_changed_are_a_fixed_distance_from_utc(self):
        offsets = {"Asia/Taipei": 8, "UTC": 0, "Europe/Berlin": None, "Europe/Moscow": None}
        for zone, hours in offsets.items():
            expected = hours if hours is None else timedelta(hours=hours)
            self.assertEqual(find_fixed_offset(zone, 2027), expected)

    def test_records_are_searched_by_the_day_of_their_company(self):
        far = self.env["res.company"].create({"name": "Far"})
        far.partner_id.tz = "America/New_York"
        category = self.env["scm.exception.category"].create({"name": "Late", "code": "late"})
        cases = self.env["scm.exception"].create(
            [
                {"name": company.name, "company_id": company.id, "category_id": category.id}
                for company in (self.company, far)
            ]
        )
        days = self.env["res.company"]._scm_get_day_domain(
            lambda today: (
                Domain("name", "!=", False) & Domain("id", "in", cases.ids)
                if today == date(2026, 3, 16)
                else Domain.FALSE
            )
        )
        self.assertEqual(self.env["scm.exception"].search(days), cases[0])

    def test_time_zones_in_sql_are_those_in_python(self):
        found = dict(self.env.execute_query(self.env["res.company"]._scm_query_timezones()))
        companies = self.env["res.company"].search([])
        self.assertEqual(
            {company.id: found[company.id] for company in companies},
            {company.id: company._scm_get_timezone() for company in companies},
        )
