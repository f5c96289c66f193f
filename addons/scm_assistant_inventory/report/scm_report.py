# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmReport(models.Model):
    _inherit = "scm.report"

    kind = fields.Selection(selection_add=[("stock", "Stock")], ondelete={"stock": "cascade"})
    warehouse_ids = fields.Many2many(
        "stock.warehouse",
        string="Warehouses",
        help="Tell of these warehouses alone; empty: of all.",
    )

    def _get_filters(self):
        """Override of `scm_assistant_base` to name the warehouses."""
        filters = super()._get_filters()
        if self.warehouse_ids:
            names = ", ".join(self.warehouse_ids.mapped("name"))
            filters.append((self.env._("Warehouses"), names))
        return filters
