# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Command

from .scm_demo import XML_ID

# Dead for longer than twice the policy's days.
LONG_DEAD = ("K110", 400)
# Code, warehouse, pieces, due in days; before today: received.
ORDERS = (
    # Too much came to Taipei while Kaohsiung runs short: transfers.
    ("P303", "taipei", 1600, -45),
    ("P305", "taipei", 1200, -45),
    ("H201", "taipei", 400, -45),
    # Too much came lately: a return.
    ("K108", "taipei", 900, -8),
    # On its way to an almost empty shelf, but late: to be pulled forward.
    ("H203", "taipei", 600, 15),
    # On order though it lies there for months: to be reduced.
    ("P306", "taipei", 400, 9),
    ("H205", "kaohsiung", 120, 12),
    # A little too much of what sells: to be postponed.
    ("H202", "taipei", 80, 6),
)


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_suggestions(self):
        """Suggest what to do, accept a transfer and hand in the dearest purchase."""
        company = self._get_company()
        self.env["scm.stock.suggester"]._generate(company)
        assistant = self.env.ref("scm_assistant_base.demo_user_assistant")
        suggestions = (
            self._with_language()
            .env["scm.stock.suggestion"]
            .with_user(assistant)
            .with_company(company)
            .search([("company_id", "=", company.id), ("approval_state", "=", "draft")])
        )
        suggestions.filtered(lambda one: one.needs_approval).sorted("value")[-1:].action_submit()
        transfers = suggestions.filtered(
            lambda one: one.kind == "transfer" and not one.needs_approval
        )
        transfers.sorted("value")[:1].action_submit()

    def _create_orders(self):
        """Order what came, or is to come, in the wrong quantity or too late."""
        for code, place, quantity, days in ORDERS:
            self._create_order(code, place, quantity, days)

    def _age_movements(self, data, movements):
        """Return the movements of a product; one has been dead for more than a year."""
        code, age = LONG_DEAD
        if data.code != code:
            return movements
        return [(kind, age, quantity) for kind, _age, quantity in movements]

    def _create_order(self, code, place, quantity, days):
        """Order from the product's vendor, confirmed and, where its day is past, received."""
        product = self.env.ref(f"{XML_ID}_product_{code.lower()}")
        seller = product.seller_ids[:1]
        warehouse = self.env.ref(f"{XML_ID}_warehouse_{place}")
        # Noon in Taipei is 4 o'clock UTC.
        due = datetime.combine(fields.Date.today() + timedelta(days=days), time(4))
        order = self.env["purchase.order"].create(
            {
                "partner_id": seller.partner_id.id,
                "company_id": warehouse.company_id.id,
                "picking_type_id": warehouse.in_type_id.id,
                "date_order": due - timedelta(days=seller.delay),
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": seller.price,
                            "date_planned": due,
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        order.date_approve = min(order.date_order, fields.Datetime.now())
        if days < 0:
            moves = order.picking_ids.move_ids
            moves.write({"quantity": quantity, "picked": True})
            moves._action_done()
            # Odoo dates what it books now.
            moves.write({"date": due})
            order.picking_ids.write({"date_done": due})
