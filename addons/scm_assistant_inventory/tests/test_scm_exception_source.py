# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import tagged

from .common import ScmInventoryCommon


@tagged("post_install", "-at_install")
class TestScmExceptionSource(ScmInventoryCommon):
    def _report(self, document, user=None):
        """Report a case from a document as its button does."""
        document = document.with_user(user or self.assistant)
        action = document.action_scm_report_exception()
        cases = self.env["scm.exception"].with_user(user or self.assistant)
        return cases.with_context(**action["context"]).create({"name": "Wrong"})

    def test_case_from_a_transfer_knows_partner_product_and_kind(self):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "partner_id": self.vendor.id,
                "location_id": self.supplier.id,
                "location_dest_id": self.stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 4,
                            "location_id": self.supplier.id,
                            "location_dest_id": self.stock.id,
                        }
                    )
                ],
            }
        )
        warehouse = self._create_user("warehouse", "stock.group_stock_user")
        case = self._report(picking, warehouse)
        self.assertRecordValues(
            case,
            [
                {
                    "partner_id": self.vendor.id,
                    "product_id": self.product.id,
                    "company_id": self.company.id,
                    "category_id": self.env.ref(
                        "scm_assistant_base.scm_exception_category_supply"
                    ).id,
                }
            ],
        )
        self.assertEqual(picking.scm_exception_count, 1)
        self.assertEqual(case.action_open_source()["res_id"], picking.id)

    def test_case_from_a_quant_outlives_it(self):
        self._receive(5)
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.stock.id)]
        )
        case = self._report(quant)
        self.assertEqual((case.res_model, case.res_id), ("product.product", self.product.id))
        self.assertIn("5.0 in stock", case.description)
        self.assertEqual(quant.scm_exception_count, 1)

    def test_case_from_a_lot_and_from_a_purchase(self):
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": self.product.id})
        order = self.env["purchase.order"].create(
            {"partner_id": self.vendor.id, "company_id": self.company.id}
        )
        self.assertEqual(self._report(lot).product_id, self.product)
        self.assertEqual(self._report(order).partner_id, self.vendor)
        self.assertEqual((lot.scm_exception_count, order.scm_exception_count), (1, 1))
