# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.jobs import run_jobs


class ScmQuestionMixin(models.AbstractModel):
    """A question: asked, reminded of until the answer is there, answered once, or withdrawn.

    The model has a ``state`` and a ``company_id``, and says whom it asks and how: by
    `_put_question`, `_send_reminder` and `_close_question`. Whatever the course of a
    question writes goes through `_write_own`.
    """

    _name = "scm.question.mixin"
    _description = "Question"
    _inherit = ["scm.own.step.mixin"]
    # What the model calls the states before, while and instead of waiting for an answer.
    _question_states = {"draft": "draft", "asked": "asked", "withdrawn": "cancelled"}
    # How many reminders there are at most; 0 for as many as it takes.
    _max_reminders = 0
    # From which reminder on it is passed to somebody who can press.
    _escalating_reminder = 2

    due_date = fields.Date()
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    answered_at = fields.Datetime(readonly=True, copy=False)
    reminder_count = fields.Integer("Reminders", readonly=True, copy=False)
    reminded_date = fields.Date(readonly=True, copy=False)

    @api.depends("due_date", "state", "company_id")
    def _compute_is_overdue(self):
        for question in self:
            today = (question.company_id or self.env.company)._scm_get_today()
            is_late = question.due_date and question.due_date < today
            question.is_overdue = bool(is_late) and question._is_asked()

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_overdue_domain()

    @api.model
    def _cron_remind(self, batch_size=None):
        """Remind of the questions past their date, the longest overdue first.

        One that fails is logged and tried again the next time; it stops no other.
        """
        questions = self.search(self._get_reminder_domain(), limit=batch_size, order="due_date, id")
        run_jobs(
            self.env,
            questions,
            lambda question: question._remind(),
            logging.getLogger(f"odoo.addons.{self._original_module}.{self._name}"),
            f"{self._description} %s not reminded of",
        )

    def _ask(self):
        """Ask, or ask again, and note it; the model says what has to be so before."""
        self.ensure_one()
        self._write_own(self._prepare_asked_values())
        self._put_question()

    def _answer(self, vals=None):
        """Take the answer, once; return whether it was still waited for.

        :param dict vals: what else is written of the answer
        """
        self.ensure_one()
        self._lock_question()
        if not self._is_asked():
            return False
        self._write_own(self._prepare_answer_values() | (vals or {}))
        self._close_question()
        return True

    def _withdraw(self):
        """Ask no longer; what was answered stays. Return whether there was something to end."""
        self.ensure_one()
        self._lock_question()
        states = self._question_states
        if self.state not in (states["draft"], states["asked"]):
            return False
        self._write_own({"state": states["withdrawn"]})
        self._close_question()
        return True

    def _remind(self):
        """Say that the answer is missing, unless it has come meanwhile."""
        self.ensure_one()
        self._lock_question()
        if not self._is_asked():
            return
        self._send_reminder()
        self._write_own(
            {
                "reminder_count": self.reminder_count + 1,
                "reminded_date": self.company_id._scm_get_today(),
            }
        )

    def _lock_question(self):
        """Wait for nobody: who is at it now has it. Read what he has written.

        :raise LockError: somebody asks, answers or reminds just now
        """
        self.lock_for_update()
        self.invalidate_recordset()

    def _is_asked(self):
        self.ensure_one()
        return self.state == self._question_states["asked"]

    def _is_escalated(self):
        """Tell whether the next reminder goes to others as well."""
        self.ensure_one()
        return self.reminder_count + 1 >= self._escalating_reminder

    @api.model
    def _get_overdue_domain(self):
        """Return the domain of the questions whose day, by their company, is over."""
        asked = Domain("state", "=", self._question_states["asked"])
        return asked & self.env["res.company"]._scm_get_day_domain(
            lambda today: Domain("due_date", "<", today)
        )

    @api.model
    def _get_reminder_domain(self):
        """Return the domain of the questions to remind of now: once a day; extend for more."""
        lately = self.env["res.company"]._scm_get_day_domain(
            lambda today: Domain("reminded_date", ">=", today)
        )
        domain = self._get_overdue_domain() & (Domain("reminded_date", "=", False) | ~lately)
        if self._max_reminders:
            domain &= Domain("reminder_count", "<", self._max_reminders)
        return domain

    def _prepare_asked_values(self):
        """Return what is written when it is asked; extend to add more."""
        return {"state": self._question_states["asked"]}

    @api.model
    def _prepare_answer_values(self):
        """Return what an answer writes beside itself; extend to add more."""
        return {"state": "answered", "answered_at": fields.Datetime.now()}

    @api.model
    def _get_own_step_fields(self):
        """Override of the own steps: the course of a question, as it begins."""
        return super()._get_own_step_fields() | {
            "state": self._question_states["draft"],
            "answered_at": False,
            "reminder_count": 0,
            "reminded_date": False,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        if self.filtered(lambda question: question.state == "answered"):
            raise UserError(self.env._("What was asked and answered is kept."))

    def _put_question(self):
        """Bring the question to whom it is for."""
        raise NotImplementedError

    def _send_reminder(self):
        """Say to whom it was put that the answer is missing; others where `_is_escalated`."""
        raise NotImplementedError

    def _close_question(self):
        """Take the question off the list of whom it was put to: answered or withdrawn."""
        raise NotImplementedError
