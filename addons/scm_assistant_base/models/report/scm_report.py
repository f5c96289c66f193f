# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.jobs import run_jobs
from ...tools.report_dataset import check_dataset
from ...tools.report_period import get_next_period, get_period, get_previous_period

_logger = logging.getLogger(__name__)

MAX_DAYS = 3 * 366


class ScmReport(models.Model):
    """A periodic report: what it tells, of which time, to whom, how often.

    What it tells is said by the model of its kind, see `scm.report.kind`. Each time it is
    issued, an edition keeps what it said.
    """

    _name = "scm.report"
    _description = "Report"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection([("exceptions", "Exceptions")], "Content", required=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Empty: issued in each company of who issues it, on its own."
    )
    period_kind = fields.Selection(
        [("day", "Day"), ("week", "Week"), ("month", "Month"), ("quarter", "Quarter")],
        "Period",
        required=True,
        default="month",
    )
    lang = fields.Selection(
        "_get_languages", "Language", help="Empty: the language of the company it is about."
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Partners", help="Tell of these partners alone; empty: of all."
    )

    # Delivery
    recipient_ids = fields.Many2many(
        "res.partner",
        "scm_report_recipient_rel",
        string="Recipients",
        help="They get each edition by mail with both files.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Issued by",
        default=lambda self: self.env.user,
        required=True,
        help="In whose name scheduled editions are issued and sent.",
    )
    is_scheduled = fields.Boolean("Scheduled", help="Issue by itself when a period is over.")
    next_date = fields.Date(
        "Next on",
        compute="_compute_next_date",
        store=True,
        readonly=False,
        copy=False,
        help="On this day the period before it is issued.",
    )
    last_issued_at = fields.Datetime("Last Issued", readonly=True, copy=False)
    last_error = fields.Char("Trouble", readonly=True, copy=False)
    edition_ids = fields.One2many("scm.report.edition", "report_id", "Editions")
    edition_count = fields.Integer(compute="_compute_edition_count")

    @api.depends("is_scheduled", "period_kind")
    def _compute_next_date(self):
        for report in self:
            today = (report.company_id or self.env.company)._scm_get_today()
            following = get_next_period(report.period_kind or "month", today)
            report.next_date = following[0] if report.is_scheduled else False

    def _compute_edition_count(self):
        domain = Domain("report_id", "in", self.ids)
        editions = self.env["scm.report.edition"]
        counts = dict(editions._read_group(domain, ["report_id"], ["__count"]))
        for report in self:
            report.edition_count = counts.get(report, 0)

    @api.model
    def _get_languages(self):
        return self.env["res.lang"].get_installed()

    @api.constrains("recipient_ids")
    def _check_recipients(self):
        for report in self:
            if silent := report.recipient_ids.filtered(lambda partner: not partner.email):
                raise ValidationError(
                    self.env._(
                        "%(names)s can't get a report by mail: they have no e-mail address.",
                        names=", ".join(silent.mapped("display_name")),
                    )
                )

    @api.constrains("is_scheduled", "next_date")
    def _check_schedule(self):
        for report in self:
            if report.is_scheduled and not report.next_date:
                raise ValidationError(self.env._("Say when %s is issued next.", report.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if issued := self.filtered("edition_count"):
            raise UserError(
                self.env._(
                    "%s has been issued; its editions are kept. Archive it instead.",
                    ", ".join(issued.mapped("name")),
                )
            )

    def action_issue(self):
        """Ask for which period to issue."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Issue %s", self.name),
            "res_model": "scm.report.issue",
            "view_mode": "form",
            "target": "new",
            "context": {"default_report_id": self.id},
        }

    def action_view_editions(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_base.scm_report_edition_action"
        )
        return {**action, "domain": [("report_id", "in", self.ids)], "context": {}}

    @api.model
    def _cron_issue(self):
        """Issue what is due, each report and company in a transaction of its own.

        Killed in the middle, it goes on with those that have no edition yet. One that
        fails is marked, logged and tried again next time; it stops no other.
        """
        due = [job for report in self._find_scheduled() for job in report._get_due_jobs()]
        run_jobs(
            self.env,
            due,
            lambda report, company: report._issue_due(company),
            _logger,
            "Report %s of %s failed",
            lambda report, company, error: report._note_failure(company, error),
        )

    def _note_failure(self, company, error):
        self.last_error = f"{company.name}: {error}"

    def _find_scheduled(self):
        """Return the scheduled reports of which some company's day has come."""
        latest = max(company._scm_get_today() for company in self.env["res.company"].search([]))
        return self.search([("is_scheduled", "=", True), ("next_date", "<=", latest)])

    def _get_due_jobs(self):
        """Return (report, company) of each company that still lacks its edition."""
        self.ensure_one()
        return [
            (self, company) for company in self._get_companies() if self._find_due_period(company)
        ]

    def _find_due_period(self, company):
        """Return the period that is over and not issued by the schedule yet, or None.

        After a long silence it is the last one; older ones are issued by hand, should
        anybody want them.
        """
        today = company._scm_get_today()
        if not self.is_scheduled or today < self.next_date:
            return None
        day = max(self.next_date, get_period(self.period_kind, today)[0])
        date_from, date_to = get_previous_period(self.period_kind, day)
        # sudo: whoever issues must know whether it was done.
        is_done = (
            self.env["scm.report.edition"]
            .sudo()
            .search_count(
                [
                    ("report_id", "=", self.id),
                    ("company_id", "=", company.id),
                    ("is_scheduled", "=", True),
                    ("date_from", "=", date_from),
                    ("date_to", "=", date_to),
                ],
                limit=1,
            )
        )
        return None if is_done else (date_from, date_to)

    def _issue_due(self, company):
        """Issue and send the period that is over; the last company moves the schedule on."""
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        period = self._find_due_period(company)
        if not period:
            return
        as_user = self.with_user(self.user_id).with_company(company)
        edition = as_user._issue(company, *period, is_scheduled=True)
        edition._send()
        self.last_error = False
        days = [each._scm_get_today() for each in self._get_companies()]
        if min(days) >= self.next_date and not self._get_due_jobs():
            self.next_date = self._get_following_date(max(days))

    def _get_following_date(self, today):
        """Return the next day of issue; the tenth of a month is followed by a tenth."""
        offset = self.next_date - get_period(self.period_kind, self.next_date)[0]
        first, last = get_next_period(self.period_kind, max(today, self.next_date))
        return min(first + offset, last)

    def _issue(self, company, date_from, date_to, is_scheduled=False):
        """Build, render and keep an edition of the period; an earlier one stays as it is."""
        self.ensure_one()
        self.check_access("read")
        self._check_period(company, date_from, date_to)
        # Two who issue at once: the second is told, or tries again after the first.
        self.lock_for_update(allow_referencing=True)
        lang = self.lang or company._scm_get_lang()
        report = self.with_company(company).with_context(lang=lang)
        dataset = report._get_dataset(company, date_from, date_to)
        check_dataset(dataset)
        # sudo: editions are made here alone, so that nobody can make one up.
        edition = (
            report.sudo()
            .env["scm.report.edition"]
            .create(
                {
                    "report_id": self.id,
                    "company_id": company.id,
                    "date_from": date_from,
                    "date_to": date_to,
                    "version": self._get_next_version(company, date_from, date_to),
                    "lang": lang,
                    "name": dataset["title"],
                    "dataset": dataset,
                    "is_scheduled": is_scheduled,
                    "issued_by_id": self.env.user.id,
                    "issued_at": fields.Datetime.now(),
                }
            )
        )
        edition._render_files()
        # sudo: as above; it also makes who issued at the same time try again.
        self.sudo().last_issued_at = edition.issued_at
        return edition.sudo(self.env.su)

    def _get_dataset(self, company, date_from, date_to):
        """Return what the report says about the period, see `tools.report_dataset`."""
        self.ensure_one()
        return self._find_kind(self.kind)._get_dataset(self, company, date_from, date_to)

    @api.model
    def _find_kind(self, kind):
        """Return the model that tells this kind, or None where its module is gone."""
        return self.env.get(f"scm.report.kind.{kind}")

    def _check_period(self, company, date_from, date_to):
        if date_to < date_from:
            raise UserError(self.env._("The period ends before it begins."))
        if date_from > company._scm_get_today():
            raise UserError(self.env._("The period has not begun yet: there is nothing to tell."))
        if (date_to - date_from).days > MAX_DAYS:
            raise UserError(self.env._("The period is longer than three years. Choose less."))
        if self.company_id and self.company_id != company:
            raise UserError(
                self.env._(
                    "%(report)s belongs to %(company)s.",
                    report=self.name,
                    company=self.company_id.name,
                )
            )

    def _get_next_version(self, company, date_from, date_to):
        editions = self.env["scm.report.edition"].sudo()  # sudo: counts, whoever may read
        last = editions.search(
            [
                ("report_id", "=", self.id),
                ("company_id", "=", company.id),
                ("date_from", "=", date_from),
                ("date_to", "=", date_to),
            ],
            order="version DESC",
            limit=1,
        )
        return last.version + 1

    def _get_companies(self):
        """Return the companies that this report is issued in by schedule."""
        # sudo: which companies those are is no secret to who runs the schedule.
        return self.company_id or self.sudo().user_id.company_ids.filtered("active")

    def _get_recipients(self, company):
        """Return who gets an edition of ``company``.

        A colleague who may not see the company gets nothing of it; others are partners
        that a manager chose. Extend to add recipients.
        """
        # sudo: whether a recipient has a login is asked about, nothing is shown.
        recipients = self.sudo().recipient_ids
        blind = recipients.filtered(
            lambda partner: partner.user_ids and company not in partner.user_ids.company_ids
        )
        return recipients - blind

    def _get_filters(self):
        """Return pairs of label and text of what the report leaves out; extend to add one."""
        self.ensure_one()
        if not self.partner_ids:
            return []
        names = ", ".join(self.partner_ids.mapped("display_name"))
        return [(self.env._("Partners"), names)]
