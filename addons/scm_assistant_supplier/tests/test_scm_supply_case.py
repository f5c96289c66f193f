# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common_purchase import FIRST, LATER, NOW, PurchaseCommon

# The smallest picture: one transparent point.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d494441"
    "5478da636460f85f0f0002870180eb47ba920000000049454e44ae426082"
)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScmSupplyDetectors(PurchaseCommon):
    def _detect(self, code):
        """Return the cases of one detector after it ran for the company."""
        detector = self.env.ref(f"scm_assistant_supplier.scm_detector_supply_{code}")
        detector._run_company(self.company)
        domain = [("detector_id", "=", detector.id), ("company_id", "=", self.company.id)]
        return self.env["scm.exception"].search(domain)

    def test_late_line_is_one_case_and_gone_when_it_arrived(self):
        order = self._create_order()
        self._create_order(date=LATER)
        with freeze_time(FIRST + timedelta(days=2)):
            case = self._detect("late")
            self.assertRecordValues(
                case,
                [{"purchase_line_id": order.order_line.id, "partner_id": self.supplier.id}],
            )
            self.assertEqual(self._detect("late"), case)
            self._receive(order, 10)
            self.assertEqual(self._detect("late").state, "resolved")

    def test_late_by_the_days_of_the_company(self):
        self.company.partner_id.tz = "Asia/Taipei"
        # Midnight of 16 March in Taipei.
        order = self._create_order(date=datetime(2026, 3, 15, 16))
        with freeze_time(datetime(2026, 3, 16, 15)):
            self.assertFalse(self._detect("late"))
        with freeze_time(datetime(2026, 3, 16, 17)):
            case = self._detect("late")
        self.assertEqual(case.purchase_line_id, order.order_line)
        self.assertIn("03/16/2026", case.name)

    def test_missed_first_part_is_late_though_the_last_is_not_due(self):
        line = self._create_order().order_line
        line._scm_expect_parts([(FIRST, 6), (LATER, 4)])
        with freeze_time(FIRST + timedelta(days=2)):
            case = self._detect("late")
            self.assertEqual(case.purchase_line_id, line)
            self.assertIn("03/16/2026", case.name)
            first = line.move_ids.filtered(lambda move: move.date == FIRST)
            picking = first.picking_id
            picking.move_ids.picked = False
            first.picked = True
            picking.with_context(skip_backorder=True).button_validate()
            self.assertEqual(self._detect("late").state, "resolved")

    def test_will_be_late(self):
        line = self._create_order().order_line
        self.assertFalse(self._detect("risk"))
        line._write_own({"scm_risk": "risk", "scm_arrival_chance": 0.25})
        self.assertIn("25 %", self._detect("risk").name)

    def test_not_confirmed_though_it_arrives_soon(self):
        soon = self._create_order(date=NOW + timedelta(days=6)).order_line
        confirmed = self._create_order(date=NOW + timedelta(days=6)).order_line
        confirmed._scm_record_promise("supplier")
        self._create_order(date=NOW + timedelta(days=9))
        self.assertEqual(self._detect("unconfirmed").purchase_line_id, soon)

    def test_short_when_the_receipt_is_closed(self):
        short = self._create_order()
        self._receive(short, 4, backorder=False)
        partly = self._create_order()
        self._receive(partly, 4)
        case = self._detect("short")
        self.assertEqual(case.purchase_line_id, short.order_line)
        self.assertIn("6", case.name)

    def _answer_later(self, line, day=LATER):
        lines = line.with_user(self.assistant)
        question = self.env["scm.supply.request"].browse(lines.action_scm_ask_supplier()["res_id"])
        answer = {"answer": "date", "parts": [(day.date(), 0)], "reason": "Machine is broken"}
        question._receive_answer({question.line_ids.id: answer}, "Ms Wang")

    def _find_cases(self, line):
        return self.env["scm.exception"].search([("purchase_line_id", "=", line.id)])

    def test_later_answer_goes_on_with_the_open_case_of_the_line(self):
        line = self._create_order().order_line
        line._write_own({"scm_risk": "risk", "scm_arrival_chance": 0.25})
        case = self._detect("risk")
        self._answer_later(line)
        self.assertEqual(self._find_cases(line), case)
        self.assertRecordValues(case, [{"state": "reported", "occurrence_count": 2}])
        self.assertIn("Later: Bracket", case.name)
        self.assertIn("Machine is broken", case.message_ids[0].body)
        line._write_own({"scm_risk": "risk"})
        self._detect("risk")
        self.assertRecordValues(self._find_cases(line), [{"id": case.id, "state": "reported"}])

    def test_answered_later_again_the_solved_case_is_open_again(self):
        line = self._create_order().order_line
        self._answer_later(line)
        case = self._find_cases(line)
        case._close_gone(case, "Agreed")
        self._answer_later(line, LATER + timedelta(days=5))
        self.assertRecordValues(
            self._find_cases(line), [{"id": case.id, "state": "reported", "reopen_count": 1}]
        )

    def test_doubt_that_becomes_late_and_then_short_is_one_case(self):
        order = self._create_order()
        line = order.order_line
        line._write_own({"scm_risk": "risk", "scm_arrival_chance": 0.25})
        case = self._detect("risk")
        with freeze_time(FIRST + timedelta(days=2)):
            self._detect("late")
            self._detect("risk")
            self._detect("unconfirmed")
            self.assertEqual(self._find_cases(line), case)
            self.assertIn("Late: Bracket", case.name)
            case.action_investigate()
            self._receive(order, 4, backorder=False)
            self.assertFalse(self._detect("late").filtered(lambda one: one != case))
            self._detect("short")
        self.assertEqual(self._find_cases(line), case)
        self.assertRecordValues(case, [{"state": "investigating"}])
        self.assertIn("Short: 6", case.name)

    def test_closed_receipt_is_short_and_not_late(self):
        order = self._create_order()
        self._receive(order, 4, backorder=False)
        with freeze_time(FIRST + timedelta(days=2)):
            self.assertFalse(self._detect("late"))
            self.assertEqual(self._detect("short").purchase_line_id, order.order_line)

    def test_case_is_the_buyer_s_unless_the_category_says_whose(self):
        order = self._create_order(user_id=self.assistant.id)
        other = self._create_order(user_id=self.assistant.id)
        category = self.env.ref("scm_assistant_base.scm_exception_category_supply")
        category.user_id = False
        order.order_line._write_own({"scm_risk": "risk"})
        self.assertEqual(self._detect("risk").user_id, self.assistant)
        category.user_id = self.manager
        other.order_line._write_own({"scm_risk": "risk"})
        self._detect("risk")
        self.assertEqual(self._find_cases(other.order_line).user_id, self.manager)

    def _send_back(self, picking, quantity):
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model=picking._name)
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        back = picking.browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()

    def test_returned_goods_are_neither_open_nor_late_nor_short(self):
        order = self._create_order()
        self._send_back(self._receive(order, 10), 4)
        line = order.order_line
        self.assertRecordValues(line, [{"qty_received": 6, "scm_open_qty": 0, "scm_over_qty": 0}])
        with freeze_time(FIRST + timedelta(days=2)):
            self.assertFalse(self._detect("late") | self._detect("short"))

    def test_installation_takes_what_is_open_of_confirmed_lines(self):
        partly, back = self._create_order(), self._create_order()
        self._receive(partly, 4)
        self._send_back(self._receive(back, 10), 4)
        lines = (partly | back).order_line
        self.env.flush_all()
        self.env.cr.execute("UPDATE purchase_order_line SET scm_open_qty = NULL")
        self.env.cr.execute(lines._query_first_open())
        self.env.invalidate_all()
        self.assertEqual(lines.mapped("scm_open_qty"), [6, 0])

    def test_return_of_a_part_leaves_the_rest_open(self):
        order = self._create_order()
        self._send_back(self._receive(order, 6), 2)
        self.assertEqual(order.order_line.scm_open_qty, 4)
        closed = self._create_order()
        self._send_back(self._receive(closed, 6, backorder=False), 2)
        self.assertEqual(closed.order_line.scm_open_qty, 4)
        self.assertEqual(self._detect("short").purchase_line_id, closed.order_line)

    def test_more_than_ordered(self):
        order = self._create_order()
        self._receive(order, 12)
        self.assertEqual(self._detect("over").purchase_line_id, order.order_line)

    def test_freight_is_not_late_nor_asked_about(self):
        freight = self._create_product("Freight", type="service", is_storable=False)
        line = self._create_order(product=freight).order_line
        self.assertRecordValues(line, [{"scm_open_qty": 0, "scm_over_qty": 0, "scm_risk": False}])
        with self.assertRaisesRegex(UserError, "Nothing is open"):
            line.with_user(self.assistant).action_scm_ask_supplier()
        line.qty_received = 12
        self.assertEqual(line.scm_over_qty, 0)
        with freeze_time(FIRST + timedelta(days=2)):
            for code in ("late", "risk", "unconfirmed", "short", "over"):
                self.assertFalse(self._detect(code), code)

    def test_another_company_finds_nothing(self):
        self._create_order()
        other = self.env["res.company"].create({"name": "Other"})
        detector = self.env.ref("scm_assistant_supplier.scm_detector_supply_late")
        with freeze_time(FIRST + timedelta(days=2)):
            self.assertFalse(detector._get_findings(other))


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScmSupplyNegotiation(PurchaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()
        cls.line = cls.order.order_line

    def _create_case(self, line=None):
        values = (line or self.line)._scm_prepare_case_values()
        values.pop("links")
        category = self.env.ref("scm_assistant_base.scm_exception_category_supply")
        return (
            self.env["scm.exception"]
            .with_user(self.assistant)
            .create({"name": "Trouble", "category_id": category.id, **values})
        )

    def _offer(self, kind, case=None, **values):
        offers = self.env["scm.supply.offer"].with_user(self.assistant)
        case = case or self._create_case()
        return offers.create({"exception_id": case.id, "kind": kind, **values})

    def _reject(self, picking, quantity):
        return self.env["scm.supply.rejection"].create(
            {
                "picking_id": picking.id,
                "move_id": picking.move_ids.id,
                "quantity": quantity,
                "reason": "damaged",
                "note": "Wet boxes",
            }
        )

    def test_agreed_date_moves_order_and_receipt_and_keeps_the_cost(self):
        case = self._create_case()
        first = self._offer("accept", case, date=LATER.date() + timedelta(days=9))
        second = self._offer("expedite", case, side="us", date=LATER.date(), cost_amount=120)
        first.action_decline()
        second.action_agree()
        self.assertEqual(self.line.date_planned.date(), LATER.date())
        self.assertEqual(self.order.picking_ids.scheduled_date.date(), LATER.date())
        self.assertRecordValues(
            case,
            [
                {
                    "cost_amount": 120,
                    "state": "resolving",
                    "purchase_change_ids": second.change_id.ids,
                }
            ],
        )
        self.assertIn("Agreed: Expedite", case.resolution)
        self.assertEqual(case.offer_ids.mapped("state"), ["declined", "agreed"])
        second.action_agree()
        self.assertEqual(case.cost_amount, 120)
        with self.assertRaises(UserError):
            first.action_agree()

    def test_part_shipment_splits_the_receipt(self):
        self._offer("parts", date=FIRST.date() - timedelta(days=5), quantity=4).action_agree()
        self.assertEqual(sorted(self.line.move_ids.mapped("product_qty")), [4, 6])
        self.assertEqual(sorted(self.line.move_ids.mapped("quantity")), [4, 6])
        self.assertEqual(self.line.date_planned, FIRST)
        self.assertNoReturn(self.order)

    def test_discount_waits_for_the_manager(self):
        offer = self._offer("discount", price_unit=6)
        offer.action_agree()
        self.assertEqual(offer.change_id.approval_state, "submitted")
        self.assertEqual((self.line.price_unit, offer.state), (8, "pending"))
        offer.change_id.with_user(self.manager).action_approve()
        self.assertEqual((self.line.price_unit, offer.state), (6, "agreed"))
        self.assertIn("Agreed: Discount", offer.exception_id.resolution)

    def test_refused_change_opens_the_offer_again_without_its_cost(self):
        offer = self._offer("discount", price_unit=6, cost_amount=50)
        offer.action_agree()
        first = offer.change_id
        first.with_user(self.manager)._reject("Ask for more")
        self.assertEqual(offer.state, "open")
        self.assertRecordValues(offer.exception_id, [{"cost_amount": 0, "resolution": False}])
        offer.action_agree()
        self.assertEqual(first.approval_state, "cancelled")
        offer.change_id.with_user(self.manager).action_approve()
        self.assertRecordValues(offer.exception_id, [{"cost_amount": 50}])
        self.assertEqual(offer.state, "agreed")

    def test_offer_agreed_or_declined_is_not_rewritten(self):
        offer = self._offer("expedite", date=LATER.date(), cost_amount=5)
        for values in ({"state": "agreed"}, {"change_id": False}, {"picking_id": False}):
            with self.subTest(**values), self.assertRaises(UserError):
                offer.write(values)
        offer.action_agree()
        for values in ({"state": "open"}, {"cost_amount": 500}, {"kind": "return"}):
            with self.subTest(**values), self.assertRaises(UserError):
                offer.write(values)
        with self.assertRaises(UserError):
            offer.with_user(self.manager).unlink()
        offer.note = "By air"
        offer.action_agree()
        self.assertEqual(offer.exception_id.cost_amount, 5)
        self.assertEqual(self._offer("discount", state="agreed").state, "open")

    def test_change_belongs_to_the_company_of_the_order(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assistant.company_ids |= other
        offer = self._offer("discount", price_unit=6)
        offer.with_context(allowed_company_ids=[other.id, self.company.id]).action_agree()
        self.assertEqual(offer.change_id.company_id, self.company)

    def test_other_supplier_gets_a_request_for_quotation(self):
        other = self._create_supplier("Spare Supplier")
        offer = self._offer("supplier", partner_id=other.id, quantity=3)
        offer.action_agree()
        self.assertRecordValues(offer.order_id, [{"partner_id": other.id, "state": "draft"}])
        self.assertEqual(offer.order_id.order_line.product_qty, 3)

    def test_rejected_goods_go_back_through_odoos_return(self):
        picking = self._receive(self.order, 10)
        case = self._reject(picking, 3).exception_id
        self.assertRecordValues(
            case, [{"purchase_line_id": self.line.id, "partner_id": self.supplier.id}]
        )
        offer = self._offer("return", case)
        offer.action_agree()
        back = offer.picking_id
        self.assertEqual(back.move_ids.product_uom_qty, 3)
        self.assertEqual(back.move_ids.origin_returned_move_id, picking.move_ids)
        self.assertEqual(back.location_dest_id.usage, "supplier")

    def test_replacement_of_rejected_goods_sends_back_and_expects_others(self):
        picking = self._receive(self.order, 10)
        case = self._reject(picking, 4).exception_id
        offer = self._offer("replace", case, date=LATER.date())
        offer.action_agree()
        back, again = offer.picking_id, offer.picking_id.return_ids
        self.assertEqual((back.picking_type_code, back.move_ids.product_qty), ("outgoing", 4))
        self.assertEqual((again.picking_type_code, again.move_ids.product_qty), ("incoming", 4))
        self.assertEqual(again.scheduled_date.date(), LATER.date())
        self.assertEqual(again.move_ids.purchase_line_id, self.line)
        self.assertEqual(self.line.date_planned.date(), LATER.date())
        self.assertEqual(len(self.order.picking_ids), 3)
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(self.line.scm_open_qty, 4)
        with self.assertRaisesRegex(UserError, "6 at most"):
            self._offer("return", case, quantity=7).action_agree()

    def test_replacement_leaves_the_date_of_what_is_still_expected(self):
        picking = self._receive(self.order, 6)
        offer = self._offer("replace", self._reject(picking, 4).exception_id, date=LATER.date())
        offer.action_agree()
        again = offer.picking_id.return_ids
        self.assertEqual(again.scheduled_date.date(), LATER.date())
        rest = self.line._scm_get_open_moves() - again.move_ids
        self.assertRecordValues(rest, [{"product_qty": 4, "date": FIRST}])
        self.assertEqual(self.line.date_planned, FIRST)

    def test_replacement_of_what_never_came_is_a_new_date(self):
        self._offer("replace", date=LATER.date()).action_agree()
        self.assertEqual(self.line.date_planned.date(), LATER.date())
        self.assertNoReturn(self.order)

    def test_incomplete_offers_are_told(self):
        attempts = (
            ("expedite", {}),
            ("parts", {"date": LATER.date()}),
            ("parts", {"date": LATER.date(), "quantity": 11}),
            ("supplier", {}),
            ("discount", {}),
            ("return", {"quantity": 1}),
        )
        for kind, values in attempts:
            with self.subTest(kind=kind, **values), self.assertRaises(UserError):
                self._offer(kind, **values).action_agree()
        self.assertEqual(self.line.date_planned, FIRST)

    def test_warehouse_rejects_with_photos_and_only_what_came(self):
        picking = self._receive(self.order, 10)
        clerk = self._create_user("warehouse", "stock.group_stock_user")
        rejections = self.env["scm.supply.rejection"].with_user(clerk)
        files = self.env["ir.attachment"].with_user(clerk)
        photo = files.create({"name": "a.png", "raw": PIXEL})
        fake = files.create({"name": "b.png", "raw": b"<html><script>alert(1)</script></html>"})
        values = {
            "picking_id": picking.id,
            "move_id": picking.move_ids.id,
            "reason": "quality",
            "photo_ids": [Command.link(photo.id)],
        }
        with self.assertRaises(UserError):
            rejections.create({**values, "quantity": 11})
        with self.assertRaisesRegex(UserError, "b.png can't be used"):
            rejections.create(
                {**values, "quantity": 2, "photo_ids": [Command.set((photo | fake).ids)]}
            )
        rejection = rejections.create({**values, "quantity": 2})
        # sudo: the case is not the warehouse's.
        case = rejection.sudo().exception_id
        self.assertIn("2", case.name)
        self.assertIn(photo, case.message_ids.attachment_ids)
        with self.assertRaises(AccessError):
            rejection.quantity = 1

    def test_rejection_is_reported_in_the_language_of_the_company(self):
        self.company.partner_id.lang = "zh_TW"
        rejection = self._reject(self._receive(self.order, 10), 2)
        self.assertIn("拒收", rejection.exception_id.name)
        self.assertEqual(rejection.exception_id.link_ids.res_id, self.order.id)
