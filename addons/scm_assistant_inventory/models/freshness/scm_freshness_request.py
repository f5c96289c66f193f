# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN
from odoo.addons.scm_assistant_base.tools.actions import open_form
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .scm_stock_freshness import KINDS

ASSISTANT = "scm_assistant_base.group_scm_assistant"
OPEN = ("draft", "asked")
# What the person asked writes; all else goes by the steps.
ANSWER = {"answer"}


class ScmFreshnessRequest(models.Model):
    """A question to whoever should have brought the system up to date, and the answer."""

    _name = "scm.freshness.request"
    _description = "Question on Data Freshness"
    _inherit = ["scm.question.mixin", "scm.notice.mixin"]
    _order = "due_date, id"
    _check_company_auto = True
    _question_states = {"draft": "draft", "asked": "asked", "withdrawn": "closed"}
    # It writes to the document that it names, whoever may read that.
    _is_made_by_own_steps = True
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
        default=lambda self: self.env.company._scm_get_today() + timedelta(days=1),
    )
    question = fields.Text()
    answer = fields.Text()
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
        if not self._is_own_step() and not self.env.su:
            is_assistant = self.env.user.has_group(ASSISTANT)
            if not is_assistant and vals.keys() - ANSWER:
                raise AccessError(self.env._("Answer the question; the rest follows by itself."))
            is_closed = self.filtered(lambda request: request.state not in OPEN)
            if is_closed and (not is_assistant or ANSWER & vals.keys()):
                raise UserError(self.env._("This question is closed."))
        return super().write(vals)

    def action_ask(self):
        """Put the question on the person's list of activities."""
        for request in self.filtered(lambda request: request.state == "draft"):
            if not request.user_id:
                raise UserError(self.env._("Say whom to ask about %(name)s.", name=request.name))
            request._ask()

    def action_answer(self):
        """Hand the answer in and let the one who asked know."""
        for request in self:
            if not (request.answer or "").strip():
                raise UserError(self.env._("Write the answer first."))
            if not request._answer():
                continue
            # sudo: who answers need not be the one who was asked.
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
    def _cron_remind(self, batch_size=None):
        """Override of the question: first close those whose trouble is gone."""
        self._close_gone()
        return super()._cron_remind(batch_size)

    @api.model
    def _close_gone(self):
        """Close the questions whose trouble is gone."""
        asked = self.search([("state", "in", OPEN)])
        rows = self.env["scm.stock.freshness"].search_fetch([], ["kind", "res_model", "res_id"])
        present = {(row.kind, row.res_model, row.res_id) for row in rows}
        gone = asked.filtered(
            lambda request: (request.kind, request.res_model, request.res_id) not in present
        )
        # One that is being answered just now is left to the next run.
        for request in gone.try_lock_for_update():
            request._withdraw()

    def _prepare_asked_values(self):
        return super()._prepare_asked_values() | {"asked_at": fields.Datetime.now()}

    def _put_question(self):
        """Put the question on the person's list, and say so on what it is about."""
        self.ensure_one()
        self._notify_by_task(
            self.user_id,
            lambda told: told.name,
            get_note=lambda told: told.question or "",
            due_date=self.due_date,
        )
        self._log_on_document(self.env._("%(user)s was asked about this.", user=self.user_id.name))

    def _close_question(self):
        # sudo: the activity may be another's when a colleague answers.
        self.sudo().activity_ids.unlink()

    def _send_reminder(self):
        self.ensure_one()
        self.message_post(
            body=self.with_context(lang=self.user_id.lang)._get_reminder(),
            partner_ids=self.user_id.partner_id.ids,
        )

    def _get_reminder(self):
        return self.env._(
            "Reminder %(number)s: please answer. %(name)s",
            number=self.reminder_count + 1,
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

    @api.model
    def _get_own_step_fields(self):
        about = dict.fromkeys(("name", "kind", "res_model", "res_id", "company_id"), AS_GIVEN)
        first = {"asked_by_id": self.env.uid, "asked_at": False}
        return super()._get_own_step_fields() | about | first

    def _write_own(self, vals):
        """Override of the question: the list of what is stale reads the database."""
        result = super()._write_own(vals)
        self.flush_recordset(list(vals))
        return result
