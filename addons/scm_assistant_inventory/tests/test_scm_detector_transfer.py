# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command, fields
from odoo.tests import tagged

from .detector_common import ScmDetectorCommon


@tagged("post_install", "-at_install")
class TestScmDetectorTransfer(ScmDetectorCommon):
    def _create_delivery(self, days_late):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": self.customer.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 4,
                            "location_id": self.stock.id,
                            "location_dest_id": self.customer.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        picking.scheduled_date = fields.Datetime.subtract(fields.Datetime.now(), days=days_late)
        return picking

    def test_overdue_transfer_is_found_until_it_is_done(self):
        self._receive(20)
        self._create_delivery(1)
        late = self._create_delivery(3)
        case = self._run("overdue_transfer")
        self.assertRecordValues(case, [{"res_model": "stock.picking", "res_id": late.id}])
        late.move_ids.picked = True
        late.button_validate()
        self._run("overdue_transfer")
        self.assertEqual(case.state, "resolved")

    def test_transfer_of_another_company_is_not_ours(self):
        self._create_delivery(3)
        self.assertFalse(self._run("overdue_transfer", self.other))

    def test_stale_reservation_is_found_until_it_is_released(self):
        self._receive(20)
        picking = self._create_delivery(0)
        self.assertFalse(self._run("stale_reservation"))
        self._age(picking.move_line_ids, "create_date", 15)
        case = self._run("stale_reservation")
        self.assertEqual(case.product_id, self.product)
        self.assertRegex(case.name, "^4 of .*Own Product")
        picking.do_unreserve()
        self._run("stale_reservation")
        self.assertEqual(case.state, "resolved")

    def test_goods_too_long_in_transit_are_found_until_they_arrive(self):
        transit = self.company.internal_transit_location_id
        self._receive(20)
        self._move(self.stock, transit, 6)
        self.assertFalse(self._run("long_transit"))
        quant = self.env["stock.quant"].search([("location_id", "=", transit.id)])
        self._age(quant, "in_date", 8)
        case = self._run("long_transit")
        self.assertRegex(case.name, "^6 of")
        self._move(transit, self.stock, 6)
        self._run("long_transit")
        self.assertEqual(case.state, "resolved")
