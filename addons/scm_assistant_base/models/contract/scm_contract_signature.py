# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools import evidence

SIDES = [("company", "Our Company"), ("partner", "Partner")]
METHODS = [
    ("link", "By Link"),
    ("user", "Logged In"),
    ("scan", "On Paper, Scanned"),
]


class ScmContractSignature(models.Model):
    """The evidence of one signature: who, when, from where, on exactly which document.

    Written once by the signing itself; nobody changes or deletes it afterwards.
    """

    _name = "scm.contract.signature"
    _description = "Contract Signature"
    _inherit = ["scm.own.step.mixin"]
    _order = "id"
    _is_made_by_own_steps = True

    contract_id = fields.Many2one(
        "scm.contract", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    side = fields.Selection(SIDES, required=True, readonly=True)
    method = fields.Selection(METHODS, required=True, readonly=True)
    signer_name = fields.Char("Signed by", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Entered by", readonly=True)
    link_id = fields.Many2one("scm.access.link", readonly=True)
    passed_by_id = fields.Many2one(
        "res.users",
        "Link Passed on by",
        readonly=True,
        help="Who handed the link over instead of mailing it, and so could have opened it.",
    )
    signed_at = fields.Datetime("Signed on", required=True, readonly=True)
    address = fields.Char("IP Address", readonly=True)
    user_agent = fields.Char("Browser", readonly=True)
    consent = fields.Text(readonly=True, help="The words that were agreed to by signing.")
    document_hash = fields.Char("Document SHA-256", required=True, readonly=True)
    image = fields.Binary("Signature", attachment=True, readonly=True)
    document_id = fields.Many2one(
        "scm.contract.document", "Signed Paper", readonly=True, ondelete="restrict", index=True
    )
    image_hash = fields.Char("Signature SHA-256", readonly=True)

    _side_uniq = models.Constraint(
        "UNIQUE(contract_id, side)", "This side has already signed the contract."
    )

    def write(self, vals):
        """Override: not even the signing changes what was signed."""
        if self:
            raise AccessError(self.env._("The evidence of a signature can't be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        raise AccessError(self.env._("The evidence of a signature can't be deleted."))

    def _is_intact(self):
        """Tell whether picture or paper is still the one that was signed with."""
        self.ensure_one()
        is_loose = self.method == "scan" and not self.document_id
        if is_loose or not self.image_hash:
            # Scans were once not linked; of those there is nothing to compare.
            return True
        kept = self.document_id.content or self.image or b""
        return evidence.get_hash(base64.b64decode(kept)) == self.image_hash
