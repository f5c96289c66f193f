# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from .detector_common import ScmDetectorCommon


@tagged("post_install", "-at_install")
class TestScmDetectorStock(ScmDetectorCommon):
    def _get_quant(self):
        return self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.stock.id)]
        )

    def _write_quant(self, quantity):
        """Write a quantity over, as anybody who may count can over RPC."""
        self._get_quant().quantity = quantity

    def test_stock_that_was_moved_as_it_says_does_not_drift(self):
        self._receive(20)
        self._deliver(5)
        self.assertFalse(self._run("book_drift"))

    def test_quantity_written_over_is_found_until_it_is_put_right(self):
        self._receive(20)
        self._write_quant(17)
        cases = self._run("book_drift")
        self.assertRecordValues(cases, [{"product_id": self.product.id, "severity": "s1"}])
        self.assertRegex(cases.name, "stock 17, moves say 20")
        self._write_quant(20)
        self._run("book_drift")
        self.assertEqual(cases.state, "resolved")

    def test_drift_of_two_lots_does_not_cancel_out(self):
        self.product.tracking = "lot"
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.product.id} for name in ("L1", "L2")]
        )
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(
                self.product, self.stock, 3 if lot == lots[0] else -3, lot_id=lot
            )
        case = self._run("book_drift")
        self.assertRegex(case.name, "lots L1, L2 differ")
        self.assertEqual(case.link_ids.mapped("res_id"), lots.ids)

    def test_stock_that_odoo_puts_from_no_lot_to_a_lot_is_no_drift(self):
        self._receive(10)
        self.product.tracking = "lot"
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": self.product.id})
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 4,
                "location_id": self.stock.id,
                "location_dest_id": self.customer.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.move_line_ids = [
            Command.create({"product_id": self.product.id, "lot_id": lot.id, "quantity": 4})
        ]
        move.picked = True
        move._action_done()
        self.assertEqual(self._get_quant().mapped("quantity"), [6])
        self.assertFalse(self._run("book_drift"))

    def test_drift_of_another_company_stays_there(self):
        self.env["stock.quant"]._update_available_quantity(self.product, self.other_stock, 4)
        self.assertFalse(self._run("book_drift"))
        self.assertEqual(len(self._run("book_drift", self.other)), 1)

    def test_count_is_a_move_and_no_drift(self):
        self._receive(20)
        quant = self._get_quant().with_context(inventory_mode=True)
        quant.inventory_quantity = 12
        quant.action_apply_inventory()
        self.assertFalse(self._run("book_drift"))

    def test_stock_without_movement_is_found_until_some_is_sold(self):
        self._set("no_movement", value=100, days=90)
        self._receive(20, self._days_ago(100))
        self.env["scm.demand.ledger"]._sync(self.company)
        case = self._run("no_movement")
        self.assertEqual(case.product_id, self.product)
        self._deliver(1, self._days_ago(1))
        self.env["scm.demand.ledger"]._sync(self.company)
        self._run("no_movement")
        self.assertEqual(case.state, "resolved")

    def test_movement_of_one_warehouse_is_none_of_the_other(self):
        self._set("no_movement", value=100, days=90)
        self._receive(20, self._days_ago(100))
        elsewhere = self._create_warehouse().lot_stock_id
        self._move(self.supplier, elsewhere, 20, self._days_ago(2))
        self.env["scm.demand.ledger"]._sync(self.company)
        case = self._run("no_movement")
        self.assertIn(self.warehouse.name, case.name)

    def test_little_stock_or_a_ledger_not_built_says_nothing(self):
        self._set("no_movement", value=1000, days=90)
        self._receive(20, self._days_ago(100))
        self.assertFalse(self._run("no_movement"))
        self.env["scm.demand.ledger"]._sync(self.company)
        self.assertFalse(self._run("no_movement"))

    def test_lot_about_to_expire_is_found_until_it_has_left(self):
        # The column is Odoo's product_expiry's; this database may do without the app.
        self.env.cr.execute(
            "ALTER TABLE stock_lot ADD COLUMN IF NOT EXISTS expiration_date timestamp"
        )
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": self.product.id})
        self.product.tracking = "lot"
        self.env["stock.quant"]._update_available_quantity(self.product, self.stock, 6, lot_id=lot)
        family = type(self.env["scm.detector.stock"])
        with patch.object(family, "_has_expiration_dates", lambda _self: True):
            for days, expected in ((40, 0), (20, 1), (-3, 1)):
                moment = fields.Datetime.add(fields.Datetime.now(), days=days)
                self.env.cr.execute(
                    "UPDATE stock_lot SET expiration_date = %s WHERE id = %s", (moment, lot.id)
                )
                with self.subTest(days=days):
                    self.assertEqual(len(self._run("expired_lot")), expected)
            case = self._run("expired_lot")
            self.assertRecordValues(case, [{"res_model": "stock.lot", "res_id": lot.id}])
            self.env["stock.quant"]._update_available_quantity(
                self.product, self.stock, -6, lot_id=lot
            )
            self._run("expired_lot")
        self.assertEqual(case.state, "resolved")

    def test_without_expiration_dates_nothing_expires(self):
        family = type(self.env["scm.detector.stock"])
        with patch.object(family, "_has_expiration_dates", lambda _self: False):
            self.assertFalse(self._run("expired_lot"))
