# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ScmExceptionRequest(models.Model):
    """A question to another department about a case, with its answer."""

    _name = "scm.exception.request"
    _description = "Question to a Department"
    _order = "exception_id, id"
    _rec_name = "question"

    exception_id = fields.Many2one("scm.exception", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="exception_id.company_id", store=True)
    team_id = fields.Many2one("scm.exception.team", "Department")
    user_id = fields.Many2one(
        "res.users",
        "Asked",
        required=True,
        index=True,
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    question = fields.Char(required=True)
    due_date = fields.Date(
        required=True, default=lambda self: fields.Date.add(fields.Date.context_today(self), days=1)
    )
    answer = fields.Text()
    answered_at = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        [("asked", "Asked"), ("answered", "Answered"), ("cancelled", "Cancelled")],
        default="asked",
        required=True,
        readonly=True,
        copy=False,
    )

    @api.depends("team_id")
    def _compute_user_id(self):
        for request in self:
            request.user_id = request.team_id.user_id or request.user_id

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests:
            request._ask()
        return requests

    def write(self, vals):
        if vals.get("answer"):
            vals = {**vals, "state": "answered", "answered_at": fields.Datetime.now()}
        result = super().write(vals)
        if vals.get("answer"):
            for request in self:
                request._close_activity()
        return result

    def action_cancel(self):
        """Withdraw questions that are not answered yet."""
        if any(request.state == "answered" for request in self):
            raise UserError(self.env._("This question is answered; it can't be withdrawn."))
        self.state = "cancelled"
        for request in self:
            request._close_activity()

    def _ask(self):
        """Put the question on the asked person's list, with its due date."""
        self.ensure_one()
        if not self.exception_id.with_user(self.user_id).has_access("read"):
            raise AccessError(
                self.env._("%(user)s has no access to this case.", user=self.user_id.name)
            )
        # The asked person may have no right on the case but to answer in it.
        self.exception_id.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            self.due_date,
            summary=self.question,
            user_id=self.user_id.id,
        )

    def _close_activity(self):
        """Close the activity and tell the case what was answered."""
        self.ensure_one()
        # sudo: the activity belongs to the case, which the asked person only reads.
        case = self.exception_id.sudo()
        open_activities = case.activity_ids.filtered(
            lambda activity: activity.user_id == self.user_id and activity.summary == self.question
        )
        open_activities.action_feedback(feedback=self.answer or False)
