# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from odoo import Command, fields
from odoo.addons.scm_assistant_base.tests.common import create_quiet_user
from odoo.tests import HttpCase, tagged

# Days late of the four orders of last month; None never arrived.
DELAYS = (0, 0, 3, None)


@tagged("post_install", "-at_install")
class TestJourneyEvaluation(HttpCase):
    """Last month evaluated, one rate counted by hand, confirmed, printed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create(
            {"name": "Journey Supplier", "is_company": True, "email": "journey@example.com"}
        )
        cls.product = cls.env["product.product"].create(
            {"name": "Journey Cup", "supplier_taxes_id": [Command.clear()]}
        )
        first = fields.Date.today().replace(day=1) - relativedelta(months=1)
        for number, delay in enumerate(DELAYS):
            cls._create_order(first + timedelta(days=5 + number), delay)

    @classmethod
    def _create_order(cls, due, delay):
        order = cls.env["purchase.order"].create(
            {
                "partner_id": cls.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_qty": 10,
                            "price_unit": 5,
                            "date_planned": datetime.combine(due, time(4)),
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        order.date_approve = datetime.combine(due - timedelta(days=14), time(4))
        if delay is None:
            return
        picking = order.picking_ids
        picking.move_ids.quantity = 10
        picking.move_ids.picked = True
        picking.button_validate()
        picking.date_done = datetime.combine(due + timedelta(days=delay), time(4))

    def _walk(self, suffix, language):
        for name in ("assistant", "manager"):
            create_quiet_user(
                self.env,
                f"journey_{name}",
                f"scm_assistant_base.group_scm_{name}",
                lang=language,
                email=f"{name}@example.com",
            )
        self.start_tour(
            "/odoo/scm-supplier-evaluations", f"scm_evaluation{suffix}", login="journey_assistant"
        )
        evaluation = self.env["scm.supplier.evaluation"].search(
            [("partner_id", "=", self.vendor.id)]
        )
        self.assertRecordValues(
            evaluation, [{"approval_state": "submitted", "due_line_count": 4, "on_time_rate": 50}]
        )
        self.start_tour(
            "/odoo/scm-workbench", f"scm_evaluation_confirm{suffix}", login="journey_manager"
        )
        self.assertEqual(evaluation.approval_state, "applied")
        self.assertEqual(self.vendor.scm_supplier_grade, evaluation.grade)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf(
            "scm_assistant_supplier.report_scorecard", evaluation.ids
        )
        self.assertTrue(content.startswith(b"%PDF-"))

    def test_last_month_is_evaluated_and_confirmed(self):
        self._walk("", "en_US")

    def test_last_month_is_evaluated_and_confirmed_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self._walk("_zh", "zh_TW")
