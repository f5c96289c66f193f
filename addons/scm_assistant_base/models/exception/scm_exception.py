# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.jobs import run_jobs

_logger = logging.getLogger(__name__)

SEVERITIES = [("s1", "Critical"), ("s2", "Major"), ("s3", "Minor")]
STATES = [
    ("reported", "Reported"),
    ("investigating", "Investigating"),
    ("resolving", "Resolving"),
    ("resolved", "Resolved"),
    ("cancelled", "Cancelled"),
]
CLOSED = ("resolved", "cancelled")
REOPEN_DAYS = 30
# How a case begins; its own steps alone write these afterwards.
INITIAL = {
    "state": "reported",
    "escalated_at": False,
    "resolved_at": False,
    "reopened_at": False,
    "detector_id": False,
    "fingerprint": False,
    "occurrence_count": 1,
    "reopen_count": 0,
}


class ScmException(models.Model):
    """Something that went wrong, from the report to its cause and resolution."""

    _name = "scm.exception"
    _description = "Exception"
    _inherit = ["scm.own.step.mixin", "scm.notice.mixin", "scm.reference.mixin"]
    _order = "severity, deadline_at, id"
    _check_company_auto = True
    _reference_field = "reference"
    # Whoever may read a case may take part in its talk.
    _mail_post_access = "read"

    reference = fields.Char(readonly=True, copy=False, index=True)
    name = fields.Char("Subject", required=True, tracking=True)
    description = fields.Html()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    category_id = fields.Many2one(
        "scm.exception.category", required=True, index=True, tracking=True, check_company=True
    )
    severity = fields.Selection(
        SEVERITIES,
        required=True,
        compute="_compute_severity",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    state = fields.Selection(
        STATES, default="reported", required=True, index=True, copy=False, tracking=True
    )

    # People
    reporter_id = fields.Many2one(
        "res.users", default=lambda self: self.env.user, readonly=True, copy=False
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    manager_id = fields.Many2one("res.users", related="category_id.manager_id")

    # Time
    reported_at = fields.Datetime(
        default=fields.Datetime.now, required=True, readonly=True, copy=False
    )
    reopened_at = fields.Datetime(readonly=True, copy=False)
    deadline_at = fields.Datetime(
        "Deadline", compute="_compute_deadline_at", store=True, readonly=False, tracking=True
    )
    escalated_at = fields.Datetime(readonly=True, copy=False)
    resolved_at = fields.Datetime(readonly=True, copy=False)
    resolve_hours = fields.Float(
        "Hours to Resolve",
        compute="_compute_resolve_hours",
        store=True,
        aggregator="avg",
        help="Hours from the report, or from the last time it was reopened, to the resolution.",
    )
    late_count = fields.Integer(
        "Solved Late",
        compute="_compute_late_count",
        store=True,
        help="One where the case was solved after its deadline.",
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")

    # Resolution
    cause_id = fields.Many2one("scm.exception.cause", index=True, tracking=True)
    cause_note = fields.Text("Explanation of the Cause")
    resolution = fields.Text()
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost_amount = fields.Monetary("Cost", help="What the trouble cost, as far as known.")

    # Documents
    product_id = fields.Many2one("product.product", index=True, check_company=True)
    partner_id = fields.Many2one("res.partner", index=True, check_company=True)
    res_model = fields.Char("Source Model", readonly=True)
    res_id = fields.Many2oneReference("Source", model_field="res_model", readonly=True)
    link_ids = fields.One2many("scm.exception.link", "exception_id", "Documents")
    request_ids = fields.One2many("scm.exception.request", "exception_id", "Questions")
    open_request_count = fields.Integer(compute="_compute_open_request_count")

    # Recurrence
    detector_id = fields.Many2one(
        "scm.detector", readonly=True, index=True, copy=False, ondelete="set null"
    )
    fingerprint = fields.Char(readonly=True, copy=False)
    occurrence_count = fields.Integer("Times Seen", default=1, readonly=True, copy=False)
    last_seen_at = fields.Datetime(default=fields.Datetime.now, readonly=True, copy=False)
    reopen_count = fields.Integer("Times Reopened", readonly=True, copy=False)

    _fingerprint_open_uniq = models.UniqueIndex(
        "(company_id, fingerprint) WHERE fingerprint IS NOT NULL "
        "AND state NOT IN ('resolved', 'cancelled')",
        "There is already an open case for this trouble.",
    )
    _source = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")

    @api.depends("category_id")
    def _compute_severity(self):
        for case in self:
            case.severity = case.severity or case.category_id.default_severity or "s2"

    @api.depends("category_id")
    def _compute_user_id(self):
        # What a detector finds waits for somebody to take it.
        robot = self.env.ref("base.user_root")
        for case in self:
            reporter = case.reporter_id - robot
            case.user_id = case.user_id or case.category_id.user_id or reporter

    @api.depends("category_id", "severity", "reported_at", "reopened_at")
    def _compute_deadline_at(self):
        for case in self:
            case.deadline_at = case._get_deadline()

    @api.depends("resolved_at", "reported_at", "reopened_at")
    def _compute_resolve_hours(self):
        for case in self:
            duration = case.resolved_at and case.resolved_at - case._get_begin()
            case.resolve_hours = duration.total_seconds() / 3600 if duration else 0.0

    @api.depends("resolved_at", "deadline_at")
    def _compute_late_count(self):
        for case in self:
            has_both = case.resolved_at and case.deadline_at
            case.late_count = int(bool(has_both and case.resolved_at > case.deadline_at))

    @api.depends("deadline_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for case in self:
            is_late = case.deadline_at and case.deadline_at < now
            case.is_overdue = bool(is_late) and case.state not in CLOSED

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("deadline_at", "<", fields.Datetime.now()) & self._get_open_domain()

    @api.depends("request_ids.state")
    def _compute_open_request_count(self):
        for case in self:
            case.open_request_count = len(
                case.request_ids.filtered(lambda request: request.state == "asked")
            )

    @api.depends("reference", "name")
    def _compute_display_name(self):
        for case in self:
            case.display_name = " ".join(filter(None, [case.reference, case.name]))

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_own_creation():
            # A form or an import may name them; the case is reported by the user, now.
            vals_list = [{**vals, **self._get_report_values()} for vals in vals_list]
        cases = super().create(vals_list)
        for case in cases:
            case._notify_managers("new")
        return cases

    def write(self, vals):
        if vals.get("state") == "resolved":
            for case in self:
                case._check_resolvable({**vals})
            vals = {"resolved_at": fields.Datetime.now(), **vals}
        result = super().write(vals)
        if vals.get("state") in CLOSED:
            # Nobody waits for an answer about what is over.
            self.request_ids.filtered(lambda request: request.state == "asked").action_cancel()
        return result

    # A button does one step; the rules live in the methods behind it.

    def action_investigate(self):
        self._move_to("investigating", ("reported",))

    def action_start_resolving(self):
        self._move_to("resolving", ("reported", "investigating"))

    def action_resolve(self):
        self._move_to("resolved", ("reported", "investigating", "resolving"))
        self.activity_ids.filtered("automated").action_feedback()

    def action_cancel(self):
        self._move_to("cancelled", ("reported", "investigating", "resolving"))
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_reopen(self):
        for case in self:
            case._reopen()

    def action_open_source(self):
        """Open the document that the case is about."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            raise UserError(self.env._("This case has no source document."))
        if not self.env[self.res_model].browse(self.res_id).exists():
            raise UserError(self.env._("The source document was deleted."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    @api.model
    def _cron_escalate(self):
        """Tell the managers, once, which open cases have passed their deadline.

        A case that fails is logged and tried again next time; it stops no other.
        """
        domain = Domain("is_overdue", "=", True) & Domain("escalated_at", "=", False)
        cases = self.search(domain)
        run_jobs(
            self.env,
            cases,
            lambda case: case._escalate(),
            _logger,
            "Exception %s not escalated",
        )

    def _escalate(self):
        """Tell the managers that the case has passed its deadline."""
        self.ensure_one()
        self._write_own({"escalated_at": fields.Datetime.now()})
        self._notify_managers("late")

    def _move_to(self, state, allowed):
        """Go to ``state``; a second click changes nothing, a wrong one is refused."""
        for case in self.filtered(lambda case: case.state != state):
            if case.state not in allowed:
                labels = dict(case._fields["state"]._description_selection(case.env))
                raise UserError(
                    case.env._(
                        "%(case)s is %(state)s; it can't become %(wanted)s.",
                        case=case.display_name,
                        state=labels[case.state],
                        wanted=labels[state],
                    )
                )
            case._write_own({"state": state})

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | INITIAL | self._get_report_values()

    @api.model
    def _get_report_values(self):
        """Return what says who reported a case, and when: the user, now."""
        now = fields.Datetime.now()
        return {"reporter_id": self.env.uid, "reported_at": now, "last_seen_at": now}

    def _check_resolvable(self, vals):
        """Refuse to call a case resolved that does not say why and how."""
        self.ensure_one()
        if not (vals.get("cause_id") or self.cause_id) or not (
            vals.get("resolution") or self.resolution
        ):
            raise UserError(
                self.env._(
                    "Say what caused %(case)s and how it was resolved, then resolve it.",
                    case=self.display_name,
                )
            )

    def _get_deadline(self):
        """Return the end of the SLA in the company's working hours, or nothing."""
        self.ensure_one()
        hours = self.category_id._get_sla_hours(self.severity) if self.category_id else 0
        begin = self._get_begin()
        if not hours or not begin:
            return False
        calendar = self.company_id.resource_calendar_id
        deadline = calendar and calendar.plan_hours(hours, begin, compute_leaves=True)
        return deadline or fields.Datetime.add(begin, hours=hours)

    def _get_begin(self):
        """Return since when the trouble is there, this time."""
        self.ensure_one()
        return self.reopened_at or self.reported_at

    @api.model
    def _get_open_domain(self):
        return Domain("state", "not in", CLOSED)
