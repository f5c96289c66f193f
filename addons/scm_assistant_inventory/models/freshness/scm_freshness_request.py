# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_form
from odoo.addons.scm_assistant_base.tools.jobs import run_jobs
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .scm_stock_freshness import KINDS

_logger = logging.getLogger(__name__)

ASSISTANT = "scm_assistant_base.group_scm_assistant"
OPEN = ("draft", "asked")
# What the person asked writes; all else goes by the steps.
ANSWER = {"answer"}
_OWN_STEP = object()


class ScmFreshnessRequest(models.Model):
    """A question to whoever should have brought the system up to date, and the answer."""

    _name = "scm.freshness.request"
    _description = "Question on Data Freshness"
    _inherit = ["scm.notice.mixin"]
    _order = "due_date, id"
    _check_company_auto = True
    # Whoever may read a question may talk about it.
    _mail_post_access = "read"

    name = fields.Char("About", required=True, readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Asked",
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    asked_by_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user, copy=False
    )
    asked_at = fields.Datetime("Asked On", readonly=True, copy=False)
    due_date = fields.Date(
        "Answer By",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=1),
    )
    question = fields.Text()
    answer = fields.Text()
    answered_at = fields.Datetime(readonly=True, copy=False)
    reminder_count = fields.Integer("Reminders", readonly=True, copy=False)
    reminded_date = fields.Date(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Not Asked"),
            ("asked", "Asked"),
            ("answered", "Answered"),
            ("closed", "Gone"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )

    _open_uniq = models.UniqueIndex(
        "(res_model, res_id, kind) WHERE state IN ('draft', 'asked')",
        "Somebody has been asked about this already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "state": "draft"} for vals in vals_list])

    def write(self, vals):
        is_own_step = self.env.context.get("scm_freshness_step") is _OWN_STEP
        is_assistant = self.env.user.has_group(ASSISTANT)
        if not is_own_step and not self.env.su and (not is_assistant or "state" in vals):
            if vals.keys() - ANSWER:
                raise AccessError(self.env._("Answer the question; the rest follows by itself."))
            if self.filtered(lambda request: request.state not in OPEN):
                raise UserError(self.env._("This question is closed."))
        return super().write(vals)

    def action_ask(self):
        """Put the question on the person's list of activities."""
        for request in self.filtered(lambda request: request.state == "draft"):
            if not request.user_id:
                raise UserError(self.env._("Say whom to ask about %(name)s.", name=request.name))
            request._write_step({"state": "asked", "asked_at": fields.Datetime.now()})
            request._notify_by_task(
                request.user_id,
                lambda told: told.name,
                get_note=lambda told: told.question or "",
                due_date=request.due_date,
            )
            request._log_on_document(
                self.env._("%(user)s was asked about this.", user=request.user_id.name)
            )

    def action_answer(self):
        """Hand the answer in and let the one who asked know."""
        for request in self:
            if not (request.answer or "").strip():
                raise UserError(self.env._("Write the answer first."))
            if request.state != "asked":
                continue
            request._write_step({"state": "answered", "answered_at": fields.Datetime.now()})
            # sudo: the activity may be another's when a colleague answers.
            request.sudo().activity_ids.unlink()
            request.sudo().message_post(
                body=request.answer,
                author_id=self.env.user.partner_id.id,
                partner_ids=request.asked_by_id.partner_id.ids,
            )
            request._log_on_document(request.answer)

    def action_open_document(self):
        self.ensure_one()
        row = self.env["scm.stock.freshness"].search(self._get_row_domain(), limit=1)
        if row:
            return row.action_open()
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(self.env._("The document is gone."))
        return open_form(document)

    @api.model
    def _cron_remind(self):
        """Close the questions whose trouble is gone and remind who has not answered.

        A reminder that fails is logged and tried again next time; it stops no other.
        """
        late = self._close_gone().filtered(lambda request: request._is_to_remind())
        run_jobs(
            self.env,
            late,
            lambda request: request._remind(),
            _logger,
            "Reminder of question %s not sent",
        )

    def _close_gone(self):
        """Close the questions whose trouble is gone; return those that stay open."""
        asked = self.search([("state", "in", OPEN)])
        rows = self.env["scm.stock.freshness"].search_fetch([], ["kind", "res_model", "res_id"])
        present = {(row.kind, row.res_model, row.res_id) for row in rows}
        gone = asked.filtered(
            lambda request: (request.kind, request.res_model, request.res_id) not in present
        )
        gone._write_step({"state": "closed"})
        gone.activity_ids.unlink()
        return asked - gone

    def _is_to_remind(self):
        self.ensure_one()
        today = fields.Date.context_today(self)
        is_due = self.state == "asked" and self.due_date < today
        return is_due and self.reminded_date != today

    def _remind(self):
        self.ensure_one()
        today = fields.Date.context_today(self)
        self._write_step({"reminder_count": self.reminder_count + 1, "reminded_date": today})
        self.message_post(
            body=self.with_context(lang=self.user_id.lang)._get_reminder(),
            partner_ids=self.user_id.partner_id.ids,
        )

    def _get_reminder(self):
        return self.env._(
            "Reminder %(number)s: please answer. %(name)s",
            number=self.reminder_count,
            name=self.name,
        )

    def _log_on_document(self, text):
        """Say in the document's own chatter that somebody was asked, and the answer."""
        # sudo: the one who answers need not have access to the document.
        document = self.env[self.res_model].sudo().browse(self.res_id).exists()
        if document and "message_ids" in document._fields:
            document.message_post(body=text, author_id=self.env.user.partner_id.id)

    def _get_row_domain(self):
        self.ensure_one()
        return (
            Domain("kind", "=", self.kind)
            & Domain("res_model", "=", self.res_model)
            & Domain("res_id", "=", self.res_id)
        )

    def _write_step(self, vals):
        self.with_context(scm_freshness_step=_OWN_STEP).write(vals)
        # The list of what is stale reads the database.
        self.flush_recordset(list(vals))
