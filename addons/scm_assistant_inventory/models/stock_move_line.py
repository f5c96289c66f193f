# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # The ledger looks for what others own, in most companies a few lines or none.
    _scm_owned = models.Index("(move_id) WHERE owner_id IS NOT NULL")
