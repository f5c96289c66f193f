# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import ScmBaseCommon

NOW = datetime(2026, 6, 30, 3)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestScmAccessLink(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.links = cls.env["scm.access.link"]

    def _issue(self, purpose="confirm", **options):
        link, url = self.links._issue(self.partner, purpose, self.partner, **options)
        return link, url.rsplit("/", 1)[1]

    def test_link_opens_its_document(self):
        link, token = self._issue()
        self.assertEqual(self.links._resolve(token, "confirm"), link)
        self.assertEqual(link._get_document(), self.partner)
        self.assertEqual(link.state, "valid")

    def test_address_holds_purpose_and_token(self):
        _link, url = self.links._issue(self.partner, "confirm", self.partner)
        self.assertRegex(url, r"^https?://[^/]+/scm/confirm/[\w-]{43}$")

    def test_token_is_not_kept(self):
        link, token = self._issue()
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(l)::text FROM scm_access_link l")
        self.assertNotIn(token, str(self.env.cr.fetchall()))
        self.assertNotIn(token, " ".join(self.partner.message_ids.mapped("body")))
        self.assertEqual(len(link.sudo().token_hash), 64)

    def test_each_token_opens_one_link_only(self):
        first, token = self._issue()
        second, other = self._issue()
        self.assertNotEqual(token, other)
        self.assertEqual(self.links._resolve(other, "confirm"), second)
        self.assertEqual(self.links._resolve(token, "confirm"), first)

    def test_wrong_token_or_purpose_opens_nothing(self):
        _link, token = self._issue()
        for attempt in ("", None, "x" * 43, token[:-1], token + "a", "é" * 20):
            with self.subTest(token=attempt):
                self.assertFalse(self.links._resolve(attempt, "confirm"))
        for purpose in ("sign", "", None, "簽收"):
            with self.subTest(purpose=purpose):
                self.assertFalse(self.links._resolve(token, purpose))

    def test_expired_link_opens_nothing(self):
        link, token = self._issue(days=14)
        with freeze_time(NOW + timedelta(days=14) - timedelta(seconds=1)):
            self.assertTrue(self.links._resolve(token, "confirm"))
        with freeze_time(NOW + timedelta(days=14)):
            link.invalidate_recordset(["state"])
            self.assertFalse(self.links._resolve(token, "confirm"))
            self.assertIn(link, self.links.search([("state", "=", "expired")]))

    def test_revoked_link_opens_nothing_and_the_document_tells(self):
        link, token = self._issue()
        link.with_user(self.manager).action_revoke()
        self.assertFalse(self.links._resolve(token, "confirm"))
        self.assertIn("revoked", self.partner.message_ids[0].body)
        self.assertIn(link, self.links.search([("state", "=", "revoked")]))

    def test_link_of_a_deleted_document_opens_nothing(self):
        document = self.partner.create({"name": "Gone"})
        _link, url = self.links._issue(document, "confirm", self.partner)
        document.unlink()
        self.assertFalse(self.links._resolve(url.rsplit("/", 1)[1], "confirm"))

    def test_looking_is_not_using(self):
        link, token = self._issue()
        self.links._resolve(token, "confirm")
        self.assertEqual(link.use_count, 0)
        self.links._resolve(token, "confirm")._record_use()
        self.assertEqual(link.use_count, 1)
        self.assertEqual(link.used_at, NOW)

    def test_document_tells_for_whom_and_until_when(self):
        self._issue()
        self.assertIn("Own Supplier", self.partner.message_ids[0].body)
        self.assertIn("2026", self.partner.message_ids[0].body)

    def test_nobody_but_managers_sees_links_and_nobody_writes_them(self):
        link, _token = self._issue()
        with self.assertRaises(AccessError):
            link.with_user(self.assistant).read(["purpose"])
        with self.assertRaises(AccessError):
            link.with_user(self.manager).expires_at = NOW + timedelta(days=999)
        with self.assertRaises(AccessError):
            link.with_user(self.manager).read(["token_hash"])

    def test_links_of_another_company_stay_hidden(self):
        link, _token = self._issue()
        other = self.env["res.company"].create({"name": "Other"})
        link.sudo().company_id = other
        self.assertNotIn(link, self.links.with_user(self.manager).search([]))


@tagged("post_install", "-at_install")
class TestScmAccessLinkPage(HttpCase):
    def test_unserved_purpose_gets_the_neutral_page(self):
        response = self.url_open("/scm/nothing/token")
        self.assertEqual(response.status_code, 404)
        self.assertIn("not valid", response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
