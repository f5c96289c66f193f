# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Stands for a cause that a manager deleted.
FALLBACK = "other"


class ScmExceptionCause(models.Model):
    """Why something went wrong: a node in the tree of root causes."""

    _name = "scm.exception.cause"
    _description = "Exception Cause"
    _parent_name = "parent_id"
    _parent_store = True
    _rec_name = "complete_name"
    _order = "complete_name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and stable, for reports and imports.")
    complete_name = fields.Char(compute="_compute_complete_name", store=True, recursive=True)
    parent_id = fields.Many2one("scm.exception.cause", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another cause already has this code.")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for cause in self:
            names = [cause.parent_id.complete_name, cause.name]
            cause.complete_name = " / ".join(filter(None, names))

    @api.depends("name", "parent_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """The stored path keeps one language; what is shown follows the user's."""
        for cause in self:
            names = []
            node = cause
            while node:
                names.insert(0, node.name or "")
                node = node.parent_id
            cause.display_name = " / ".join(names)

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A cause can't be its own parent."))

    @api.model
    def _get_by_code(self, code):
        """Return the cause ``code``, archived or not; where it was deleted, one for all else."""
        # sudo: a case that is closed by itself has its cause, whoever may read causes.
        causes = self.sudo().with_context(active_test=False)
        known = {cause.code: cause for cause in causes.search([("code", "in", [code, FALLBACK])])}
        return (
            known.get(code)
            or known.get(FALLBACK)
            or causes.create({"name": self.env._("Other"), "code": FALLBACK})
        )
