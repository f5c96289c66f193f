# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

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
