# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools import tax_id

SUPPLIER_STATES = [
    ("prospect", "Prospect"),
    ("qualifying", "Qualifying"),
    ("approved", "Approved"),
    ("suspended", "Suspended"),
]
MANAGER = "scm_assistant_base.group_scm_manager"


class ResPartner(models.Model):
    """The life of a supplier: who may be bought from, who not yet or no longer."""

    _name = "res.partner"
    _inherit = ["res.partner", "scm.own.step.mixin"]

    scm_supplier_state = fields.Selection(
        SUPPLIER_STATES,
        "Supplier Status",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        groups="base.group_user",
        help="Empty: a vendor from before suppliers were qualified; no restriction.",
    )
    scm_suspension_reason = fields.Char(
        "Why Suspended", readonly=True, copy=False, groups="base.group_user"
    )
    scm_qualification_ids = fields.One2many(
        "scm.supplier.qualification",
        "partner_id",
        "Qualifications",
        groups="scm_assistant_base.group_scm_assistant",
    )
    scm_supplier_document_ids = fields.One2many(
        "scm.supplier.document",
        "partner_id",
        "Supplier Documents",
        groups="scm_assistant_base.group_scm_assistant",
    )
    scm_duplicate_ids = fields.Many2many(
        "res.partner",
        string="Perhaps the Same",
        compute="_compute_scm_duplicate_ids",
        groups="base.group_user",
        help="Other partners with the same tax ID or the same e-mail domain.",
    )
    scm_tax_warning = fields.Char(
        "Tax ID Check", compute="_compute_scm_tax_warning", groups="base.group_user"
    )

    @api.depends("vat", "email")
    def _compute_scm_duplicate_ids(self):
        for partner in self:
            partner.scm_duplicate_ids = partner._scm_find_duplicates()

    @api.depends("vat", "country_id")
    def _compute_scm_tax_warning(self):
        for partner in self:
            number = tax_id.normalize(partner.vat)
            # Without a country, only what looks like a number of Taiwan is taken for one.
            is_ubn = number and (
                partner.country_id.code == "TW" or not partner.country_id and len(number) == 8
            )
            is_wrong = is_ubn and not tax_id.is_valid_ubn(partner.vat)
            partner.scm_tax_warning = is_wrong and partner.env._(
                "%(number)s is no valid tax ID: the checksum is wrong.", number=partner.vat
            )

    @api.model
    def default_get(self, fields_list):
        """Override: a new supplier is written to in the company's language, unless told."""
        values = super().default_get(fields_list)
        is_supplier = self.env.context.get("res_partner_search_mode") == "supplier"
        is_told = "default_lang" in self.env.context
        if is_supplier and not is_told and "lang" in fields_list:
            values["lang"] = self.env.company.partner_id.lang or values.get("lang")
        return values

    def action_scm_qualify(self):
        """Open the qualification in progress, or begin one."""
        self.ensure_one()
        company = self.commercial_partner_id
        running = self.env["scm.supplier.qualification"].search(
            [
                ("partner_id.commercial_partner_id", "=", company.id),
                ("company_id", "=", self.env.company.id),
                ("approval_state", "in", ("draft", "submitted", "rejected")),
            ],
            limit=1,
        )
        if running:
            return open_records(running)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Qualify Supplier"),
            "res_model": "scm.supplier.qualification",
            "view_mode": "form",
            "context": {"default_partner_id": company.id},
        }

    def action_scm_suspend(self):
        """Ask for the reason; the wizard then suspends."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Suspend Supplier"),
            "res_model": "scm.supplier.suspend",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_ids": self.commercial_partner_id.ids},
        }

    def action_scm_reinstate(self):
        """Let suspended suppliers be ordered from again; only a manager does that."""
        for partner in self.commercial_partner_id:
            if partner.scm_supplier_state == "suspended":
                partner._scm_set_supplier_state("approved", is_decision=True)

    def _scm_set_supplier_state(self, state, reason=False, is_decision=False):
        """Write the status of suppliers, of a contact that of his company.

        A decision is a manager's.
        """
        if is_decision and not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager decides whom to buy from."))
        # sudo: the step was allowed above; whoever takes it need not edit partners.
        suppliers = self.commercial_partner_id.sudo()
        suppliers._write_own({"scm_supplier_state": state, "scm_suspension_reason": reason})

    @api.model
    def _get_own_step_fields(self):
        """Override of the own steps: a status changes by qualification."""
        first = {"scm_supplier_state": False, "scm_suspension_reason": False}
        return super()._get_own_step_fields() | first

    def _scm_get_supplier_block(self, company):
        """Override of `scm_assistant_base`: the suspended, the not yet approved, their contacts."""
        found = super()._scm_get_supplier_block(company)
        policy = company.scm_supplier_policy
        if policy == "none":
            return found
        for supplier, partners in self.grouped("commercial_partner_id").items():
            if text := supplier._scm_get_status_text():
                found |= dict.fromkeys(partners.ids, (policy, text))
        return found

    def _scm_get_status_text(self):
        """Return why not to buy from this supplier; empty where nothing speaks against it."""
        # sudo: a purchaser is told the status; it is not his to edit.
        supplier = self.sudo()
        if supplier.scm_supplier_state == "suspended":
            return self.env._(
                "%(partner)s is suspended: %(reason)s",
                partner=supplier.display_name,
                reason=supplier.scm_suspension_reason or "…",
            )
        if supplier.scm_supplier_state in ("prospect", "qualifying"):
            return self.env._(
                "%(partner)s is not approved as a supplier yet.", partner=supplier.display_name
            )
        return ""

    def _scm_find_duplicates(self):
        """Return other companies with the same tax ID or the same e-mail domain."""
        self.ensure_one()
        domain = self._scm_get_tax_id_domain()
        if own := tax_id.get_own_domain(self.email):
            domain |= Domain("email", "=ilike", f"%@{own}")
        return self._scm_find_others(domain)

    def _scm_find_same_tax_id(self):
        """Return other companies with the same tax ID."""
        self.ensure_one()
        return self._scm_find_others(self._scm_get_tax_id_domain())

    def _scm_get_tax_id_domain(self):
        number = tax_id.normalize(self.vat)
        # Written with or without the country, as people do.
        return Domain("vat", "in", (number, f"TW{number}", self.vat)) if number else Domain.FALSE

    def _scm_find_others(self, domain):
        if domain.is_false():
            return self.browse()
        company = self.commercial_partner_id
        found = self.search(domain & Domain("parent_id", "=", False), limit=20)
        return (found - company - self._origin).filtered(lambda one: one._origin != self._origin)
