# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _lang_get
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ...tools.jobs import run_jobs
from ..approval.scm_approval_mixin import APPROVAL_STATES
from ..guard.scm_own_step_mixin import AS_GIVEN
from .scm_contract_template import KINDS, RENEWALS

_logger = logging.getLogger(__name__)

STATES = [
    ("draft", "Draft"),
    ("to_sign", "To Sign"),
    ("signed", "Signed"),
    ("terminated", "Terminated"),
    ("superseded", "Replaced"),
]
# What people look at: the way to approval, then the way to the signatures.
DECIDED = ("approved", "applied")
STAGES = [*(one for one in APPROVAL_STATES if one[0] not in DECIDED), *STATES[1:]]
VALIDITIES = [
    ("unsigned", "Not Signed"),
    ("future", "Not Started"),
    ("valid", "In Force"),
    ("notice", "In Force, Notice Due"),
    ("expired", "Expired"),
    ("ended", "Ended"),
]
# How a contract begins; its own steps alone write these: a state must not be typed in.
INITIAL = {
    "state": "draft",
    "reference": AS_GIVEN,
    "version": 1,
    "origin_id": False,
    "extended_until": False,
    "replaced_on": False,
    "notice_given_on": False,
    "notice_date": False,
    "valid_until": False,
    "reminded_on": False,
    "attachment_id": False,
    "document_hash": False,
    "content_hash": False,
    "signed_attachment_id": False,
    "signed_hash": False,
}


class ScmContract(models.Model):
    """What was agreed with a supplier or customer, from the draft to its end.

    Drafted from a template, approved by a second person, which fixes its text and
    issues the signing document; in force once both sides have signed that document.
    """

    _name = "scm.contract"
    _description = "Contract"
    _inherit = ["scm.approval.mixin", "scm.reference.mixin", "scm.link.document.mixin"]
    _order = "date_end DESC NULLS FIRST, reference, version DESC, id"
    _check_company_auto = True
    _reference_field = "reference"

    # Named again, so that Odoo translates its states with this model's terms.
    approval_state = fields.Selection(APPROVAL_STATES)
    reference = fields.Char(readonly=True, copy=False, index=True)
    name = fields.Char("Subject", required=True, tracking=True)
    version = fields.Integer(default=1, readonly=True, copy=False)
    origin_id = fields.Many2one("scm.contract", "Earlier Version", readonly=True, copy=False)
    successor_ids = fields.One2many("scm.contract", "origin_id", "Later Versions")
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, index=True, tracking=True
    )
    stage = fields.Selection(STAGES, compute="_compute_stage")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    kind = fields.Selection(KINDS, required=True, default="supplier", index=True)
    template_id = fields.Many2one("scm.contract.template", check_company=True)
    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, check_company=True, tracking=True
    )
    lang = fields.Selection(
        _lang_get,
        "Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", default=lambda self: self.env.user, tracking=True
    )

    # Terms
    date_start = fields.Date(
        "Starts on",
        required=True,
        default=lambda self: self.env.company._scm_get_today(),
        tracking=True,
    )
    date_end = fields.Date("Ends on", tracking=True, help="Empty: without an end.")
    notice_days = fields.Integer("Notice (Days)")
    notice_date = fields.Date(
        "Notice by",
        compute="_compute_notice_date",
        store=True,
        help="The last day on which either side can give notice.",
    )
    renewal = fields.Selection(RENEWALS, required=True, default="ask")
    renewal_months = fields.Integer("Renewed for (Months)", default=12)
    extended_until = fields.Date(readonly=True, copy=False, help="Renewed by itself until.")
    valid_until = fields.Date(compute="_compute_valid_until", store=True)
    notice_given_on = fields.Date(readonly=True, copy=False, tracking=True)
    penalty_percent = fields.Float("Penalty per Day Late (%)")
    penalty_limit_percent = fields.Float("Penalty at Most (%)")
    note = fields.Text("Internal Note")

    line_ids = fields.One2many("scm.contract.line", "contract_id", "Prices", copy=True)
    clause_ids = fields.One2many("scm.contract.clause", "contract_id", "Clauses", copy=True)
    document_ids = fields.One2many("scm.contract.document", "contract_id", "Files")
    validity = fields.Selection(VALIDITIES, compute="_compute_validity", search="_search_validity")
    reminded_on = fields.Date(readonly=True, copy=False)

    _version_uniq = models.Constraint(
        "UNIQUE(company_id, reference, version)", "This version of the contract exists already."
    )

    @api.depends("state", "approval_state")
    def _compute_stage(self):
        for contract in self:
            is_draft = contract.state == "draft" and contract.approval_state not in DECIDED
            contract.stage = contract.approval_state if is_draft else contract.state

    @api.depends("partner_id")
    def _compute_lang(self):
        for contract in self:
            contract.lang = (
                contract.partner_id.lang or contract.company_id.partner_id.lang or "en_US"
            )

    @api.depends("date_end", "extended_until", "notice_days")
    def _compute_notice_date(self):
        for contract in self:
            end = contract.extended_until or contract.date_end
            contract.notice_date = end and fields.Date.subtract(end, days=contract.notice_days)

    @api.depends("date_end", "extended_until", "replaced_on")
    def _compute_valid_until(self):
        for contract in self:
            end = contract.extended_until or contract.date_end
            if contract.replaced_on:
                last = fields.Date.subtract(contract.replaced_on, days=1)
                end = min(end, last) if end else last
            contract.valid_until = end

    @api.depends(
        "state",
        "date_start",
        "valid_until",
        "notice_date",
        "notice_given_on",
        "replaced_on",
        "company_id",
    )
    def _compute_validity(self):
        for contract in self:
            company = contract.company_id or self.env.company
            contract.validity = contract._get_validity(company._scm_get_today())

    def _search_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["res.company"]._scm_get_day_domain(
            lambda today: Domain.OR(self._get_validity_domain(name, today) for name in value)
        )

    @api.depends("reference", "version", "name")
    def _compute_display_name(self):
        for contract in self:
            version = f"v{contract.version}" if contract.version > 1 else ""
            names = [contract.reference, version, contract.name]
            contract.display_name = " ".join(filter(None, names))

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for contract in self:
            if contract.date_end and contract.date_end < contract.date_start:
                raise ValidationError(self.env._("A contract can't end before it starts."))

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if self.template_id:
            self.update(self._prepare_template_values())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if self.filtered(lambda contract: contract.state != "draft"):
            raise UserError(self.env._("A contract that was issued is kept. Terminate it instead."))

    def action_use_template(self):
        """Fill in the terms and clauses of the template anew."""
        for contract in self:
            if not contract.template_id:
                raise UserError(self.env._("Choose a template first."))
            contract.write(contract._prepare_template_values())

    def action_give_notice(self):
        """Record that notice was given: the contract ends and is not renewed."""
        for contract in self:
            if contract.validity not in ("valid", "notice"):
                raise UserError(self.env._("Only a contract in force can be given notice of."))
            contract._write_own({"notice_given_on": contract.company_id._scm_get_today()})

    def action_terminate(self):
        for contract in self:
            if contract.state not in ("to_sign", "signed"):
                raise UserError(self.env._("Only an issued contract can be terminated."))
            contract._write_own({"state": "terminated"})
            contract._revoke_links()
            contract._restore_origin()

    @api.model
    def _cron_remind(self):
        """Renew what renews by itself, end what was replaced, remind of notices due.

        Of a notice it reminds once a period. A contract that fails is logged and tried
        again the next day; it stops no other.
        """
        due = self.search(self.env["res.company"]._scm_get_day_domain(self._get_due_domain))
        run_jobs(
            self.env,
            due,
            lambda contract: contract._remind(contract.company_id._scm_get_today()),
            _logger,
            "Contract %s not reminded of",
        )

    @api.model
    def _get_due_domain(self, today):
        """Return the domain of the contracts of which the nightly job has to do something."""
        return (
            self._get_validity_domain("notice", today)
            | (self._get_validity_domain("expired", today) & Domain("renewal", "=", "auto"))
            | (Domain("state", "=", "signed") & Domain("replaced_on", "<=", today))
        )

    def _remind(self, today):
        """Renew the contract, or put its notice date on somebody's list, once."""
        self.ensure_one()
        if self.notice_given_on or self.replaced_on:
            self._end_replaced()
            return
        if self.renewal == "auto" and self.valid_until < today:
            self._extend(today)
        elif not self.reminded_on or self.reminded_on < self.notice_date:
            self._notify_by_task(
                self._get_responsible(),
                lambda told: told.env._(
                    "Contract ends on %(date)s: renew it?", date=self.valid_until
                ),
                due_date=self.valid_until,
            )
            self._write_own({"reminded_on": today})

    def _extend(self, today):
        """Renew by the agreed months, as often as it takes to reach today."""
        self.ensure_one()
        until = self.valid_until
        while until < today:
            until += relativedelta(months=max(self.renewal_months, 1))
        self._write_own({"extended_until": until})
        self.message_post(body=self.env._("Renewed by itself until %(date)s.", date=until))

    def _get_validity(self, today):
        """Return how the contract stands on the day ``today``."""
        self.ensure_one()
        if self.state in ("draft", "to_sign"):
            return "unsigned"
        if self.state in ("terminated", "superseded"):
            return "ended"
        if self.date_start > today:
            return "future"
        if self.valid_until and self.valid_until < today:
            return "expired"
        is_near = self.notice_date and self.notice_date <= today
        is_settled = self.notice_given_on or self.replaced_on
        return "notice" if is_near and not is_settled else "valid"

    @api.model
    def _get_validity_domain(self, name, today):
        """Return the domain of the contracts whose validity is ``name`` on a day."""
        signed = Domain("state", "=", "signed")
        started = signed & Domain("date_start", "<=", today)
        ended = Domain("valid_until", "!=", False) & Domain("valid_until", "<", today)
        near = (
            Domain("notice_date", "!=", False)
            & Domain("notice_date", "<=", today)
            & Domain("notice_given_on", "=", False)
            & Domain("replaced_on", "=", False)
        )
        return {
            "unsigned": Domain("state", "in", ("draft", "to_sign")),
            "ended": Domain("state", "in", ("terminated", "superseded")),
            "future": signed & Domain("date_start", ">", today),
            "expired": started & ended,
            "notice": started & ~ended & near,
            "valid": started & ~ended & ~near,
        }.get(name, Domain.FALSE)

    @api.model
    def _get_in_force_domain(self, day):
        """Return the domain of the contracts that bind on a day; extend to narrow it."""
        return self._get_validity_domain("notice", day) | self._get_validity_domain("valid", day)

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | INITIAL

    def _prepare_template_values(self):
        """Return what the template says, dates counted from the start; extend for more."""
        self.ensure_one()
        template = self.template_id
        end = self.date_start and template.duration_months
        return {
            "kind": template.kind,
            "name": self.name or template.name,
            "date_end": end
            and self.date_start + relativedelta(months=template.duration_months, days=-1),
            "notice_days": template.notice_days,
            "renewal": template.renewal,
            "renewal_months": template.duration_months or 12,
            "penalty_percent": template.penalty_percent,
            "penalty_limit_percent": template.penalty_limit_percent,
            "clause_ids": [
                Command.clear(),
                *(Command.create(values) for values in template._prepare_clause_values(self.lang)),
            ],
        }

    def _get_frozen_fields(self):
        """Override of the approval: what both sides sign is what was approved."""
        return super()._get_frozen_fields() | {
            "name",
            "company_id",
            "currency_id",
            "kind",
            "partner_id",
            "lang",
            "date_start",
            "date_end",
            "notice_days",
            "renewal",
            "renewal_months",
            "penalty_percent",
            "penalty_limit_percent",
        }
