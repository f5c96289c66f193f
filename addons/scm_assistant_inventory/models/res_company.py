# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    scm_suggestion_limit = fields.Monetary(
        "Approval Above",
        default=50000.0,
        help="A suggestion worth more than this needs a manager's approval.",
    )
    scm_ledger_synced_at = fields.Datetime(
        readonly=True, help="Up to when the demand ledger has read the stock moves."
    )
    scm_ledger_built_at = fields.Datetime(
        readonly=True, help="When the demand ledger was last built anew."
    )
