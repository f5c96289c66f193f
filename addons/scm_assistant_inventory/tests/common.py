# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

import numpy as np
from odoo import Command, fields
from odoo.tests import TransactionCase, freeze_time, new_test_user

from ..tools import ledger

ASSISTANT = "scm_assistant_base.group_scm_assistant"
MANAGER = "scm_assistant_base.group_scm_manager"


def note_demand(warehouse, product, demand):
    """Let the ledger say that ``demand``, {day: quantity}, was issued, without moves."""
    count = len(demand)
    values = np.zeros((len(ledger.VALUES), count))
    values[ledger.OUT] = list(demand.values())
    values[ledger.NET] = -values[ledger.OUT]
    days = ledger.Days(
        np.full(count, product.id),
        np.full(count, warehouse.id),
        np.array([ledger.count_days(day) for day in demand]),
        values,
    )
    env, company = warehouse.env, warehouse.company_id
    single_from = env["scm.demand.ledger"]._find_single_from(company, env.cr.now())
    env["scm.demand.block"]._replace(company, days, days, single_from)


class ScmInventoryCommon(TransactionCase):
    """A company of its own in Taipei with a warehouse, a product and its vendor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Noon in Taipei: no test runs across midnight. It is the last noon that has passed
        # because the ledger goes by the database's clock, which nothing freezes, and must
        # not find the clock set back.
        noon = datetime.combine(fields.Date.today(), time(4))
        if noon > fields.Datetime.now():
            noon -= timedelta(days=1)
        cls.enterClassContext(freeze_time(noon))
        cls.company = cls.env["res.company"].create({"name": "Own Company"})
        cls.company.partner_id.tz = "Asia/Taipei"
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.supplier = cls.env.ref("stock.stock_location_suppliers")
        cls.customer = cls.env.ref("stock.stock_location_customers")
        cls.stock = cls.warehouse.lot_stock_id
        cls.vendor = cls.env["res.partner"].create({"name": "Own Vendor"})
        cls.product = cls._create_product()
        cls.today = cls.company._scm_get_today()
        # Of the whole database, this policy is the first.
        cls.policy = cls.env["scm.stock.policy"].create(
            {
                "name": "Own Policy",
                "sequence": -1,
                "company_id": cls.company.id,
                "target": 0.95,
                "target_kind": "cycle",
                "order_cycle_days": 20,
                "lead_days": 15,
                "excess_cover_days": 100,
                "dead_days": 90,
            }
        )
        cls.assistant = cls._create_user("assistant", ASSISTANT)
        cls.manager = cls._create_user("manager", MANAGER)

    @classmethod
    def _create_user(cls, name, group):
        return new_test_user(
            cls.env,
            f"scm_test_{name}",
            group,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_product(cls, has_vendor=True, **values):
        seller = {
            "partner_id": cls.vendor.id,
            "delay": 10,
            "price": 8.0,
            "company_id": cls.company.id,
        }
        return cls.env["product.product"].create(
            {
                "name": "Own Product",
                "is_storable": True,
                "standard_price": 8.0,
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
                "seller_ids": [Command.create(seller)] if has_vendor else [],
                **values,
            }
        )

    @classmethod
    def _create_warehouse(cls, **values):
        return cls.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": cls.company.id, **values}
        )

    @classmethod
    def _move(cls, source, target, quantity, day=None, product=None, **values):
        """Do a stock move; ``day`` is a date in Taipei, at noon, or a datetime in UTC."""
        move = cls.env["stock.move"].create(
            {
                "product_id": (product or cls.product).id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": cls.company.id,
                **values,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        if day:
            at_noon = not isinstance(day, datetime)
            move.date = datetime(day.year, day.month, day.day, 4) if at_noon else day
        return move

    @classmethod
    def _receive(cls, quantity, day=None, **values):
        return cls._move(cls.supplier, cls.stock, quantity, day, **values)

    @classmethod
    def _deliver(cls, quantity, day=None, **values):
        return cls._move(cls.stock, cls.customer, quantity, day, **values)

    @classmethod
    def _days_ago(cls, days):
        return cls.today - timedelta(days=days)

    @classmethod
    def _sell_weekly(cls, quantity, weeks, left, **values):
        """Receive before it all began, deliver once a week, so that ``left`` remains."""
        cls._receive(quantity * weeks + left, cls._days_ago(weeks * 7 + 1), **values)
        for week in range(weeks):
            cls._deliver(quantity, cls._days_ago(week * 7 + 1), **values)

    @classmethod
    def _note_demand(cls, product, demand, warehouse=None):
        """Let the ledger say that ``demand`` was issued, see ``note_demand``."""
        note_demand(warehouse or cls.warehouse, product, demand)

    def _get_ledger(self, product=None, warehouse=None):
        """Return {day: (out, returned, transferred, net)} of a product."""
        self.env["scm.demand.ledger"]._sync(self.company)
        lines = self.env["scm.demand.day"].search(
            [
                ("product_id", "=", (product or self.product).id),
                ("warehouse_id", "=", (warehouse or self.warehouse).id),
            ]
        )
        return {
            line.day: (line.out_qty, line.return_qty, line.transfer_qty, line.net_qty)
            for line in lines
        }

    def _plan(self, product=None):
        """Refresh and return the position of a product."""
        self.env["scm.stock.planner"]._refresh(self.company)
        return self.env["scm.stock.position"].search(
            [
                ("product_id", "=", (product or self.product).id),
                ("warehouse_id", "=", self.warehouse.id),
            ]
        )
