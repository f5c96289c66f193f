# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class ScmContract(models.Model):
    """Adds to a supplier's contract the terms and agreements of purchasing."""

    _inherit = "scm.contract"

    incoterm_id = fields.Many2one("account.incoterms")
    payment_term_id = fields.Many2one("account.payment.term", "Payment Terms", check_company=True)
    requisition_ids = fields.One2many(
        "purchase.requisition", "scm_contract_id", "Blanket Orders", readonly=True
    )
    requisition_count = fields.Integer(compute="_compute_requisition_count")
    purchase_count = fields.Integer(compute="_compute_purchase_count")

    def _compute_requisition_count(self):
        counts = dict(
            self.env["purchase.requisition"]._read_group(
                [("scm_contract_id", "in", self.ids)], ["scm_contract_id"], ["__count"]
            )
        )
        for contract in self:
            contract.requisition_count = counts.get(contract, 0)

    def _compute_purchase_count(self):
        orders = self.env["purchase.order"]
        for contract in self:
            is_supplier = contract.kind == "supplier"
            domain = contract._get_purchase_domain()
            contract.purchase_count = orders.search_count(domain) if is_supplier else 0

    def action_create_blanket_order(self):
        """Draft Odoo's blanket order with the contract's prices, or open the one there is."""
        self.ensure_one()
        return open_records(self._get_blanket_order(), name=self.env._("Blanket Order"))

    def action_view_blanket_orders(self):
        self.ensure_one()
        return open_records(self.requisition_ids, name=self.env._("Blanket Orders"))

    def action_view_purchases(self):
        """Open the purchase orders placed with the supplier while the contract runs."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Purchase Orders"),
            "res_model": "purchase.order",
            "view_mode": "list,form",
            "domain": self._get_purchase_domain(),
        }

    def _get_blanket_order(self):
        """Return the blanket order of this contract, made when there is none."""
        self.ensure_one()
        if self.kind != "supplier" or self.validity not in ("future", "valid", "notice"):
            raise UserError(
                self.env._("Blanket orders are made from a supplier's contract in force.")
            )
        self.lock_for_update()
        self.invalidate_recordset(["requisition_ids"])
        open_ones = self.requisition_ids.filtered(lambda one: one.state in ("draft", "confirmed"))
        return open_ones[:1] or self.env["purchase.requisition"].create(
            self._prepare_blanket_order_values()
        )

    def _prepare_blanket_order_values(self):
        """Return the values of a blanket order; extend to add more."""
        self.ensure_one()
        return {
            "scm_contract_id": self.id,
            "requisition_type": "blanket_order",
            "vendor_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "date_start": self.date_start,
            "date_end": self.valid_until,
            "reference": self.reference,
            "line_ids": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "product_uom_id": line.uom_id.id,
                        # What was not committed to is for the user to fill in.
                        "product_qty": line.committed_qty or line.minimum_qty,
                        "price_unit": line.price,
                    }
                )
                for line in self.line_ids
            ],
        }

    def _get_purchase_domain(self):
        self.ensure_one()
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("partner_id", "child_of", self.partner_id.commercial_partner_id.id)
            & Domain("state", "!=", "cancel")
            & Domain("date_order", ">=", self.date_start)
        )
        if self.valid_until:
            domain &= Domain("date_order", "<", fields.Date.add(self.valid_until, days=1))
        return domain

    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"incoterm_id", "payment_term_id"}
