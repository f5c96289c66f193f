# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from unittest.mock import patch

from odoo.exceptions import AccessError, LockError, UserError
from odoo.http import request
from odoo.tools import mute_logger

from ..controllers.link_page import LinkPage
from ..models.ir_http import PRIVATE_HEADERS

CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LOGGER = "odoo.addons.scm_assistant_base.controllers.link_page"


class LinkPageChecks:
    """What every page behind a link does, whosoever's document it shows.

    A test class of a page inherits it before ``HttpCase`` and says, by the end of
    ``setUp``: ``document`` and ``path``; ``form``, an answer that is taken, and
    ``form_path``, where it goes; ``thanks`` and ``again``, words that the page says after
    the first answer and after the same once more; ``take``, the name of the document's
    method that takes it.
    """

    form_path = None
    document = path = form = thanks = again = take = None

    def _get_csrf(self):
        """Return the form's own key, good for the session whatever the page shows later."""
        if not getattr(self, "_csrf", None):
            self._csrf = CSRF.search(self.url_open(self.path).text).group(1)
        return self._csrf

    def _send_form(self, **options):
        form = {"csrf_token": self._get_csrf(), **self.form}
        return self.url_open(self.form_path or self.path, data=form, **options)

    def _get_use_count(self):
        domain = [("res_model", "=", self.document._name), ("res_id", "=", self.document.id)]
        return sum(self.env["scm.access.link"].search(domain).mapped("use_count"))

    def _assert_private(self, response):
        for answer in (*response.history, response):
            headers = {name: answer.headers.get(name) for name in PRIVATE_HEADERS}
            self.assertEqual(headers, PRIVATE_HEADERS, (answer.status_code, answer.url))

    def _assert_not_taken(self, response, words):
        """Told on the page, which keeps what was typed; nothing else is kept."""
        self.assertEqual(response.status_code, 200)
        self.assertIn(words, response.text)
        self.assertIn("csrf_token", response.text)
        self.assertEqual(self._get_use_count(), 0)
        self._assert_private(response)

    def _failing(self, error):
        return patch.object(type(self.document), self.take, side_effect=error)

    def test_page_is_private(self):
        self._assert_private(self.url_open(self.path))
        self._assert_private(self.url_open(f"{self.path}x"))

    @mute_logger("odoo.http")  # Odoo logs the refusal at length
    def test_refused_form_is_private(self):
        self.url_open(self.path)
        response = self.url_open(self.form_path or self.path, data=self.form)
        self.assertEqual(response.status_code, 400)
        self._assert_private(response)

    @mute_logger("odoo.http")
    def test_page_that_breaks_is_private(self):
        with patch.object(LinkPage, "_render", side_effect=ZeroDivisionError):
            response = self.url_open(self.path)
        self.assertEqual(response.status_code, 500)
        self._assert_private(response)

    def test_answer_ends_in_a_page_that_a_reload_does_not_send_again(self):
        response = self._send_form()
        self.assertEqual([answer.status_code for answer in response.history], [303])
        self.assertIn(self.thanks, response.text)
        self._assert_private(response)
        self.assertEqual(self._get_use_count(), 1)

    def test_second_answer_is_recognised_and_told_kindly(self):
        self._send_form()
        response = self._send_form()
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.again, response.text)
        self._assert_private(response)
        self.assertEqual(self._get_use_count(), 1)

    def test_lock_that_somebody_holds_is_told_on_the_page(self):
        locked = patch.object(
            type(self.document), "lock_for_update", side_effect=LockError("Cannot grab a lock")
        )
        self._get_csrf()
        with locked:
            response = self._send_form()
        self._assert_not_taken(response, "worked on at this very moment")
        self.assertNotIn("Cannot grab", response.text)

    def test_what_the_document_refuses_is_told_on_the_page(self):
        self._get_csrf()
        with self._failing(UserError("Not on a Sunday")):
            self._assert_not_taken(self._send_form(), "Not on a Sunday")

    def test_error_of_rights_is_no_riddle_for_the_reader(self):
        self._get_csrf()
        with self._failing(AccessError("No write on scm.secret")), self.assertLogs(LOGGER):
            response = self._send_form()
        self._assert_not_taken(response, "ask who sent you the link")
        self.assertNotIn("scm.secret", response.text)

    def test_page_speaks_the_reader_s_language_in_the_company_s_zone(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self._set_reader_language("zh_TW")
        self.document.company_id.partner_id.tz = "Asia/Taipei"
        render, seen = LinkPage._render, []

        def look(page, link, document, *args, **options):
            context = request.env.context
            seen.append((document.env.lang, context["lang"], request.lang.code))
            seen.append((document.env.context["tz"], context["tz"], document.env.company))
            return render(page, link, document, *args, **options)

        with patch.object(LinkPage, "_render", look):
            page = self.url_open(self.path)
        company = self.document.company_id
        self.assertEqual(seen[0], ("zh_TW", "zh_TW", "zh_TW"))
        self.assertEqual(seen[1], ("Asia/Taipei", "Asia/Taipei", company))
        self.assertIn('<html lang="zh-TW"', page.text)

    def _set_reader_language(self, code):
        self.document._get_link_partner().lang = code
