# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..models.tracking.scm_supply_request_line import ANSWERS, GIVEN


class ScmSupplyAnswerLine(models.TransientModel):
    """What the supplier said about one line: as asked, another day, in two parts, or no."""

    _name = "scm.supply.answer.line"
    _description = "Line of a Supplier's Answer"

    wizard_id = fields.Many2one("scm.supply.answer", required=True, ondelete="cascade")
    request_line_id = fields.Many2one("scm.supply.request.line", required=True, ondelete="cascade")
    order_id = fields.Many2one(related="request_line_id.order_id")
    product_id = fields.Many2one(related="request_line_id.product_id")
    asked_qty = fields.Float(related="request_line_id.asked_qty")
    uom_id = fields.Many2one(related="request_line_id.uom_id")
    asked_date = fields.Datetime(related="request_line_id.asked_date")
    answer = fields.Selection(
        [answer for answer in ANSWERS if answer[0] in GIVEN], required=True, default="confirm"
    )
    date = fields.Date("Arrives on")
    quantity = fields.Float(digits="Product Unit", help="Of the first part.")
    second_date = fields.Date("Rest on")
    second_quantity = fields.Float("Rest", digits="Product Unit")
    no_rest = fields.Boolean("No More", help="What is left beyond this can't be delivered.")
    reason = fields.Char()

    def _get_answer(self):
        """Return the answer as ``scm.supply.request.line`` takes it."""
        self.ensure_one()
        parts = []
        if self.answer == "date":
            parts = [(self.date, 0)]
        elif self.answer == "parts":
            rest = (self.second_date, self.second_quantity)
            parts = [(self.date, self.quantity), *([rest] if any(rest) else [])]
        return {
            "answer": self.answer,
            "parts": parts,
            "no_rest": self.no_rest,
            "reason": self.reason or "",
        }
