# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.exceptions import UserError

KINDS = [
    ("expedite", "Expedite"),
    ("parts", "Part Shipment"),
    ("accept", "Accept New Date"),
    ("supplier", "Other Supplier"),
    ("discount", "Discount"),
    ("return", "Return"),
    ("replace", "Replacement"),
]
RESULTS = {"state": "open", "change_id": False, "order_id": False, "picking_id": False}
# What is negotiated, and what it is about.
TERMS = {
    "exception_id",
    "side",
    "kind",
    "date",
    "quantity",
    "price_unit",
    "partner_id",
    "cost_amount",
}
UNDECIDED = ("submitted", "approved")


class ScmSupplyOffer(models.Model):
    """One offer or counter-offer to solve a case with a supplier.

    Agreed, it is carried out in Odoo: a change request, a return, a new request for
    quotation. The others stay, to show what was negotiated.
    """

    _name = "scm.supply.offer"
    _description = "Offer to Solve a Case"
    _inherit = ["scm.own.step.mixin"]
    _check_company_auto = True
    _order = "exception_id, id"
    _rec_name = "kind"

    exception_id = fields.Many2one("scm.exception", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="exception_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    side = fields.Selection(
        [("us", "We"), ("supplier", "Supplier")], "Proposed by", required=True, default="supplier"
    )
    kind = fields.Selection(KINDS, "Solution", required=True)
    date = fields.Date("New Date")
    quantity = fields.Float(digits="Product Unit", help="In the order line's unit.")
    price_unit = fields.Float("Unit Price", min_display_digits="Product Price")
    partner_id = fields.Many2one("res.partner", "Other Supplier", check_company=True)
    cost_amount = fields.Monetary("Extra Cost", help="Added to the cost of the case if agreed.")
    note = fields.Char()
    user_id = fields.Many2one("res.users", "Recorded by", default=lambda self: self.env.user)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("pending", "Awaiting Approval"),
            ("declined", "Declined"),
            ("agreed", "Agreed"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        help="Awaiting approval: the change request is not decided yet; refused, the offer is "
        "open again.",
    )
    change_id = fields.Many2one("scm.purchase.change", "Change Request", readonly=True, copy=False)
    order_id = fields.Many2one("purchase.order", "New Order", readonly=True, copy=False)
    picking_id = fields.Many2one("stock.picking", "Return", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, **RESULTS} for vals in vals_list])

    def write(self, vals):
        if TERMS & vals.keys() and self.filtered(lambda offer: offer.state != "open"):
            raise UserError(
                self.env._("This offer was decided on already; record a new one instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        if self.filtered(lambda offer: offer.state in ("pending", "agreed")):
            raise UserError(self.env._("What was agreed with the supplier is kept."))

    def action_decline(self):
        """Turn down what is still open."""
        self.filtered(lambda offer: offer.state == "open")._write_own({"state": "declined"})

    def action_agree(self):
        """Take the offer: carry it out and keep its cost on the case."""
        for offer in self:
            offer._agree()

    def action_open_result(self):
        """Open what the agreed offer has made."""
        self.ensure_one()
        return open_records(self.change_id or self.order_id or self.picking_id)

    def _agree(self):
        self.ensure_one()
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        if self.state in ("pending", "agreed"):
            return
        if self.state == "declined":
            raise UserError(self.env._("This offer was declined; record a new one."))
        self._carry_out()
        if self.change_id.approval_state in UNDECIDED:
            self._write_own({"state": "pending"})
        else:
            self._settle()

    def _settle(self):
        """Keep on the case what was agreed and what it costs."""
        self.ensure_one()
        case = self.exception_id
        case.cost_amount += self.cost_amount
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        agreed = self.env._("Agreed: %(solution)s", solution=kinds[self.kind])
        text = " ".join(filter(None, [agreed, self.note]))
        case.resolution = "\n".join(filter(None, [case.resolution, text]))
        if case.state == "reported":
            case.action_investigate()
        if case.state == "investigating":
            case.action_start_resolving()
        self._write_own({"state": "agreed"})

    def _follow_change(self, state):
        """Follow the change request of the offer: agreed only once that is applied."""
        offers = self.filtered(lambda offer: offer.state in ("open", "pending"))
        if state == "applied":
            for offer in offers:
                offer._settle()
        else:
            offers._write_own({"state": "pending" if state in UNDECIDED else "open"})

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | RESULTS
