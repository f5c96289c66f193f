# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

LANGUAGE = "zh_TW"
# Roles that other apps define; each gets its groups where those apps are installed.
ROLE_GROUPS = {
    "warehouse": ("stock.group_stock_user",),
    "purchaser": ("purchase.group_purchase_user",),
    "salesperson": ("sales_team.group_sale_salesman",),
}


class ScmDemo(models.AbstractModel):
    """Builds what of the demo company can't be said in XML; each addon extends it."""

    _name = "scm.demo"
    _description = "Demo Company"

    @api.model
    def _get_company(self):
        return self.env.ref("scm_assistant_base.demo_company")

    @api.model
    def _set_language(self):
        """Let the demo users work in Chinese where it is installed."""
        if not self.env["res.lang"]._get_data(code=LANGUAGE):
            return
        company = self._get_company()
        users = self.env["res.users"].search([("company_id", "=", company.id)])
        (users.partner_id | company.partner_id).lang = LANGUAGE

    @api.model
    def _load_terms(self, module):
        """Load the Chinese terms of ``module`` before its demo data use them; Odoo is later."""
        if self.env["res.lang"]._get_data(code=LANGUAGE):
            self.env["ir.module.module"]._load_module_terms([module], [LANGUAGE])
            self.env.registry.clear_cache()

    def _with_language(self):
        """Return the builder as one who works in Chinese, where it is installed."""
        is_active = self.env["res.lang"]._get_data(code=LANGUAGE)
        return self.with_context(lang=LANGUAGE) if is_active else self

    @api.model
    def _grant_roles(self):
        """Give the warehouse, purchasing and sales users their apps' groups."""
        for role, names in ROLE_GROUPS.items():
            user = self.env.ref(f"scm_assistant_base.demo_user_{role}")
            for name in names:
                if group := self.env.ref(name, raise_if_not_found=False):
                    user.group_ids += group

    @api.model
    def _refresh_figures(self):
        """Extend to compute anew what depends on the demo data of other addons."""

    @api.model
    def _create_cases(self):
        """Create exceptions in each state, some late, some asked about."""
        company = self._get_company()
        cases = self._with_language().env["scm.exception"].with_company(company)
        if cases.search_count([("company_id", "=", company.id)]):
            return
        assistant = self.env.ref("scm_assistant_base.demo_user_assistant")
        cases = cases.with_user(assistant).with_context(mail_notify_force_send=False)
        for values in self._prepare_case_values_list():
            hours_ago = values.pop("hours_ago")
            steps = values.pop("steps", ())
            case = cases.create({**values, "company_id": company.id})
            # Nobody but the demo says that a case was reported earlier.
            reported = fields.Datetime.subtract(fields.Datetime.now(), hours=hours_ago)
            case._write_own({"reported_at": reported})
            for step in steps:
                getattr(case, f"action_{step}")()

    @api.model
    def _prepare_case_values_list(self):
        """Return the demo cases: values, ``hours_ago`` of the report, ``steps`` taken."""

        def ref(name):
            return self.env.ref(f"scm_assistant_base.{name}").id

        warehouse = ref("demo_user_warehouse")
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        return [
            {
                "name": "台北倉盤點短少 12 個保溫瓶",
                "category_id": ref("scm_exception_category_stock"),
                "severity": "s1",
                "hours_ago": 3,
                "steps": ("investigate",),
                "request_ids": [
                    fields.Command.create(
                        {
                            "team_id": ref("demo_team_warehouse"),
                            "user_id": warehouse,
                            "question": "上週的調撥單是否有漏掃？",
                            "due_date": tomorrow,
                        }
                    )
                ],
            },
            {
                "name": "鑫達五金交期延後五天未通知",
                "category_id": ref("scm_exception_category_supply"),
                "partner_id": ref("demo_supplier_2"),
                "severity": "s2",
                "hours_ago": 24 * 9,
            },
            {
                "name": "簽收單缺客戶簽名",
                "category_id": ref("scm_exception_category_delivery"),
                "partner_id": ref("demo_customer_3"),
                "severity": "s3",
                "hours_ago": 2,
            },
            {
                "name": "棧板外箱受潮，退回 3 箱",
                "category_id": ref("scm_exception_category_delivery"),
                "partner_id": ref("demo_customer_1"),
                "severity": "s2",
                "hours_ago": 24 * 20,
                "cause_id": ref("scm_exception_cause_carrier_damage"),
                "resolution": "貨運公司已賠償，改用防潮外箱。",
                "cost_amount": 4200,
                "steps": ("investigate", "start_resolving", "resolve"),
            },
        ]

    @api.model
    def _create_contacts(self):
        """Log contacts in the past weeks, so that some partners are due and some not."""
        company = self._get_company()
        logs = self.env["scm.contact.log"].with_company(company)
        if logs.search_count([("company_id", "=", company.id)]):
            return
        assistant = self.env.ref("scm_assistant_base.demo_user_assistant")
        for name, days_ago, contact_type, purpose, outcome, summary in (
            ("demo_supplier_1", 40, "call", "relationship", "reached", "年底產能無虞。"),
            ("demo_supplier_2", 9, "call", "delay", "reached", "模具維修，延後五天出貨。"),
            ("demo_supplier_3", 35, "email", "product_info", "reached", "收到新版規格書。"),
            ("demo_supplier_4", 3, "visit", "quality", "reached", "到廠查看包裝線。"),
            ("demo_customer_1", 12, "call", "demand", "reached", "下一季預計增加兩成。"),
            ("demo_customer_2", 1, "call", "delivery", "no_answer", "未接，明天再撥。"),
        ):
            logs.create(
                {
                    "partner_id": self.env.ref(f"scm_assistant_base.{name}").id,
                    "company_id": company.id,
                    "user_id": assistant.id,
                    "contacted_at": fields.Datetime.subtract(fields.Datetime.now(), days=days_ago),
                    "contact_type": contact_type,
                    "purpose": purpose,
                    "outcome": outcome,
                    "summary": summary,
                }
            )
