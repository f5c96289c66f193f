# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from odoo import Command, api, fields, models

BASE = "scm_assistant_base"
XML_ID = "scm_assistant_supplier.demo_evaluation"
ORDER_DAYS = 20
# Days of the month on which an order is due: one order each.
DUE_DAYS = (5, 11, 17, 23)
QUANTITY = 100
# Name in English and Chinese, price, of what each supplier delivers.
ARTICLES = {
    1: ("Lid, plastic", "塑膠上蓋", 8),
    2: ("Steel cup", "不鏽鋼杯身", 62),
    3: ("Glass body", "玻璃瓶身", 35),
    4: ("Carton", "外箱", 12),
    5: ("Enamel pot", "琺瑯鍋身", 180),
    6: ("Cotton pouch", "棉布袋", 22),
}


class Month(NamedTuple):
    """How a supplier did in one month: of its four orders, and their price."""

    delays: tuple = (0, -1, 0, 0)
    shares: tuple = (1.0, 1.0, 1.0, 1.0)
    returned_share: float = 0.0
    price: float = 1.0


GOOD = Month()
DEARER = Month(price=1.08)
# Oldest first; the last one is the month just past. All grades are among them: a higher
# price is a B, one late or short order of four a C, more than that a D.
HISTORY = {
    1: (GOOD, GOOD, Month((-1, 0, -2, 0)), GOOD),
    2: (GOOD, DEARER, Month((4, 0, 0, 0)), Month((0, 6, 0, 0))),
    3: (Month((0, 0, 2, 0)), GOOD, GOOD, DEARER),
    4: (Month(shares=(1.0, 0.9, 1.0, 1.0)), DEARER, GOOD, GOOD),
    5: (
        Month((9, 0, 4, 0)),
        Month((7, 12, 0, 3), price=1.03),
        Month((15, 6, 3, 0), (1.0, 0.8, 1.0, 1.0)),
        Month((11, 8, 9, 2), (1.0, 0.9, 1.0, 1.0), 0.06, 1.05),
    ),
    6: (GOOD, GOOD, GOOD, GOOD),
}
# Fewer orders than a grade asks for.
NEW_SUPPLIER = 6
JUDGED = {1: 95, 2: 75, 3: 85, 4: 80, 5: 55, 6: 90}
CONTESTED = 2


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_evaluations(self):
        """Order and receive for four months, and evaluate each; the last one waits."""
        if self.env.ref(f"{XML_ID}_product_1", raise_if_not_found=False):
            return
        demo = self.with_company(self._get_company()).with_context(
            mail_notrack=True, mail_auto_subscribe_no_notify=True
        )
        demo._create_articles()
        months = demo._get_evaluation_months()
        for number, first_day in enumerate(months):
            for supplier, history in HISTORY.items():
                demo._create_month(supplier, first_day, history[number])
        for first_day in months:
            demo._evaluate_month(first_day, is_last=first_day == months[-1])

    def _get_evaluation_months(self):
        today = self._get_company()._scm_get_today()
        this_month = today.replace(day=1)
        return [this_month - relativedelta(months=age) for age in (4, 3, 2, 1)]

    def _create_articles(self):
        """Create what is bought: parts that are received, but not kept count of."""
        company = self._get_company()
        company.partner_id.tz = company.partner_id.tz or "Asia/Taipei"
        if not self.env["stock.warehouse"].search_count([("company_id", "=", company.id)]):
            self.env["stock.warehouse"].create(
                {"name": "台北倉", "code": "TPE", "company_id": company.id}
            )
        has_chinese = bool(self.env["res.lang"]._get_data(code="zh_TW"))
        for number, (name, name_zh, price) in ARTICLES.items():
            product = self.env["product.product"].create(
                {
                    "name": name,
                    "default_code": f"M{number}01",
                    "company_id": company.id,
                    "standard_price": price,
                    "sale_ok": False,
                    "taxes_id": [Command.clear()],
                    "supplier_taxes_id": [Command.clear()],
                    "seller_ids": [
                        Command.create(
                            {
                                "partner_id": self._get_supplier(number).id,
                                "price": price,
                                "delay": ORDER_DAYS,
                                "company_id": company.id,
                                "currency_id": company.currency_id.id,
                            }
                        )
                    ],
                }
            )
            if has_chinese:
                product.with_context(lang="zh_TW").name = name_zh
                # Their scorecards, mails and pages are in their language.
                self._get_supplier(number).lang = "zh_TW"
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": f"{XML_ID}_product_{number}", "record": product, "noupdate": True}]
            )

    def _get_supplier(self, number):
        return self.env.ref(f"{BASE}.demo_supplier_{number}")

    def _create_month(self, supplier, first_day, month):
        days = DUE_DAYS[:1] if supplier == NEW_SUPPLIER else DUE_DAYS
        for day, delay, share in zip(days, month.delays, month.shares, strict=False):
            due = first_day + timedelta(days=day - 1)
            order = self._create_demo_order(supplier, due, month.price)
            self._receive_demo_order(order, due + timedelta(days=delay), share)
        if month.returned_share:
            self._return_demo_goods(order, due + timedelta(days=3), month.returned_share)

    def _create_demo_order(self, supplier, due, price):
        """Return an order that was confirmed in time and promised for ``due``."""
        ordered_at = self._get_noon(due - timedelta(days=ORDER_DAYS))
        order = self.env["purchase.order"].create(
            {
                "partner_id": self._get_supplier(supplier).id,
                "company_id": self._get_company().id,
                "currency_id": self._get_company().currency_id.id,
                "date_order": ordered_at,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.env.ref(f"{XML_ID}_product_{supplier}").id,
                            "product_qty": QUANTITY,
                            "price_unit": ARTICLES[supplier][2] * price,
                            "date_planned": self._get_noon(due),
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        order.date_approve = ordered_at
        return order

    def _receive_demo_order(self, order, day, share):
        """Receive a share of the order on a day of the past; the rest does not come."""
        picking = order.picking_ids
        picking.move_ids.quantity = QUANTITY * share
        self._process_demo_picking(picking, day)

    def _return_demo_goods(self, order, day, share):
        picking = order.picking_ids[:1]
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = QUANTITY * share
        returned = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self._process_demo_picking(returned, day)

    def _process_demo_picking(self, picking, day):
        picking.move_ids.picked = True
        picking.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=picking.ids, skip_sms=True
        ).button_validate()
        picking.date_done = self._get_noon(day)

    def _evaluate_month(self, first_day, is_last):
        """Evaluate a month, judge, and confirm; leave the last one to the assistant."""
        company = self._get_company()
        assistant = self.env.ref(f"{BASE}.demo_user_assistant")
        manager = self.env.ref(f"{BASE}.demo_user_manager")
        evaluator = self.env["scm.supplier.evaluator"].with_user(assistant)
        template = self.env["scm.supplier.scorecard.template"]._get_default(company)
        last_day = first_day + relativedelta(months=1, days=-1)
        evaluations = evaluator.with_company(company)._evaluate(
            company, template, first_day, last_day
        )
        suppliers = {self._get_supplier(number): number for number in HISTORY}
        for evaluation in evaluations.filtered(lambda one: one.partner_id in suppliers):
            number = suppliers[evaluation.partner_id]
            if is_last:
                self._contest(evaluation, number)
                continue
            question = evaluation.metric_ids.filtered("is_manual")
            question.write({"value": JUDGED[number], "evidence": "依採購課與倉儲課本月紀錄評分。"})
            evaluation.action_submit()
            evaluation.with_user(manager).with_context(scm_without_pdf=True).action_approve()

    def _contest(self, evaluation, number):
        if number != CONTESTED:
            return
        figure = evaluation.metric_ids.filtered(lambda line: line.metric == "on_time_original")
        # sudo: said by the supplier on its page, which works without a login.
        evaluation.sudo()._receive_remark(
            figure, "contest", "第二張訂單是貴公司電話要求延後收貨，請查明。", "吳經理"
        )

    def _get_noon(self, day):
        """Return noon in Taipei, in UTC."""
        return fields.Datetime.to_string(datetime.combine(day, time(4)))
