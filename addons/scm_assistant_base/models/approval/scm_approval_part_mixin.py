# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

EDITABLE = ("draft", "rejected")


class ScmApprovalPartMixin(models.AbstractModel):
    """A line of a document that is approved: fixed from the moment it is submitted.

    The document freezes its own fields; written by itself, a line would slip through.
    """

    _name = "scm.approval.part.mixin"
    _description = "Part of an Approved Document"
    # The field that leads to the document, an heir of scm.approval.mixin.
    _approval_document = None
    # What is written when the document is carried out; it is nobody's decision.
    _approval_outcome = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_editable()
        return parts

    def write(self, vals):
        if not vals.keys() - self._approval_outcome:
            return super().write(vals)
        self._check_editable()
        result = super().write(vals)
        # And not into a document that is fixed.
        self._check_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_editable()

    def _check_editable(self):
        for document in self[self._approval_document]:
            if document.approval_state not in EDITABLE:
                raise UserError(
                    self.env._(
                        "%(document)s was submitted: what belongs to it can't be changed.",
                        document=document.display_name,
                    )
                )
