# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command

from .common import ScmInventoryCommon


class ScmCountCommon(ScmInventoryCommon):
    """A class of its own: 5 % and 100 in money, and a product with 100 pieces at 8."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.count_class = cls.env["scm.count.class"].create(
            {
                "name": "Own Class",
                "sequence": -1,
                "company_id": cls.company.id,
                "interval_days": 30,
                "tolerance_rate": 0.05,
                "tolerance_value": 100,
            }
        )
        cls._receive(100)
        cls.counter = cls._create_user("counter", "stock.group_stock_user")
        cls.cause = cls.env.ref("scm_assistant_base.scm_exception_cause_warehouse_misplaced")

    @classmethod
    def _create_session(cls, **values):
        return cls.env["scm.count.session"].create(
            {
                "company_id": cls.company.id,
                "warehouse_id": cls.warehouse.id,
                "user_id": cls.counter.id,
                **values,
            }
        )

    @classmethod
    def _create_line(cls, session=None, **values):
        return cls.env["scm.count.line"].create(
            {
                "session_id": (session or cls._create_session()).id,
                "product_id": cls.product.id,
                "location_id": cls.stock.id,
                **values,
            }
        )

    @classmethod
    def _count(cls, line, *quantities, user=None):
        """Count once for each quantity, confirming each time."""
        as_user = line.with_user(user or cls.counter)
        for quantity in quantities:
            as_user.counted_qty = quantity
            as_user.action_confirm()

    @classmethod
    def _get_stock(cls, product=None, location=None, lot=None):
        product = product or cls.product
        quants = cls.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "=", (location or cls.stock).id),
                *([("lot_id", "=", lot.id)] if lot else []),
            ]
        )
        return sum(quants.mapped("quantity"))

    @classmethod
    def _create_serial(cls, name, location=None):
        product = cls._create_product(name=f"Serial {name}", tracking="serial")
        lot = cls.env["stock.lot"].create({"name": name, "product_id": product.id})
        cls.env["stock.quant"]._update_available_quantity(
            product, location or cls.stock, 1, lot_id=lot
        )
        return product, lot

    @classmethod
    def _create_shelf(cls, name="Shelf"):
        return cls.env["stock.location"].create({"name": name, "location_id": cls.stock.id})

    @classmethod
    def _add_manager(cls, name):
        user = cls._create_user(name, "scm_assistant_base.group_scm_manager")
        user.company_ids = [Command.set(cls.company.ids)]
        return user
