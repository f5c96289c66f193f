# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.approval.scm_approval_mixin import APPROVAL_STATES
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.exceptions import UserError
from odoo.fields import Command

from ..res_partner_lifecycle import SUPPLIER_STATES

OPEN_STATES = ("draft", "submitted", "rejected")
# Only these are changed by beginning: who may be ordered from stays so meanwhile.
UNDECIDED = (False, "prospect")
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
    supplier_state = fields.Selection(related="partner_id.commercial_partner_id.scm_supplier_state")
    former_state = fields.Selection(
        SUPPLIER_STATES,
        "Status Before",
        readonly=True,
        copy=False,
        help="What the supplier's status was, and is again if the qualification is cancelled.",
    )
    duplicate_ids = fields.Many2many(related="partner_id.scm_duplicate_ids")
    vat = fields.Char(related="partner_id.commercial_partner_id.vat", readonly=False)
    vat_label = fields.Char("Name of the Tax ID", compute="_compute_vat_label")
    tax_warning = fields.Char(related="partner_id.scm_tax_warning")
    document_ids = fields.One2many(related="partner_id.scm_supplier_document_ids", readonly=False)

    _open_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE approval_state IN ('draft', 'submitted', 'rejected')",
        "This supplier is being qualified already.",
    )

    @api.depends("partner_id.country_id", "company_id")
    @api.depends_context("lang")
    def _compute_vat_label(self):
        for qualification in self:
            country = qualification.partner_id.country_id or qualification.company_id.country_id
            qualification.vat_label = country.vat_label or self.env._("Tax ID")

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
        qualifications = super().create([{**vals, "former_state": False} for vals in vals_list])
        for qualification in qualifications:
            qualification._complete_checklist()
            qualification._begin()
        return qualifications

    def write(self, vals):
        before = self._get_states_after() if "partner_id" in vals else []
        result = super().write(vals)
        for qualification, supplier, state in before:
            if qualification.partner_id.commercial_partner_id != supplier:
                self._end(supplier, state)
                qualification._begin()
        return result

    def unlink(self):
        """Override: what is deleted while open leaves the supplier as it was."""
        open_ones = self.filtered(lambda one: one.approval_state in OPEN_STATES)
        before = open_ones._get_states_after()
        result = super().unlink()
        for _qualification, supplier, state in before:
            self._end(supplier, state)
        return result

    def action_create_rfq(self):
        """Open the supplier's request for quotation, made from the offer when missing."""
        self.ensure_one()
        if self.approval_state != "applied":
            raise UserError(self.env._("The supplier is not approved yet."))
        return open_records(self._get_first_rfq())

    def action_cancel(self):
        """Override of the approval: the supplier's status is again what it was."""
        before = self._get_states_after()
        result = super().action_cancel()
        for _qualification, supplier, state in before:
            self._end(supplier, state)
        return result

    def action_reset_to_draft(self):
        """Override of the approval: the supplier is being examined again."""
        result = super().action_reset_to_draft()
        for qualification in self:
            qualification._begin()
        return result

    def _begin(self):
        """Mark a supplier on whom nobody has decided yet; an approved one stays so."""
        self.ensure_one()
        supplier = self.partner_id.commercial_partner_id
        state = supplier.scm_supplier_state
        if state in UNDECIDED:
            self._keep_former_state(state)
            supplier._scm_set_supplier_state("qualifying")
        elif state == "qualifying" and (others := self._find_open(supplier) - self):
            self._keep_former_state(others[0].former_state)

    @api.model
    def _end(self, supplier, state):
        """Give the supplier its former status, unless another company examines it still."""
        if supplier.scm_supplier_state == "qualifying" and not self._find_open(supplier):
            supplier._scm_set_supplier_state(state)

    @api.model
    def _find_open(self, supplier):
        # sudo: the status is the same for all companies, and so are its reasons; nothing
        # of the other company's qualification is shown.
        return self.sudo().search(
            [
                ("partner_id.commercial_partner_id", "=", supplier.id),
                ("approval_state", "in", OPEN_STATES),
            ]
        )

    def _get_states_after(self):
        """Return [(qualification, supplier, its status once that is cancelled)].

        Whom a manager turned down does not become orderable by it.
        """
        return [
            (
                one,
                one.partner_id.commercial_partner_id,
                one.former_state or ("prospect" if one.rejection_reason else False),
            )
            for one in self
        ]

    def _keep_former_state(self, state):
        self._write_own({"former_state": state})

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | {"former_state": False}

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

    def _get_missing_points(self):
        """Return the points that the company requires and that the checklist lacks."""
        self.ensure_one()
        required = self.env["scm.supplier.check"].search([("is_required", "=", True)])
        # A point of before points were linked is known by its name.
        names = set(self.check_ids.mapped("name"))
        return (required - self.check_ids.check_id).filtered(lambda one: one.name not in names)

    def _complete_checklist(self):
        """Add what the company requires: a form can leave it out before it is saved."""
        self.write(
            {
                "check_ids": [
                    Command.create(point._prepare_check_values())
                    for point in self._get_missing_points()
                ]
            }
        )

    def _check_tax_id(self):
        """Refuse a wrong tax ID, and one under which another supplier is known."""
        supplier = self.partner_id.commercial_partner_id
        if supplier.scm_tax_warning:
            raise UserError(
                self.env._("%(problem)s Correct it first.", problem=supplier.scm_tax_warning)
            )
        if known := supplier._scm_find_same_tax_id():
            raise UserError(
                self.env._(
                    "%(number)s is the tax ID of %(names)s already: propose that supplier, or "
                    "correct the number.",
                    number=supplier.vat,
                    names=", ".join(known.mapped("display_name")),
                )
            )

    def _check_submittable(self):
        self._check_tax_id()
        if absent := self._get_missing_points():
            raise UserError(
                self.env._(
                    "The checklist lacks what is required: %(names)s. Add these lines.",
                    names=", ".join(absent.mapped("name")),
                )
            )
        if missing := self._get_open_checks():
            raise UserError(
                self.env._("Still to check: %(names)s.", names=", ".join(missing.mapped("name")))
            )
        return super()._check_submittable()

    def _check_applicable(self):
        """Override of the approval: the tax ID may have been changed or taken meanwhile."""
        self._check_tax_id()
        return super()._check_applicable()

    def _apply(self):
        """Override of the approval: the supplier may be ordered from, at these prices."""
        supplier = self.partner_id.commercial_partner_id
        supplier._scm_set_supplier_state("approved", is_decision=True)
        for line in self.line_ids:
            beside = line._get_own_prices()
            price, before = line._apply_price()
            if before or beside - price:
                self.message_post(body=self._say_price(price, before, beside - price))

    def _say_price(self, price, before, beside):
        """Return what became of the prices that the supplier had before."""
        values = {
            "product": price.product_tmpl_id.display_name,
            "price": price.currency_id.format(price.price),
            "before": before or "",
            "count": len(beside),
        }
        if before:
            return self.env._("%(product)s: %(price)s instead of %(before)s.", **values)
        return self.env._(
            "%(product)s: %(price)s is new; %(count)s other valid prices of the supplier stay "
            "beside it.",
            **values,
        )

    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"partner_id", "company_id", "line_ids", "check_ids"}
