# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common_purchase import LATER, NOW
from .test_scm_supply_request import SupplyRequestCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestForgedWrites(SupplyRequestCommon):
    """What feeds a figure or is evidence comes about by its own steps, whoever writes."""

    def _assert_refused(self, record, *values):
        for user in (self.assistant, self.manager):
            own = record.with_user(user)
            for vals in values:
                with self.subTest(user=user.login, **vals), self.assertRaises(AccessError):
                    own.write(vals)

    def test_answer_of_a_supplier_is_not_forged(self):
        question = self._ask(self._create_order())
        self._assert_refused(
            question,
            {"state": "answered"},
            {"sent_at": "2026-01-01 00:00:00"},
            {"answered_at": "2026-01-01 00:00:00"},
            {"answered_by": "Ms Wang"},
            {"has_trouble": False},
            {"reminder_count": 0},
            {"partner_id": self._create_supplier("Other").id},
        )
        self._assert_refused(question.line_ids, {"answer": "confirm"}, {"answer_date": LATER})
        values = {"company_id": self.company.id, "partner_id": self.supplier.id}
        questions = self.env["scm.supply.request"].with_user(self.assistant)
        with self.assertRaises(AccessError):
            questions.create({**values, "state": "answered", "answered_by": "Ms Wang"})
        forged = {"order_line_id": self._create_order().order_line.id, "answer": "confirm"}
        with self.assertRaises(AccessError):
            questions.create({**values, "line_ids": [Command.create(forged)]})
        question._receive_answer({question.line_ids.id: {"answer": "confirm"}}, "Ms Wang")
        with self.assertRaisesRegex(UserError, "kept"):
            question.with_user(self.manager).unlink()

    def test_terms_of_a_supplier_are_not_forged(self):
        price = self.product.seller_ids
        update = self.env["scm.supplier.update"].with_user(self.assistant)._ask(price)
        self._assert_refused(
            update,
            {"asked_at": "2026-01-01 00:00:00"},
            {"answered_at": "2026-01-01 00:00:00"},
            {"remark": "Never said"},
            {"approval_state": "applied"},
        )
        self._assert_refused(update.line_ids, {"price": 12.0}, {"old_price": 12.0})
        update.sudo()._take_answer({update.line_ids.id: {"price": 12.0}}, "Steel")
        # Turned down, it is open again, but not his words.
        update.with_user(self.manager)._reject("Too dear")
        self._assert_refused(update.line_ids, {"price": 8.0}, {"delay": 1}, {"min_qty": 1.0})
        with self.assertRaisesRegex(UserError, "kept"):
            update.with_user(self.manager).unlink()

    def test_remark_of_a_supplier_is_answered_by_an_answer(self):
        evaluation = self.env["scm.supplier.evaluation"].create(
            {
                "company_id": self.company.id,
                "partner_id": self.supplier.id,
                "template_id": self.env["scm.supplier.scorecard.template"].search([], limit=1).id,
                "date_from": "2026-02-01",
                "date_to": "2026-02-28",
            }
        )
        remark = self.env["scm.supplier.evaluation.remark"].create(
            {"evaluation_id": evaluation.id, "kind": "contest", "text": "No"}
        )
        self._assert_refused(
            remark,
            {"state": "answered"},
            {"answered_by_id": self.manager.id},
            {"answered_at": "2026-01-01 00:00:00"},
            {"text": "Yes"},
            {"kind": "comment"},
        )
        remark.with_user(self.assistant).answer = "It is so."
        remark.with_user(self.assistant).action_answer()
        self.assertEqual((remark.state, evaluation.open_contest_count), ("answered", 0))
        with self.assertRaisesRegex(UserError, "kept"):
            remark.with_user(self.manager).answer = "It is not so."
        remark.with_user(self.manager).action_answer()
        self.assertEqual(remark.answered_by_id, self.assistant)

    def test_what_was_decided_is_kept(self):
        order = self._create_order()
        change = (
            self.env["scm.purchase.change"]
            .with_user(self.manager)
            .create(
                {
                    "order_id": order.id,
                    "instruction": "Later",
                    "instructed_by_id": self.manager.id,
                    "line_ids": [
                        Command.create(
                            {
                                "order_line_id": order.order_line.id,
                                "new_date": LATER,
                                "reason": "Later",
                            }
                        )
                    ],
                }
            )
        )
        change.with_user(self.assistant).action_submit()
        if change.approval_state == "submitted":
            change.action_approve()
        self.assertEqual(change.approval_state, "applied")
        with self.assertRaisesRegex(UserError, "kept"):
            change.unlink()

    def test_what_the_board_makes_of_a_line_is_not_written(self):
        line = self._create_order().order_line
        self._assert_refused(
            line, {"scm_risk": "good"}, {"scm_open_qty": 0}, {"scm_need_date": "2027-01-01"}
        )

    def test_question_is_about_orders_of_its_supplier_and_company(self):
        other = self._create_supplier("Other Parts")
        questions = self.env["scm.supply.request"].with_user(self.assistant)
        line = self._create_order().order_line
        command = [Command.create({"order_line_id": line.id})]
        values = {"company_id": self.company.id, "line_ids": command}
        with self.assertRaisesRegex(ValidationError, "another supplier"):
            questions.create({**values, "partner_id": other.id})
        self.assertTrue(questions.create({**values, "partner_id": self.supplier.id}))
        updates = self.env["scm.supplier.update"].with_user(self.assistant)
        price = [Command.create({"supplierinfo_id": self.product.seller_ids.id})]
        with self.assertRaisesRegex(ValidationError, "another supplier"):
            updates.create({"partner_id": other.id, "line_ids": price})

    def test_records_of_another_company_are_not_pointed_at(self):
        """An assistant of another company dates no order of this one, nor reads its days."""
        line = self._create_order().order_line
        there = self.env["res.company"].create({"name": "Other Company"})
        stranger = self._create_user("stranger", "scm_assistant_base.group_scm_assistant", there)
        env = self.env(user=stranger.id, context={"allowed_company_ids": there.ids})
        command = [Command.create({"order_line_id": line.id})]
        values = {"company_id": there.id, "partner_id": self.supplier.id}
        with self.assertRaises(UserError):
            env["scm.supply.request"].create({**values, "line_ids": command})
        category = env["scm.exception.category"].search([], limit=1)
        case = {"name": "Spy", "category_id": category.id, "company_id": there.id}
        with self.assertRaises(UserError):
            env["scm.exception"].create({**case, "purchase_line_id": line.id})
        price = self.product.seller_ids
        price.company_id = self.company
        with self.assertRaises(UserError):
            env["scm.supplier.update"].create(
                {**values, "line_ids": [Command.create({"supplierinfo_id": price.id})]}
            )
