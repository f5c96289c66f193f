# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import fields
from odoo.addons.scm_assistant_base.tests.test_scm_contract import ScmContractCommon
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestJourneyContract(HttpCase, ScmContractCommon):
    """From the template to the signed contract, and the reminder near its end (P2.1.3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.name = "Journey Template"
        cls.partner.name = "Journey Supplier"
        cls.product.name = "Journey Bolt"
        (cls.assistant | cls.manager).write({"tz": "Asia/Taipei"})

    def _set_language(self, language):
        self.env["res.lang"]._activate_lang(language)
        (self.assistant | self.manager).partner_id.lang = language

    def _walk(self, language):
        self._set_language(language)
        self.start_tour(
            "/odoo/scm-supplier-contracts", "scm_contract_drafted", login="scm_test_assistant"
        )
        contract = self.env["scm.contract"].search([("name", "=", "Journey Frame")])
        self.assertRecordValues(contract, [{"state": "draft", "approval_state": "submitted"}])
        self.start_tour(
            f"/odoo/scm-supplier-contracts/{contract.id}",
            "scm_contract_approved",
            login="scm_test_manager",
        )
        self.assertEqual(contract.state, "to_sign")
        self.assertTrue(contract.is_signed_by_company)
        return contract

    def _check_reminder(self, contract):
        contract.activity_ids.unlink()
        # Two months before the end the responsible is reminded.
        near = fields.Date.subtract(contract.date_end, days=contract.notice_days)
        contract._remind(near)
        self.assertEqual(contract.activity_ids.user_id, self.assistant)

    def test_contract_is_drafted_approved_and_signed_on_a_phone(self):
        contract = self._walk("en_US")
        _link, url = contract.with_user(self.assistant)._send_link()
        self.browser_size = "375x667"
        self.touch_enabled = True
        self.start_tour(url[url.index("/scm/") :], "scm_contract_signed_by_link")
        contract.invalidate_recordset()
        self.assertRecordValues(contract, [{"state": "signed", "intact": "intact"}])
        signature = contract.signature_ids.filtered(lambda one: one.side == "partner")
        self.assertEqual(signature.signer_name, "Journey Supplier")
        self.assertEqual(signature.document_hash, contract.document_hash)
        self.assertGreater(contract.date_end, date.today())
        self._check_reminder(contract)

    def test_contract_is_drafted_and_approved_in_chinese(self):
        contract = self._walk("zh_TW")
        self.assertEqual(contract.line_ids.product_id, self.product)
