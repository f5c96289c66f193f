# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_supplier(self):
        """Give the demo company what the supplier screens show; extend step by step."""
        self._create_evaluations()
