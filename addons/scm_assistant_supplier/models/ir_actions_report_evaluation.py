# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def retrieve_attachment(self, record):
        """Override of `base`: a confirmed scorecard is the one kept, not one of its name."""
        if record._name == "scm.supplier.evaluation":
            # sudo: who may print the evaluation may have what was printed of it.
            return record.sudo().pdf_attachment_id or None
        return super().retrieve_attachment(record)
