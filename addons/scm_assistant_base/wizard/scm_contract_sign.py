# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.contract.scm_contract_signature import SIDES
from ..models.scm_upload_check import SCANS
from ..tools import evidence

SCAN_NAME = "scan.pdf"


class ScmContractSign(models.TransientModel):
    """Takes our own signature, or the scan of a paper that was signed by hand."""

    _name = "scm.contract.sign"
    _description = "Sign Contract"

    contract_id = fields.Many2one("scm.contract", required=True, readonly=True)
    method = fields.Selection(
        [("user", "Sign Here for Our Company"), ("scan", "Upload a Signed Paper")],
        required=True,
        default="user",
    )
    signer_name = fields.Char("Signer's Name", default=lambda self: self.env.user.name)
    signature = fields.Binary(attachment=False)
    scan = fields.Binary("Signed Paper", attachment=False)
    scan_name = fields.Char()
    side = fields.Selection(
        [*SIDES, ("both", "Both Sides")], "Signed by the Side of", default="both", required=True
    )
    partner_signer_name = fields.Char("Partner's Signer")
    consent = fields.Text(compute="_compute_consent")

    @api.depends("contract_id")
    def _compute_consent(self):
        for wizard in self:
            wizard.consent = wizard.contract_id._get_consent_text()

    def action_sign(self):
        """Record what was drawn or uploaded."""
        self.ensure_one()
        if self.method == "scan":
            self._record_scan()
        else:
            self._record_drawing()
        return {"type": "ir.actions.act_window_close"}

    def _record_drawing(self):
        picture = evidence.read_signature(self.signature)
        if not picture or not self.signer_name:
            raise UserError(self.env._("Write your name and draw your signature."))
        self.contract_id._sign("company", "user", self.signer_name, picture=picture)

    def _record_scan(self):
        """Keep the scan and record who signed on it."""
        if not self.scan:
            raise UserError(self.env._("Upload the signed paper as PDF, PNG or JPEG."))
        content, file_name = base64.b64decode(self.scan), self.scan_name or SCAN_NAME
        self.env["scm.upload.check"]._check_upload(file_name, content, SCANS)
        signers = {"company": self.signer_name, "partner": self.partner_signer_name}
        if self.side != "both":
            signers = {self.side: signers[self.side]}
        if not all(signers.values()):
            raise UserError(self.env._("Write the names of those who signed."))
        document = self.env["scm.contract.document"].create(
            {
                "contract_id": self.contract_id.id,
                "kind": "scan",
                "name": file_name,
                "content": self.scan,
            }
        )
        details = {"image_hash": evidence.get_hash(content), "document_id": document.id}
        for side, name in signers.items():
            self.contract_id._sign(side, "scan", name, **details)
