# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import date

from odoo.exceptions import AccessError, LockError, UserError
from odoo.http import request

from ..exceptions import ForeignAnswerError
from ..tools import link_form

_logger = logging.getLogger(__name__)

# What each route behind a link is. The reader's language is the document's business:
# no language in the address, which would be a second address for the same key.
LINK_ROUTE = {
    "type": "http",
    "auth": "public",
    "website": True,
    "multilang": False,
    "sitemap": False,
}
LINK_JSON_ROUTE = {"type": "jsonrpc", "auth": "public"}

# What became of an answer; the page finds it as ``outcome``.
TAKEN = "taken"  # it is kept
KNOWN = "known"  # the very same had been kept already
CLOSED = "closed"  # the document takes no answer (any more)
OUTCOMES = (TAKEN, KNOWN, CLOSED)


def render_invalid_link():
    """Return the one page for every link that opens nothing, whatever the reason."""
    return request.render("scm_assistant_base.link_invalid", status=404)


class LinkPage:
    """The page behind a link to a document of ``scm.link.document.mixin``.

    A page is a controller of its own that names its document and its template, and
    has two short routes::

        class ConfirmationController(LinkPage, http.Controller):
            _link_model = "sale.confirmation"
            _page_template = "scm_assistant_sale.confirmation_page"

            @http.route("/scm/confirm/<string:token>", methods=["GET"], **LINK_ROUTE)
            def open_confirmation(self, token, outcome=None, **_kwargs):
                return self._show(token, outcome)

            @http.route("/scm/confirm/<string:token>", methods=["POST"], **LINK_ROUTE)
            def answer_confirmation(self, token, **form):
                return self._take(token, form, self._take_answer)

            def _take_answer(self, link, document, form):
                day = self._read_day(form, "day")
                return document._receive_answer(day)  # False: known already

    Not itself a ``http.Controller``: Odoo would make one controller of all pages.

    What a page need not care for: the token (wrong, expired, revoked, withdrawn: one
    neutral page); language, time zone and company, set the same way everywhere; the
    lock, the savepoint, and errors, shown on the page with what was typed; the use of
    the link, counted once; the redirect after an answer, so that a reload sends nothing
    again; an answer that comes twice or too late; the headers that keep it private,
    which ``ir.http`` sets on whatever is answered under /scm/.

    The template calls ``scm_assistant_base.link_layout`` and finds in its values
    ``document``, ``token``, ``partner``, ``link_company``, ``form`` (what was typed, after
    an error), ``error``, ``outcome`` and ``is_answerable``; ``link_error`` shows the error.
    """

    _link_model = None
    _page_template = None

    def _open(self, token):
        """Return (link, document) as OdooBot, both empty where the token opens nothing.

        From here on the request speaks the reader's language, in the company's time zone.
        """
        model = request.env[self._link_model]
        link = request.env["scm.access.link"]._resolve(token, model._link_purpose)
        document = link._get_document()
        if document._name != self._link_model or not document._is_link_open():
            return link.browse(), model
        words = {"lang": document._get_link_language(), "tz": document._get_link_timezone()}
        request.update_context(**words)
        # Odoo's scripts take theirs from here, as on the signature pad.
        request.lang = request.env["res.lang"]._get_data(code=words["lang"])
        document = document.with_company(document.company_id)
        return link.with_context(**words), document.with_context(**words)

    def _show(self, token, outcome=None):
        """Answer a GET; who only looks, as a mail scanner does, changes nothing."""
        link, document = self._open(token)
        if not link:
            return render_invalid_link()
        return self._render(link, document, token, outcome=outcome)

    def _take(self, token, form, take):
        """Answer a POST: take what was sent, then show the page by a redirect.

        :param dict form: as it came
        :param take: called with (link, document, form), the form now of texts only, under
            a savepoint and the document's lock, and only while the document takes
            answers. It returns whether the answer is new; what it raises as UserError is
            shown on the page and nothing is kept; ForeignAnswerError gets the neutral page.
        """
        link, document = self._open(token)
        if not link:
            return render_invalid_link()
        form = link_form.read_form(form)
        try:
            outcome, error = self._try_take(link, document, form, take)
        except ForeignAnswerError:
            return render_invalid_link()
        if error:
            return self._render(link, document, token, error=error, form=form)
        return request.redirect(self._get_path(token, outcome), code=303)

    def _take_json(self, token, values, take):
        """Answer a script of the page as ``_take`` does a form; see there.

        :return: {"error": text}, or where to go as Odoo's signature form expects it
        """
        link, document = self._open(token)
        invalid = request.env._("This link is not valid, or no longer valid.")
        if not link:
            return {"error": invalid}
        try:
            outcome, error = self._try_take(link, document, values, take)
        except ForeignAnswerError:
            return {"error": invalid}
        if error:
            return {"error": error}
        return {"force_refresh": True, "redirect_url": self._get_path(token, outcome)}

    def _try_take(self, link, document, values, take):
        """Return (outcome, error): what became of an answer, or why nothing did.

        A lock that somebody else holds is told at once. Where somebody was faster and has
        committed, PostgreSQL's serialization failure goes up to Odoo, which tries again
        on what is there now.
        """
        try:
            with request.env.cr.savepoint():
                document.lock_for_update()
                document.invalidate_recordset()
                if not document._is_link_answerable():
                    return CLOSED, ""
                is_new = take(link, document, values)
                if is_new:
                    link._record_use()
        except LockError:
            return "", self._get_busy_text()
        except AccessError:
            # Its words are about models and groups, nothing for a reader outside.
            _logger.warning("Not taken by link: %s", document, exc_info=True)
            return "", request.env._("This can't be done here. Please ask who sent you the link.")
        except UserError as error:
            return "", str(error)
        return TAKEN if is_new else KNOWN, ""

    def _get_busy_text(self):
        return request.env._(
            "This is being worked on at this very moment, perhaps by your own first click. "
            "Please wait a moment and send it again."
        )

    def _get_path(self, token, outcome):
        purpose = request.env[self._link_model]._link_purpose
        return f"/scm/{purpose}/{token}?outcome={outcome}"

    def _render(self, link, document, token, outcome=None, error="", form=None):
        values = {
            "document": document,
            "token": token,
            "partner": link.partner_id,
            "link_company": document.company_id,
            "form": form or {},
            "error": error,
            "outcome": outcome if outcome in OUTCOMES else "",
            "is_answerable": document._is_link_answerable(),
        }
        values |= self._prepare_page_values(document)
        return request.render(self._page_template, values)

    def _prepare_page_values(self, document):
        """Return what the template finds besides, see the class; extend to add more."""
        return {}

    def _read_text(self, form, name, limit):
        """Return a text of the form, at most ``limit`` characters of it."""
        return link_form.read_text(form.get(name), limit)

    def _read_number(self, form, name, maximum=link_form.MAX_FIGURE):
        """Return a number ≥ 0 of the form, None where nothing was typed.

        :raise UserError: it is no number, or larger than ``maximum``
        """
        code = request.env.lang
        decimal_point = request.env["res.lang"]._get_data(code=code).decimal_point
        try:
            return link_form.read_number(form.get(name), maximum, decimal_point)
        except ValueError as error:
            raise UserError(request.env._("Please check the dates and quantities.")) from error

    def _read_day(self, form, name, earliest=date.min, latest=date.max):
        """Return a day of the form, None where nothing was typed.

        :raise UserError: it is no day, or none from ``earliest`` to ``latest``
        """
        try:
            return link_form.read_day(form.get(name), earliest, latest)
        except ValueError as error:
            raise UserError(request.env._("Please check the dates and quantities.")) from error
