# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

NOW = datetime(2026, 3, 2, 4)
FIRST = datetime(2026, 3, 16, 4)
LATER = datetime(2026, 3, 26, 4)
ASSISTANT = "scm_assistant_base.group_scm_assistant"
MANAGER = "scm_assistant_base.group_scm_manager"


class PurchaseCommon(TransactionCase):
    """A company of its own, a supplier, a product and a confirmed order of 10."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Buying Company"})
        # Where its users are, too: what decides on days says so.
        cls.company.partner_id.tz = "UTC"
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.assistant = cls._create_user("assistant", ASSISTANT)
        cls.manager = cls._create_user("manager", MANAGER)
        cls.supplier = cls._create_supplier("Punctual Parts")
        cls.product = cls._create_product("Bracket")

    @classmethod
    def _create_user(cls, name, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            f"scm_purchase_{name}",
            groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            tz="UTC",
        )

    @classmethod
    def _create_supplier(cls, name, **values):
        email = name.lower().replace(" ", ".") + "@example.com"
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "email": email, **values}
        )

    @classmethod
    def _create_product(cls, name, price=10.0, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "standard_price": price,
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
                "seller_ids": [
                    Command.create({"partner_id": cls.supplier.id, "price": price, "delay": 14})
                ],
                **values,
            }
        )

    @classmethod
    def _create_order(cls, quantity=10, date=FIRST, confirm=True, **values):
        """Return an order of one line; its price differs from the price list's."""
        line = {
            "product_id": values.pop("product", cls.product).id,
            "product_qty": quantity,
            "date_planned": date,
            "price_unit": values.pop("price", 8.0),
        }
        if uom := values.pop("uom", None):
            line["product_uom_id"] = uom.id
        order = cls.env["purchase.order"].create(
            {"partner_id": cls.supplier.id, "order_line": [Command.create(line)], **values}
        )
        if confirm:
            order.button_confirm()
        return order

    @classmethod
    def _receive(cls, order, quantity, backorder=True):
        """Receive ``quantity`` of the open receipt; the rest stays expected."""
        picking = order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        context = {"skip_backorder": True}
        if not backorder:
            context["picking_ids_not_to_backorder"] = picking.ids
        picking.with_context(**context).button_validate()
        return picking

    def _get_forecast(self, date, product=None):
        """Return how much will be there at the end of ``date``'s hour."""
        product = product or self.product
        product.invalidate_recordset(["virtual_available"])
        return product.with_context(
            warehouse_id=self.warehouse.id, to_date=date + timedelta(hours=1)
        ).virtual_available

    def assertNoReturn(self, order):
        """Nothing goes back to the supplier because a number was changed."""
        back = order.picking_ids.filtered(lambda one: one.location_dest_id.usage == "supplier")
        self.assertFalse(back, "a phantom return was made")
