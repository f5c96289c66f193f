# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import Form, tagged

from .common import ScmBaseCommon
from .fake_models import NAME_MISSING, ScmTestLetter, add_model
from .test_scm_contract import ScmContractCommon

NOW = datetime(2026, 6, 30, 3)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestScmLinkDocument(ScmBaseCommon):
    """A document of the mixin: what it issues, and what it says to whoever may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_model(cls, ScmTestLetter)
        cls.partner.email = "supplier@example.com"
        cls.letter = cls.env["scm.test.letter"].create(
            {"name": "Letter", "company_id": cls.company.id, "partner_id": cls.partner.id}
        )
        cls.own = cls.letter.with_user(cls.assistant)
        cls.links = cls.env["scm.access.link"]

    def _open(self, url):
        return self.links._resolve(url.rsplit("/", 1)[1], "letter")._get_document()

    def _copy(self):
        """Return the address that the dialog shows."""
        return self.own.action_copy_link()["context"]["default_url"]

    def test_link_opens_the_document_for_its_days(self):
        link, url = self.own._issue_link()
        self.assertIn("/scm/letter/", url)
        self.assertEqual(self._open(url), self.letter)
        self.assertEqual(link.sudo().expires_at, datetime(2026, 7, 3, 3))
        self.assertEqual(self.letter.issued_count, 1)

    def test_new_link_ends_the_one_before_however_it_is_passed_on(self):
        _link, mailed = self.own._issue_link()
        copied = self._copy()
        self.assertFalse(self._open(mailed))
        self.assertEqual(self._open(copied), self.letter)
        self.letter._revoke_links()
        self.assertFalse(self._open(copied))

    def test_partner_without_address_gets_a_copied_link(self):
        self.partner.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address. Add one, or copy the link"):
            self.own._send_link()
        self.assertFalse(self.letter.issued_count)
        self.assertEqual(self._open(self._copy()), self.letter)

    def test_without_its_mail_the_link_is_copied(self):
        gone = patch.object(type(self.letter), "_link_template", "scm_assistant_base.gone")
        with gone, self.assertRaisesRegex(UserError, "was deleted. Copy the link"):
            self.own._send_link()
        self.assertFalse(self.letter.issued_count)
        self.assertEqual(self._open(self._copy()), self.letter)

    def test_chatter_tells_of_the_copy_without_the_key(self):
        url = self._copy()
        said = self.letter.message_ids[0]
        self.assertIn("was copied to be passed on", said.body)
        self.assertEqual(said.author_id, self.assistant.partner_id)
        self.assertNotIn(url.rsplit("/", 1)[1], " ".join(self.letter.message_ids.mapped("body")))

    def test_dialog_shows_the_address_and_no_table_keeps_it(self):
        action = self.own.action_copy_link()
        dialog = self.env[action["res_model"]].with_user(self.assistant)
        form = Form(dialog.with_context(**action["context"]))
        self.assertEqual(form.url, action["context"]["default_url"])
        self.assertEqual(form.partner_id, self.partner)
        form.save()
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(c)::text FROM scm_link_copy c")
        self.assertNotIn(form.url, str(self.env.cr.fetchall()))

    def test_document_that_refuses_issues_nothing(self):
        self.letter.name = False
        for issue in (self.own._send_link, self.own.action_copy_link):
            with self.assertRaisesRegex(UserError, NAME_MISSING):
                issue()
        self.assertFalse(self.links.search([("res_model", "=", "scm.test.letter")]))

    def test_who_may_not_write_the_document_issues_nothing(self):
        access = self.env["ir.model.access"].search([("name", "=", "scm.test.letter")])
        access.perm_write = False
        noted = patch.object(type(self.letter), "_update_link_issued")
        for issue in (self.own._send_link, self.own.action_copy_link):
            with noted, self.assertRaises(AccessError):
                issue()

    def test_lock_that_somebody_holds_is_told_by_name(self):
        locked = patch.object(type(self.letter), "lock_for_update", side_effect=LockError("No"))
        with locked, self.assertRaisesRegex(LockError, "working on Letter at this moment"):
            self.own._issue_link()

    def test_language_is_the_reader_s_if_installed_else_the_company_s(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.company.partner_id.lang = "zh_TW"
        self.partner.lang = "en_US"
        self.assertEqual(self.letter._get_link_language(), "en_US")
        self.partner.lang = False
        self.assertEqual(self.letter._get_link_language(), "zh_TW")
        # A language that was uninstalled stays on the partners who had it.
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'xx_XX' WHERE id = %s", (self.partner.id,)
        )
        self.partner.invalidate_recordset()
        self.assertEqual(self.letter._get_link_language(), "zh_TW")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestScmLinkRights(ScmContractCommon):
    def test_link_is_copied_by_whom_may_send_it(self):
        contract = self._issue(self._create_contract())
        self.assertTrue(contract.with_user(self.assistant).action_copy_link())
        self.assertEqual(contract.link_sent_at, NOW)
        for user in (self.employee, self.clerk):
            with self.assertRaises(AccessError):
                contract.with_user(user).action_copy_link()
