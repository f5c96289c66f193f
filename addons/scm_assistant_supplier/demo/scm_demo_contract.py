# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Command

from .scm_contract import DRAWN

BASE = "scm_assistant_base"


class DemoContract(NamedTuple):
    """A contract of the demo company; days are counted from today."""

    supplier: str
    name: str
    starts_in: int
    ends_in: int
    step: str


CONTRACTS = (
    DemoContract("demo_supplier_1", "年度框架合約：收納用品", -240, 125, "signed"),
    DemoContract("demo_supplier_2", "年度框架合約：保溫瓶與五金", -325, 40, "signed"),
    DemoContract("demo_supplier_3", "年度框架合約：玻璃製品", 15, 380, "to_sign"),
    DemoContract("demo_supplier_4", "年度框架合約：紙品", 30, 395, "submitted"),
    DemoContract("demo_supplier_5", "試單合約：進口鍋具", -200, -12, "signed"),
)
LINES = 4


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_contracts(self):
        """Create contracts in each state, one of them near its end."""
        company = self._get_company()
        lang = "zh_TW" if self.env["res.lang"]._get_data(code="zh_TW") else "en_US"
        contracts = self.env["scm.contract"].with_company(company).with_context(lang=lang)
        if contracts.search_count([("company_id", "=", company.id)]):
            return
        for demo in CONTRACTS:
            assistant = self.env.ref(f"{BASE}.demo_user_assistant")
            contract = contracts.with_user(assistant).create(
                self._prepare_contract_values(demo, company, lang)
            )
            contract.action_use_template()
            # The template's term is a year; the demo's ends are told in days.
            contract.date_end = fields.Date.today() + timedelta(days=demo.ends_in)
            contract.action_submit()
            if demo.step != "submitted":
                self._issue_contract(contract, demo)

    def _issue_contract(self, contract, demo):
        """Approve as the manager, and sign for one side or for both."""
        manager = self.env.ref(f"{BASE}.demo_user_manager")
        contract = contract.with_user(manager).with_company(contract.company_id)
        contract = contract.with_context(scm_demo_drawing=DRAWN)
        contract.action_approve()
        signed_at = min(contract.date_start - timedelta(days=7), fields.Date.today())
        contract._sign("company", "user", manager.name, signed_at=signed_at)
        if demo.step == "signed":
            # sudo: the partner signs, who has no right of an own.
            contract.sudo()._sign("partner", "link", contract.partner_id.name, signed_at=signed_at)

    def _prepare_contract_values(self, demo, company, lang):
        partner = self.env.ref(f"{BASE}.{demo.supplier}")
        sellers = self.env["product.supplierinfo"].search(
            [
                ("partner_id", "=", partner.id),
                ("product_tmpl_id.company_id", "in", (company.id, False)),
            ],
            limit=LINES,
        )
        return {
            "name": demo.name,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "partner_id": partner.id,
            "lang": lang,
            "template_id": self.env.ref(f"{BASE}.scm_contract_template_supplier").id,
            "date_start": fields.Date.today() + timedelta(days=demo.starts_in),
            "line_ids": [
                Command.create(
                    {
                        "product_id": seller.product_tmpl_id.product_variant_id.id,
                        "price": seller.price,
                        "minimum_qty": seller.min_qty,
                        "committed_qty": 40 * max(seller.min_qty, 10),
                        "lead_days": seller.delay,
                    }
                )
                for seller in sellers
            ],
        }
