# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.scm_assistant_base.tests.common import ScmBaseCommon


class ScmSupplierCommon(ScmBaseCommon):
    """A new supplier, the present one, and a product that both sell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purchaser = cls._create_user("purchaser", "purchase.group_purchase_user")
        cls.partner.write({"email": "new@own-supplier.test", "lang": "en_US"})
        cls.present = cls.env["res.partner"].create(
            {"name": "Present Supplier", "is_company": True, "email": "old@present.test"}
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Bolt",
                "is_storable": True,
                "supplier_taxes_id": [(5,)],
                "seller_ids": [
                    (0, 0, {"partner_id": cls.present.id, "price": 10, "delay": 20, "min_qty": 5})
                ],
            }
        )
        cls.price = cls.product.seller_ids

    @classmethod
    def _create_order(cls, partner, **values):
        line = {"product_id": cls.product.id, "product_qty": 10, "price_unit": 10}
        return cls.env["purchase.order"].create(
            {"partner_id": partner.id, "order_line": [(0, 0, line)], **values}
        )
