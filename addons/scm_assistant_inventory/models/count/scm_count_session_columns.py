# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ScmCountSession(models.Model):
    """Which columns the counter needs: the narrow screen shows no empty ones."""

    _inherit = "scm.count.session"

    has_lots = fields.Boolean(compute="_compute_has_columns")
    has_packages = fields.Boolean(compute="_compute_has_columns")
    has_owners = fields.Boolean(compute="_compute_has_columns")
    has_problems = fields.Boolean(compute="_compute_has_columns")
    has_conflicts = fields.Boolean(compute="_compute_has_columns")

    @api.depends(
        "line_ids.product_id.tracking",
        "line_ids.lot_id",
        "line_ids.package_id",
        "line_ids.owner_id",
        "line_ids.problem",
        "line_ids.state",
    )
    def _compute_has_columns(self):
        for session in self:
            lines = session.line_ids
            tracked = lines.product_id.filtered(lambda product: product.tracking != "none")
            session.has_lots = bool(tracked or lines.lot_id)
            session.has_packages = bool(lines.package_id)
            session.has_owners = bool(lines.owner_id)
            session.has_problems = any(lines.mapped("problem"))
            session.has_conflicts = "conflict" in lines.mapped("state")
