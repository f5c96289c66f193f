# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ScmInventoryCommon

CRON = "scm_assistant_inventory.scm_stock_position_cron_refresh"


@tagged("post_install", "-at_install")
class TestScmStockCron(ScmInventoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls._receive(20, cls._days_ago(20))
        cls._receive_elsewhere(9)

    @classmethod
    def _receive_elsewhere(cls, quantity):
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.other.id)], limit=1)
        cls._move(cls.supplier, warehouse.lot_stock_id, quantity, company_id=cls.other.id)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()

    def _get_stock(self):
        """Return {company: stock on hand} of the product as the positions have it."""
        positions = self.env["scm.stock.position"].search([("product_id", "=", self.product.id)])
        return {position.company_id: position.on_hand_qty for position in positions}

    def test_nightly_job_refreshes_all_companies(self):
        self._run_cron()
        self.assertEqual(self._get_stock(), {self.company: 20, self.other: 9})

    def test_second_run_takes_what_happened_since(self):
        self._run_cron()
        self._deliver(3)
        self._run_cron()
        self.assertEqual(self._get_stock()[self.company], 17)
        self.assertEqual(self._get_ledger()[self.today], (3, 0, 0, -3))

    @mute_logger("odoo.addons.scm_assistant_inventory.models.planning.scm_stock_position_refresh")
    def test_company_that_fails_stops_no_other_and_leaves_nothing_half_done(self):
        planner = type(self.env["scm.stock.planner"])
        plan = planner._plan

        def plan_unless_broken(model, company):
            if company == self.company:
                raise ValueError("no history")
            return plan(model, company)

        with patch.object(planner, "_plan", plan_unless_broken):
            self._run_cron()
        self.assertEqual(self._get_stock(), {self.other: 9})
        self.assertFalse(self.company.scm_ledger_synced_at)

    def test_company_left_longest_comes_first(self):
        now = fields.Datetime.now()
        everyone = self.env["res.company"].search([])
        everyone.scm_ledger_synced_at = now
        self.other.scm_ledger_synced_at = False
        self.company.scm_ledger_synced_at = fields.Datetime.subtract(now, days=2)
        order = []

        def note(_planner, company):
            order.append(company)

        with patch.object(type(self.env["scm.stock.planner"]), "_refresh", note):
            self._run_cron()
        self.assertEqual(order[:2], [self.other, self.company])
        self.assertEqual(len(order), len(everyone))
