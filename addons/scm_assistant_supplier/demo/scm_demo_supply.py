# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

ORIGIN = "DEMO-SUPPLY"


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_supply(self):
        """Give the supply board open orders: late, confirmed, moved, in parts, too much."""
        company = self._get_company()
        orders = self.env["purchase.order"].with_company(company)
        if orders.search_count([("origin", "=", ORIGIN), ("company_id", "=", company.id)]):
            return
        products = self._get_supply_products(company)
        if len(products) < 5:
            return
        assistant = self.env.ref("scm_assistant_base.demo_user_assistant")
        lang = company.partner_id.lang or "en_US"
        # Demo data come before the terms of their own addon.
        self.env["ir.module.module"]._load_module_terms(["scm_assistant_supplier"], [lang])
        self = self.with_user(assistant).with_company(company)
        self = self.with_context(mail_notify_force_send=False, lang=lang)
        late, confirmed, moved, parts, changed = (
            self._create_supply_order(product, days, quantity)
            for product, (days, quantity) in zip(
                products, ((-3, 40), (5, 60), (9, 25), (12, 80), (15, 50)), strict=False
            )
        )
        confirmed.order_line._scm_record_promise("supplier")
        day = moved.order_line.date_planned
        moved.order_line._scm_expect_parts([(day + timedelta(days=8), 25)])
        moved.order_line._scm_record_promise(
            "supplier", self.env._("Material is late"), [(day + timedelta(days=8), 25)]
        )
        self._create_questions(late, parts)
        self._create_supply_change(changed, late)
        self._create_rejection()

    @api.model
    def _get_supply_products(self, company):
        """Return products of the demo company whose vendor may deliver."""
        vendors = self.env["product.supplierinfo"].search(
            [("company_id", "in", (company.id, False)), ("product_tmpl_id.is_storable", "=", True)],
            order="id",
        )
        templates = vendors.product_tmpl_id.filtered(
            lambda template: template.company_id in (company, template.company_id.browse())
        )
        products = templates.product_variant_ids
        # One of the demo suppliers is suspended: his orders can't be confirmed.
        partners = products.seller_ids.partner_id.commercial_partner_id
        blocked = partners._scm_get_supplier_block(company)
        return products.filtered(
            lambda product: (
                product.seller_ids[:1].partner_id.commercial_partner_id.id not in blocked
            )
        )[:5]

    @api.model
    def _create_supply_order(self, product, days, quantity):
        """Return a confirmed order that is expected ``days`` from today."""
        vendor = product.seller_ids[:1]
        order = self.env["purchase.order"].create(
            {
                "partner_id": vendor.partner_id.id,
                "company_id": self.env.company.id,
                "origin": ORIGIN,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": vendor.price or product.standard_price,
                            "date_planned": fields.Datetime.now() + timedelta(days=days),
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        return order

    @api.model
    def _create_supply_change(self, order, other):
        """Leave one change for the manager to approve, and one unfinished."""
        manager = self.env.ref("scm_assistant_base.demo_user_manager")
        changes = self.env["scm.purchase.change"]
        for target, source, factor in ((order, "meeting", 1.5), (other, "mail", 0.5)):
            line = target.order_line
            change = changes.create(
                {
                    "order_id": target.id,
                    "instruction_source": source,
                    "instructed_by_id": manager.id,
                    "line_ids": [
                        Command.create(
                            {
                                "order_line_id": line.id,
                                "new_qty": line.product_qty * factor,
                            }
                        )
                    ],
                }
            )
            if source == "meeting":
                change.action_submit()
