# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, time
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..models.demand.scm_demand_ledger import REBUILD_DAYS
from .common import ScmInventoryCommon

LEDGER = "odoo.addons.scm_assistant_inventory.models.demand.scm_demand_ledger"


@tagged("post_install", "-at_install")
class TestScmDemandDay(ScmInventoryCommon):
    def test_delivery_is_demand_of_its_day_and_takes_from_the_stock(self):
        self._receive(30, self._days_ago(9))
        self._deliver(4, self._days_ago(5))
        self._deliver(3, self._days_ago(5))
        self.assertEqual(
            self._get_ledger(),
            {self._days_ago(9): (0, 0, 0, 30), self._days_ago(5): (7, 0, 0, -7)},
        )

    def test_day_begins_at_midnight_in_taipei(self):
        day = self._days_ago(5)
        self._receive(30, self._days_ago(9))
        # 16:30 UTC is half past midnight of the next day in Taipei.
        self._deliver(2, datetime(day.year, day.month, day.day, 15, 30))
        self._deliver(3, datetime(day.year, day.month, day.day, 16, 30))
        ledger = self._get_ledger()
        self.assertEqual(ledger[day][0], 2)
        self.assertEqual(ledger[self._days_ago(4)][0], 3)

    def test_late_delivery_is_demand_of_the_day_it_was_due(self):
        self._receive(30, self._days_ago(9))
        due = self._days_ago(7)
        deadline = datetime(due.year, due.month, due.day, 4)
        self._deliver(5, self._days_ago(3), date_deadline=deadline)
        ledger = self._get_ledger()
        self.assertEqual(ledger[due], (5, 0, 0, 0))
        self.assertEqual(ledger[self._days_ago(3)], (0, 0, 0, -5))

    def test_return_goes_back_to_the_day_of_its_delivery(self):
        self._receive(30, self._days_ago(9))
        delivery = self._deliver(6, self._days_ago(7))
        self._move(
            self.customer,
            self.stock,
            2,
            self._days_ago(3),
            origin_returned_move_id=delivery.id,
        )
        ledger = self._get_ledger()
        self.assertEqual(ledger[self._days_ago(7)], (6, 2, 0, -6))
        self.assertEqual(ledger[self._days_ago(3)], (0, 0, 0, 2))

    def test_return_elsewhere_goes_back_to_the_warehouse_that_delivered(self):
        other = self._create_warehouse()
        self._receive(30, self._days_ago(9))
        due = self._days_ago(8)
        delivery = self._deliver(
            6, self._days_ago(7), date_deadline=datetime(due.year, due.month, due.day, 4)
        )
        self._get_ledger()
        self._move(
            self.customer,
            other.lot_stock_id,
            2,
            self._days_ago(3),
            origin_returned_move_id=delivery.id,
        )
        ledger = self._get_ledger()
        self.assertEqual(ledger[due], (6, 2, 0, 0))
        self.assertNotIn(self._days_ago(3), ledger)
        self.assertEqual(self._get_ledger(warehouse=other), {self._days_ago(3): (0, 0, 0, 2)})

    def test_return_without_its_delivery_counts_on_its_own_day(self):
        self._move(self.customer, self.stock, 2, self._days_ago(3))
        self.assertEqual(self._get_ledger(), {self._days_ago(3): (0, 2, 0, 2)})

    def test_early_delivery_is_demand_of_the_day_it_went_out(self):
        self._receive(30, self._days_ago(9))
        due = self._days_ago(1)
        self._deliver(5, self._days_ago(6), date_deadline=datetime(due.year, due.month, due.day, 4))
        ledger = self._get_ledger()
        self.assertEqual(ledger[self._days_ago(6)], (5, 0, 0, -5))
        self.assertNotIn(due, ledger)

    def test_return_to_the_vendor_is_no_demand(self):
        self._receive(30, self._days_ago(9))
        self._move(self.stock, self.supplier, 4, self._days_ago(5))
        self.assertEqual(self._get_ledger()[self._days_ago(5)], (0, 0, 0, -4))

    def test_transfer_to_another_warehouse_is_no_demand(self):
        other = self._create_warehouse()
        self._receive(30, self._days_ago(9))
        self._move(self.stock, other.lot_stock_id, 8, self._days_ago(4))
        self.assertEqual(self._get_ledger()[self._days_ago(4)], (0, 0, 8, -8))
        self.assertEqual(self._get_ledger(warehouse=other)[self._days_ago(4)], (0, 0, 0, 8))

    def test_move_within_a_warehouse_is_nothing(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id, "company_id": self.company.id}
        )
        self._receive(30, self._days_ago(9))
        self._move(self.stock, shelf, 8, self._days_ago(4))
        self.assertEqual(list(self._get_ledger()), [self._days_ago(9)])

    def test_counts_and_scrap_change_the_stock_and_are_no_demand(self):
        self._receive(30, self._days_ago(9))
        quant = self.env["stock.quant"]._gather(self.product, self.stock)
        quant.with_context(inventory_mode=True).inventory_quantity = 26
        quant.action_apply_inventory()
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.product.id,
                "scrap_qty": 3,
                "location_id": self.stock.id,
                "company_id": self.company.id,
            }
        )
        scrap.do_scrap()
        total = [sum(column) for column in zip(*self._get_ledger().values(), strict=True)]
        self.assertEqual(total, [0, 0, 0, 23])

    def test_dozen_counts_as_twelve(self):
        self._receive(60, self._days_ago(9))
        dozen = self.env.ref("uom.product_uom_dozen")
        self._deliver(2, self._days_ago(4), product_uom=dozen.id)
        self.assertEqual(self._get_ledger()[self._days_ago(4)], (24, 0, 0, -24))

    def test_second_look_changes_nothing(self):
        self._receive(30, self._days_ago(9))
        self._deliver(4, self._days_ago(5))
        first = self._get_ledger()
        self.assertEqual(self._get_ledger(), first)

    def test_new_moves_alone_give_what_a_rebuild_gives(self):
        self._receive(60, self._days_ago(9))
        delivery = self._deliver(4, self._days_ago(5))
        self._get_ledger()
        # Written long before the last look, so that only the moves below are new.
        self.env.cr.execute(
            "UPDATE stock_move SET write_date = write_date - interval '1 day' "
            "WHERE product_id = %s",
            [self.product.id],
        )
        self._deliver(3, self._days_ago(5))
        self._deliver(2, self._days_ago(2))
        self._move(
            self.customer, self.stock, 1, self._days_ago(1), origin_returned_move_id=delivery.id
        )
        updated = self._get_ledger()
        self.company.scm_ledger_built_at = False
        self.assertEqual(updated, self._get_ledger())
        self.assertEqual(updated[self._days_ago(5)], (7, 1, 0, -7))

    def test_day_that_a_move_has_left_is_written_anew(self):
        self._receive(30, self._days_ago(9))
        delivery = self._deliver(4, self._days_ago(5))
        self._deliver(1, self._days_ago(5))
        self._get_ledger()
        delivery.date = datetime.combine(self._days_ago(2), time(4))
        ledger = self._get_ledger()
        self.assertEqual(ledger[self._days_ago(2)], (4, 0, 0, -4))
        self.assertEqual(ledger[self._days_ago(5)], (1, 0, 0, -1))

    def test_day_that_a_changed_deadline_has_left_is_written_anew(self):
        self._receive(30, self._days_ago(9))
        due = datetime.combine(self._days_ago(7), time(4))
        delivery = self._deliver(4, self._days_ago(5), date_deadline=due)
        self.assertEqual(self._get_ledger()[self._days_ago(7)], (4, 0, 0, 0))
        delivery.date_deadline = datetime.combine(self._days_ago(6), time(4))
        ledger = self._get_ledger()
        self.assertNotIn(self._days_ago(7), ledger)
        self.assertEqual(ledger[self._days_ago(6)], (4, 0, 0, 0))
        self.assertFalse(self.env["scm.demand.stale"].search([]))

    def test_old_return_is_found_by_its_product_alone(self):
        other = self._create_product(name="Other")
        for product in self.product | other:
            self._receive(30, self._days_ago(300), product=product)
        delivery = self._deliver(4, self._days_ago(290))
        self._deliver(3, self._days_ago(280))
        self._deliver(5, self._days_ago(290), product=other)
        self._get_ledger()
        self.env.cr.execute("UPDATE stock_move SET write_date = write_date - interval '1 day'")
        # Not read again: it is of another product, and long ago.
        self.env.cr.execute(
            "UPDATE stock_move SET quantity = 50 WHERE product_id = %s AND quantity = 5", [other.id]
        )
        self._move(
            self.customer, self.stock, 1, self._days_ago(1), origin_returned_move_id=delivery.id
        )
        self._deliver(2, self._days_ago(1), product=other)
        ledger = self._get_ledger()
        self.assertEqual(ledger[self._days_ago(290)], (4, 1, 0, -4))
        self.assertEqual(ledger[self._days_ago(280)], (3, 0, 0, -3))
        of_other = self._get_ledger(product=other)
        self.assertEqual(of_other[self._days_ago(290)], (5, 0, 0, -5))
        self.assertEqual(of_other[self._days_ago(1)], (2, 0, 0, -2))

    def test_mistyped_dates_stop_nothing(self):
        self._receive(30, self._days_ago(9))
        first, second = self._deliver(4, self._days_ago(5)), self._deliver(3, self._days_ago(5))
        self._get_ledger()
        self.env.cr.execute(
            "UPDATE stock_move SET date_deadline = '0001-01-01' WHERE id = %s", [first.id]
        )
        self.env.cr.execute(
            "UPDATE stock_move SET date = '9999-12-31 23:00' WHERE id = %s", [second.id]
        )
        first.invalidate_recordset()
        self._deliver(1, self._days_ago(1))
        self.assertEqual(self._get_ledger()[self._days_ago(1)], (1, 0, 0, -1))

    def test_database_refuses_lists_that_do_not_fit(self):
        self._receive(30, self._days_ago(9))
        self._get_ledger()
        for value in ("'{1,2,3}'", "'{}'"):
            with (
                self.subTest(value=value),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(f"UPDATE scm_demand_block SET net_qty = {value}")  # noqa: S608

    def test_days_are_found_by_id_and_added_up_as_those_of_a_table(self):
        days = self.env["scm.demand.day"]
        self._receive(30, self._days_ago(200))
        for age in (190, 9, 1, 0):
            self._deliver(2, self._days_ago(age))
        self._get_ledger()
        found = days.search([("product_id", "=", self.product.id)])
        self.assertEqual(len(set(found.ids)), 5)
        self.env.invalidate_all()
        self.assertEqual(sum(days.browse(found.ids).mapped("out_qty")), 8)
        self.assertEqual(days.search([("id", "in", found[:2].ids)]), found[:2])
        self.assertEqual(
            days._read_group([("id", "in", found.ids)], ["product_id"], ["net_qty:sum"]),
            [(self.product, 22)],
        )

    def test_two_companies_mark_their_own_days(self):
        other = self.env["res.company"].create({"name": "Other"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        own = self._receive(5, self._days_ago(4))
        foreign = self._move(
            self.supplier, warehouse.lot_stock_id, 7, self._days_ago(4), company_id=other.id
        )
        for company in self.company | other:
            self.env["scm.demand.ledger"]._sync(company)
        (own | foreign).date = datetime.combine(self._days_ago(2), time(4))
        stale = self.env["scm.demand.stale"].search([])
        self.assertEqual(
            {(one.company_id, one.warehouse_id, one.day) for one in stale},
            {
                (self.company, self.warehouse, self._days_ago(4)),
                (other, warehouse, self._days_ago(4)),
            },
        )

    def test_rebuild_by_shares_of_products_is_the_same(self):
        for number in range(5):
            product = self._create_product(name=f"Share {number}")
            self._receive(10 + number, self._days_ago(9), product=product)
        self._get_ledger()
        domain, names = [("company_id", "=", self.company.id)], ["product_id", "net_qty"]
        days = self.env["scm.demand.day"].search(domain, order="product_id").read(names)
        self.company.scm_ledger_built_at = False
        with patch(f"{LEDGER}.SHARE_MOVES", 0.3):
            self.env["scm.demand.ledger"]._sync(self.company)
        again = self.env["scm.demand.day"].search(domain, order="product_id").read(names)
        self.assertEqual(
            [(day["product_id"], day["net_qty"]) for day in again],
            [(day["product_id"], day["net_qty"]) for day in days],
        )

    def test_rebuild_mends_what_was_changed_behind_our_back(self):
        self._receive(30, self._days_ago(9))
        self._deliver(4, self._days_ago(5))
        ledger = self._get_ledger()
        self.env.cr.execute(
            "UPDATE scm_demand_block SET out_qty = array_fill(9::float8, ARRAY[cardinality(days)]) "
            "WHERE product_id = %s",
            [self.product.id],
        )
        self.assertEqual(self.env.cr.rowcount, 1)
        self.company.scm_ledger_built_at = self._days_ago(REBUILD_DAYS + 1)
        self.assertEqual(self._get_ledger(), ledger)

    def test_days_of_several_blocks_and_spans_come_out_in_order(self):
        ages = [700, 400, 399, 300, 184, 183, 182, 91, 1]
        self._receive(30, self._days_ago(720))
        for age in ages:
            self._deliver(age % 7 + 1, self._days_ago(age))
        expected = {self._days_ago(age): age % 7 + 1 for age in ages}
        ledger = self._get_ledger()
        self.assertEqual({day: row[0] for day, row in ledger.items() if row[0]}, expected)
        self.assertEqual(sum(row[3] for row in ledger.values()), 30 - sum(expected.values()))

    def test_late_delivery_across_the_years_changes_the_old_block_only(self):
        self._receive(30, self._days_ago(300))
        self._deliver(4, self._days_ago(290))
        self._get_ledger()
        self.env.cr.execute("UPDATE stock_move SET write_date = write_date - interval '1 day'")
        due = datetime.combine(self._days_ago(280), time(4))
        self._deliver(2, self._days_ago(1), date_deadline=due)
        ledger = self._get_ledger()
        self.assertEqual(ledger[self._days_ago(280)], (2, 0, 0, 0))
        self.assertEqual(ledger[self._days_ago(290)], (4, 0, 0, -4))
        self.assertEqual(ledger[self._days_ago(1)], (0, 0, 0, -2))

    def test_block_knows_its_demand_and_last_issue(self):
        self._receive(30, self._days_ago(9))
        delivery = self._deliver(4, self._days_ago(5))
        self._move(
            self.customer, self.stock, 1, self._days_ago(1), origin_returned_move_id=delivery.id
        )
        self._get_ledger()
        self.env.cr.execute(
            "SELECT sum(demand_qty), max(last_issue) FROM scm_demand_block WHERE product_id = %s",
            [self.product.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (3, self._days_ago(5)))

    def test_what_was_bought_to_order_is_no_demand_on_the_stock(self):
        self._receive(30, self._days_ago(9))
        receipt = self._receive(6, self._days_ago(4))
        delivery = self._deliver(
            6,
            self._days_ago(3),
            procure_method="make_to_order",
            move_orig_ids=[Command.link(receipt.id)],
        )
        self.assertEqual(self._get_ledger()[self._days_ago(3)], (0, 0, 0, -6))
        line = self.env["scm.demand.day"].search(
            [("product_id", "=", self.product.id), ("day", "=", self._days_ago(3))]
        )
        self.assertEqual(line.order_qty, 6)
        # What comes back of it was no demand, and takes none away.
        self._move(
            self.customer, self.stock, 2, self._days_ago(1), origin_returned_move_id=delivery.id
        )
        self.assertEqual(self._get_ledger()[self._days_ago(3)], (0, 0, 0, -6))

    def test_clocks_that_change_are_minded(self):
        self.company.partner_id.tz = "Europe/Berlin"
        year = self.today.year - 1
        self._receive(30, datetime(year, 1, 9, 22, 30))
        self._deliver(1, datetime(year, 1, 9, 23, 30))
        self._deliver(2, datetime(year, 7, 9, 22, 30))
        ledger = self._get_ledger()
        self.assertEqual(ledger[date(year, 1, 9)], (0, 0, 0, 30))
        self.assertEqual(ledger[date(year, 1, 10)][0], 1)
        self.assertEqual(ledger[date(year, 7, 10)][0], 2)

    def test_corrected_quantity_of_a_done_move_is_read_again(self):
        self._receive(30, self._days_ago(9))
        delivery = self._deliver(4, self._days_ago(5))
        self._get_ledger()
        delivery.move_line_ids.quantity = 5
        self.assertEqual(self._get_ledger()[self._days_ago(5)], (5, 0, 0, -5))

    def test_other_companies_have_their_own_ledger(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._receive(30, self._days_ago(9))
        self._get_ledger()
        self.env["scm.demand.ledger"]._sync(other)
        lines = self.env["scm.demand.day"].search([("company_id", "=", other.id)])
        self.assertFalse(lines)

    def test_services_and_consumables_have_no_ledger(self):
        consumable = self._create_product(
            is_storable=False, type="consu", seller_ids=[Command.clear()]
        )
        self._deliver(4, self._days_ago(5), product=consumable)
        self.assertFalse(self._get_ledger(product=consumable))
