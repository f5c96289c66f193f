# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmReport(models.Model):
    _inherit = "scm.report"

    kind = fields.Selection(
        selection_add=[("supply", "Supply"), ("supply_progress", "Supply Progress")],
        ondelete={"supply": "cascade", "supply_progress": "cascade"},
    )
