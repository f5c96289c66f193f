# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from .scm_exception import CLOSED

ASSISTANT = "scm_assistant_base.group_scm_assistant"
# What the person asked writes; the question itself is the assistants'.
ANSWER = {"answer"}


class ScmExceptionRequest(models.Model):
    """A question to another department about a case, with its answer."""

    _name = "scm.exception.request"
    _description = "Question to a Department"
    _inherit = ["scm.question.mixin"]
    _check_company_auto = True
    _order = "exception_id, id"
    _rec_name = "question"

    exception_id = fields.Many2one("scm.exception", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="exception_id.company_id", store=True)
    team_id = fields.Many2one("scm.exception.team", "Department", check_company=True)
    user_id = fields.Many2one(
        "res.users",
        "Whom",
        required=True,
        index=True,
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    question = fields.Char(required=True)
    due_date = fields.Date(
        required=True,
        default=lambda self: fields.Date.add(self.env.company._scm_get_today(), days=1),
    )
    answer = fields.Text()
    reminded_date = fields.Date("Last Reminder")
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
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
        # A form that brings its course along is no reason to refuse the question.
        fresh = self._get_own_step_fields()
        requests = super().create([{**vals, **fresh} for vals in vals_list])
        for request in requests:
            request._ask()
        return requests

    def write(self, vals):
        if vals.get("answer"):
            # First, so that it is not answered or withdrawn by another meanwhile.
            self._lock_question()
        self._check_writable(vals)
        asked = {request: request.user_id for request in self}
        result = super().write(vals)
        course = self._prepare_answer_values() if vals.get("answer") else {}
        if vals.get("due_date"):
            # A question put off is reminded of after its new date only.
            course |= {"reminder_count": 0, "reminded_date": False}
        if course:
            self._write_own(course)
        for request, user in asked.items():
            if vals.get("answer"):
                request._close_question()
            elif request.state == "asked" and request.user_id != user:
                request._ask_anew()
            elif vals.keys() & {"question", "due_date"}:
                request._update_activity()
        return result

    def action_cancel(self):
        """Withdraw questions that are not answered yet."""
        if any(request.state == "answered" for request in self):
            raise UserError(self.env._("This question is answered; it can't be withdrawn."))
        for request in self:
            request._withdraw()

    @api.model
    def _get_reminder_domain(self):
        """Override of the question: nobody waits for an answer about what is over."""
        return super()._get_reminder_domain() & Domain("exception_id.state", "not in", CLOSED)

    def _check_writable(self, vals):
        """Refuse all but the answer to who is asked, and the course of it to everybody.

        A question that moved to another case would open that case to the person asked.
        """
        case_id = vals.get("exception_id", False)
        if case_id and self.exception_id - self.exception_id.browse(case_id):
            raise AccessError(self.env._("A question stays with its case; ask anew in the other."))
        if self.env.su or self._is_own_step() or self.env.user.has_group(ASSISTANT):
            return
        if vals.keys() - ANSWER:
            raise AccessError(self.env._("Answer the question; an assistant changes the rest."))
        if any(request.state != "asked" for request in self):
            raise UserError(self.env._("This question is closed; write to the case instead."))

    @api.model
    def _get_own_step_fields(self):
        """Override of the question: it is asked as soon as it is there."""
        return super()._get_own_step_fields() | {"state": "asked", "activity_id": False}

    def _send_reminder(self):
        """Write to the person asked, and later to whoever looks after the case."""
        self.ensure_one()
        case = self.exception_id
        people = self.user_id
        if self._is_escalated():
            people |= case.user_id or case._get_managers()
        case._notify_by_message(
            people,
            lambda told: told.env._("Answer missing: %(question)s", question=self.question),
            lambda told: told.env._(
                "%(user)s was asked by %(date)s: %(question)s",
                user=self.user_id.name,
                date=format_date(told.env, self.due_date),
                question=self.question,
            ),
        )

    def _put_question(self):
        """Put the question on the asked person's list, with its due date."""
        self.ensure_one()
        self._check_asked()
        activity = self.exception_id._notify_by_task(
            self.user_id, lambda told: self.question, due_date=self.due_date
        )
        self._write_own({"activity_id": activity.id})

    def _ask_anew(self):
        """Take the question off the former person's list and put it to the new one."""
        self.ensure_one()
        self._get_activity().unlink()
        self._write_own({"reminder_count": 0, "reminded_date": False})
        self._ask()

    def _update_activity(self):
        """Say on the asked person's list what is asked now, and until when."""
        self.ensure_one()
        self._get_activity().write({"summary": self.question, "date_deadline": self.due_date})

    def _check_asked(self):
        """Refuse to ask somebody who can't open the case."""
        # sudo: whoever asks need not read where another user works.
        if self.company_id not in self.sudo().user_id.company_ids:
            raise UserError(
                self.env._(
                    "%(user)s does not work in %(company)s. Ask somebody who does.",
                    user=self.user_id.name,
                    company=self.company_id.name,
                )
            )
        # In the case's company alone: the other companies are those of who asks.
        case = self.exception_id.with_context(allowed_company_ids=self.company_id.ids)
        if not case.with_user(self.user_id).has_access("read"):
            raise AccessError(
                self.env._("%(user)s has no access to this case.", user=self.user_id.name)
            )

    def _close_question(self):
        """Close the activity and tell the case what was answered."""
        self.ensure_one()
        self._get_activity().action_feedback(feedback=self.answer or False)

    def _get_activity(self):
        """Return the open activity that asks the question, or none when it was done."""
        self.ensure_one()
        # sudo: the activity belongs to the case, which the asked person only reads.
        return self.sudo().activity_id.filtered("active")
