# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .demo_data import PRODUCTS
from .scm_demo import XML_ID

# The rule of thumb that the demo company orders by: two weeks at least, six at most.
MINIMUM_DAYS = 14
MAXIMUM_DAYS = 42


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_backtest(self):
        """Give the company reordering rules of its own making, and test them."""
        company = self._get_company()
        backtests = self.env["scm.stock.backtest"].with_company(company)
        positions = self.env["scm.stock.position"].search_count([("company_id", "=", company.id)])
        if not positions or backtests.search_count([("company_id", "=", company.id)]):
            return
        manager = self.env.ref("scm_assistant_base.demo_user_manager")
        self._create_rules(company, manager)
        backtests.with_user(manager).create(
            {"name": "最近一季", "company_id": company.id, "test_days": 60}
        ).action_start()

    @api.model
    def _create_rules(self, company, manager):
        """Create rules that have the same days of demand for all, whatever the lead time."""
        rules = self.env["stock.warehouse.orderpoint"].with_company(company)
        warehouse = self.env.ref(f"{XML_ID}_warehouse_taipei")
        for data in PRODUCTS[::2]:
            product = self.env.ref(f"{XML_ID}_product_{data.code.lower()}")
            place = [
                ("product_id", "=", product.id),
                ("location_id", "=", warehouse.lot_stock_id.id),
            ]
            if not data.size or rules.with_context(active_test=False).search_count(place):
                continue
            # On three days a week, the mean size of a sale is twice the size in the data.
            daily = data.chance * data.size * 2 * 3 / 7
            # A person's rule: Odoo deletes manual ones that were made by its own robot.
            rules.with_user(manager).create(
                {
                    "product_id": product.id,
                    "warehouse_id": warehouse.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "company_id": company.id,
                    "trigger": "manual",
                    "product_min_qty": round(daily * MINIMUM_DAYS),
                    "product_max_qty": round(daily * MAXIMUM_DAYS),
                }
            )
