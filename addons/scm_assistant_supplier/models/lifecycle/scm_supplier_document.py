# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.scm_upload_check import DOCUMENTS
from odoo.fields import Domain

KINDS = [
    ("certificate", "Certificate"),
    ("safety", "Safety Data Sheet"),
    ("registration", "Company Registration"),
    ("insurance", "Insurance"),
    ("specification", "Specification"),
    ("other", "Other"),
]
EXPIRY_DAYS = 30


class ScmSupplierDocument(models.Model):
    """A paper of a supplier, or of one of his products, and until when it is good."""

    _name = "scm.supplier.document"
    _description = "Supplier Document"
    _check_company_auto = True
    _order = "expires_on NULLS LAST, id"

    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, check_company=True
    )
    company_id = fields.Many2one("res.company", index=True, default=lambda self: self.env.company)
    product_tmpl_id = fields.Many2one(
        "product.template", "Product", help="Empty: the supplier's.", check_company=True
    )
    kind = fields.Selection(KINDS, required=True, default="certificate")
    name = fields.Char("File Name", required=True)
    content = fields.Binary("File", attachment=True)
    number = fields.Char(help="The certificate's own.")
    expires_on = fields.Date("Valid until")
    status = fields.Selection(
        [("valid", "Valid"), ("expiring", "Expires Soon"), ("expired", "Expired")],
        compute="_compute_status",
        search="_search_status",
    )

    @api.constrains("content")
    def _check_content(self):
        self.env["scm.upload.check"]._check_files(self, DOCUMENTS)

    @api.depends("expires_on", "company_id")
    def _compute_status(self):
        for document in self:
            today = (document.company_id or self.env.company)._scm_get_today()
            soon = fields.Date.add(today, days=EXPIRY_DAYS)
            ends = document.expires_on
            is_near = ends and ends <= soon
            document.status = (
                "expired" if ends and ends < today else "expiring" if is_near else "valid"
            )

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["res.company"]._scm_get_day_domain(
            lambda today: self._get_status_domain(value, today)
        )

    @api.model
    def _get_status_domain(self, names, today):
        """Return the domain of the documents whose status on a day is one of ``names``."""
        soon = fields.Date.add(today, days=EXPIRY_DAYS)
        domains = {
            "expired": Domain("expires_on", "<", today),
            "expiring": Domain("expires_on", ">=", today) & Domain("expires_on", "<=", soon),
            "valid": Domain("expires_on", "=", False) | Domain("expires_on", ">", soon),
        }
        return Domain.OR(domains[name] for name in names if name in domains)
