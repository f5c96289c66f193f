# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmDetectorParameter(models.Model):
    """A threshold of a detector that managers may change."""

    _name = "scm.detector.parameter"
    _description = "Detector Threshold"
    _order = "detector_id, sequence, id"

    detector_id = fields.Many2one("scm.detector", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    value = fields.Float(required=True)
    unit = fields.Char(translate=True)

    _detector_code_uniq = models.Constraint(
        "UNIQUE(detector_id, code)", "This detector already has a threshold with this code."
    )
