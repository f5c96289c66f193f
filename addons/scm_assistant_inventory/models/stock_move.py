# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    scm_count_line_id = fields.Many2one(
        "scm.count.line", "Count", readonly=True, copy=False, index="btree_not_null"
    )
    scm_is_count = fields.Boolean(
        "Came from a Count", readonly=True, copy=False, help="Not from a quantity put in by hand."
    )
    scm_book_qty = fields.Float(
        "System before the Count", digits="Product Unit", readonly=True, copy=False
    )

    # The ledger reads what changed since the last night; core has no index for that.
    _scm_done_write_date = models.Index("(write_date) WHERE state = 'done'")
