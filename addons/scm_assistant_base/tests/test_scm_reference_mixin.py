# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import freeze_time, tagged

from .common import ScmBaseCommon


@tagged("post_install", "-at_install")
class TestScmReferenceMixin(ScmBaseCommon):
    def _create_contract(self, **values):
        return self.env["scm.contract"].create(
            {
                "name": "Frame",
                "partner_id": self.partner.id,
                "date_start": date(2026, 7, 1),
                **values,
            }
        )

    def _create_case(self, **values):
        category = self.env.ref("scm_assistant_base.scm_exception_category_stock")
        values = {"name": "Broken", "category_id": category.id, **values}
        return self.env["scm.exception"].create(values)

    def _get_number(self, reference):
        return int(reference.rpartition("/")[2])

    def test_new_version_of_a_contract_burns_no_number(self):
        contract = self._create_contract()
        version = contract._create_version()
        self.assertEqual(version.reference, contract.reference)
        following = self._create_contract()
        self.assertEqual(
            self._get_number(following.reference), self._get_number(contract.reference) + 1
        )

    def test_year_is_that_of_the_companys_day(self):
        self.company.partner_id.tz = "Asia/Taipei"
        nobody = self.env.ref("base.user_root")
        nobody.tz = False
        # Half past midnight of New Year's Day in Taipei; jobs run as OdooBot.
        with freeze_time("2026-12-31 16:30:00"):
            cases = self.env["scm.exception"].with_user(nobody)
            self.env = cases.env
            self.assertEqual(self._create_case().reference[:8], "EX/2027/")
            drawn = cases._draw_references(self.company, 2)
        self.assertEqual([reference[:8] for reference in drawn], ["EX/2027/"] * 2)

    def test_numbers_drawn_at_once_follow_each_other(self):
        first = self._get_number(self._create_case().reference)
        drawn = self.env["scm.exception"]._draw_references(self.company, 3)
        numbers = [self._get_number(reference) for reference in drawn]
        self.assertEqual(numbers, [first + 1, first + 2, first + 3])
        self.assertEqual(self._get_number(self._create_case().reference), first + 4)

    def test_company_with_a_sequence_of_its_own_draws_from_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["ir.sequence"].create(
            {
                "name": "Own",
                "code": "scm.exception",
                "prefix": "OWN/",
                "company_id": other.id,
                "implementation": "no_gap",
            }
        )
        self.assertEqual(self._create_case(company_id=other.id).reference, "OWN/1")
        drawn = self.env["scm.exception"]._draw_references(other, 2)
        self.assertEqual(drawn, ["OWN/2", "OWN/3"])
        self.assertNotIn("OWN", self._create_case().reference)
