# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..scm_upload_check import DOCUMENTS

# An annex may be a plain list as well.
CONTRACT_FILES = {**DOCUMENTS, "text/plain": "TXT"}
DOCUMENT_KINDS = [
    ("annex", "Annex"),
    ("authority", "Signing Authority"),
    ("certificate", "Certificate"),
    ("nda", "Confidentiality Agreement"),
    ("scan", "Signed Scan"),
    ("other", "Other"),
]


class ScmContractDocument(models.Model):
    """A file that belongs to a contract, by kind."""

    _name = "scm.contract.document"
    _description = "Contract Document"
    _order = "kind, id"

    contract_id = fields.Many2one("scm.contract", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    kind = fields.Selection(DOCUMENT_KINDS, required=True, default="annex")
    name = fields.Char("File Name", required=True)
    content = fields.Binary("File", attachment=True, required=True)
    expires_on = fields.Date("Valid until")
    signature_ids = fields.One2many(
        "scm.contract.signature", "document_id", "Signatures on It", readonly=True
    )

    @api.constrains("content")
    def _check_content(self):
        self.env["scm.upload.check"]._check_files(self, CONTRACT_FILES)

    def write(self, vals):
        self._check_no_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        self._check_no_evidence()

    def _check_no_evidence(self):
        """Refuse to touch the scan of a paper on which a side has signed."""
        # sudo: what proves a signature is kept, whoever may see the signature.
        if scans := self.filtered(lambda document: document.sudo().signature_ids):
            raise AccessError(
                self.env._(
                    "%(name)s proves a signature; it can't be changed or deleted. "
                    "Add another file instead.",
                    name=scans[0].name,
                )
            )
