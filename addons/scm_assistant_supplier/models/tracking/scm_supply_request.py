# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

PURPOSE = "supply"
ANSWER_DAYS = 3


class ScmSupplyRequest(models.Model):
    """A question to a supplier: when do these lines arrive? He answers by link.

    Asking again replaces the link, since only a hash of it is kept.
    """

    _name = "scm.supply.request"
    _description = "Question to a Supplier"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "scm.reference.mixin",
        "scm.link.document.mixin",
        "scm.question.mixin",
    ]
    _order = "id DESC"
    _check_company_auto = True
    _question_states = {"draft": "draft", "asked": "sent", "withdrawn": "cancelled"}
    # Then somebody calls.
    _max_reminders = 2
    _link_purpose = PURPOSE
    _link_template = "scm_assistant_supplier.mail_template_supply_request"

    name = fields.Char("Reference", readonly=True, copy=False, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, check_company=True
    )
    change_id = fields.Many2one(
        "scm.purchase.change", "Change Request", readonly=True, index=True, check_company=True
    )
    line_ids = fields.One2many("scm.supply.request.line", "request_id", "Lines")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Asked"),
            ("answered", "Answered"),
            ("cancelled", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        copy=False,
    )
    link_id = fields.Many2one(
        "scm.access.link", readonly=True, copy=False, groups="base.group_system"
    )
    sent_at = fields.Datetime("Asked on", readonly=True, copy=False)
    due_date = fields.Date("Answer Expected by", readonly=True, copy=False)
    answered_by = fields.Char("Answered by", readonly=True, copy=False)
    has_trouble = fields.Boolean(
        "Later or Less", readonly=True, copy=False, help="Something comes later or not at all."
    )

    @api.model_create_multi
    def create(self, vals_list):
        # Nobody chooses the number.
        return super().create([{**vals, "name": False} for vals in vals_list])

    @api.model
    def _get_own_step_fields(self):
        """Override of the question: when it was asked and answered feeds the scorecard."""
        return super()._get_own_step_fields() | {
            "company_id": AS_GIVEN,
            "partner_id": AS_GIVEN,
            "change_id": AS_GIVEN,
            "link_id": False,
            "sent_at": False,
            "due_date": False,
            "answered_by": False,
            "has_trouble": False,
        }

    def action_send(self):
        """Ask, or ask again: the supplier gets a new link, the former one is void."""
        for request in self:
            request._ask()

    def action_withdraw(self):
        """Void the link; what was answered stays."""
        for request in self:
            request._withdraw()

    @api.model
    def _cron_remind(self, batch_size=50):
        """Override of the question: mails of a job go out by the queue."""
        quiet = self.with_context(mail_notify_force_send=False)
        return super(ScmSupplyRequest, quiet)._cron_remind(batch_size)

    @api.model
    def _get_reminder_domain(self):
        """Override of the question: each reminder sets a new day, so none comes too soon."""
        return (
            self._get_overdue_domain()
            & Domain("reminder_count", "<", self._max_reminders)
            & Domain("partner_id.email", "!=", False)
        )

    def _ask(self):
        """Override of the question: the link is the question; it notes that it is out."""
        self._send_link()

    def _send_reminder(self):
        self._send_link()

    def _close_question(self):
        """Void the link of what is withdrawn; what was answered is read on."""
        if not self._is_link_open():
            self._revoke_links()

    def _lock_question(self):
        self._lock_link_document()

    def _is_link_open(self):
        return super()._is_link_open() and self.state in ("sent", "answered")

    def _is_link_answerable(self):
        return super()._is_link_answerable() and self._is_asked()

    def _check_link_issuable(self):
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("%s is answered or withdrawn already.", self.name))
        return super()._check_link_issuable()

    def _update_link_issued(self, link):
        """Override: a link, by mail or by hand, is the question; its figures are today's."""
        self._replace_older()
        self._get_open_lines()._refresh_asked()
        # sudo: links belong to the system; who may ask need not see them.
        self.sudo()._write_own({"link_id": link.id})
        self._write_own(self._prepare_asked_values())
        return super()._update_link_issued(link)

    def _prepare_asked_values(self):
        return super()._prepare_asked_values() | {
            "sent_at": fields.Datetime.now(),
            "due_date": self.company_id._scm_get_today() + timedelta(days=ANSWER_DAYS),
        }

    def _replace_older(self):
        """Close the same lines in older open questions; the supplier answers once."""
        older = self.env["scm.supply.request.line"].search(
            [
                ("order_line_id", "in", self.line_ids.order_line_id.ids),
                ("request_id", "!=", self.id),
                ("request_id.state", "in", ("draft", "sent")),
                ("answer", "=", "none"),
            ]
        )
        # sudo: lines are answered by suppliers alone; these can no longer be.
        older.sudo()._write_own({"answer": "replaced"})
        for request in older.request_id:
            if not request.line_ids.filtered(lambda line: line.answer == "none"):
                request.action_withdraw()

    def _receive_answer(self, answers, answered_by):
        """Take the supplier's answer once; return whether it was new.

        :param dict answers: of line ids to ``scm.supply.request.line`` answers, see there
        :raise UserError: an answer is incomplete, or to figures that are no longer so;
            nothing is taken then
        """
        self.ensure_one()
        self._lock_question()
        if not self._is_asked():
            return False
        open_lines = self._get_open_lines()
        if answers.keys() - set(open_lines.ids) or not open_lines:
            raise UserError(self.env._("This is not a line of yours."))
        open_lines._check_answered(answers)
        for line in open_lines:
            line._check_answer(answers[line.id])
        for line in open_lines:
            line._take_answer(answers[line.id])
        self.env["scm.supply.board"]._refresh(open_lines.order_line_id)
        self._answer(
            {
                "answered_by": answered_by,
                "has_trouble": any(line.is_later or line.missing_qty for line in open_lines),
            }
        )
        self.message_post(
            body=self._get_answer_text(answered_by),
            author_id=self.partner_id.id,
        )
        return True

    def _get_open_lines(self):
        """Return the lines that the supplier still has to answer."""
        return self.line_ids.filtered(lambda line: line.answer == "none")

    @api.model
    def _prepare_line_commands(self, order_lines):
        return [Command.create({"order_line_id": line.id}) for line in order_lines]
