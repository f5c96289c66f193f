# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

# Of half a year: cause, category, subject, what was done; how many; cost of each, about.
SOLVED = (
    ("carrier_damage", "delivery", "外箱破損", "貨運公司理賠，改用加厚紙箱。", 9, 3200),
    ("people_procedure", "stock", "收貨後未即時上架入帳", "重新說明收貨流程，當日入帳。", 7, 900),
    ("supplier_late", "supply", "供應商逾期交貨", "改由空運補貨，列入評鑑。", 6, 5600),
    ("warehouse_misplaced", "stock", "商品放錯儲位", "找回並補貼儲位標籤。", 4, 400),
    ("system_master", "document", "產品單位換算設定錯誤", "修正單位並重開單據。", 3, 1500),
    ("supplier_quality", "supply", "來料不良退貨", "退回不良品並換貨。", 2, 4100),
    ("customer_change", "demand", "客戶臨時改單", "重新確認交期。", 2, 800),
    ("planning_forecast", "demand", "促銷需求低估", "調高安全庫存。", 1, 7200),
)
# Hours that the cases took, in turn, and their severities.
HOURS = (3, 9, 26, 5, 14, 47, 7, 20)
SEVERITIES = ("s2", "s3", "s2", "s1", "s3")
HISTORY_DAYS = 170


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_solved_cases(self):
        """Create the cases of half a year with their causes, some of which came back."""
        company = self._get_company()
        cases = self.env["scm.exception"].with_company(company)
        solved = [("company_id", "=", company.id), ("state", "=", "resolved")]
        if cases.search_count(solved) > len(SOLVED):
            return
        assistant = self.env.ref("scm_assistant_base.demo_user_assistant")
        quiet = {"tracking_disable": True, "mail_activity_quick_update": True}
        cases = cases.with_user(assistant).with_context(**quiet)
        values = [
            {**one, "company_id": company.id, "user_id": assistant.id}
            for one in self._prepare_solved_cases()
        ]
        # sudo: what lies in the past is written at once, without its steps.
        created = cases.sudo()._create_own(values)
        created.activity_ids.unlink()

    @api.model
    def _prepare_solved_cases(self):
        now = fields.Datetime.now()
        result = []
        for cause, category, name, resolution, count, cost in SOLVED:
            for number in range(count):
                place = len(result)
                # Spread over the half year, each cause over all of it.
                days = 2 + place * 53 % HISTORY_DAYS
                hours = HOURS[place % len(HOURS)]
                reported = fields.Datetime.subtract(now, days=days, hours=hours)
                result.append(
                    {
                        "name": f"{name}（{number + 1}）",
                        "category_id": self.env.ref(
                            f"scm_assistant_base.scm_exception_category_{category}"
                        ).id,
                        "cause_id": self.env.ref(
                            f"scm_assistant_base.scm_exception_cause_{cause}"
                        ).id,
                        "severity": SEVERITIES[place % len(SEVERITIES)],
                        "resolution": resolution,
                        "cost_amount": round(cost * (0.6 + 0.1 * (place % 9))),
                        "reopen_count": int(place % 11 == 4),
                        "state": "resolved",
                        "reported_at": reported,
                        "resolved_at": fields.Datetime.add(reported, hours=hours),
                    }
                )
        return result
