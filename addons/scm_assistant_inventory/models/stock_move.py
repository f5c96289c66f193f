# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    # The ledger reads what changed since the last night; core has no index for that.
    _scm_done_write_date = models.Index("(write_date) WHERE state = 'done'")
