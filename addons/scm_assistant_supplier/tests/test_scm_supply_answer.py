# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common_purchase import FIRST, LATER, NOW, PurchaseCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScmSupplyAnswer(PurchaseCommon):
    """What a supplier says on the phone counts as what he types behind his link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls._create_order().order_line
        action = cls.line.with_user(cls.assistant).action_scm_ask_supplier()
        cls.question = cls.env["scm.supply.request"].browse(action["res_id"])

    def _open_wizard(self, user=None):
        wizard = self.env["scm.supply.answer"].with_user(user or self.assistant)
        return Form(wizard.with_context(default_request_id=self.question.id))

    def test_answer_by_phone_is_the_supplier_s_word(self):
        form = self._open_wizard()
        form.answered_by = "Ms Wang"
        with form.line_ids.edit(0) as line:
            line.answer = "date"
            line.date = LATER.date()
            line.reason = "Machine is broken"
        form.save().action_record()
        self.assertRecordValues(
            self.question, [{"state": "answered", "answered_by": "Ms Wang", "has_trouble": True}]
        )
        self.assertEqual(self.line.date_planned.date(), LATER.date())
        self.assertEqual(self.line._scm_get_last_parts().source, "supplier")
        self.assertIn("Ms Wang answered by phone", self.question.message_ids[0].body)
        contact = self.env["scm.contact.log"].search([("res_id", "=", self.question.id)])
        self.assertRecordValues(
            contact,
            [
                {
                    "partner_id": self.supplier.id,
                    "user_id": self.assistant.id,
                    "contact_type": "call",
                    "outcome": "reached",
                }
            ],
        )

    def test_answer_in_parts(self):
        form = self._open_wizard()
        form.answered_by = "Ms Wang"
        with form.line_ids.edit(0) as line:
            line.answer = "parts"
            line.date, line.quantity = FIRST.date(), 6
            line.second_date, line.second_quantity = LATER.date(), 4
        form.save().action_record()
        days = {move.date.date(): move.product_qty for move in self.line.move_ids}
        self.assertEqual(days, {FIRST.date(): 6, LATER.date(): 4})

    def test_rest_is_given_a_date_or_said_not_to_come(self):
        form = self._open_wizard()
        form.answered_by = "Ms Wang"
        with form.line_ids.edit(0) as line:
            line.answer = "parts"
            line.date, line.quantity = FIRST.date(), 6
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "4 of Bracket are not covered yet"):
            wizard.action_record()
        wizard.line_ids.no_rest = True
        wizard.action_record()
        self.assertEqual(self.question.line_ids.missing_qty, 4)

    def test_link_and_phone_are_one_answer(self):
        form = self._open_wizard()
        form.answered_by = "Ms Wang"
        wizard = form.save()
        self.question._receive_answer({self.question.line_ids.id: {"answer": "confirm"}}, "Mr Wu")
        with self.assertRaisesRegex(UserError, "already"):
            wizard.action_record()
        self.assertEqual(self.question.answered_by, "Mr Wu")

    def test_purchaser_records_no_answer(self):
        purchaser = self._create_user("purchaser", "purchase.group_purchase_user")
        with self.assertRaises(AccessError):
            self._open_wizard(purchaser)
