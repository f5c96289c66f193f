# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, plaintext2html

ANSWERS = [
    ("none", "Open"),
    ("confirm", "Confirmed"),
    ("date", "Other Date"),
    ("parts", "In Parts"),
    ("refuse", "Can't Deliver"),
    ("replaced", "Asked Anew"),
]
# A reason that a person types; more is no reason but an attack.
REASON_LENGTH = 500
GIVEN = ("confirm", "date", "parts", "refuse")


class ScmSupplyRequestLine(models.Model):
    """One purchase line that a supplier is asked about, and what he answered.

    An answer comes as ``{"answer": "parts", "parts": [(date, quantity)], "reason": ""}``;
    "date" has one part without a quantity, the others have none. Parts that are less than
    the open quantity come with ``"no_rest": True``: the rest can't be delivered.
    """

    _name = "scm.supply.request.line"
    _description = "Line of a Question to a Supplier"
    _inherit = ["scm.own.step.mixin"]
    _check_company_auto = True
    _order = "request_id, id"

    request_id = fields.Many2one(
        "scm.supply.request", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    order_line_id = fields.Many2one(
        "purchase.order.line",
        "Purchase Line",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    order_id = fields.Many2one(related="order_line_id.order_id")
    product_id = fields.Many2one(related="order_line_id.product_id")
    uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    asked_qty = fields.Float(
        "Open Quantity",
        digits="Product Unit",
        compute="_compute_asked",
        store=True,
        precompute=True,
    )
    asked_date = fields.Datetime("Expected", compute="_compute_asked", store=True, precompute=True)
    answer = fields.Selection(ANSWERS, default="none", required=True, readonly=True)
    answer_date = fields.Datetime("Answered Date", readonly=True, help="Of the last part.")
    answer_parts = fields.Char("Parts", readonly=True)
    missing_qty = fields.Float("Missing", digits="Product Unit", readonly=True)
    reason = fields.Char(readonly=True)
    is_later = fields.Boolean("Later", readonly=True)

    @api.depends("order_line_id")
    def _compute_asked(self):
        for line in self:
            line.asked_date, line.asked_qty = line._get_asked_now()

    @api.constrains("order_line_id")
    def _check_vendor(self):
        """Refuse to ask a supplier about another one's order: his answer would move it."""
        for line in self:
            # sudo: whoever asks need not read both orders to be told that they differ.
            vendor = line.order_line_id.sudo().partner_id.commercial_partner_id
            if vendor != line.request_id.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(supplier)s can't be asked about an order of another supplier.",
                        supplier=line.request_id.partner_id.display_name,
                    )
                )

    @api.model
    def _get_own_step_fields(self):
        """Override of the own steps: what was asked, and what the supplier answered."""
        return super()._get_own_step_fields() | {
            "request_id": AS_GIVEN,
            "order_line_id": AS_GIVEN,
            "asked_qty": False,
            "asked_date": False,
            "answer": "none",
            "answer_date": False,
            "answer_parts": False,
            "missing_qty": False,
            "reason": False,
            "is_later": False,
        }

    def _get_asked_now(self):
        """Return (date, quantity) that the order expects now, whatever it did when asked."""
        self.ensure_one()
        # sudo: the supplier has no user; he gets at the lines he was asked about alone.
        order_line = self.order_line_id.sudo()
        return order_line.date_planned, order_line._scm_get_open_qty()

    def _get_asked_key(self, date, quantity):
        """Return what tells the figures on the supplier's page from later ones."""
        return f"{date}/{self.uom_id.round(quantity):g}"

    def _refresh_asked(self):
        """Ask about what the order expects now."""
        for line in self:
            date, quantity = line._get_asked_now()
            # sudo: nobody edits a question; it follows its order.
            line.sudo()._write_own({"asked_date": date, "asked_qty": quantity})

    def _check_answered(self, answers):
        """Raise UserError that names every line without an answer."""
        open_lines = self.filtered(
            lambda line: (answers.get(line.id) or {}).get("answer") not in GIVEN
        )
        if open_lines:
            names = (f"{line.product_id.name} ({line.order_id.name})" for line in open_lines)
            raise UserError(self.env._("Please answer for %s.", ", ".join(names)))

    def _check_answer(self, answer):
        """Raise UserError when the supplier's answer can't be taken."""
        self.ensure_one()
        self._check_asked(answer)
        product, kind = self.product_id.name, answer["answer"]
        if kind == "refuse":
            return
        if kind == "confirm":
            self._check_still_possible()
            return
        parts = answer.get("parts") or []
        today = self.company_id._scm_get_today()
        if not parts or any(not date or date < today for date, _quantity in parts):
            raise UserError(self.env._("Please give a date from today on for %s.", product))
        if kind == "parts":
            self._check_parts([quantity for _date, quantity in parts], answer.get("no_rest"))

    def _check_still_possible(self):
        if not self._is_due_passed():
            return
        date, _quantity = self._get_asked_now()
        raise UserError(
            self.env._(
                "%(product)s was expected on %(date)s, which is over. Please give another date.",
                product=self.product_id.name,
                date=format_date(self.env, self.company_id._scm_get_day(date)),
            )
        )

    def _is_due_passed(self):
        """Tell whether the day asked about is over, so that nobody can confirm it."""
        date, _quantity = self._get_asked_now()
        return self.company_id._scm_get_day(date) < self.company_id._scm_get_today()

    def _check_asked(self, answer):
        """Refuse an answer to figures that the buyer has changed meanwhile.

        Taken, it would undo what was agreed after the mail was sent.
        """
        seen = answer.get("asked") or self._get_asked_key(self.asked_date, self.asked_qty)
        if seen != self._get_asked_key(*self._get_asked_now()):
            raise UserError(
                self.env._(
                    "%(product)s of %(order)s was changed since we asked you. "
                    "Please look at the new date and quantity, and answer again.",
                    product=self.product_id.name,
                    order=self.order_id.name,
                )
            )

    def _check_parts(self, quantities, no_rest=False):
        asked_qty = self._get_asked_now()[1]
        values = {"product": self.product_id.name, "quantity": f"{asked_qty:g}"}
        if any(self.uom_id.compare(quantity, 0) <= 0 for quantity in quantities):
            raise UserError(
                self.env._("Please give a quantity for each part of %(product)s.", **values)
            )
        if self.uom_id.compare(sum(quantities), asked_qty) > 0:
            raise UserError(
                self.env._("%(product)s: the parts are more than %(quantity)s.", **values)
            )
        rest = asked_qty - sum(quantities)
        if self.uom_id.compare(rest, 0) > 0 and not no_rest:
            raise UserError(
                self.env._(
                    "%(rest)s of %(product)s are not covered yet. Give their date as well, or "
                    "tick that the rest can't be delivered.",
                    rest=f"{self.uom_id.round(rest):g}",
                    product=self.product_id.name,
                )
            )

    def _take_answer(self, answer):
        """Keep the answer, and let order and receipts expect what was promised."""
        self.ensure_one()
        kind, reason = answer["answer"], (answer.get("reason") or "")[:REASON_LENGTH]
        # sudo: the supplier has no user; he gets at the lines he was asked about alone.
        order_line = self.order_line_id.sudo()
        self._refresh_asked()
        parts = self._get_parts(answer)
        missing = self.uom_id.round(self.asked_qty - sum(quantity for _date, quantity in parts))
        last = max((date for date, _quantity in parts), default=False)
        get_day = self.company_id._scm_get_day
        self._write_own(
            {
                "answer": kind,
                "reason": reason,
                "answer_date": last,
                "answer_parts": ", ".join(f"{get_day(date)}: {qty:g}" for date, qty in parts),
                "missing_qty": missing,
                "is_later": bool(last) and get_day(last) > get_day(self.asked_date),
            }
        )
        if parts and order_line._scm_is_promised():
            order_line._scm_expect_parts(parts)
            order_line._scm_add_promise("supplier", reason, parts)
        if self.is_later or self.missing_qty > 0:
            self._report_trouble(order_line)

    def _report_trouble(self, order_line):
        """Open the case about goods that come later, or not at all, at once."""
        # In the words of the company, not in those of the supplier's page.
        self = self.with_context(lang=self.company_id._scm_get_lang())
        names = {
            "product": self.product_id.display_name,
            "order": self.order_id.name,
            "date": self.answer_date
            and format_date(self.env, self.company_id._scm_get_day(self.answer_date)),
        }
        if self.is_later:
            name = self.env._("Later: %(product)s of %(order)s, now on %(date)s", **names)
        else:
            name = self.env._("Supplier delivers less: %(product)s of %(order)s", **names)
        values = {
            **order_line._scm_prepare_case_values(),
            "name": name,
            "company_id": self.company_id.id,
            # Plain text: an outsider's tags must not come alive in a colleague's case.
            "description": plaintext2html(self.reason) if self.reason else False,
            "severity": "s1" if self.answer == "refuse" else "s2",
        }
        # The supplier has no user; what he said is reported in the company's name.
        reporter = self.env.ref("base.user_root")
        self.env["scm.exception"]._report_arrival("answer", order_line, values, reporter)

    def _get_parts(self, answer):
        """Return (datetime, quantity) of each part that the supplier promised."""
        order_line = self.order_line_id
        if answer["answer"] == "refuse":
            return []
        if answer["answer"] == "confirm":
            return [(self.asked_date, self.asked_qty)]
        noon = order_line._convert_to_middle_of_day
        whole = self.asked_qty if answer["answer"] == "date" else None
        return sorted(
            (noon(date), quantity if whole is None else whole) for date, quantity in answer["parts"]
        )
