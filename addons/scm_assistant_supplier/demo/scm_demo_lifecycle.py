# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

BASE = "scm_assistant_base"
APPROVED = (1, 2, 3, 4, 6)


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_lifecycle(self):
        """Approve the demo suppliers, suspend one, examine a new one, age some prices."""
        company = self._get_company()
        documents = self.env["scm.supplier.document"].with_company(company)
        if documents.search_count([("company_id", "=", company.id)]):
            return
        suppliers = self.env["res.partner"]
        for number in APPROVED:
            suppliers |= self.env.ref(f"{BASE}.demo_supplier_{number}")
        suppliers._scm_set_supplier_state("approved")
        late = self.env.ref(f"{BASE}.demo_supplier_5")
        late._scm_set_supplier_state("suspended", "連續三次延誤未通知")
        self._age_prices(suppliers | late)
        self._create_documents(documents, suppliers)
        self._create_candidate(company)

    def _age_prices(self, suppliers):
        """Say of half the prices that they were checked lately."""
        prices = self.env["product.supplierinfo"].search(
            [("partner_id", "in", suppliers.ids)], order="id"
        )
        for place, price in enumerate(prices):
            age = 20 if place % 2 else 260
            price.scm_checked_on = fields.Date.today() - timedelta(days=age)

    def _create_documents(self, documents, suppliers):
        today = fields.Date.today()
        for supplier, name, kind, days in zip(
            suppliers,
            ("ISO 9001", "CNS 12221", "SGS", "FSC", "OEKO-TEX"),
            ("certificate", "certificate", "safety", "certificate", "certificate"),
            (300, 18, -6, 120, 500),
            strict=True,
        ):
            documents.create(
                {
                    "partner_id": supplier.id,
                    "company_id": self._get_company().id,
                    "name": f"{name}.pdf",
                    "number": name,
                    "kind": kind,
                    "expires_on": today + timedelta(days=days),
                }
            )

    def _create_candidate(self, company):
        """Examine a new supplier whose offer is cheaper for two products."""
        assistant = self.env.ref(f"{BASE}.demo_user_assistant")
        partner = self.env["res.partner"].create(
            {
                "name": "信達五金製造",
                "is_company": True,
                "vat": "04595257",
                "email": "sales@hsinta-metal.example",
                "country_id": self.env.ref("base.tw").id,
                "company_id": company.id,
            }
        )
        present = self.env["product.supplierinfo"].search(
            [("partner_id", "=", self.env.ref(f"{BASE}.demo_supplier_2").id)], limit=3
        )
        lang = "zh_TW" if self.env["res.lang"]._get_data(code="zh_TW") else "en_US"
        model = self.env["scm.supplier.qualification"].with_context(lang=lang)
        model = model.with_user(assistant).with_company(company)
        qualification = model.create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "source": "fair",
                "capability": "不鏽鋼沖壓與焊接，月產能三萬件，供應兩家連鎖通路。",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": price.product_tmpl_id.product_variant_id.id,
                            "price": round(price.price * factor),
                            "lead_days": lead_days,
                            "minimum_qty": 60,
                        }
                    )
                    for price, factor, lead_days in zip(
                        present, (0.92, 0.95, 1.04), (9, 9, 15), strict=False
                    )
                ],
            }
        )
        for check in qualification.check_ids[:3]:
            check.write({"is_done": True, "note": "已核對"})
