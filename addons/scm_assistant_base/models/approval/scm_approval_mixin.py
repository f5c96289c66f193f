# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

APPROVAL_STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
    ("applied", "Applied"),
    ("cancelled", "Cancelled"),
]
# The outcome, and as what a document begins; its own steps alone write these afterwards.
OUTCOME = {
    "approval_state": "draft",
    "submitted_by_id": False,
    "submitted_at": False,
    "decided_by_id": False,
    "decided_at": False,
    "rejection_reason": False,
    "applied_by_id": False,
    "applied_at": False,
}


class ScmApprovalMixin(models.AbstractModel):
    """A document that a second person decides on before it is carried out.

    Draft → submitted → approved or rejected → applied. Who submits does not approve,
    but for a lone manager where the company allows it. Each step locks the document
    first and is done once, however often it is asked for.
    """

    _name = "scm.approval.mixin"
    _description = "Approval"
    _inherit = ["scm.own.step.mixin", "scm.notice.mixin"]
    # Approval carries the document out; False leaves that to a second click.
    _apply_on_approval = True

    approval_state = fields.Selection(
        APPROVAL_STATES,
        "Status",
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_at = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_at = fields.Datetime(readonly=True, copy=False)
    rejection_reason = fields.Char(readonly=True, copy=False)
    applied_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    applied_at = fields.Datetime(readonly=True, copy=False)
    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.depends("approval_state", "submitted_by_id")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        for document in self:
            document.can_approve = (
                document.approval_state == "submitted" and not document._find_approval_obstacle()
            )

    def write(self, vals):
        self._check_undecided(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        """Keep what a second person decided on; extend to keep more."""
        for document in self:
            if document.approval_state in ("approved", "applied"):
                raise UserError(
                    self.env._(
                        "%(document)s was decided on; it is kept.",
                        document=document.display_name,
                    )
                )

    def action_submit(self):
        for document in self:
            document._submit()

    def action_approve(self):
        for document in self:
            document._approve()

    def action_reject(self):
        """Ask for the reason; the wizard then rejects."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject"),
            "res_model": "scm.approval.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_ids": self.ids},
        }

    def action_apply(self):
        for document in self:
            document._apply_once()

    def action_cancel(self):
        for document in self:
            document._step("cancelled", ("draft", "submitted", "approved", "rejected"))

    def action_reset_to_draft(self):
        for document in self:
            document._step("draft", ("rejected", "cancelled"))

    def _submit(self):
        """Hand the document in, or approve it where no second person is needed."""
        self.ensure_one()
        if not self._lock_in(("draft", "rejected"), already=("submitted", "approved", "applied")):
            return
        self._check_submittable()
        self._write_own(
            {
                "approval_state": "submitted",
                "submitted_by_id": self.env.uid,
                "submitted_at": fields.Datetime.now(),
                # What was decided on an earlier version says nothing about this one.
                "decided_by_id": False,
                "decided_at": False,
                "rejection_reason": False,
            }
        )
        if self._needs_approval():
            self._ask_approvers()
        else:
            self._decide("approved", self.env._("No approval was needed."))

    def _approve(self):
        self.ensure_one()
        if not self._lock_in(("submitted",), already=("approved", "applied")):
            return
        if obstacle := self._find_approval_obstacle():
            raise AccessError(obstacle)
        note = ""
        if self.submitted_by_id == self.env.user:
            note = self.env._("Approved by the submitter, who is the company's only manager.")
        self._decide("approved", note)

    def _reject(self, reason):
        """Turn the document down; only who may approve may do so."""
        self.ensure_one()
        if not self._lock_in(("submitted",), already=("rejected",)):
            return
        if not self.env.user.has_group(self._get_approval_group()):
            raise AccessError(self.env._("Only a manager rejects what was submitted."))
        self._write_own({"rejection_reason": reason})
        self._decide("rejected", reason)

    def _decide(self, state, note):
        """Write the decision and who took it, then carry it out where that follows."""
        self._write_own(
            {
                "approval_state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        # sudo: the activities of the other approvers are done as well.
        self.sudo().activity_ids.filtered("automated").unlink()
        if note:
            self.message_post(body=note)
        if state == "approved" and self._apply_on_approval:
            self._apply_once()

    def _apply_once(self):
        """Carry the approved document out; applied is applied, however often asked."""
        self.ensure_one()
        if not self._lock_in(("approved",), already=("applied",)):
            return
        self._check_applicable()
        self._apply()
        self._write_own(
            {
                "approval_state": "applied",
                "applied_by_id": self.env.uid,
                "applied_at": fields.Datetime.now(),
            }
        )

    def _step(self, state, allowed):
        if self._lock_in(allowed, already=(state,)):
            self._write_own({"approval_state": state})
            # sudo: the approvers' activities are not the submitter's.
            self.sudo().activity_ids.filtered("automated").unlink()

    def _lock_in(self, allowed, already):
        """Lock the document; tell whether the step is still to be done.

        :raise UserError: the document is in a state from which the step is impossible
        """
        self.lock_for_update()
        self.invalidate_recordset(["approval_state"])
        if self.approval_state in already:
            return False
        if self.approval_state not in allowed:
            labels = dict(self._fields["approval_state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(document)s is %(state)s; this can't be done any more.",
                    document=self.display_name,
                    state=labels[self.approval_state],
                )
            )
        return True

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | OUTCOME

    def _write_own(self, vals):
        """Override of the own steps: unique indexes look at the state in the database."""
        result = super()._write_own(vals)
        self.flush_recordset(list(vals))
        return result

    def _check_undecided(self, vals):
        """Refuse to change what a second person was asked to decide on."""
        if not self._get_frozen_fields() & vals.keys():
            return
        labels = dict(self._fields["approval_state"]._description_selection(self.env))
        for document in self:
            if document.approval_state not in ("draft", "rejected"):
                raise UserError(
                    self.env._(
                        "%(document)s is %(state)s; what was submitted can't be changed.",
                        document=document.display_name,
                        state=labels[document.approval_state],
                    )
                )

    def _find_approval_obstacle(self):
        """Return why the user can't approve this document, or an empty text."""
        self.ensure_one()
        user = self.env.user
        if not user.has_group(self._get_approval_group()):
            return self.env._("Only a manager approves what was submitted.")
        if self.submitted_by_id != user:
            return ""
        company = self._get_approval_company()
        if not company.scm_allow_self_approval:
            return self.env._("Who submitted it can't approve it; ask another manager.")
        if self._get_approvers() - user:
            return self.env._("Another manager can approve it; who submitted it can't.")
        return ""

    def _get_approvers(self):
        return self._get_approval_company()._scm_get_users(self._get_approval_group())

    def _ask_approvers(self):
        self._notify_by_task(
            self._get_approvers() - self.env.user, lambda told: told._get_approval_summary()
        )

    def _get_approval_company(self):
        return self.company_id if "company_id" in self._fields else self.env.company

    def _needs_approval(self):
        """Tell whether a second person must decide; extend to set limits."""
        return True

    def _check_submittable(self):
        """Raise UserError when something is missing to submit; extend to add checks."""

    def _check_applicable(self):
        """Raise UserError when the world has changed too much to apply; extend."""

    def _apply(self):
        """Carry the document out through Odoo's own methods; each model says how."""
        raise NotImplementedError

    def _get_frozen_fields(self):
        """Return the names of the fields that the decision is about; extend to add more."""
        return set()

    def _get_approval_group(self):
        """Return the group whose users decide; extend to choose another."""
        return "scm_assistant_base.group_scm_manager"

    def _get_approval_summary(self):
        """Return what the approver's activity says; extend to say more."""
        return self.env._("Please decide: %(document)s", document=self.display_name)
