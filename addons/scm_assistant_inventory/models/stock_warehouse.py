# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    scm_supplies_others = fields.Boolean(
        "Transfers to Others Are Demand",
        help="What goes from here to other warehouses counts as demand here. It does so by "
        "itself where another warehouse is resupplied from this one; say it where such "
        "transfers are regular but made by hand.",
    )
