# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_count import ScmCountCommon


@tagged("post_install", "-at_install")
class TestStockQuantCount(ScmCountCommon):
    """Counts on Odoo's own screen, held or not, and the accuracy they show."""

    def _count_native(self, quantity, user=None, product=None):
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quant = quants.with_user(user or self.counter).create(
            {
                "product_id": (product or self.product).id,
                "location_id": self.stock.id,
                "inventory_quantity": quantity,
            }
        )
        quant = quants.with_user(user or self.counter).browse(quant.id)
        return quant, quant.action_apply_inventory()

    def test_without_the_setting_the_native_screen_is_untouched(self):
        _quant, result = self._count_native(10)
        self.assertFalse(result)
        self.assertEqual(self._get_stock(), 10)

    def test_big_difference_is_held_for_a_second_count(self):
        self.company.scm_hold_native_counts = True
        quant, action = self._count_native(10)
        self.assertEqual(self._get_stock(), 100)
        session = self.env["scm.count.session"].browse(action["res_id"])
        self.assertRecordValues(
            session.line_ids,
            [{"state": "recount", "first_counted_qty": 10, "product_id": self.product.id}],
        )
        self.assertFalse(quant.inventory_quantity_set)
        self._count(session.line_ids, 10)
        session.line_ids.with_user(self.manager).action_approve()
        self.assertEqual(self._get_stock(), 10)

    def test_small_difference_and_a_manager_are_not_held(self):
        self.company.scm_hold_native_counts = True
        self._count_native(98)
        self.assertEqual(self._get_stock(), 98)
        self._count_native(10, user=self.manager)
        self.assertEqual(self._get_stock(), 10)

    def test_held_place_that_waits_already_is_said_so(self):
        self.company.scm_hold_native_counts = True
        self._create_line()
        with self.assertRaises(UserError):
            self._count_native(10)
        self.assertEqual(self._get_stock(), 100)

    def test_way_round_the_button_is_refused(self):
        self.company.scm_hold_native_counts = True
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.stock.id)]
        )
        with self.assertRaises(UserError):
            quant.with_user(self.counter).with_context(
                inventory_mode=True, inventory_report_mode=True
            ).action_set_inventory_quantity_zero()
        self.assertEqual(self._get_stock(), 100)

    def test_context_from_outside_does_not_pass_for_our_own_step(self):
        self.company.scm_hold_native_counts = True
        line = self._create_line()
        quant = (
            line._find_quants()
            .with_user(self.counter)
            .with_context(inventory_mode=True, scm_count_step=True, scm_count_line_id=line.id)
        )
        quant.inventory_quantity = 99
        quant.action_apply_inventory()
        self.assertEqual(self._get_stock(), 99)
        self.assertFalse(line.move_ids)

    def test_what_the_count_was_is_not_written_afterwards(self):
        self._count_native(10)
        move = self.env["stock.move"].search(
            [("product_id", "=", self.product.id), ("scm_is_count", "=", True)]
        )
        self.assertRecordValues(move, [{"scm_book_qty": 100, "scm_is_within": False}])
        stock_manager = self._create_user("keeper", "stock.group_stock_manager")
        for user in (stock_manager, self.manager):
            for values in (
                {"scm_is_within": True},
                {"scm_is_count": False},
                {"scm_book_qty": 10},
                {"scm_count_class_id": False},
            ):
                with self.subTest(values=values), self.assertRaisesRegex(AccessError, "by hand"):
                    move.with_user(user).sudo().write(values)

    def _read_report(self, groupby=("company_id",)):
        groups = self.env["scm.count.report"]._read_group(
            [("company_id", "=", self.company.id)],
            list(groupby),
            ["__count", "hit_rate:avg", "exact_rate:avg", "value_rate:avg", "net_value:sum"],
        )
        return {group[0]: group[1:] for group in groups}

    def test_accuracy_is_that_worked_out_by_hand(self):
        """The vector of tests/pure: hits 7 of 9, errors of 137 in 17,412."""
        self.count_class.tolerance_value = 1000
        classes = self.env["scm.count.class"]
        rates = {0.01: 3, 0.03: 3, 0.05: 3}
        figures = iter(
            [(100, 100, 50), (250, 249, 40), (80, 74, 10), (60, 60, 5), (40, 41, 5)]
            + [(500, 489, 2), (1000, 960, 0.1), (12, 12, 1), (0, 3, 2)]
        )
        for rate, count in rates.items():
            category = self.env["product.category"].create({"name": str(rate)})
            classes.create(
                {
                    "name": str(rate),
                    "category_id": category.id,
                    "tolerance_rate": rate,
                    "tolerance_value": 9999,
                    "company_id": self.company.id,
                    "sequence": -10,
                }
            )
            for _number in range(count):
                book, counted, cost = next(figures)
                product = self._create_product(categ_id=category.id, standard_price=cost)
                if book:
                    self._receive(book, product=product)
                line = self._create_line(product_id=product.id)
                self._count(line, counted)
                if line.state == "recount":
                    self._count(line, counted)
                    line.with_user(self.manager).action_approve()
        count, hits, exact, by_value, net = self._read_report()[self.company]
        self.assertEqual(count, 9)
        self.assertAlmostEqual(hits, 100 * 7 / 9)
        self.assertAlmostEqual(exact, 100 * 3 / 9)
        self.assertAlmostEqual(by_value, 100 * (1 - 137 / 17412), 4)
        self.assertAlmostEqual(net, -115, 2)

    def test_native_counts_are_in_the_accuracy_and_opening_balances_are_not(self):
        fresh = self._create_product(name="Opening")
        self._count_native(50, product=fresh)
        self.assertFalse(self._read_report())
        self._count_native(98)
        self._count_native(0, product=fresh)
        rows = self.env["scm.count.report"].search(
            [("company_id", "=", self.company.id)], order="id"
        )
        self.assertRecordValues(
            rows,
            [
                {"source": "odoo", "book_qty": 100, "counted_qty": 98, "hit_rate": 100},
                {"source": "odoo", "book_qty": 50, "counted_qty": 0, "hit_rate": 0},
            ],
        )
        self.assertEqual(rows.user_id, self.counter)
        self.assertEqual(rows[0].action_open()["res_model"], "stock.move")

    def test_past_accuracy_of_native_counts_does_not_change(self):
        self._count_native(98)
        self.product.standard_price = 800
        self.count_class.tolerance_rate = 0.01
        self.count_class.copy({"name": "New Class", "sequence": -2})
        self.env.flush_all()
        row = self.env["scm.count.report"].search([("company_id", "=", self.company.id)])
        self.assertRecordValues(
            row, [{"hit_rate": 100, "net_value": -16, "class_id": self.count_class.id}]
        )

    def test_location_without_a_company_is_counted_as_odoo_does(self):
        shared = self.env["stock.location"].create({"name": "Shared", "company_id": False})
        quant = (
            self.env["stock.quant"]
            .with_context(inventory_mode=True)
            .create(
                {
                    "product_id": self.product.id,
                    "location_id": shared.id,
                    "inventory_quantity": 7,
                }
            )
        )
        quant.action_apply_inventory()
        self.assertEqual(self._get_stock(location=shared), 7)

    def test_relocation_is_no_count(self):
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.stock.id)]
        )
        quant.move_quants(location_dest_id=self._create_shelf())
        self.assertFalse(self._read_report())

    def test_quantity_put_in_on_the_product_is_no_count(self):
        self.product.with_context(inventory_mode=True).qty_available = 40
        self.assertEqual(self._get_stock(), 40)
        self.assertFalse(self._read_report())

    def test_only_settled_counts_are_in_the_accuracy(self):
        line = self._create_line()
        self._count(line, 60, 60)
        self.assertFalse(self._read_report())
        line.with_user(self.manager).action_approve()
        rows = self.env["scm.count.report"].search([("line_id", "=", line.id)])
        self.assertRecordValues(
            rows, [{"source": "session", "hit_rate": 0, "net_value": -320, "gross_value": 320}]
        )
        self.assertEqual(rows.with_user(self.assistant).action_open()["res_id"], line.id)
