# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import tagged

from .test_scm_stock_suggester import ScmSuggesterCommon


@tagged("post_install", "-at_install")
class TestScmStockSuggestionMake(ScmSuggesterCommon):
    """What the company makes itself; Odoo's Manufacturing is installed, but not ours to need."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.route_ids = cls.warehouse.manufacture_pull_id.route_id
        cls.part = cls._create_product(name="Own Part")
        cls.position = cls._create_position(cls.warehouse, 5)

    @classmethod
    def _create_bill(cls):
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.product.product_tmpl_id.id,
                "company_id": cls.company.id,
                "bom_line_ids": [
                    Command.create({"product_id": cls.part.id, "product_qty": 2}),
                ],
            }
        )

    def _suggest(self):
        return self._generate().filtered("position_id").with_user(self.assistant)

    def _find_productions(self, suggestion):
        return self.env["mrp.production"].search([("origin", "=", suggestion.name)])

    def test_product_with_a_route_to_make_it_is_made_and_not_bought(self):
        self._create_bill()
        self.assertEqual([(one.kind, one.quantity) for one in self._suggest()], [("make", 55)])

    def test_accepted_is_a_manufacturing_order_in_its_warehouse(self):
        bill = self._create_bill()
        suggestion = self._suggest()
        suggestion.action_submit()
        self.assertEqual(suggestion.approval_state, "applied")
        self.assertRecordValues(
            self._find_productions(suggestion),
            [
                {
                    "product_id": self.product.id,
                    "product_qty": 55,
                    "bom_id": bill.id,
                    "company_id": self.company.id,
                    "location_dest_id": self.stock.id,
                }
            ],
        )
        self.assertEqual(self.position.incoming_qty, 55)
        self.assertFalse(suggestion.purchase_line_ids)

    def test_what_is_missing_of_it_is_made_though_nobody_sells_it(self):
        self._create_bill()
        self.product.seller_ids.unlink()
        self.position.shortage_qty = 55
        answer = self.position.with_user(self.assistant).action_accept_suggestions()
        suggestion = self.position.suggestion_ids
        self.assertRecordValues(suggestion, [{"kind": "make", "approval_state": "applied"}])
        self.assertEqual(self._find_productions(suggestion).product_qty, 55)
        self.assertEqual(answer["params"]["message"], "1: 1 carried out")

    def test_accepted_twice_is_made_once(self):
        self._create_bill()
        suggestion = self._suggest()
        suggestion.action_submit()
        suggestion.action_submit()
        self.assertEqual(len(self._find_productions(suggestion)), 1)

    def test_next_suggestion_is_an_order_of_its_own(self):
        self._create_bill()
        first = self._suggest()
        first.action_submit()
        self._deliver(50)
        self.position.write({"shortage_qty": 50, "status": "out", "status_rank": 0})
        self.position._refresh_stock()
        second = self._generate().with_user(self.assistant)
        self.assertEqual(second.kind, "make")
        second.action_submit()
        self.assertRecordValues(self._find_productions(first), [{"product_qty": 55}])
        self.assertRecordValues(self._find_productions(second), [{"product_qty": second.quantity}])
