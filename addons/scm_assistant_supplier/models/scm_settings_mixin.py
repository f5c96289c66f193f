# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmSettingsMixin(models.AbstractModel):
    _inherit = "scm.settings.mixin"

    scm_contract_policy = fields.Selection(
        related="company_id.scm_contract_policy", readonly=False, required=True
    )
    scm_supplier_policy = fields.Selection(
        related="company_id.scm_supplier_policy", readonly=False, required=True
    )
    scm_changes_by_request = fields.Boolean(
        related="company_id.scm_changes_by_request", readonly=False
    )
    scm_review_days = fields.Integer(related="company_id.scm_review_days", readonly=False)
