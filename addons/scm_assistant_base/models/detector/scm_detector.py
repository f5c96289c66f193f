# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.jobs import run_jobs
from ...tools.locks import try_lock
from ...tools.notification import RELOAD, get_notification_action
from ..exception.scm_exception import REOPEN_DAYS

_logger = logging.getLogger(__name__)


class ScmDetector(models.Model):
    """A named check that finds trouble and keeps its cases up to date.

    A module adds one with a data record and a method of one of its families, see
    `scm.detector.family`.
    """

    _name = "scm.detector"
    _description = "Detector"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    category_id = fields.Many2one("scm.exception.category", required=True, ondelete="restrict")
    severity = fields.Selection(selection="_selection_severity", required=True, default="s2")
    auto_close = fields.Boolean(
        "Close When Gone",
        default=True,
        help="Resolves a case that nobody has begun to look into when its trouble is gone.",
    )
    is_event = fields.Boolean(
        "Reports Each Event Once",
        readonly=True,
        help="What it finds happened at one moment and does not go away: its case is "
        "neither closed by itself nor reopened because it is found again.",
    )
    interval_hours = fields.Integer(
        "Every (Hours)", default=1, required=True, help="How often it looks, at most hourly."
    )
    open_case_limit = fields.Integer(
        "Open Cases at Most",
        default=50,
        required=True,
        help="In each company. While so many cases of this detector are open, what else it "
        "finds waits, the worst first: nobody works through a thousand notifications.",
    )
    company_ids = fields.Many2many("res.company", string="Companies", help="Empty: all companies.")
    parameter_ids = fields.One2many("scm.detector.parameter", "detector_id", "Thresholds")
    last_run_at = fields.Datetime(readonly=True)
    last_finding_count = fields.Integer("Found Last Time", readonly=True)
    last_waiting_count = fields.Integer(
        "Found But Not Opened", readonly=True, help="Because as many cases as allowed are open."
    )
    last_error = fields.Text("Trouble", readonly=True, copy=False)
    open_case_count = fields.Integer("Open Cases", compute="_compute_open_case_count")

    _code_uniq = models.Constraint("UNIQUE(code)", "Another detector already has this code.")
    _limits_positive = models.Constraint(
        "CHECK(open_case_limit > 0 AND interval_hours > 0)",
        "A detector opens at least one case, and looks every hour at most.",
    )

    def _compute_open_case_count(self):
        cases = self.env["scm.exception"]
        domain = cases._get_open_domain() & Domain("detector_id", "in", self.ids)
        counts = dict(cases._read_group(domain, ["detector_id"], ["__count"]))
        for detector in self:
            detector.open_case_count = counts.get(detector, 0)

    def _selection_severity(self):
        return self.env["scm.exception"]._fields["severity"]._description_selection(self.env)

    @api.constrains("category_id", "company_ids")
    def _check_category_company(self):
        for detector in self:
            company = detector.category_id.company_id
            if company and detector.company_ids != company:
                raise ValidationError(
                    self.env._(
                        "The category %(category)s is of %(company)s alone. Choose one for all "
                        "companies, or let %(detector)s look there only.",
                        category=detector.category_id.name,
                        company=company.name,
                        detector=detector.name,
                    )
                )

    def action_run(self):
        """Run the selected detectors now and say what they found."""
        found = self._run()
        return get_notification_action(
            self.env._("Found: %(count)s", count=found),
            "warning" if found else "success",
            then=RELOAD,
        )

    def action_view_cases(self):
        """Open the cases that this detector found."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_base.scm_exception_action"
        )
        action["domain"] = [("detector_id", "in", self.ids)]
        action["context"] = {"search_default_open": 1}
        return action

    @api.model
    def _cron_run_detectors(self):
        """Run each active detector that is due, each company in a transaction of its own.

        One company that fails is logged, shown on the detector and tried again next
        time; it stops neither the other companies nor the other detectors.
        """
        detectors = self.search([("active", "=", True)], order="last_run_at NULLS FIRST, id")
        detectors.filtered(lambda detector: detector._is_due())._run_each()

    def _run_each(self):
        """Run through all companies of each, committing after each, and record how it went.

        Out of time it stops between two detectors: one that was left in the middle would
        begin with the same companies again.
        """
        companies = {detector: detector._get_run_companies() for detector in self}
        counts, errors = defaultdict(list), defaultdict(list)

        def run(detector, company):
            detector._lock()
            found = detector._run_company(company)
            # Where it can't be written, the company was not looked at.
            self.env.flush_all()
            counts[detector].append(found)
            if len(counts[detector]) == len(companies[detector]):
                detector._record_run(counts[detector])

        def note(detector, company, error):
            errors[detector].append(f"{company.name}: {error}")
            detector.last_error = "\n".join(errors[detector])

        run_jobs(
            self.env,
            [(detector, company) for detector in self for company in companies[detector]],
            run,
            _logger,
            "Detector %s failed in company %s",
            note,
            can_stop=lambda detector, company: company == companies[detector][-1:],
        )

    def _is_due(self):
        self.ensure_one()
        if not self.last_run_at:
            return True
        # A job that comes some minutes early must not make a daily detector miss a day.
        due = fields.Datetime.add(self.last_run_at, hours=self.interval_hours, minutes=-10)
        return due <= fields.Datetime.now()

    def _run(self):
        """Look for trouble in the user's companies, update the cases, return how many found.

        Only a run through all companies of a detector counts as its last one: what one
        company's manager looks at says nothing about the others.
        """
        total = 0
        for detector in self:
            detector._lock()
            companies = detector._get_run_companies()
            mine = self._filter_readable(companies)
            counts = [detector._run_company(company) for company in mine]
            total += sum(found for found, _waiting in counts)
            if mine == companies:
                detector._record_run(counts)
        return total

    def _record_run(self, counts):
        """Write down that all companies were looked at, and how much was found."""
        self.ensure_one()
        self.write(
            {
                "last_run_at": fields.Datetime.now(),
                "last_finding_count": sum(found for found, _waiting in counts),
                "last_waiting_count": sum(waiting for _found, waiting in counts),
                "last_error": False,
            }
        )

    def _lock(self):
        """Let one worker at a time run this detector; the other is told who waits."""
        self.ensure_one()
        # A detector's row may be edited while it runs, so the lock is not the row's.
        if not try_lock(self.env, f"detector:{self.id}"):
            raise LockError(
                self.env._(
                    "%(name)s is running already; see its cases in a moment.", name=self.name
                )
            )

    def _run_company(self, company):
        """Return how many findings ``company`` has, and how many of them wait for room.

        All others have a case after it. What was cancelled as a false alarm is no finding.
        """
        self.ensure_one()
        # Cases belong to the company looked at, whatever the user's present one is.
        # And they are written in its language, not in that of the nightly job.
        lang = company._scm_get_lang()
        detector = self.with_company(company).with_context(lang=lang)
        findings = detector._get_findings(company)
        known, is_open = detector._get_known_fingerprints(company)
        if self.is_event:
            findings = [one for one in findings if one["fingerprint"] not in known]
        dismissed = detector._see_dismissed({one["fingerprint"] for one in findings}, company)
        findings = [one for one in findings if one["fingerprint"] not in dismissed]
        room = self.open_case_limit - len(is_open)
        waiting = 0
        for finding in findings:
            if finding["fingerprint"] not in is_open:
                if room <= 0:
                    waiting += 1
                    continue
                room -= 1
            detector._report_finding(finding, company)
        if self.auto_close and not self.is_event:
            detector._close_gone({finding["fingerprint"] for finding in findings}, company)
        return len(findings), waiting

    def _get_findings(self, company):
        """Return what is wrong in ``company`` by this detector, the worst first."""
        self.ensure_one()
        check = self.env["scm.detector.family"]._find_check(self.code)
        if not check:
            raise UserError(
                self.env._(
                    "Nothing here looks for “%(code)s”: the module of %(name)s is missing.",
                    code=self.code,
                    name=self.name,
                )
            )
        return check(self, company)

    def _report_finding(self, finding, company):
        """Open, reopen or count up the case of one finding."""
        values = {**self._prepare_case_values(company), **finding}
        self.env["scm.exception"]._report_case(values.pop("fingerprint"), values)

    def _get_known_fingerprints(self, company):
        """Return the fingerprints of this detector's cases: of all, and of the open ones."""
        cases = self.env["scm.exception"]
        domain = Domain("detector_id", "=", self.id) & Domain("company_id", "=", company.id)
        known = cases.search_fetch(domain, ["fingerprint", "state"])
        is_open = known.filtered_domain(cases._get_open_domain())
        return set(known.mapped("fingerprint")), set(is_open.mapped("fingerprint"))

    def _see_dismissed(self, fingerprints, company):
        """Return those of ``fingerprints`` that somebody called a false alarm.

        Their cancelled cases are left alone as long as the trouble is found, and a month
        after it was found last; then it is news again.
        """
        cases = self.env["scm.exception"]
        mine = (
            Domain("detector_id", "=", self.id)
            & Domain("company_id", "=", company.id)
            & Domain("fingerprint", "in", list(fingerprints))
        )
        since = fields.Datetime.subtract(fields.Datetime.now(), days=REOPEN_DAYS)
        cancelled = Domain("state", "=", "cancelled") & Domain("last_seen_at", ">=", since)
        dismissed = cases.search(mine & cancelled)
        is_open = set(cases.search(mine & cases._get_open_domain()).mapped("fingerprint"))
        dismissed = dismissed.filtered(lambda case: case.fingerprint not in is_open)
        dismissed._write_own({"last_seen_at": fields.Datetime.now()})
        return set(dismissed.mapped("fingerprint"))

    def _close_gone(self, fingerprints, company):
        cases = self.env["scm.exception"]
        domain = (
            cases._get_open_domain()
            & Domain("detector_id", "=", self.id)
            & Domain("company_id", "=", company.id)
            & Domain("fingerprint", "not in", list(fingerprints))
        )
        cases._close_gone(
            cases.search(domain), self.env._("The detector no longer finds this trouble.")
        )

    def _get_run_companies(self):
        """Return the companies that this detector looks at, whoever may see them."""
        self.ensure_one()
        # sudo: which companies there are decides whether a run was a whole one.
        detector = self.sudo()
        companies = detector.company_ids or detector._get_all_companies()
        return companies.sudo(self.env.su)

    def _get_all_companies(self):
        return self.env["res.company"].search([("active", "=", True)])

    def _filter_readable(self, companies):
        """Return those of ``companies`` in which the user works."""
        return companies if self.env.su else companies & self.env.user.company_ids

    def _get_parameter(self, code):
        """Return the threshold ``code`` of this detector."""
        self.ensure_one()
        parameter = self.parameter_ids.filtered(lambda line: line.code == code)
        if not parameter:
            raise UserError(
                self.env._(
                    "%(name)s has no threshold %(code)s any more. Add it.",
                    name=self.name,
                    code=code,
                )
            )
        return parameter.value

    def _prepare_case_values(self, company):
        """Return the values that all cases of this detector have in common."""
        self.ensure_one()
        return {
            "company_id": company.id,
            "category_id": self.category_id.id,
            "severity": self.severity,
            "detector_id": self.id,
        }
