# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, html2plaintext, plaintext2html
from odoo.tools.pdf import merge_pdf

from ...tools import clauses, evidence
from ...tools.notification import CLOSE, get_notification_action

LINK_PURPOSE = "contract"
REPORT = "scm_assistant_base.scm_contract_action_report"
SIGNATURE_REPORT = "scm_assistant_base.scm_contract_action_report_signatures"
INTACT = [
    ("none", "No Document Yet"),
    ("intact", "Unchanged"),
    ("changed", "Changed after Issue!"),
]


class ScmContract(models.Model):
    """The signing half of a contract: its document, the links, the signatures."""

    _inherit = "scm.contract"
    _link_purpose = LINK_PURPOSE
    _link_days = 30
    _link_template = "scm_assistant_base.scm_contract_mail_template_sign"

    attachment_id = fields.Many2one(
        "ir.attachment", "Signing Document", readonly=True, copy=False, ondelete="restrict"
    )
    document_hash = fields.Char("Document SHA-256", readonly=True, copy=False)
    content_hash = fields.Char("Content SHA-256", readonly=True, copy=False)
    signed_attachment_id = fields.Many2one(
        "ir.attachment", "Signed Document", readonly=True, copy=False, ondelete="restrict"
    )
    signed_hash = fields.Char("Signed Document SHA-256", readonly=True, copy=False)
    signature_ids = fields.One2many("scm.contract.signature", "contract_id", "Signatures")
    is_signed_by_company = fields.Boolean(compute="_compute_is_signed")
    is_signed_by_partner = fields.Boolean(compute="_compute_is_signed")
    link_sent_at = fields.Datetime("Sent on", readonly=True, copy=False)
    intact = fields.Selection(INTACT, "Verification", compute="_compute_intact")

    @api.depends("signature_ids.side")
    def _compute_is_signed(self):
        for contract in self:
            sides = set(contract.signature_ids.mapped("side"))
            contract.is_signed_by_company = "company" in sides
            contract.is_signed_by_partner = "partner" in sides

    @api.depends("attachment_id", "document_hash", "signed_attachment_id")
    def _compute_intact(self):
        for contract in self:
            # What is typed in a form is no change of what was issued.
            contract.intact = contract._origin._get_intact() if contract._origin else "none"

    def action_sign(self):
        """Ask for our own signature, or for the scan of a paper that was signed."""
        self.ensure_one()
        self._check_open_for_signing()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign"),
            "res_model": "scm.contract.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def action_send(self):
        """Mail the partner a link to read and sign; earlier links end."""
        for contract in self:
            contract._send_link()
        return get_notification_action(
            self.env._("The link to sign was sent."), "success", then=CLOSE
        )

    def action_download(self):
        """Open the signed document, or the one to be signed."""
        self.ensure_one()
        attachment = self.signed_attachment_id or self.attachment_id
        if not attachment:
            raise UserError(self.env._("There is no document before the contract is approved."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "self",
        }

    def _check_submittable(self):
        if not self.clause_ids and not self.line_ids:
            raise UserError(
                self.env._("%(contract)s is empty: choose a template.", contract=self.display_name)
            )
        return super()._check_submittable()

    def _apply(self):
        """Override of the approval: fix the text and issue the document to be signed."""
        # What is hashed is what the database will give back.
        self.env.flush_all()
        self.invalidate_recordset()
        self.line_ids.invalidate_recordset()
        content = self._render_document()
        self._write_own(
            {
                "attachment_id": self._create_attachment(content, self._get_file_name()).id,
                "document_hash": evidence.get_hash(content),
                "content_hash": self._get_content_hash(),
                "state": "to_sign",
            }
        )

    def _is_link_open(self):
        return super()._is_link_open() and self.state != "draft"

    def _is_link_answerable(self):
        is_waiting = self.state == "to_sign" and not self.is_signed_by_partner
        return super()._is_link_answerable() and is_waiting

    def _check_link_issuable(self):
        self._check_open_for_signing()
        if self.is_signed_by_partner:
            raise UserError(self.env._("The partner has already signed."))
        return super()._check_link_issuable()

    def _update_link_issued(self, link):
        self.link_sent_at = fields.Datetime.now()
        return super()._update_link_issued(link)

    def _get_link_language(self):
        """Override: the page and its mail speak the contract's own language."""
        return self.lang

    def _check_open_for_signing(self):
        self.ensure_one()
        if self.state != "to_sign":
            raise UserError(
                self.env._("%(contract)s is not waiting to be signed.", contract=self.display_name)
            )
        if self._get_intact() != "intact":
            raise UserError(
                self.env._(
                    "The document of %(contract)s was changed after it was issued. "
                    "Terminate it and make a new version.",
                    contract=self.display_name,
                )
            )

    def _sign(self, side, method, signer_name, **details):
        """Record a signature; return it, or the one that this side has already given.

        :param str side: "company" or "partner"
        :param str method: "link", "user" or "scan"
        :param bytes details["picture"]: the drawn signature, a PNG
        :param int details["document_id"]: the scan, with its hash as ``image_hash``
        :raise UserError: the contract is not waiting, or its document was changed
        """
        self.ensure_one()
        self.lock_for_update()
        self.invalidate_recordset()
        if given := self.signature_ids.filtered(lambda signature: signature.side == side):
            return given
        self._check_open_for_signing()
        if side == "company" and not self.env.user.has_group(self._get_approval_group()):
            raise AccessError(self.env._("Only a manager signs for the company."))
        picture = details.pop("picture", None)
        signature = self.env["scm.contract.signature"]._create_own(
            {
                "contract_id": self.id,
                "side": side,
                "method": method,
                "signer_name": signer_name,
                "user_id": self.env.uid if method != "link" else False,
                "signed_at": fields.Datetime.now(),
                "document_hash": self.document_hash,
                "consent": self._get_consent_text(),
                "image": picture and base64.b64encode(picture),
                "image_hash": picture and evidence.get_hash(picture),
                **details,
            }
        )
        self.message_post(
            body=self.env._("Signed by %(name)s.", name=signer_name),
            # By link or on paper, the partner has signed, whoever notes it.
            author_id=self.partner_id.id if side == "partner" else None,
        )
        if {"company", "partner"} <= set(self.signature_ids.mapped("side")):
            self._complete()
        return signature

    def _complete(self):
        """Both have signed: in force, the signed copy kept, the earlier version to end.

        The copy is the very document that was signed, with a page of signatures behind
        it: rendered anew, it would say what names and terms are called today.
        The partner's link stays good until it expires: it now shows the signed copy.
        """
        content = self._render_signed_copy()
        self._write_own(
            {
                "state": "signed",
                "signed_attachment_id": self._create_attachment(
                    content, self._get_file_name(is_signed=True)
                ).id,
                "signed_hash": evidence.get_hash(content),
            }
        )
        self._replace_origin()
        self._notify_by_task(
            self.user_id,
            lambda told: told.env._("Signed by both sides: %(name)s", name=self.display_name),
        )

    def _ask_change(self, partner, reason):
        """Pass on what the partner wants changed, to the responsible's list.

        :return: False where the very same wish waits there already
        """
        self.ensure_one()
        # Plain text: an outsider's tags must not come alive in a colleague's list.
        note = plaintext2html(reason)
        if html2plaintext(note) in self.activity_ids.mapped(lambda one: html2plaintext(one.note)):
            return False
        self.message_post(
            body=self.env._("Not signed yet, wants a change: %(reason)s", reason=reason),
            author_id=partner.id,
        )
        self._notify_by_task(
            self._get_responsible(),
            lambda told: told.env._("%(partner)s wants a change", partner=partner.display_name),
            get_note=lambda told: note,
        )
        return True

    def _get_responsible(self):
        """Return who is told of the contract: who looks after it, else the managers."""
        return self._find_person(self.user_id, self.create_uid) or self._get_approvers()

    def _render_document(self, report=REPORT):
        """Return the PDF of the contract, or of another report on it.

        Extend to print it otherwise; what is issued and hashed is what this returns.
        """
        return self.env["ir.actions.report"]._render_qweb_pdf(report, self.ids)[0]

    def _render_signed_copy(self):
        """Return the document that was issued, its pages unchanged, and the signatures."""
        # sudo: the document is the contract's, whoever may read the file.
        issued = self.sudo().with_context(bin_size=False).attachment_id.raw
        signatures = self._render_document(SIGNATURE_REPORT)
        # While tests run, Odoo renders HTML, of which nothing can be merged.
        is_pdf = issued.startswith(b"%PDF")
        return merge_pdf([issued, signatures]) if is_pdf else issued + signatures

    def _create_attachment(self, content, name):
        # sudo: the document is the contract's; who may approve need not write files.
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )

    def _get_file_name(self, is_signed=False):
        name = f"{self.reference}-v{self.version}".replace("/", "-")
        return f"{name}-signed.pdf" if is_signed else f"{name}.pdf"

    def _get_intact(self):
        """Return whether document, content and evidence are still what they were."""
        self.ensure_one()
        if not self.document_hash:
            return "none"
        # sudo: the check is about the bytes, whoever may read the file.
        # Whole: the web client asks for sizes instead of contents.
        whole = self.sudo().with_context(bin_size=False)
        issued, signed = whole.attachment_id, whole.signed_attachment_id
        checks = [
            evidence.get_hash(issued.raw or b"") == self.document_hash,
            self._get_content_hash() == self.content_hash,
            not self.signed_hash or evidence.get_hash(signed.raw or b"") == self.signed_hash,
            all(signature._is_intact() for signature in whole.signature_ids),
        ]
        return "intact" if all(checks) else "changed"

    def _get_content_hash(self):
        text = json.dumps(self._get_content(), sort_keys=True, ensure_ascii=False, default=str)
        return evidence.get_hash(text.encode())

    def _get_content(self):
        """Return everything that the signing document says; extend to add more."""
        self.ensure_one()
        frozen = sorted(self._get_frozen_fields())
        return {
            "terms": {
                name: self._fields[name].convert_to_write(self[name], self) for name in frozen
            },
            "clauses": [[clause.title, clause.body] for clause in self.clause_ids],
            "lines": [
                [line.product_id.id, line.uom_id.id, line.price, line.minimum_qty]
                + [line.committed_qty, line.lead_days]
                for line in self.line_ids
            ],
        }

    def _get_filled_clauses(self):
        """Return [(title, body)] with the fields filled in, in the contract's language."""
        self.ensure_one()
        values = self._get_clause_values()
        return [
            (clauses.fill(clause.title, values), clauses.fill(clause.body, values))
            for clause in self.clause_ids
        ]

    def _get_clause_values(self):
        """Return {field of a clause: text}."""
        self.ensure_one()
        contract = self.with_context(lang=self.lang)
        endless = contract.env._("without an end")

        def say(day):
            return format_date(self.env, day, lang_code=self.lang) if day else endless

        return {
            "company": contract.company_id.name,
            "company_vat": contract.company_id.vat or "",
            "partner": contract.partner_id.name,
            "partner_vat": contract.partner_id.vat or "",
            "reference": contract.reference,
            "date_start": say(contract.date_start),
            "date_end": say(contract.date_end),
            "notice_days": contract.notice_days,
            "penalty_percent": f"{contract.penalty_percent:g}",
            "penalty_limit_percent": f"{contract.penalty_limit_percent:g}",
            "currency": contract.currency_id.name,
        }

    def _get_consent_text(self):
        """Return the words to which a signature agrees, in the contract's language."""
        return self.with_context(lang=self.lang).env._(
            "I have read the document and sign it electronically for the party named. "
            "I may ask for a paper version instead."
        )
