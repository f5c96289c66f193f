# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io
import json
from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader
from PIL import Image

from ..tools import evidence
from .test_scm_contract import ScmContractCommon

NOW = datetime(2026, 6, 30, 3)


def draw_signature(color=(0, 0, 0, 255)):
    """Return a small PNG, as the signature pad sends it."""
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 20), color).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestScmContractSigning(ScmContractCommon):
    def test_approval_issues_a_document_with_its_hash(self):
        contract = self._issue(self._create_contract())
        self.assertEqual(contract.state, "to_sign")
        self.assertEqual(contract.document_hash, evidence.get_hash(contract.attachment_id.raw))
        self.assertEqual(contract.intact, "intact")

    def test_contract_is_signed_when_both_sides_have_signed(self):
        contract = self._issue(self._create_contract())
        contract.with_user(self.manager)._sign("company", "user", "Manager")
        self.assertEqual(contract.state, "to_sign")
        contract.sudo()._sign("partner", "link", "Supplier", address="10.0.0.7")
        self.assertEqual(contract.state, "signed")
        self.assertEqual(contract.signed_hash, evidence.get_hash(contract.signed_attachment_id.raw))
        self.assertRecordValues(
            contract.signature_ids,
            [
                {"side": "company", "signer_name": "Manager", "signed_at": NOW, "address": False},
                {
                    "side": "partner",
                    "signer_name": "Supplier",
                    "signed_at": NOW,
                    "address": "10.0.0.7",
                },
            ],
        )
        self.assertEqual(
            set(contract.signature_ids.mapped("document_hash")), {contract.document_hash}
        )

    def test_signatures_are_said_by_whom_they_are_of(self):
        contract = self._issue(self._create_contract())
        contract.with_user(self.manager)._sign("company", "user", "Manager")
        self.assertEqual(contract.message_ids[:1].author_id, self.manager.partner_id)
        contract.sudo()._sign("partner", "link", "Supplier")
        said = contract.message_ids.filtered(lambda one: "Signed by Supplier" in one.body)
        self.assertEqual(said.author_id, contract.partner_id)

    def test_second_signature_of_a_side_changes_nothing(self):
        contract = self._issue(self._create_contract())
        first = contract.sudo()._sign("partner", "link", "Supplier")
        again = contract.sudo()._sign("partner", "link", "Somebody Else")
        self.assertEqual(first, again)
        self.assertEqual(contract.signature_ids.signer_name, "Supplier")

    def test_only_a_manager_signs_for_the_company(self):
        contract = self._issue(self._create_contract())
        with self.assertRaises(AccessError):
            contract.with_user(self.assistant)._sign("company", "user", "Assistant")

    def test_draft_can_not_be_signed(self):
        with self.assertRaises(UserError):
            self._create_contract().sudo()._sign("partner", "link", "Supplier")

    def test_changed_document_is_detected_and_not_signed(self):
        contract = self._issue(self._create_contract())
        contract.attachment_id.raw = b"%PDF-1.4 another text"
        contract.invalidate_recordset(["intact"])
        self.assertEqual(contract.intact, "changed")
        with self.assertRaises(UserError):
            contract.sudo()._sign("partner", "link", "Supplier")

    def test_contract_read_anew_is_still_unchanged(self):
        contract = self._create_contract()
        contract.line_ids.write({"price": 70, "minimum_qty": 3})
        contract.penalty_percent = 1
        self._issue(contract)
        self.env.flush_all()
        self.env.invalidate_all()
        # As the web client reads it.
        self.assertEqual(contract.with_context(bin_size=True).intact, "intact")

    def test_price_changed_behind_the_back_is_detected(self):
        contract = self._issue_and_sign(self._create_contract())
        self.env.cr.execute(
            "UPDATE scm_contract_line SET price = 9 WHERE contract_id = %s", (contract.id,)
        )
        self.env.invalidate_all()
        self.assertEqual(contract.intact, "changed")

    def test_evidence_is_neither_made_nor_changed_nor_deleted_by_hand(self):
        contract = self._issue_and_sign(self._create_contract())
        signatures = contract.signature_ids.with_user(self.manager)
        with self.assertRaises(AccessError):
            signatures[0].signer_name = "Another"
        with self.assertRaises(AccessError):
            self.env["scm.contract.signature"].with_user(self.manager).create(
                {
                    "contract_id": contract.id,
                    "side": "partner",
                    "method": "link",
                    "signer_name": "Forged",
                    "signed_at": NOW,
                    "document_hash": "0",
                }
            )
        with self.assertRaises(AccessError):
            contract.signature_ids.sudo().unlink()

    def test_manager_signs_in_the_wizard(self):
        contract = self._issue(self._create_contract()).with_user(self.manager)
        wizard = self.env["scm.contract.sign"].with_user(self.manager)
        with self.assertRaises(UserError):
            wizard.create({"contract_id": contract.id}).action_sign()
        wizard.create({"contract_id": contract.id, "signature": draw_signature()}).action_sign()
        self.assertTrue(contract.is_signed_by_company)
        self.assertTrue(contract.signature_ids.image_hash)

    def test_scanned_paper_signs_for_both_sides(self):
        contract = self._issue(self._create_contract())
        values = {
            "contract_id": contract.id,
            "method": "scan",
            "signer_name": "Manager",
            "partner_signer_name": "Supplier",
            "scan_name": "paper.png",
        }
        wizard = self.env["scm.contract.sign"].with_user(self.manager)
        html = base64.b64encode(b"<html><script>1</script></html>")
        with self.assertRaises(UserError):
            wizard.create({**values, "scan": html}).action_sign()
        wizard.create({**values, "scan": draw_signature()}).action_sign()
        self.assertEqual(contract.state, "signed")
        self.assertEqual(contract.document_ids.kind, "scan")

    def _sign_on_paper(self):
        contract = self._issue(self._create_contract())
        self.env["scm.contract.sign"].with_user(self.manager).create(
            {
                "contract_id": contract.id,
                "method": "scan",
                "signer_name": "Manager",
                "partner_signer_name": "Supplier",
                "scan": draw_signature(),
            }
        ).action_sign()
        return contract

    def test_signed_paper_is_kept_as_it_is(self):
        scan = self._sign_on_paper().document_ids.with_user(self.manager)
        self.assertEqual(len(scan.signature_ids), 2)
        for values in ({"content": base64.b64encode(b"x")}, {"kind": "other"}, {"name": "x"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                scan.write(values)
        with self.assertRaises(AccessError):
            scan.unlink()

    def test_other_files_of_a_signed_contract_may_change(self):
        contract = self._sign_on_paper()
        annex = self.env["scm.contract.document"].create(
            {"contract_id": contract.id, "name": "a.txt", "content": base64.b64encode(b"Goods")}
        )
        annex.with_user(self.manager).name = "b.txt"
        annex.with_user(self.manager).unlink()

    def test_evidence_changed_behind_the_back_is_detected(self):
        contract = self._sign_on_paper()
        drawn = self._issue(self._create_contract())
        drawn.sudo()._sign("partner", "link", "Supplier", picture=b"a picture")
        self.env.flush_all()
        self.env.invalidate_all()
        # As the web client reads it.
        self.assertEqual(
            (contract | drawn).with_context(bin_size=True).mapped("intact"), ["intact"] * 2
        )
        for record in (contract.document_ids, drawn.signature_ids):
            self.env["ir.attachment"].search(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "in", record.ids),
                    ("res_field", "!=", False),
                ]
            ).raw = b"another"
        self.env.invalidate_all()
        self.assertEqual((contract | drawn).mapped("intact"), ["changed"] * 2)

    def test_partner_without_address_is_told_of(self):
        contract = self._issue(self._create_contract())
        self.partner.email = False
        with self.assertRaisesRegex(UserError, "e-mail"):
            contract.with_user(self.assistant).action_send()

    def test_new_link_ends_the_earlier_one(self):
        contract = self._issue(self._create_contract()).with_user(self.assistant)
        first, _url = contract._send_link()
        second, _url = contract._send_link()
        self.assertEqual(first.sudo().state, "revoked")
        self.assertEqual(second.sudo().state, "valid")

    def test_mail_carries_the_link_and_the_chatter_does_not(self):
        contract = self._issue(self._create_contract()).with_user(self.assistant)
        _link, url = contract._send_link()
        mail = self.env["mail.mail"].search([], order="id DESC", limit=1)
        self.assertIn(url, mail.body_html)
        self.assertNotIn(url, " ".join(contract.message_ids.mapped("body")))
        self.assertFalse(mail.model)


@tagged("post_install", "-at_install")
class TestScmContractPage(HttpCase, ScmContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._issue(cls._create_contract())
        _link, cls.url = cls.contract._send_link()
        cls.path = cls.url[cls.url.index("/scm/") :]

    def _sign(self, path, **params):
        params = {"consent": True, **params}
        data = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        response = self.url_open(
            f"{path}/sign", data=data, headers={"Content-Type": "application/json"}
        )
        return response.json()["result"]

    def test_partner_reads_and_signs(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("2.5", page.text)
        self.assertIn("Own Supplier supplies Own Company.", page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])
        answer = self._sign(self.path, name="Ms Supplier", signature=draw_signature())
        self.assertTrue(answer.get("force_refresh"))
        signature = self.contract.signature_ids
        self.assertRecordValues(
            signature, [{"side": "partner", "method": "link", "signer_name": "Ms Supplier"}]
        )
        self.assertTrue(signature.address)
        self.assertIn("You have signed this contract", self.url_open(self.path).text)

    def test_replayed_signature_is_recognised(self):
        self._sign(self.path, name="Ms Supplier", signature=draw_signature())
        answer = self._sign(self.path, name="Mallory", signature=draw_signature())
        self.assertTrue(answer.get("force_refresh"))
        self.assertEqual(self.contract.signature_ids.signer_name, "Ms Supplier")

    def test_nobody_signs_without_a_name_and_the_consent(self):
        page = self.url_open(self.path).text
        self.assertIn("I have read the contract and sign for", page)
        self.assertIn("&#34;defaultName&#34;: &#34;&#34;", page)
        for values in ({"consent": False}, {"consent": None}, {"name": " "}):
            values = {"name": "Ms Supplier", "signature": draw_signature(), **values}
            self.assertIn("error", self._sign(self.path, **values))
        self.assertFalse(self.contract.signature_ids)

    def test_what_is_no_picture_signs_nothing(self):
        for signature in (None, "", "abc", base64.b64encode(b"<svg/>").decode()):
            answer = self._sign(self.path, name="Ms Supplier", signature=signature)
            self.assertIn("error", answer)
        self.assertFalse(self.contract.signature_ids)

    def test_links_that_open_nothing_all_answer_the_same(self):
        other = self._issue(self._create_contract())
        link, revoked_url = other._send_link()
        link.action_revoke()
        expired, expired_url = other._send_link()
        expired.sudo().expires_at = datetime(2020, 1, 1)
        confirm = self.env["scm.access.link"]._issue(self.contract, "confirm", self.partner)[1]
        tokens = [
            "x" * 43,
            self.url.rsplit("/", 1)[1][:-1] + "#",
            revoked_url.rsplit("/", 1)[1],
            expired_url.rsplit("/", 1)[1],
            confirm.rsplit("/", 1)[1],
        ]
        bodies = set()
        for token in tokens:
            for suffix in ("", "/document"):
                page = self.url_open(f"/scm/contract/{token.replace('#', '%23')}{suffix}")
                self.assertEqual(page.status_code, 404)
                self.assertNotIn("Own Supplier supplies", page.text)
                self.assertIn("This link is not valid", page.text)
            answer = self._sign(
                f"/scm/contract/{token.replace('#', '%23')}",
                name="Mallory",
                signature=draw_signature(),
            )
            bodies.add(json.dumps(answer))
        self.assertEqual(len(bodies), 1)
        self.assertFalse((self.contract | other).signature_ids)

    def test_wish_for_a_change_reaches_the_responsible(self):
        page = self.url_open(self.path)
        csrf = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        self.url_open(f"{self.path}/decline", data={"csrf_token": csrf, "reason": "Price too low"})
        activities = self.contract.activity_ids.filtered(lambda one: one.user_id == self.assistant)
        self.assertIn("Price too low", str(activities[-1:].note))
        self.assertEqual(self.contract.state, "to_sign")

    def test_document_is_the_pdf_that_was_issued(self):
        page = self.url_open(f"{self.path}/document")
        self.assertEqual(page.headers["Content-Type"], "application/pdf")
        self.assertEqual(evidence.get_hash(page.content), self.contract.document_hash)

    def _read(self, attachment):
        pages = PdfFileReader(io.BytesIO(attachment.raw)).pages
        return [page.extract_text() for page in pages]

    def test_printed_contract_has_parties_prices_and_signature(self):
        contract = self._create_contract().with_context(force_report_rendering=True)
        contract.line_ids.price = 1234.5
        contract.line_ids.create(
            {"contract_id": contract.id, "product_id": self.product.id, "price": 0.125}
        )
        self._issue(contract)
        contract.sudo()._sign("partner", "link", "Ms Supplier")
        contract.with_user(self.manager)._sign("company", "user", "Manager")
        text = "".join(self._read(contract.signed_attachment_id))
        for expected in (
            "Own Supplier",
            "Ms Supplier",
            "1,234.50",
            "0.125",
            contract.document_hash[:20],
        ):
            self.assertIn(expected, text)

    def test_signed_copy_has_the_pages_that_were_agreed_to(self):
        contract = self._create_contract().with_context(force_report_rendering=True)
        self._issue(contract)
        self.partner.name = "Renamed since"
        self.product.name = "Bolt, another one"
        contract.sudo()._sign("partner", "link", "Ms Supplier")
        contract.with_user(self.manager)._sign("company", "user", "Manager")
        issued = self._read(contract.attachment_id)
        signed = self._read(contract.signed_attachment_id)
        self.assertEqual(signed[: len(issued)], issued)
        self.assertEqual(len(signed), len(issued) + 1)
        self.assertIn("Ms Supplier", signed[-1])
        self.assertEqual(contract.intact, "intact")
