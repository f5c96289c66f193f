# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ...tools.locks import wait_for_lock
from .scm_exception import _OWN_STEP, CLOSED, REOPEN_DAYS


class ScmException(models.Model):
    """The same trouble found again: one case, counted, and reopened when it comes back."""

    _inherit = "scm.exception"

    @api.model
    def _report_case(self, fingerprint, values):
        """Return the one open case for this trouble, made, reopened or found.

        Found again, it counts one more time; solved less than 30 days ago, it is
        reopened. Two workers that find the same trouble at once get the same case.

        :param str fingerprint: names the trouble within the company
        :param dict values: of the case, should it be new
        :raise ConcurrencyError: another transaction has just made it; Odoo runs the
            request again, and then it is found
        """
        company = self.env["res.company"].browse(values.get("company_id")) or self.env.company
        wait_for_lock(self.env, f"scm.exception:{company.id}:{fingerprint}")
        case = self._find_case(company, fingerprint)
        if case:
            case._see_again()
            return case
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                values = {**values, "company_id": company.id, "fingerprint": fingerprint}
                case = self.with_context(scm_case_step=_OWN_STEP).create(values)
                case.flush_recordset()
                # The caller gets it without the token of the case's own steps.
                return case.with_env(self.env)
        except UniqueViolation as error:
            # The other's commit came after our snapshot: only a new transaction sees it.
            raise ConcurrencyError(f"Case {fingerprint} was reported at this moment") from error

    @api.model
    def _close_gone(self, cases, note):
        """Resolve those of ``cases`` that nobody has begun to look into."""
        untouched = cases.filtered(lambda case: case.state == "reported")
        cause = self.env.ref("scm_assistant_base.scm_exception_cause_gone")
        for case in untouched:
            case.write({"cause_id": cause.id, "resolution": note})
        untouched.action_resolve()
        return untouched

    def _find_case(self, company, fingerprint):
        """Return the open case of a fingerprint, else one solved lately, else none."""
        domain = Domain("company_id", "=", company.id) & Domain("fingerprint", "=", fingerprint)
        if case := self.search(domain & self._get_open_domain(), limit=1):
            return case
        since = fields.Datetime.subtract(fields.Datetime.now(), days=REOPEN_DAYS)
        lately = Domain("state", "=", "resolved") & Domain("resolved_at", ">=", since)
        return self.search(domain & lately, order="resolved_at DESC, id DESC", limit=1)

    def _see_again(self):
        self.ensure_one()
        if self.state in CLOSED:
            self._reopen()
        self._write_step(
            {
                "occurrence_count": self.occurrence_count + 1,
                "last_seen_at": fields.Datetime.now(),
            }
        )

    def _reopen(self):
        self.ensure_one()
        if self.state not in CLOSED:
            return
        self._write_step(
            {
                "state": "reported",
                "resolved_at": False,
                # Its deadline and its hours run anew: the time solved was nobody's delay.
                "reopened_at": fields.Datetime.now(),
                "escalated_at": False,
                "reopen_count": self.reopen_count + 1,
            }
        )
        self._notify_managers("back")
