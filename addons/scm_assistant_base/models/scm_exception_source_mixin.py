# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmExceptionSourceMixin(models.AbstractModel):
    """A document from which a case can be reported and its cases be opened."""

    _name = "scm.exception.source.mixin"
    _description = "Source of Exceptions"

    scm_exception_count = fields.Integer("Exceptions", compute="_compute_scm_exception_count")

    def _compute_scm_exception_count(self):
        groups = self.env["scm.exception"]._read_group(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], ["res_id"], ["__count"]
        )
        counts = dict(groups)
        for document in self:
            document.scm_exception_count = counts.get(document.id, 0)

    def action_scm_report_exception(self):
        """Open a new case about this document."""
        self.ensure_one()
        values = self._prepare_scm_exception_values()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report Exception"),
            "res_model": "scm.exception",
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    def action_scm_view_exceptions(self):
        """Open the cases about this document."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_base.scm_exception_action"
        )
        action["domain"] = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _prepare_scm_exception_values(self):
        """Return the values of a new case about this document; extend to add more."""
        self.ensure_one()
        return {"res_model": self._name, "res_id": self.id}
