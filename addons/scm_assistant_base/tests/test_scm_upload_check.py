# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_scm_contract import ScmContractCommon

PDF = b"%PDF-1.4\n%%EOF"
SCRIPT = b"<html><script>1</script></html>"
MODULE = "odoo.addons.scm_assistant_base.models.scm_upload_check"


@tagged("post_install", "-at_install")
class TestScmUploadCheck(ScmContractCommon):
    """Files of contracts are what their content is, and no larger than they may be."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._create_contract()

    def _add_file(self, content, name="annex.pdf"):
        return (
            self.env["scm.contract.document"]
            .with_user(self.assistant)
            .create(
                {
                    "contract_id": self.contract.id,
                    "name": name,
                    "content": base64.b64encode(content),
                }
            )
        )

    def test_contract_takes_papers_pictures_and_plain_lists(self):
        self._add_file(PDF)
        self._add_file(b"10 bolts, 5 nuts", name="list.txt")
        self.assertEqual(len(self.contract.document_ids), 2)

    def test_contract_file_is_what_its_content_is_whatever_its_name_says(self):
        with self.assertRaisesRegex(UserError, "annex.pdf can't be used"):
            self._add_file(SCRIPT)
        document = self._add_file(PDF)
        with self.assertRaisesRegex(UserError, "annex.pdf can't be used"):
            document.content = base64.b64encode(SCRIPT)

    def test_contract_file_has_a_largest_size(self):
        with patch(f"{MODULE}.MAX_BYTES", 10), self.assertRaisesRegex(UserError, "smaller file"):
            self._add_file(PDF)

    def test_scan_is_checked_before_anybody_has_signed(self):
        contract = self._issue(self._create_contract())
        values = {
            "contract_id": contract.id,
            "method": "scan",
            "signer_name": "Manager",
            "partner_signer_name": "Supplier",
            "scan_name": "paper.pdf",
        }
        wizard = self.env["scm.contract.sign"].with_user(self.manager)
        for scan in (False, base64.b64encode(SCRIPT), base64.b64encode(b"Only a text")):
            with self.subTest(scan=scan), self.assertRaisesRegex(UserError, "PDF, PNG"):
                wizard.create({**values, "scan": scan}).action_sign()
        with patch(f"{MODULE}.MAX_BYTES", 10), self.assertRaisesRegex(UserError, "smaller file"):
            wizard.create({**values, "scan": base64.b64encode(PDF)}).action_sign()
        self.assertFalse(contract.signature_ids)
