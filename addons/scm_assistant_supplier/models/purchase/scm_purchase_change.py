# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.exceptions import UserError
from odoo.fields import Command

INSTRUCTIONS = [
    ("suggestion", "Stock Suggestion"),
    ("meeting", "Meeting"),
    ("mail", "E-mail"),
    ("phone", "Phone"),
    ("case", "Exception"),
]


class ScmPurchaseChange(models.Model):
    """What somebody instructed to order, or to change in a confirmed order.

    Without an order it becomes a request for quotation; with one, each line says what
    is before and after. Applied to order and receipts at approval.
    """

    _name = "scm.purchase.change"
    _description = "Purchase Change Request"
    _inherit = ["scm.approval.mixin", "scm.reference.mixin"]
    _order = "id DESC"
    _check_company_auto = True

    name = fields.Char("Reference", readonly=True, copy=False, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # Repeated for the translation: labels of the mixin belong to each model.
    approval_state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("applied", "Applied"),
            ("cancelled", "Cancelled"),
        ]
    )
    order_id = fields.Many2one(
        "purchase.order",
        "Order to Change",
        index=True,
        check_company=True,
        domain="[('state', '=', 'purchase')]",
        help="Empty: a new request for quotation is made.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    result_order_id = fields.Many2one(
        "purchase.order", "Created Order", readonly=True, copy=False, check_company=True
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    instruction_source = fields.Selection(
        INSTRUCTIONS, "Instructed by", required=True, default="mail"
    )
    instructed_by_id = fields.Many2one(
        "res.users", "Who Instructed", domain="[('share', '=', False)]"
    )
    instruction = fields.Text(help="What was said, as it was said.")
    exception_id = fields.Many2one(
        "scm.exception", index="btree_not_null", ondelete="set null", check_company=True
    )
    line_ids = fields.One2many("scm.purchase.change.line", "change_id", "Lines", copy=True)
    request_ids = fields.One2many("scm.supply.request", "change_id", "Questions to the Supplier")
    supplier_answer = fields.Selection(
        [("none", "Not Told"), ("asked", "Told"), ("confirmed", "Confirmed")],
        compute="_compute_supplier_answer",
    )

    @api.depends("order_id")
    def _compute_partner_id(self):
        for change in self:
            change.partner_id = change.order_id.partner_id or change.partner_id

    @api.depends("order_id", "company_id", "partner_id")
    def _compute_currency_id(self):
        for change in self:
            vendor = change.partner_id.with_company(change.company_id)
            change.currency_id = (
                change.order_id.currency_id
                or vendor.property_purchase_currency_id
                or change.company_id.currency_id
            )

    @api.depends("request_ids.state")
    def _compute_supplier_answer(self):
        for change in self:
            states = change.request_ids.mapped("state")
            is_asked = {"sent", "answered"} & set(states)
            is_confirmed = "answered" in states
            change.supplier_answer = (
                "confirmed" if is_confirmed else "asked" if is_asked else "none"
            )

    @api.onchange("order_id")
    def _onchange_order_id(self):
        """Offer all lines of the order that was chosen, with what they are now."""
        if self.order_id and not self.line_ids.order_line_id:
            lines = self.order_id.order_line.filtered(lambda line: line._scm_is_promised())
            commands = [Command.create({"order_line_id": line.id}) for line in lines]
            self.line_ids = [Command.clear(), *commands]

    @api.model_create_multi
    def create(self, vals_list):
        # Nobody chooses the number, nor which document waits for it.
        given = {"name": False, **self._get_origin_values()}
        return super().create([{**vals, **given} for vals in vals_list])

    def action_view_order(self):
        """Open the order that was changed or made."""
        self.ensure_one()
        return open_records(self.result_order_id or self.order_id)

    def action_view_requests(self):
        self.ensure_one()
        return open_records(self.request_ids, name=self.env._("Questions to the Supplier"))

    def action_inform_supplier(self):
        """Send the applied change to the supplier, who confirms by link."""
        for change in self:
            change._inform_supplier()

    def _inform_supplier(self):
        self.ensure_one()
        if self.approval_state != "applied":
            raise UserError(self.env._("Nothing is changed yet: %s is not applied.", self.name))
        lines = self._get_changed_lines().order_line_id | self.line_ids.result_line_id
        lines = lines.filtered(lambda line: line.state == "purchase")
        if not lines:
            raise UserError(self.env._("%s changed no confirmed order.", self.name))
        requests = self.request_ids.filtered(lambda request: request.state in ("draft", "sent"))
        if not requests:
            requests = self.env["scm.supply.request"].create(
                lines._scm_prepare_request_values(self)
            )
        requests._send_link()

    def _write_own(self, vals):
        """Override of the approval: whatever is decided reaches who waits for it."""
        result = super()._write_own(vals)
        if state := vals.get("approval_state"):
            self.offer_ids._follow_change(state)
            self._end_origins(state)
        return result

    def _get_frozen_fields(self):
        return {"order_id", "partner_id", "company_id", "line_ids", "instruction"}

    def _needs_approval(self):
        """Override of the mixin: a new date alone binds no money.

        A request for quotation is approved as an order, by Odoo's own rules.
        """
        if not self.order_id:
            return False
        return any(line._changes_money() for line in self._get_changed_lines())

    def _check_submittable(self):
        if not self._get_changed_lines():
            raise UserError(
                self.env._("Say what to order or to change: %s changes nothing.", self.name)
            )
        if self.order_id and self.order_id.state != "purchase":
            raise UserError(
                self.env._(
                    "%s is not a confirmed order; edit it directly.", self.order_id.display_name
                )
            )
        for line in self._get_changed_lines():
            line._check_change()

    def _check_applicable(self):
        """Lock what a receipt or another change writes, then compare with what is there."""
        if not self.order_id:
            return
        lines = self._get_changed_lines().order_line_id
        self.order_id.lock_for_update(allow_referencing=True)
        lines.lock_for_update(allow_referencing=True)
        lines._scm_get_open_moves().lock_for_update(allow_referencing=True)
        lines.invalidate_recordset()
        self._check_submittable()
        for line in self._get_changed_lines():
            line._check_unchanged()

    def _apply(self):
        if not self.order_id:
            self._create_draft_order()
            return
        changed = self._get_changed_lines()
        existing = changed.filtered("order_line_id")
        for line in existing:
            line._apply_change()
        self.env["scm.supply.board"]._refresh(existing.order_line_id)
        (changed - existing)._add_to_order()
        order = self.order_id
        if not any(order.order_line.mapped("product_qty")):
            # Nothing was received or billed, else a line would be left.
            if order.locked:
                order.button_unlock()
            order.button_cancel()
        order.message_post(
            body=self.env._("Changed by %(change)s.", change=self._get_html_link()),
        )

    def _get_changed_lines(self):
        """Return the lines that differ; the form offers all lines of the order."""
        return self.line_ids.filtered(lambda line: line._get_kinds())

    def _create_draft_order(self):
        """Make the request for quotation that was instructed."""
        self.result_order_id = self.env["purchase.order"].create(
            {
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "origin": self.name,
                "order_line": [
                    Command.create(line._prepare_order_line_values()) for line in self.line_ids
                ],
            }
        )
        for line, order_line in zip(self.line_ids, self.result_order_id.order_line, strict=True):
            line._link_order_line(order_line)
