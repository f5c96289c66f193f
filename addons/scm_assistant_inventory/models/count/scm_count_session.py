# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.notification import CLOSE, get_notification_action
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import accuracy
from .const import MANAGER

STATES = [
    ("todo", "To Count"),
    ("counting", "Counting"),
    ("review", "To Approve"),
    ("done", "Done"),
]


class ScmCountSession(models.Model):
    """What one person counts on one round through a warehouse."""

    _name = "scm.count.session"
    _description = "Count Session"
    _inherit = ["mail.thread", "mail.activity.mixin", "scm.reference.mixin"]
    _order = "due_date DESC, id DESC"
    _check_company_auto = True

    name = fields.Char("Reference", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        check_company=True,
        default=lambda self: self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    user_id = fields.Many2one("res.users", "Counter", index=True, tracking=True)
    due_date = fields.Date(
        required=True, default=lambda self: self.env.company._scm_get_today(), index=True
    )
    is_blind = fields.Boolean(
        "Blind",
        default=lambda self: self.env.company.scm_count_blind,
        tracking=True,
        help="The counter does not see what the system says until the count is settled.",
    )
    line_ids = fields.One2many("scm.count.line", "session_id", "Counts")
    state = fields.Selection(
        STATES, compute="_compute_progress", store=True, index=True, default="todo"
    )
    line_count = fields.Integer("Places", compute="_compute_progress", store=True)
    open_count = fields.Integer("Open", compute="_compute_progress", store=True)
    progress = fields.Float(compute="_compute_progress", store=True, aggregator="avg")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    accuracy = fields.Float(
        compute="_compute_accuracy",
        help="Share of the settled counts that were within the tolerance.",
    )
    accuracy_text = fields.Char("Accuracy of the Books", compute="_compute_accuracy")

    @api.depends("line_ids.state", "line_ids.is_counted")
    def _compute_progress(self):
        for session in self:
            lines = session.line_ids.filtered(lambda line: line.state != "cancelled")
            pending = lines.filtered(lambda line: line.state != "done")
            session.line_count = len(lines)
            session.open_count = len(pending)
            session.progress = 100 * (1 - len(pending) / len(lines)) if lines else 0
            session.state = session._get_state(lines, pending)

    @api.depends("due_date", "state", "company_id")
    def _compute_is_overdue(self):
        for session in self:
            today = (session.company_id or self.env.company)._scm_get_today()
            is_late = session.due_date and session.due_date < today
            session.is_overdue = bool(is_late) and session.state != "done"

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self.env["res.company"]._scm_get_day_domain(
            lambda today: Domain("due_date", "<", today)
        )
        return late & Domain("state", "!=", "done")

    @api.depends("line_ids.state", "line_ids.is_within")
    def _compute_accuracy(self):
        for session in self:
            hits = session.line_ids.filtered(lambda line: line.state == "done").mapped("is_within")
            session.accuracy = accuracy.line_accuracy(hits) if hits else 0.0
            session.accuracy_text = session._format_accuracy(hits)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_blindness(vals)
        return super().create(vals_list)

    def write(self, vals):
        if {"company_id", "warehouse_id"} & vals.keys() and self.line_ids:
            raise UserError(self.env._("A session with counts stays in its warehouse."))
        self._check_blindness(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        self.line_ids._unlink_except_counted()

    def action_confirm(self):
        """Take all counts of the session that have a quantity."""
        return self.line_ids._confirm()

    def action_plan(self):
        """Plan now what is due in the user's companies."""
        count = sum(
            len(self.env["scm.count.planner"]._plan(company).line_ids)
            for company in self.env.companies
        )
        message = self.env._("Places to count added: %(count)s", count=count)
        return get_notification_action(message, "success" if count else "info", then=CLOSE)

    def _get_state(self, lines, pending):
        if lines and not pending:
            return "done"
        if pending and all(line.state == "review" for line in pending):
            return "review"
        is_begun = len(pending) < len(lines) or any(
            line.is_counted or line.state != "todo" for line in pending
        )
        return "counting" if is_begun else "todo"

    def _format_accuracy(self, hits):
        if not hits:
            return ""
        low, high = accuracy.wilson_interval(sum(hits), len(hits))
        text = self.env._(
            "%(share)d %% of %(count)s counts; all books: %(low)d to %(high)d %%",
            share=round(100 * sum(hits) / len(hits)),
            count=len(hits),
            low=round(100 * low),
            high=round(100 * high),
        )
        if len(hits) < accuracy.INDICATIVE_BELOW:
            return self.env._("%(text)s (few counts: indicative)", text=text)
        return text

    def _check_blindness(self, vals):
        """Let only a manager show the counter what the system says."""
        if "is_blind" not in vals or vals["is_blind"] or self.env.su:
            return
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        is_changed = any(self.mapped("is_blind")) or (not self and company.scm_count_blind)
        if is_changed and not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager decides that a count is not blind."))
