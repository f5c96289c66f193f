# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

from ..controllers import link_page
from ..tools import evidence
from .common import ScmConcurrencyCase
from .common_link import LinkPageChecks
from .test_scm_contract import ScmContractCommon
from .test_scm_contract_signing import draw_signature

NAME = "Asked by two at once"
BUSY = "worked on at this very moment"


@tagged("post_install", "-at_install")
class TestScmContractLinkPage(LinkPageChecks, HttpCase, ScmContractCommon):
    """The contract's page does what every page behind a link does."""

    thanks = "We have passed your wish on"
    again = "We have passed your wish on"
    take = "_ask_change"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._issue(cls._create_contract())
        _link, url = cls.document._send_link()
        cls.path = url[url.index("/scm/") :]
        cls.form_path = f"{cls.path}/decline"
        cls.form = {"reason": "Price too low"}

    def _set_reader_language(self, code):
        # Frozen with the contract, which speaks its own language.
        query = "UPDATE scm_contract SET lang = %s WHERE id = %s"
        self.env.cr.execute(query, (code, self.document.id))
        self.document.invalidate_recordset(["lang"])

    def _sign(self, path=None, **params):
        params = {"name": "Ms Wu", "signature": draw_signature(), "consent": True, **params}
        response = self.url_open(
            f"{path or self.path}/sign",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        self._assert_private(response)
        return response.json().get("result") or {}

    def test_document_and_scripts_are_private(self):
        self._assert_private(self.url_open(f"{self.path}/document"))
        self._assert_private(self.url_open("/scm/contract/wrong/document"))
        self._assert_private(self.url_open("/scm/a/b/c/d"))
        self.assertIn("not valid", self._sign("/scm/contract/wrong")["error"])

    @mute_logger("odoo.http")
    def test_script_that_breaks_is_private(self):
        with patch.object(evidence, "read_signature", side_effect=ZeroDivisionError):
            self.assertFalse(self._sign())

    def test_no_other_site_frames_the_page(self):
        policy = self.url_open(self.path).headers["Content-Security-Policy"]
        self.assertEqual(policy, "frame-ancestors 'none'")

    def test_wish_after_the_signature_comes_too_late(self):
        self._get_csrf()
        self._sign()
        before = self.document.activity_ids
        response = self._send_form()
        self.assertIn("You have signed this contract", response.text)
        self.assertNotIn(self.thanks, response.text)
        self.assertEqual(self.document.activity_ids, before)

    def test_same_wish_comes_to_the_responsible_once(self):
        before = self.document.activity_ids
        self._send_form()
        self._send_form()
        self.assertEqual(len(self.document.activity_ids - before), 1)

    def test_tags_in_a_wish_stay_text(self):
        self.form = {"reason": "<img src='http://example.com/x.png'> cheaper"}
        self._send_form()
        note = self.document.activity_ids.filtered("note")[:1].note
        self.assertNotIn("<img", note)
        self.assertIn("&lt;img", note)

    def test_wish_without_a_word_is_asked_for(self):
        self.form = {"reason": " \x00 "}
        self._assert_not_taken(self._send_form(), "Write what has to be changed")

    def test_what_is_no_name_and_no_signature_signs_nothing(self):
        bomb = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50).decode()
        for values in (
            {"name": ["Ms Wu"]},
            {"name": {"a": 1}},
            {"name": 7},
            {"name": "x" * 101},
            {"signature": 7},
            {"signature": [draw_signature()]},
            {"signature": bomb},
            {"consent": "yes"},
        ):
            with self.subTest(values=str(values)[:40]):
                self.assertIn("error", self._sign(**values))
        self.assertFalse(self.document.signature_ids)

    def test_blank_picture_is_no_signature(self):
        for color in ((0, 0, 0, 0), (255, 255, 255, 255)):
            with self.subTest(color=color):
                self.assertIn(
                    "draw your signature", self._sign(signature=draw_signature(color))["error"]
                )
        self.assertFalse(self.document.signature_ids)

    def test_evidence_says_who_passed_the_link_on(self):
        action = self.document.with_user(self.assistant).action_copy_link()
        url = action["context"]["default_url"]
        self._sign(url[url.index("/scm/") :])
        self.assertEqual(self.document.signature_ids.passed_by_id, self.assistant)

    def test_evidence_of_a_mailed_link_names_nobody_between(self):
        self._sign()
        self.assertEqual(self.document.signature_ids.method, "link")
        self.assertFalse(self.document.signature_ids.passed_by_id)

    def test_picture_bomb_signs_nothing(self):
        with patch("PIL.Image.MAX_IMAGE_PIXELS", 100):
            self.assertIn("error", self._sign())
        self.assertFalse(self.document.signature_ids)

    def test_lock_is_told_on_the_signature_pad_too(self):
        model = type(self.document)
        with patch.object(model, "lock_for_update", side_effect=link_page.LockError("No")):
            self.assertIn(BUSY, self._sign()["error"])
        self.assertFalse(self.document.signature_ids)
        self.assertTrue(self._sign()["force_refresh"])

    def test_changed_document_is_told_on_the_signature_pad(self):
        self.document.attachment_id.raw = b"%PDF-1.4 another text"
        self.assertIn("was changed after it was issued", self._sign()["error"])


@tagged("post_install", "-at_install")
class TestLinkPageConcurrency(ScmConcurrencyCase):
    """An answer by link while somebody else has the document, on two real connections."""

    def _create(self, env):
        partner = env["res.partner"].create({"name": NAME})
        contract = env["scm.contract"].create({"name": NAME, "partner_id": partner.id})
        self.link, _url = env["scm.access.link"]._issue(contract, "contract", partner)
        self.contract_id, self.link_id = contract.id, self.link.id

    def _remove(self, env):
        contracts = env["scm.contract"].search([("name", "=", NAME)])
        domain = [("res_model", "=", "scm.contract"), ("res_id", "in", contracts.ids)]
        env["scm.access.link"].search(domain).unlink()
        contracts.unlink()
        env["res.partner"].search([("name", "=", NAME)]).unlink()

    def _take(self, env):
        """Answer on this connection; return (outcome, error)."""
        link = env["scm.access.link"].browse(self.link_id)
        contract = env["scm.contract"].browse(self.contract_id)
        contract.read(["name"])
        answered = patch.object(type(contract), "_is_link_answerable", return_value=True)
        with patch.object(link_page, "request", SimpleNamespace(env=env)), answered:
            return link_page.LinkPage()._try_take(link, contract, {}, self._write)

    @staticmethod
    def _write(_link, contract, _values):
        contract.name = NAME
        return True

    def test_answer_while_somebody_else_holds_the_lock_is_told(self):
        with self._connect() as first, self._connect() as second:
            first["scm.contract"].browse(self.contract_id).lock_for_update()
            outcome, error = self._take(second)
            self.assertIn(BUSY, error)
            first.cr.rollback()
            self.assertEqual(self._take(second), (link_page.TAKEN, ""))

    @mute_logger("odoo.sql_db")
    def test_answer_after_somebody_else_was_faster_is_tried_again_by_odoo(self):
        with self._connect() as first, self._connect() as second:
            # Takes its snapshot before the first commits.
            second["scm.contract"].browse(self.contract_id).read(["name"])
            first["scm.contract"].browse(self.contract_id).date_start = "2026-01-01"
            first.cr.commit()
            with self.assertRaises(SerializationFailure):
                self._take(second)
            second.cr.rollback()
            self.assertEqual(self._take(second), (link_page.TAKEN, ""))
            self.assertEqual(second["scm.access.link"].browse(self.link_id).use_count, 1)
            second.cr.rollback()
