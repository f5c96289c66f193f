# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.addons.scm_assistant_inventory.tests.common import ScmInventoryCommon
from odoo.tests import tagged

DAYS = (8, 9, 10, 10, 11, 12)


@tagged("post_install", "-at_install")
class TestLeadTimePort(ScmInventoryCommon):
    """Where suppliers are measured, safety stock uses their real lead times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now()
        for days in DAYS:
            order = cls.env["purchase.order"].create(
                {
                    "partner_id": cls.vendor.id,
                    "company_id": cls.company.id,
                    "order_line": [
                        fields.Command.create({"product_id": cls.product.id, "product_qty": 5})
                    ],
                }
            )
            order.button_confirm()
            picking = order.picking_ids
            picking.move_ids.quantity = 5
            picking.move_ids.picked = True
            picking.button_validate()
            order.date_approve = now - timedelta(days=60)
            picking.date_done = now - timedelta(days=60 - days)

    def test_planner_takes_the_measured_lead_time(self):
        self.env["scm.stock.planner"]._refresh(self.company)
        position = self.env["scm.stock.position"].search(
            [("product_id", "=", self.product.id), ("warehouse_id", "=", self.warehouse.id)]
        )
        self.assertRecordValues(position, [{"lead_source": "measured", "lead_days": 10}])
