# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.scm_approval_mixin import APPROVAL_STATES
from odoo.exceptions import UserError
from odoo.fields import Command

SOURCES = [
    ("fair", "Trade Fair"),
    ("referral", "Referral"),
    ("web", "Internet Search"),
    ("offer", "Own Offer"),
    ("other", "Other"),
]


class ScmSupplierQualification(models.Model):
    """The examination of a supplier before the first order; approved by a manager."""

    _name = "scm.supplier.qualification"
    _description = "Supplier Qualification"
    _inherit = ["scm.approval.mixin"]
    _order = "id DESC"
    _rec_name = "partner_id"
    _check_company_auto = True

    # Named again, so that Odoo translates its states with this addon's terms.
    approval_state = fields.Selection(APPROVAL_STATES)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, check_company=True
    )
    user_id = fields.Many2one("res.users", "Responsible", default=lambda self: self.env.user)
    source = fields.Selection(SOURCES, help="Where we heard of the supplier.")
    capability = fields.Text(help="What the supplier makes, capacity, references, equipment.")
    line_ids = fields.One2many("scm.supplier.qualification.line", "qualification_id", "Offer")
    check_ids = fields.One2many("scm.supplier.qualification.check", "qualification_id", "Checklist")
    open_check_count = fields.Integer("Still to Check", compute="_compute_open_check_count")
    supplier_state = fields.Selection(related="partner_id.scm_supplier_state")
    duplicate_ids = fields.Many2many(related="partner_id.scm_duplicate_ids")
    tax_warning = fields.Char(related="partner_id.scm_tax_warning")
    document_ids = fields.One2many(related="partner_id.scm_supplier_document_ids", readonly=False)

    _open_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE approval_state IN ('draft', 'submitted', 'rejected')",
        "This supplier is being qualified already.",
    )

    @api.depends("check_ids.is_done", "check_ids.is_required")
    def _compute_open_check_count(self):
        for qualification in self:
            qualification.open_check_count = len(qualification._get_open_checks())

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if "check_ids" in fields_list:
            values["check_ids"] = [
                Command.create(check._prepare_check_values())
                for check in self.env["scm.supplier.check"].search([])
            ]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        qualifications = super().create(vals_list)
        for qualification in qualifications:
            partner = qualification.partner_id
            if partner.scm_supplier_state != "suspended":
                partner._scm_set_supplier_state("qualifying")
        return qualifications

    def action_create_rfq(self):
        """Open the supplier's request for quotation, made from the offer when missing."""
        self.ensure_one()
        if self.approval_state != "applied":
            raise UserError(self.env._("The supplier is not approved yet."))
        return self._get_first_rfq()._get_records_action()

    def action_cancel(self):
        """Override of the approval: the supplier stays a prospect."""
        result = super().action_cancel()
        for qualification in self:
            if qualification.partner_id.scm_supplier_state == "qualifying":
                qualification.partner_id._scm_set_supplier_state("prospect")
        return result

    def _get_first_rfq(self):
        """Return the open request to this supplier, else a new one with the offer."""
        self.ensure_one()
        self.lock_for_update()
        orders = self.env["purchase.order"]
        domain = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("state", "in", ("draft", "sent")),
        ]
        return orders.search(domain, limit=1) or orders.create(
            {
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": line.product_id.id,
                            "product_qty": line.minimum_qty or 1,
                            "price_unit": line.price,
                        }
                    )
                    for line in self.line_ids
                ],
            }
        )

    def _get_open_checks(self):
        self.ensure_one()
        return self.check_ids.filtered(lambda check: check.is_required and not check.is_done)

    def _check_submittable(self):
        if missing := self._get_open_checks():
            raise UserError(
                self.env._("Still to check: %(names)s.", names=", ".join(missing.mapped("name")))
            )
        return super()._check_submittable()

    def _apply(self):
        """Override of the approval: the supplier may be ordered from, at these prices."""
        self.partner_id._scm_set_supplier_state("approved", is_decision=True)
        # sudo: the manager has just approved these prices; he need not be Odoo's own
        # purchase manager, who alone may write vendor prices.
        self.env["product.supplierinfo"].sudo().create(
            [line._prepare_supplierinfo_values() for line in self.line_ids if line.is_new_price()]
        )

    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"partner_id", "company_id", "line_ids", "check_ids"}
