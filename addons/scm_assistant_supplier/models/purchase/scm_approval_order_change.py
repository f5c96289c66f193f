# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ScmApprovalMixin(models.AbstractModel):
    """A document that changes a confirmed order does so by a purchase change request."""

    _inherit = "scm.approval.mixin"

    def _ask_for_order_change(self, order_line, quantity=None, date=None, reason=""):
        """Override of `scm_assistant_base`: ask in the name of whoever submitted this.

        A second person who approved this document has decided on the same change.
        """
        submitter = self.submitted_by_id or self.env.user
        # As the submitter: who only approves it must not count as asking for it.
        changes = self.env["scm.purchase.change"].with_user(submitter)
        change = changes._create_for(self, order_line, quantity, date, reason)
        change.action_submit()
        change = change.with_user(self.env.user)
        is_decided = self.decided_by_id == self.env.user and self.decided_by_id != submitter
        if is_decided and change.approval_state == "submitted":
            change.action_approve()
        return change
