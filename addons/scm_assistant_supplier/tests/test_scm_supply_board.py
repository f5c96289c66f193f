# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.fields import Command, Domain
from odoo.tests import freeze_time, tagged

from .common_purchase import FIRST, LATER, NOW, PurchaseCommon

LOGGER = "odoo.addons.scm_assistant_supplier.models.tracking.scm_supply_board"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScmSupplyBoard(PurchaseCommon):
    @classmethod
    def _create_history(cls, delays):
        """Receive one order a delay, that many days after its promise."""
        for delay in delays:
            order = cls._create_order(quantity=1, date=NOW - timedelta(days=60))
            picking = cls._receive(order, 1)
            picking.date_done = NOW - timedelta(days=60 - delay)

    def _get_board(self):
        """Return what the assistant sees on the supply board."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_supplier.scm_supply_board_action"
        )
        lines = self.env["purchase.order.line"].with_user(self.assistant)
        return lines.search(eval(action["domain"]))  # noqa: S307, the action's own text

    def _patch_need(self, days):
        """Let the port answer as an installed planner would."""
        model = type(self.env["product.product"])
        return patch.object(model, "_scm_get_need_dates", lambda products, company: days)

    def test_board_holds_what_is_open_or_too_much(self):
        open_order = self._create_order()
        partly = self._create_order()
        self._receive(partly, 4)
        done = self._create_order()
        self._receive(done, 10)
        over = self._create_order()
        self._receive(over, 12)
        draft = self._create_order(confirm=False)
        board = self._get_board()
        self.assertEqual(board, (open_order | partly | over).order_line & board)
        self.assertEqual(partly.order_line.scm_open_qty, 6)
        self.assertRecordValues(over.order_line, [{"scm_open_qty": 0, "scm_over_qty": 2}])
        self.assertEqual((done | draft).order_line.mapped("scm_open_qty"), [0, 0])

    def test_without_receipts_there_is_no_data(self):
        line = self._create_order().order_line
        self.assertRecordValues(line, [{"scm_risk": "unknown", "scm_arrival_chance": 0}])

    def test_chance_is_counted_from_the_suppliers_own_delays(self):
        self._create_history([0] * 24 + [20] * 8)
        line = self._create_order().order_line
        self.assertEqual(line.scm_arrival_chance, 0.75)
        self.assertEqual(line.scm_risk, "good")

    def test_late_supplier_is_a_risk_for_what_is_needed_on_the_day(self):
        self._create_history([0] * 8 + [20] * 24)
        need = {(self.product.id, self.warehouse.id): FIRST.date() + timedelta(days=3)}
        with self._patch_need(need):
            line = self._create_order().order_line
        self.assertRecordValues(
            line,
            [{"scm_risk": "risk", "scm_arrival_chance": 0.25, "scm_need_date": date(2026, 3, 19)}],
        )
        self.assertIn("03/19/2026", line.with_user(self.assistant).scm_waiting)
        with self._patch_need({(self.product.id, self.warehouse.id): date(2026, 6, 1)}):
            line.action_scm_refresh_supply()
        self.assertEqual(line.scm_risk, "good")

    def test_contact_is_as_late_as_his_company(self):
        self._create_history([0] * 24 + [20] * 8)
        contact = self.env["res.partner"].create(
            {"name": "Sales Office", "parent_id": self.supplier.id}
        )
        line = self._create_order(partner_id=contact.id).order_line
        self.assertEqual(line.scm_arrival_chance, 0.75)

    def test_another_companys_receipts_and_needs_do_not_count(self):
        self._create_history([20] * 6)
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids |= other
        delays = self.env["scm.supply.board"]._get_delays(self.supplier, other)
        self.assertFalse(delays)

    def test_returns_are_no_receipts(self):
        order = self._create_order()
        picking = self._receive(order, 10)
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model="stock.picking"
        )
        wizard = wizard.create({})
        wizard.product_return_moves.quantity = 4
        back = picking.browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        delays = self.env["scm.supply.board"]._get_delays(self.supplier, self.company)
        self.assertEqual(len(delays[self.supplier.id]), 1)

    def test_expected_day_over_is_late(self):
        line = self._create_order().order_line
        with freeze_time(datetime(2026, 3, 20, 4)):
            line.action_scm_refresh_supply()
        self.assertEqual(line.scm_risk, "late")

    def test_days_are_those_of_the_company(self):
        self.company.partner_id.tz = "Asia/Taipei"
        self._create_history([0])
        # Midnight of 20 March in Taipei; what came was a day late there, in UTC two.
        line = self._create_order(date=datetime(2026, 3, 19, 16)).order_line
        with freeze_time(datetime(2026, 3, 20, 4)):
            line.action_scm_refresh_supply()
        self.assertEqual(line.scm_risk, "unknown")
        with freeze_time(datetime(2026, 3, 20, 17)):
            self._receive(line.order_id, 10)
        delays = self.env["scm.supply.board"]._get_delays(self.supplier, self.company)
        self.assertEqual(sorted(delays[self.supplier.id]), [0, 1])

    def test_line_is_late_from_the_day_of_its_first_part_on(self):
        line = self._create_order().order_line
        line._scm_expect_parts([(FIRST, 6), (LATER, 4)])
        self.env.flush_all()
        search = self.env.ref("scm_assistant_supplier.purchase_order_line_view_search_supply")
        late = search._get_combined_arch().xpath("//filter[@name='late']")[0].get("domain")
        queue = self.env.ref("scm_assistant_supplier.scm_work_queue_supply_late")
        with freeze_time(FIRST + timedelta(days=2)):
            line.action_scm_refresh_supply()
            found = line.search(eval(late) + [("company_id", "=", self.company.id)])  # noqa: S307
            self.assertEqual(queue.with_user(self.assistant).record_count, 1)
        self.assertEqual(line.scm_risk, "late")
        self.assertEqual(found, line)

    def test_delivery_that_waits_gives_the_need(self):
        order = self._create_order(confirm=False)
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 5,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "procure_method": "make_to_order",
                "origin": "S00042",
                "date": LATER,
                "picking_type_id": self.warehouse.out_type_id.id,
                "created_purchase_line_ids": [Command.link(order.order_line.id)],
            }
        )
        order.button_confirm()
        line = order.order_line
        self.assertEqual(line._scm_get_waiting_moves(), move)
        self.assertEqual(line.scm_need_date, LATER.date())
        self.assertIn("S00042", line.scm_waiting)
        found = self.env["stock.move"].search(line.action_scm_view_waiting()["domain"])
        self.assertEqual(found, move)

    def test_filters_of_the_board(self):
        search = self.env.ref("scm_assistant_supplier.purchase_order_line_view_search_supply")
        short = self._create_order()
        self._receive(short, 4, backorder=False)
        changed = self._create_order()
        with freeze_time(NOW - timedelta(days=3)):
            old = self._create_order()
            old.order_line.date_planned = LATER
        changed.order_line._scm_record_promise("supplier", parts=[(FIRST, 10)])
        expected = {
            "short": short,
            "changed": changed,
            "unconfirmed": short | old,
            "late": self.env["purchase.order"],
        }
        lines = self.env["purchase.order.line"]
        own = [("company_id", "=", self.company.id)]
        for name, orders in expected.items():
            with self.subTest(filter=name):
                node = search._get_combined_arch().xpath(f"//filter[@name='{name}']")[0]
                domain = eval(node.get("domain"))  # noqa: S307, the view's own text
                self.assertEqual(lines.search(domain + own).order_id, orders)

    def test_statements_do_not_grow_with_the_lines(self):
        self._create_history([0] * 6)
        few = self._create_order().order_line
        many = few
        for _number in range(8):
            many |= self._create_order().order_line
        board = self.env["scm.supply.board"]

        def count(lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            board._refresh(lines)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(few)
        self.assertLessEqual(count(many), count(few) + 2)

    def test_cron_goes_on_where_it_was_interrupted(self):
        first, second = self._create_order().order_line, self._create_order().order_line
        lines = first | second
        lines._write_own({"scm_risk": False, "scm_risk_at": NOW - timedelta(days=1)})
        board, cron = self.env["scm.supply.board"], self.env["ir.cron"]
        module = "odoo.addons.scm_assistant_supplier.models.tracking.scm_supply_board.BATCH"
        # Other companies' lines are not this test's.
        own = patch.object(
            type(lines), "_scm_get_open_domain", lambda lines: Domain("company_id", "=", company)
        )
        company = self.company.id
        with patch(module, 1), own, patch.object(type(cron), "_commit_progress", return_value=0):
            board._cron_refresh()
            self.assertEqual(lines.mapped("scm_risk"), ["unknown", False])
            board._cron_refresh()
        self.assertEqual(lines.mapped("scm_risk"), ["unknown", "unknown"])

    def test_line_that_fails_stops_no_other(self):
        bad, good = self._create_order().order_line, self._create_order().order_line
        (bad | good)._write_own({"scm_risk": False, "scm_risk_at": False})
        board = type(self.env["scm.supply.board"])
        get_chance = board._get_chance

        def get_chance_unless_bad(self, line, *args):
            if line == bad:
                raise ValueError("No such day")
            return get_chance(self, line, *args)

        cron = self.env.ref("scm_assistant_supplier.scm_supply_board_cron_refresh")
        with (
            patch.object(board, "_get_chance", get_chance_unless_bad),
            self.enter_registry_test_mode(),
            self.assertLogs(LOGGER, "ERROR") as logs,
        ):
            cron.method_direct_trigger()
        self.assertIn(f"Purchase line {bad.id} not refreshed", logs.output[0])
        (bad | good).invalidate_recordset()
        self.assertEqual((bad | good).mapped("scm_risk"), [False, "unknown"])

    def test_cron_refreshes_every_open_line(self):
        line = self._create_order().order_line
        line._write_own({"scm_risk": False, "scm_risk_at": False})
        cron = self.env.ref("scm_assistant_supplier.scm_supply_board_cron_refresh")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        line.invalidate_recordset()
        self.assertEqual(line.scm_risk, "unknown")
