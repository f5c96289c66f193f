# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_count import ScmCountCommon

CRON = "scm_assistant_inventory.scm_freshness_request_cron_remind"


@tagged("post_install", "-at_install")
class TestScmStockFreshness(ScmCountCommon):
    def _create_picking(self, code, days_late, reserve=False, **values):
        picking_type = self.env["stock.picking.type"].search(
            [("code", "=", code), ("warehouse_id", "=", self.warehouse.id)], limit=1
        )
        source = self.supplier if code == "incoming" else self.stock
        target = self.stock if code == "incoming" else self.customer
        # The list goes by the database's clock, which nothing freezes; at the same hour, so
        # that a run just after midnight counts the same days.
        date = self.env.cr.now() - timedelta(days=days_late)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "location_id": source.id,
                "location_dest_id": target.id,
                "scheduled_date": date,
                "move_ids": [
                    fields.Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 1,
                            "date": date,
                            "location_id": source.id,
                            "location_dest_id": target.id,
                        }
                    )
                ],
                **values,
            }
        )
        picking.action_confirm()
        if reserve:
            picking.action_assign()
        picking.scheduled_date = date
        return picking

    def _find(self, document):
        return self.env["scm.stock.freshness"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )

    def test_transfers_past_their_date_are_found_by_kind(self):
        receipt = self._create_picking("incoming", 2)
        late = self._create_picking("outgoing", 2, reserve=True)
        stale = self._create_picking("outgoing", 9, reserve=True)
        on_time = self._create_picking("outgoing", -3)
        self.assertEqual(self._find(receipt).kind, "receipt")
        self.assertEqual(self._find(late).kind, "transfer")
        self.assertRecordValues(
            self._find(stale),
            [{"kind": "reservation", "age_days": 9, "warehouse_id": self.warehouse.id}],
        )
        self.assertFalse(self._find(on_time))
        late.move_ids.picked = True
        late.with_context(skip_backorder=True).button_validate()
        self.assertFalse(self._find(late))

    def test_what_is_due_today_is_not_overdue_before_the_company_s_midnight(self):
        # The list goes by the database's clock: a zone where its hour is the day's first,
        # and one where it is the third.
        now = self.env.cr.now()
        offset = -now.hour if now.hour <= 12 else 24 - now.hour
        first, third = (f"Etc/GMT{-hours:+d}" for hours in (offset, offset + 2))
        picking = self._create_picking("outgoing", 0)
        picking.scheduled_date = now - timedelta(hours=1)
        self.company.partner_id.tz = third
        self.assertFalse(self._find(picking))
        self.company.partner_id.tz = first
        self.env.invalidate_all()
        self.assertRecordValues(self._find(picking), [{"kind": "transfer", "age_days": 1}])

    def test_nobody_asks_odoobot_or_who_has_left(self):
        self.company.scm_counter_id = self.counter
        leaver = self._create_user("leaver", "stock.group_stock_user")
        for user in (self.env.ref("base.user_root"), leaver):
            leaver.active = user != leaver
            picking = self._create_picking("outgoing", 2, user_id=user.id)
            self.assertEqual(self._find(picking).user_id, self.counter)

    def test_days_of_the_company_decide_when_a_reservation_is_stale(self):
        picking = self._create_picking("outgoing", 9, reserve=True)
        self.company.scm_reservation_days = 10
        self.assertEqual(self._find(picking).kind, "transfer")

    def test_stock_that_cannot_be_right_is_found(self):
        transit = self.company.internal_transit_location_id
        transit.active = True
        self._move(self.stock, transit, 5, self._days_ago(4))
        ghost = self._create_product(name="Ghost")
        self._deliver(3, product=ghost)
        archived = self._create_product(name="Archived")
        self._receive(2, product=archived)
        archived.active = False
        rows = self.env["scm.stock.freshness"].search(
            [("product_id", "in", (self.product + ghost + archived).ids)]
        )
        found = {row.product_id: (row.kind, row.detail) for row in rows}
        self.assertEqual(found[self.product], ("transit", False))
        self.assertEqual(found[ghost], ("negative", False))
        self.assertEqual(found[archived], ("misplaced", "archived_product"))
        self.company.scm_transit_days = 5
        self.env.flush_all()
        self.assertNotIn(
            self.product,
            self.env["scm.stock.freshness"].search([("kind", "=", "transit")]).product_id,
        )

    def test_normal_stock_is_not_listed(self):
        rows = self.env["scm.stock.freshness"].search([("product_id", "=", self.product.id)])
        self.assertFalse(rows)

    def test_one_click_asks_the_responsible_person_once(self):
        picking = self._create_picking("outgoing", 2, user_id=self.counter.id)
        row = self._find(picking).with_user(self.assistant)
        row.action_ask()
        row.action_ask()
        request = self.env["scm.freshness.request"].search([("res_id", "=", picking.id)])
        self.assertRecordValues(
            request,
            [{"state": "asked", "user_id": self.counter.id, "asked_by_id": self.assistant.id}],
        )
        self.assertEqual(request.activity_ids.user_id, self.counter)
        self.assertIn(self.counter.name, picking.message_ids[0].body)
        self.env.invalidate_all()
        self.assertEqual(self._find(picking).request_state, "asked")

    def test_person_asked_answers_and_the_asker_hears(self):
        picking = self._create_picking("outgoing", 2, user_id=self.counter.id)
        self._find(picking).with_user(self.assistant).action_ask()
        request = self.env["scm.freshness.request"].search([("res_id", "=", picking.id)])
        as_counter = request.with_user(self.counter)
        with self.assertRaises(UserError):
            as_counter.action_answer()
        as_counter.answer = "Leaves tomorrow"
        as_counter.action_answer()
        self.assertEqual(request.state, "answered")
        self.assertFalse(request.activity_ids)
        self.assertIn(self.assistant.partner_id, request.message_ids.notified_partner_ids)
        self.assertIn("Leaves tomorrow", picking.message_ids[0].body)

    def test_person_asked_writes_nothing_but_the_answer(self):
        picking = self._create_picking("outgoing", 2, user_id=self.counter.id)
        self._find(picking).with_user(self.assistant).action_ask()
        request = self.env["scm.freshness.request"].search([("res_id", "=", picking.id)])
        with self.assertRaises(AccessError):
            request.with_user(self.counter).state = "answered"
        with self.assertRaises(AccessError):
            request.with_user(self.counter).due_date = self.today
        with self.assertRaises(AccessError):
            request.with_user(self.assistant).state = "answered"
        colleague = self._create_user("colleague", "stock.group_stock_user")
        with self.assertRaises(AccessError):
            request.with_user(colleague).read(["name"])

    def test_question_is_about_what_is_stale_and_nothing_else(self):
        """It writes to its document by the superuser: to any, could the user choose it."""
        stranger = self.env["res.partner"].create({"name": "Another Company's"})
        forged = {"res_model": "res.partner", "res_id": stranger.id}
        picking = self._create_picking("outgoing", 2, user_id=self.counter.id)
        self._find(picking).with_user(self.assistant).action_ask()
        request = self.env["scm.freshness.request"].search([("res_id", "=", picking.id)])
        as_assistant = request.with_user(self.assistant)
        with self.assertRaises(AccessError):
            as_assistant.write(forged)
        with self.assertRaises(AccessError):
            as_assistant.create(
                {"name": "Forged", "kind": "late", "company_id": self.company.id, **forged}
            )

    def test_product_is_named_in_the_reader_s_language_and_asked_about_in_the_other_s(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.product.with_context(lang="zh_TW").name = "自家產品"
        self._deliver(150)
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.stock.id)]
        )
        row = self._find(quant).with_user(self.assistant)
        self.assertEqual(row.reference, "Own Product")
        self.assertEqual(row.with_context(lang="zh_TW").reference, "自家產品")
        rows = row.with_context(lang="zh_TW").search([("reference", "ilike", "自家")])
        self.assertEqual(rows, row)
        self.counter.lang = "zh_TW"
        self.company.scm_counter_id = self.counter
        self.env.flush_all()
        row.invalidate_recordset()
        row.action_ask()
        request = self.env["scm.freshness.request"].search([("res_id", "=", quant.id)])
        self.assertIn("自家產品", request.name)
        self.assertNotIn("Negative", request.name)

    def test_where_nobody_is_responsible_the_assistant_names_one(self):
        picking = self._create_picking("outgoing", 2, user_id=False)
        action = self._find(picking).with_user(self.assistant).action_ask()
        request = self.env["scm.freshness.request"].browse(action["res_id"])
        self.assertEqual(request.state, "draft")
        with self.assertRaises(UserError):
            request.with_user(self.assistant).action_ask()
        request.with_user(self.assistant).user_id = self.counter
        request.with_user(self.assistant).action_ask()
        self.assertEqual(request.activity_ids.user_id, self.counter)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()

    def _ask_late(self):
        """Return a question that should have been answered yesterday."""
        picking = self._create_picking("outgoing", 2, user_id=self.counter.id)
        self._find(picking).with_user(self.assistant).action_ask()
        request = self.env["scm.freshness.request"].search([("res_id", "=", picking.id)])
        request.sudo().due_date = self._days_ago(1)
        return request

    def test_who_does_not_answer_is_reminded_once_a_day(self):
        request = self._ask_late()
        for _run in range(2):
            self._run_cron()
        self.assertEqual(request.reminder_count, 1)
        self.assertIn(self.counter.partner_id, request.message_ids.notified_partner_ids)

    @mute_logger("odoo.addons.scm_assistant_inventory.scm.freshness.request")
    def test_reminder_that_fails_stops_no_other(self):
        bad, good = self._ask_late(), self._ask_late()
        get_reminder = type(bad)._get_reminder

        def get_unless_broken(request):
            if request == bad:
                raise ValueError("no such language")
            return get_reminder(request)

        with patch.object(type(bad), "_get_reminder", get_unless_broken):
            self._run_cron()
        self.assertEqual((bad.reminder_count, good.reminder_count), (0, 1))

    def test_question_closes_when_its_trouble_is_gone(self):
        picking = self._create_picking("outgoing", 2, reserve=True, user_id=self.counter.id)
        self._find(picking).with_user(self.assistant).action_ask()
        request = self.env["scm.freshness.request"].search([("res_id", "=", picking.id)])
        picking.action_cancel()
        self._run_cron()
        self.assertEqual(request.state, "closed")
        self.assertFalse(request.activity_ids)

    def test_other_companies_do_not_see_it(self):
        picking = self._create_picking("outgoing", 2)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("stranger", "scm_assistant_base.group_scm_manager")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        rows = self.env["scm.stock.freshness"].with_user(stranger)
        rows = rows.with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([("res_id", "=", picking.id)]))

    def test_in_and_out_is_by_warehouse_in_the_units_of_the_product(self):
        other = self._create_warehouse()
        dozen = self.env.ref("uom.product_uom_dozen")
        self._move(self.stock, other.lot_stock_id, 10)
        self._move(self.supplier, self.stock, 2, product_uom=dozen.id)
        self._deliver(7)
        self._move(self.stock, self._create_shelf(), 9)
        groups = self.env["scm.stock.flow"]._read_group(
            [("product_id", "=", self.product.id)],
            ["warehouse_id", "kind"],
            ["in_qty:sum", "out_qty:sum", "net_qty:sum"],
        )
        found = {(warehouse, kind): figures for warehouse, kind, *figures in groups}
        self.assertEqual(
            found,
            {
                (self.warehouse, "receipt"): [124, 0, 124],
                (self.warehouse, "transfer"): [0, 10, -10],
                (self.warehouse, "delivery"): [0, 7, -7],
                (other, "transfer"): [10, 0, 10],
            },
        )
