# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..tools.report_period import get_previous_period
from .scm_demo import LANGUAGE


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_editions(self, xml_id, count=1):
        """Issue the last periods of a report, and schedule it; PDFs follow on demand."""
        company = self._get_company()
        manager = self.env.ref("scm_assistant_base.demo_user_manager")
        report = self.env.ref(xml_id)
        if report.edition_ids:
            return
        if company.partner_id.lang == LANGUAGE:
            # Demo data come before the terms of their own addon.
            addon, _name = xml_id.split(".")
            self.env["ir.module.module"]._load_module_terms([addon], [LANGUAGE])
        report.write(
            {
                "user_id": manager.id,
                "recipient_ids": [(4, manager.partner_id.id)],
                "is_scheduled": True,
            }
        )
        periods, day = [], company._scm_get_today()
        for _number in range(count):
            periods.append(get_previous_period(report.period_kind, day))
            day = periods[-1][0]
        issuer = report.with_user(manager).with_context(
            scm_without_pdf=True, allowed_company_ids=company.ids
        )
        for period in reversed(periods):
            issuer._issue(company, *period)
