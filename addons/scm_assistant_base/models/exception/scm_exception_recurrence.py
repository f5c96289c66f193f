# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command, api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import clean_context, mute_logger
from psycopg2.errors import UniqueViolation

from ...tools.locks import wait_for_lock
from .scm_exception import CLOSED, REOPEN_DAYS


class ScmException(models.Model):
    """The same trouble found again: one case, counted, and reopened when it comes back."""

    _inherit = "scm.exception"

    @api.model
    def _report_case(
        self, fingerprint, values, category=None, reporter=None, attachments=None, is_news=False
    ):
        """Return the one open case for this trouble, made, reopened or found.

        The port for whoever finds trouble: a job, a counter, a supplier's page. It needs no
        rights and sets what is the same for all: the number, the language of the company,
        a category. Whatever a manager did to categories stops nobody who reports.

        Found again, it counts one more time; solved less than 30 days ago, it is
        reopened. Two workers that find the same trouble at once get the same case.

        :param str fingerprint: names the trouble within the company
        :param dict values: of the case, should it be new; ``links`` are (model, id, role) of
            documents beside its main one; texts are best made in `_scm_get_lang` of the
            company
        :param str category: code, where ``values`` have no ``category_id``
        :param reporter: the user in whose name it is reported; else the present one
        :param attachments: posted in the case, with its description
        :param bool is_news: somebody said it: found again, the case tells what is new and
            takes the worse severity; what a job sees each hour is counted only
        :return: the case, with the caller's rights
        :raise ConcurrencyError: another transaction has just made it; Odoo runs the
            request again, and then it is found
        """
        company = self.env["res.company"].browse(values.get("company_id")) or self.env.company
        cases = self._get_reporting(company, reporter)
        wait_for_lock(self.env, f"scm.exception:{company.id}:{fingerprint}")
        case = cases._find_case(company, fingerprint)
        if case:
            case._see_again()
            if is_news:
                case._tell_again(values)
        else:
            case = cases._create_found(company, fingerprint, values, category)
        if attachments:
            case.message_post(body=values.get("description") or "", attachment_ids=attachments.ids)
        # The caller gets it with no more than his own rights.
        return self.browse(case.id)

    def _get_reporting(self, company, reporter=None):
        """Return the model as cases are reported: in one's name, in the company's language."""
        context = {**clean_context(self.env.context), "lang": company._scm_get_lang()}
        # sudo: whoever finds trouble may say so; he is shown nothing of the case, and says
        # no more than what our own code made of it.
        user = reporter or self.env.user
        return self.with_env(self.env(user=user.id, context=context, su=True))

    def _create_found(self, company, fingerprint, values, category):
        """Create the case of a trouble that has none."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                case = self._create_own(
                    self._prepare_found_values(company, fingerprint, values, category)
                )
                case.flush_recordset()
                return case
        except UniqueViolation as error:
            if error.diag.constraint_name != self._fingerprint_open_uniq.full_name(self):
                raise
            # The other's commit came after our snapshot: only a new transaction sees it.
            raise ConcurrencyError(f"Case {fingerprint} was reported at this moment") from error

    def _prepare_found_values(self, company, fingerprint, values, category):
        values = {**values, "company_id": company.id, "fingerprint": fingerprint}
        # A document is linked once, however often it was named.
        links = {(model, res_id): role for model, res_id, role in values.pop("links", ())}
        if links:
            values["link_ids"] = [
                Command.create({"res_model": model, "res_id": res_id, "role": role})
                for (model, res_id), role in links.items()
            ]
        if not values.get("category_id"):
            categories = self.env["scm.exception.category"]
            values["category_id"] = categories._get_by_code(category, company).id
        return values

    @api.model
    def _close_gone(self, cases, note):
        """Resolve those of ``cases`` that nobody has begun to look into."""
        # sudo: that a trouble is gone is found by whoever looked, as it was reported.
        untouched = cases.sudo().filtered(lambda case: case.state == "reported")
        if untouched:
            cause = self.env["scm.exception.cause"]._get_by_code("gone")
            untouched.write({"cause_id": cause.id, "resolution": note})
            untouched.action_resolve()
        return cases.browse(untouched.ids)

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
        self._write_own(
            {
                "occurrence_count": self.occurrence_count + 1,
                "last_seen_at": fields.Datetime.now(),
            }
        )

    def _tell_again(self, values):
        """Say in the open case what was reported of it once more."""
        self.ensure_one()
        if severity := values.get("severity"):
            self.severity = min(self.severity, severity)
        said = [values["name"], values.get("description")]
        self.message_post(body=" ".join(filter(None, said)))

    def _reopen(self):
        self.ensure_one()
        if self.state not in CLOSED:
            return
        self._write_own(
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
