# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.addons.scm_assistant_base.tests.common import create_quiet_user
from odoo.tests import HttpCase, tagged

from .common import note_demand

DAYS = 200


@tagged("post_install", "-at_install")
class TestJourneyBacktest(HttpCase):
    """The assistant tests a product's limits on its history, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Journey Company"})
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)])
        place = {"warehouse_id": warehouse.id, "company_id": cls.company.id}
        cls.product = cls.env["product.product"].create(
            {"name": "Journey Lamp", "is_storable": True, "standard_price": 20.0}
        )
        cls.env["stock.quant"]._update_available_quantity(cls.product, warehouse.lot_stock_id, 50)
        cls.env["scm.stock.planner"]._refresh(cls.company)
        today = cls.company._scm_get_today()
        demand = {today - timedelta(days=age): 4 for age in range(1, DAYS)}
        note_demand(warehouse, cls.product, demand)
        cls.env["stock.warehouse.orderpoint"].create(
            {
                **place,
                "product_id": cls.product.id,
                "location_id": warehouse.lot_stock_id.id,
                "product_min_qty": 10,
                "product_max_qty": 20,
            }
        )

    def _walk(self, tour, language):
        user = create_quiet_user(
            self.env,
            "journey_assistant",
            "scm_assistant_base.group_scm_assistant",
            lang=language,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.start_tour("/odoo/scm-positions", tour, login="journey_assistant")
        backtest = self.env["scm.stock.backtest"].search([("user_id", "=", user.id)])
        self.assertRecordValues(backtest, [{"state": "done", "tested_count": 1}])
        self.assertRecordValues(
            backtest.line_ids, [{"product_id": self.product.id, "current_maximum_qty": 20}]
        )

    def test_assistant_tests_the_limits_of_a_product(self):
        self._walk("scm_backtest", "en_US")

    def test_assistant_tests_the_limits_of_a_product_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self._walk("scm_backtest_zh", "zh_TW")
