# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, time

from freezegun import freeze_time
from odoo import Command
from odoo.tests import TransactionCase, new_test_user

from ..models.evaluation.scm_supplier_figures import Scope

ASSISTANT = "scm_assistant_base.group_scm_assistant"
MANAGER = "scm_assistant_base.group_scm_manager"
# Noon in Taipei, long after the period.
NOW = datetime(2026, 7, 15, 4)
JUNE = (date(2026, 6, 1), date(2026, 6, 30))
CUTOFF = date(2026, 7, 5)


def noon(month, day):
    """Return noon in Taipei of a day in 2026, in UTC."""
    return datetime.combine(date(2026, month, day), time(4))


class EvaluationCommon(TransactionCase):
    """A company in Taipei that buys boxes, orders in May and is promised June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time(NOW))
        cls._prepare()

    @classmethod
    def _prepare(cls):
        cls.company = cls.env["res.company"].create({"name": "Own Company"})
        cls.company.partner_id.tz = "Asia/Taipei"
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.product = cls._create_product("Box")
        cls.vendor = cls._create_vendor("Own Vendor")
        cls.template = cls.env["scm.supplier.scorecard.template"].create(
            {
                "name": "Own Template",
                "company_id": cls.company.id,
                "sequence": -1,
                "criterion_ids": [
                    Command.create({"sequence": 1, "metric": "on_time_original", "weight": 50}),
                    Command.create({"sequence": 2, "metric": "in_full", "weight": 25}),
                    Command.create({"sequence": 3, "metric": "price_variance", "weight": 25}),
                ],
            }
        )
        cls.assistant = cls._create_user("assistant", ASSISTANT)
        cls.manager = cls._create_user("manager", MANAGER)
        cls.figures = cls.env["scm.supplier.figures"]
        cls.evaluator = cls.env["scm.supplier.evaluator"]
        cls.scope = Scope(cls.company, cls.template, *JUNE, CUTOFF)

    @classmethod
    def _create_user(cls, name, group):
        return new_test_user(
            cls.env,
            f"scm_test_{name}",
            group,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            email=f"{name}@example.com",
        )

    @classmethod
    def _create_vendor(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "email": "vendor@example.com", **values}
        )

    @classmethod
    def _create_product(cls, name, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def _order(cls, promised, qty=10.0, ordered=None, **values):
        """Return the line of an order that was confirmed (20 May unless told)."""
        order_values = {
            name: values.pop(name) for name in ("partner_id", "currency_id") if name in values
        }
        with freeze_time(ordered or noon(5, 20)):
            order = cls.env["purchase.order"].create(
                {
                    "partner_id": cls.vendor.id,
                    "company_id": cls.company.id,
                    **order_values,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.product.id,
                                "product_qty": qty,
                                "price_unit": 10.0,
                                "date_planned": promised,
                                **values,
                            }
                        )
                    ],
                }
            )
            order.order_line.date_planned = promised
            order.button_confirm()
        return order.order_line

    @classmethod
    def _receive(cls, line, qty, moment, is_last=False):
        """Receive ``qty`` in the unit of the open move; cancel the rest if ``is_last``."""
        with freeze_time(moment):
            picking = line.move_ids.picking_id.filtered(
                lambda picking: picking.state not in ("done", "cancel")
            )
            picking.move_ids.quantity = qty
            picking.move_ids.picked = True
            options = {"skip_backorder": True}
            if is_last:
                options["picking_ids_not_to_backorder"] = picking.ids
            picking.with_context(**options).button_validate()
        return picking

    @classmethod
    def _send_back(cls, picking, qty, moment, is_exchanged=False):
        with freeze_time(moment):
            wizard = (
                cls.env["stock.return.picking"]
                .with_context(active_id=picking.id, active_model="stock.picking")
                .create({})
            )
            wizard.product_return_moves.quantity = qty
            name = "action_create_exchanges" if is_exchanged else "action_create_returns"
            action = getattr(wizard, name)()
            returned = cls.env["stock.picking"].browse(action["res_id"])
            returned.move_ids.quantity = qty
            returned.move_ids.picked = True
            returned.button_validate()
        return returned

    def _measure(self, metric, partner=None, **scope):
        """Return the figure of one metric of the supplier in June."""
        scope = self.scope._replace(**scope)
        figures, _lines = self.figures._get_figures(scope)
        return figures[(partner or self.vendor).id][metric]

    def _assert_figures(self, **expected):
        """Check "numerator / denominator" of several metrics."""
        figures, _lines = self.figures._get_figures(self.scope)
        own = figures[self.vendor.id]
        found = {name: (own[name].numerator, own[name].denominator) for name in expected}
        self.assertEqual(found, expected)
