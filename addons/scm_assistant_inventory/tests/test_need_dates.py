# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import TransactionCase, freeze_time, tagged


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 04:00:00")
class TestNeedDates(TransactionCase):
    """The port through which other addons ask when a product runs low."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Own Company"})
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)])
        cls.product = cls.env["product.product"].create({"name": "Lamp", "is_storable": True})

    def _create_position(self, **values):
        return self.env["scm.stock.position"].create(
            {
                "company_id": self.company.id,
                "warehouse_id": self.warehouse.id,
                "product_id": self.product.id,
                "usable_qty": 40,
                "leaving_qty": 10,
                "safety_qty": 10,
                "daily_mean": 3,
                **values,
            }
        )

    def test_day_when_the_safety_stock_is_touched(self):
        self._create_position()
        needs = self.product._scm_get_need_dates(self.company)
        self.assertEqual(needs[self.product.id, self.warehouse.id], date(2026, 3, 8))

    def test_below_already_is_today_and_no_demand_is_never(self):
        position = self._create_position(usable_qty=12)
        needs = self.product._scm_get_need_dates(self.company)
        self.assertEqual(needs[self.product.id, self.warehouse.id], date(2026, 3, 2))
        position.daily_mean = 0
        self.assertFalse(self.product._scm_get_need_dates(self.company))

    def test_other_company_and_other_product_have_needs_of_their_own(self):
        self._create_position()
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self.product._scm_get_need_dates(other))
        self.assertFalse(self.product.copy()._scm_get_need_dates(self.company))
