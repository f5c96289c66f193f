# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from .scm_demo_evaluation import XML_ID

REJECTED_QTY = 12


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_questions(self, late, parts):
        """Leave one question to a supplier open, and one answered in parts."""
        self._ask_supplier(late)
        company, line = self.env.company, parts.order_line
        day = company._scm_get_day(line.date_planned)
        question = self._ask_supplier(parts)
        answer = {
            "answer": "parts",
            "parts": [(day, 50), (day + timedelta(days=6), 30)],
            "reason": "模具保養，分兩批出貨。",
        }
        # sudo: said by the supplier on its page, which works without a login.
        question.sudo()._receive_answer({question.line_ids.id: answer}, "林小姐")

    @api.model
    def _ask_supplier(self, order):
        """Return the question about an order; a demo company mails nobody."""
        action = order.order_line.action_scm_ask_supplier()
        question = self.env["scm.supply.request"].browse(action["res_id"])
        # sudo: mails that wait belong to the system.
        mails = self.env["mail.mail"].sudo().search([("subject", "ilike", question.name)])
        mails.unlink()
        return question

    @api.model
    def _create_rejection(self):
        """Reject goods of the last receipt, and begin to negotiate about them."""
        company = self.env.company
        product = self.env.ref(f"{XML_ID}_product_3", raise_if_not_found=False)
        if not product:
            return
        # sudo: the demo looks for a receipt as the system; the warehouse rejects of it.
        move = (
            self.env["stock.move"]
            .sudo()
            .search(
                Domain("company_id", "=", company.id)
                & Domain("product_id", "=", product.id)
                & Domain("state", "=", "done")
                & Domain("location_dest_id.usage", "=", "internal"),
                order="date DESC, id DESC",
                limit=1,
            )
        )
        if not move:
            return
        warehouse = self.env.ref("scm_assistant_base.demo_user_warehouse")
        rejection = (
            self.env["scm.supply.rejection"]
            .with_user(warehouse)
            .create(
                {
                    "picking_id": move.picking_id.id,
                    "move_id": move.id,
                    "quantity": REJECTED_QTY,
                    "reason": "damaged",
                    "note": "瓶口刮傷，已隔離待退。",
                }
            )
        )
        self._negotiate(rejection.with_user(self.env.user).exception_id, move)

    @api.model
    def _negotiate(self, case, move):
        """Record what the supplier offered and what was asked for instead."""
        case.action_investigate()
        day = self.env.company._scm_get_today() + timedelta(days=7)
        price = move.purchase_line_id.price_unit
        self.env["scm.supply.offer"].create(
            [
                {
                    "exception_id": case.id,
                    "side": "supplier",
                    "kind": "discount",
                    "price_unit": round(price * 0.97, 2),
                    "note": "願整批折讓 3 %，不另換貨。",
                },
                {
                    "exception_id": case.id,
                    "side": "us",
                    "kind": "replace",
                    "quantity": REJECTED_QTY,
                    "date": day,
                    "note": "請於一週內補送良品。",
                },
            ]
        )
