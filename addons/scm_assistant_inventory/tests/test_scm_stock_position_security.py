# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ScmInventoryCommon


@tagged("post_install", "-at_install")
class TestScmStockPositionSecurity(ScmInventoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive(20, cls._days_ago(20))
        cls.env["scm.stock.planner"]._refresh(cls.company)
        cls.position = cls.env["scm.stock.position"].search([("product_id", "=", cls.product.id)])

    def test_warehouse_and_assistant_read_and_nobody_writes(self):
        warehouse = self._create_user("warehouse", "stock.group_stock_user")
        for user in (warehouse, self.assistant, self.manager):
            with self.subTest(user=user.login):
                position = self.position.with_user(user)
                self.assertEqual(position.on_hand_qty, 20)
                self.assertTrue(position.reason)
                with self.assertRaises(AccessError):
                    position.safety_qty = 3

    def test_warehouse_reads_suggestions_and_makes_none(self):
        warehouse = self._create_user("warehouse", "stock.group_stock_user")
        with self.assertRaises(AccessError):
            self.position.with_user(warehouse)._get_purchase_suggestion()
        suggestion = self.position.with_user(self.assistant)._get_purchase_suggestion()
        self.assertEqual(suggestion.with_user(warehouse).product_id, self.product)
        with self.assertRaises(AccessError):
            suggestion.with_user(warehouse).quantity = 3

    def test_clerk_does_not_see_positions(self):
        clerk = self._create_user("clerk", "scm_assistant_base.group_scm_clerk")
        with self.assertRaises(AccessError):
            self.position.with_user(clerk).read(["on_hand_qty"])

    def test_records_of_another_company_stay_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("stranger", "scm_assistant_base.group_scm_manager")
        stranger.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        suggestion = self.position._get_purchase_suggestion()
        for record in (self.position, suggestion, self.policy):
            with self.subTest(model=record._name):
                model = record.with_context(allowed_company_ids=other.ids).with_user(stranger)
                self.assertNotIn(record, model.search([]))
                with self.assertRaises(AccessError):
                    model.read(["company_id"])
