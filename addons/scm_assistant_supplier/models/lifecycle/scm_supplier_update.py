# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.approval.scm_approval_mixin import APPROVAL_STATES
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN
from odoo.exceptions import UserError
from odoo.fields import Command

# What people look at: asked is a draft that the supplier has.
STAGES = [("draft", "Draft"), ("asked", "Asked"), *APPROVAL_STATES[1:]]
LINK_PURPOSE = "product-info"


class ScmSupplierUpdate(models.Model):
    """A supplier's own word on his prices, lead times and minimums, asked for by link."""

    _name = "scm.supplier.update"
    _description = "Supplier Update"
    _inherit = ["scm.approval.mixin", "scm.link.document.mixin"]
    _order = "id DESC"
    _rec_name = "partner_id"
    _check_company_auto = True
    _link_purpose = LINK_PURPOSE
    _link_days = 21
    _link_template = "scm_assistant_supplier.scm_supplier_update_mail_template_ask"

    # Named again, so that Odoo translates its states with this addon's terms.
    approval_state = fields.Selection(APPROVAL_STATES)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, check_company=True
    )
    user_id = fields.Many2one("res.users", "Responsible", default=lambda self: self.env.user)
    stage = fields.Selection(STAGES, compute="_compute_stage")
    asked_at = fields.Datetime("Asked on", readonly=True, copy=False)
    answered_at = fields.Datetime("Answered on", readonly=True, copy=False)
    remark = fields.Text("Supplier's Remark", readonly=True, copy=False)
    line_ids = fields.One2many("scm.supplier.update.line", "update_id", "Products")
    change_count = fields.Integer("Changes", compute="_compute_change_count")

    @api.depends("approval_state", "asked_at")
    def _compute_stage(self):
        for update in self:
            is_asked = update.approval_state == "draft" and update.asked_at
            update.stage = "asked" if is_asked else update.approval_state

    @api.depends("line_ids.is_changed")
    def _compute_change_count(self):
        for update in self:
            update.change_count = len(update.line_ids.filtered("is_changed"))

    @api.model
    def _get_own_step_fields(self):
        first = {"partner_id": AS_GIVEN, "asked_at": False, "answered_at": False, "remark": False}
        return super()._get_own_step_fields() | first

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        if self.filtered("answered_at"):
            raise UserError(self.env._("What was asked and answered is kept."))

    def action_send(self):
        """Mail the link again; the earlier one ends."""
        for update in self:
            update._send_link()

    @api.model
    def _ask(self, sellers):
        """Return one update for each vendor and company of ``sellers``, with the link sent."""
        updates = self.browse()
        own = self.env.company
        by_vendor = sellers.grouped(lambda price: (price.partner_id, price.company_id or own))
        for (partner, company), prices in by_vendor.items():
            update = self.create(
                {
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "line_ids": [Command.create({"supplierinfo_id": price.id}) for price in prices],
                }
            )
            update._send_link()
            updates |= update
        return updates

    def _is_link_open(self):
        return super()._is_link_open() and self.approval_state != "cancelled"

    def _is_link_answerable(self):
        return super()._is_link_answerable() and not self.answered_at

    def _check_link_issuable(self):
        if self.approval_state != "draft":
            raise UserError(self.env._("The supplier has answered already."))
        return super()._check_link_issuable()

    def _update_link_issued(self, link):
        self._write_own({"asked_at": fields.Datetime.now()})
        return super()._update_link_issued(link)

    def _take_answer(self, answers, remark):
        """Write a supplier's answer, once; without a change it is done at once.

        :param dict answers: {line id: {"price": …, "delay": …, "min_qty": …}}
        :return: False where he had answered already
        """
        self.ensure_one()
        self._lock_link_document()
        if self.answered_at:
            return False
        self._track_set_author(self.partner_id)
        for line in self.line_ids:
            line._propose(answers.get(line.id, {}))
        self._write_own({"answered_at": fields.Datetime.now(), "remark": remark})
        self.action_submit()
        return True

    def _needs_approval(self):
        return bool(self.change_count)

    def _check_submittable(self):
        if not self.answered_at:
            raise UserError(
                self.env._(
                    "%(partner)s has not answered yet; send the link again, or cancel.",
                    partner=self.partner_id.display_name,
                )
            )
        return super()._check_submittable()

    def _check_applicable(self):
        """Lock the prices, then compare them with what the supplier was shown."""
        # sudo: who decides need not be a purchase manager, who alone may lock prices.
        prices = self.line_ids.supplierinfo_id.sudo()
        prices.lock_for_update(allow_referencing=True)
        prices.invalidate_recordset()
        if outdated := self.line_ids.filtered(lambda line: line._get_outdated()):
            raise UserError(
                self.env._(
                    "Changed since the supplier was asked: %(products)s. Cancel this answer and "
                    "ask the supplier again.",
                    products=", ".join(outdated.product_tmpl_id.mapped("display_name")),
                )
            )
        return super()._check_applicable()

    def _apply(self):
        """Override of the approval: the new terms become the vendor's prices."""
        for line in self.line_ids:
            # sudo: the change was approved; Odoo lets only purchase managers write prices.
            price = line.supplierinfo_id.sudo()
            if line.is_changed:
                price.write(line._prepare_price_values())
            if line._is_confirmed():
                price.action_scm_mark_checked()

    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"partner_id", "company_id", "line_ids"}
