# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time
from odoo import fields, models
from odoo.tests import tagged

from .common import ScmBaseCommon
from .fake_models import add_model


class ScmTestQuestion(models.Model):
    """The smallest question; it notes what it was told to do."""

    # Keeps it out of the addon, whose models are those of every database.
    _module = None
    _name = "scm.test.question"
    _description = "Question"
    _inherit = ["scm.question.mixin"]
    _max_reminders = 3

    company_id = fields.Many2one("res.company")
    state = fields.Char(default="draft")
    course = fields.Char(default="")

    def _put_question(self):
        self.course += "put "

    def _send_reminder(self):
        self.course += "pressed " if self._is_escalated() else "reminded "

    def _close_question(self):
        self.course += "closed "


@tagged("post_install", "-at_install")
class TestScmQuestionMixin(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_model(cls, ScmTestQuestion)

    def _create_question(self, **values):
        return self.env["scm.test.question"].create(
            {"company_id": self.company.id, "due_date": "2026-03-04", **values}
        )

    def _remind(self, *moments):
        commit = patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=60)
        for moment in moments:
            with freeze_time(moment), commit:
                self.env["scm.test.question"]._cron_remind()

    def test_question_is_reminded_of_once_a_day_then_others_press_at_last_it_rests(self):
        question = self._create_question()
        question._ask()
        self._remind("2026-03-04 09:00:00")
        self.assertEqual(question.course, "put ")
        self._remind("2026-03-05 09:00:00", "2026-03-05 15:00:00")
        self.assertEqual(question.course, "put reminded ")
        self._remind("2026-03-06 09:00:00", "2026-03-07 09:00:00", "2026-03-08 09:00:00")
        self.assertEqual(question.course, "put reminded pressed pressed ")
        self.assertEqual(question.reminded_date, fields.Date.to_date("2026-03-07"))

    def test_days_are_those_of_the_questions_company(self):
        """At half past midnight in Taipei, the day of the answer is over there alone."""
        self.company.partner_id.tz = "Asia/Taipei"
        question = self._create_question()
        question._ask()
        self._remind("2026-03-04 15:30:00")
        self.assertEqual(question.reminder_count, 0)
        self._remind("2026-03-04 16:30:00")
        self.assertEqual(question.reminder_count, 1)
        self.assertEqual(question.reminded_date, fields.Date.to_date("2026-03-05"))

    def test_answer_is_taken_once(self):
        question = self._create_question()
        self.assertFalse(question._answer())
        question._ask()
        self.assertTrue(question._answer())
        answered_at = question.answered_at
        self.assertTrue(answered_at)
        with freeze_time("2026-03-09 09:00:00"):
            self.assertFalse(question._answer())
        self.assertEqual(question.answered_at, answered_at)
        self.assertFalse(question._withdraw())
        self.assertEqual((question.state, question.course), ("answered", "put closed "))

    def test_answer_that_came_meanwhile_ends_the_reminders(self):
        question = self._create_question()
        question._ask()
        self.env.flush_all()
        # As another connection would have written it, after the search of the job.
        self.env.cr.execute(
            "UPDATE scm_test_question SET state = 'answered' WHERE id = %s", question.ids
        )
        question._remind()
        self.assertEqual((question.reminder_count, question.course), (0, "put "))

    def test_withdrawn_question_takes_no_answer(self):
        question = self._create_question()
        self.assertTrue(question._withdraw())
        self.assertFalse(question._answer())
        self.assertEqual(question.state, "cancelled")
