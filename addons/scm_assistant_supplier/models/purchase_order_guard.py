# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_repr, formatLang

from .purchase.scm_purchase_change_line import PRICE_DIGITS


class PurchaseOrder(models.Model):
    """The guard: what speaks against ordering from this supplier, now."""

    _inherit = "purchase.order"

    scm_warning = fields.Text(
        "Before You Order",
        compute="_compute_scm_warning",
        help="What speaks against this order: the supplier's status or contract.",
        groups="base.group_user",
    )

    @api.depends("partner_id", "requisition_id", "order_line.price_unit", "order_line.product_id")
    def _compute_scm_warning(self):
        for order in self:
            is_open = order.state in ("draft", "sent", "to approve")
            obstacles = order._scm_get_obstacles() if is_open else []
            order.scm_warning = "\n".join(text for _level, text in obstacles) or False

    def button_confirm(self):
        """Override of `purchase`: what was only warned of is kept in the chatter."""
        warnings = {order: order.scm_warning for order in self if order.state in ("draft", "sent")}
        result = super().button_confirm()
        for order, warning in warnings.items():
            if warning:
                order.message_post(
                    body=order.env._("Confirmed in spite of: %(warning)s", warning=warning)
                )
        return result

    def _confirmation_error_message(self):
        """Override of `purchase`: stop what the settings say is to be stopped."""
        message = super()._confirmation_error_message()
        if message:
            return message
        return self._scm_find_blocks() or False

    def _scm_check_blocks(self):
        """Refuse to approve what something speaks against that came up since confirmation."""
        for order in self:
            if blocks := order._scm_find_blocks():
                raise UserError(blocks)

    def _scm_find_blocks(self):
        """Return what stops the order by the company's settings, or an empty text."""
        return "\n".join(text for level, text in self._scm_get_obstacles() if level == "block")

    def _scm_get_obstacles(self):
        """Return [("warn" or "block", text)]; extend to find more."""
        self.ensure_one()
        return self._scm_get_status_obstacles() + self._scm_get_contract_obstacles()

    def _scm_get_status_obstacles(self):
        partner = self.partner_id.commercial_partner_id
        found = partner._scm_get_supplier_block(self.company_id).get(partner.id)
        return [found] if found else []

    def _scm_get_contract_obstacles(self):
        """Return what the supplier's contract, or the agreement of the order, says."""
        policy = self.company_id.scm_contract_policy
        if policy == "none" or not self.partner_id:
            return []
        today = (self.company_id or self.env.company)._scm_get_today()
        contracts = self._scm_find_contracts()
        in_force = contracts.filtered_domain(contracts._get_in_force_domain(today))
        found = []
        if contracts and not in_force:
            found.append((policy, self._scm_say_not_in_force(contracts[-1:])))
        agreement = self.requisition_id
        if agreement.date_end and agreement.date_end < today:
            text = self.env._(
                "The agreement %(name)s ended on %(date)s.",
                name=agreement.name,
                date=fields.Date.to_string(agreement.date_end),
            )
            found.append((policy, text))
        return found + [("warn", text) for text in self._scm_find_price_differences(in_force)]

    def _scm_find_contracts(self):
        """Return the supplier's contracts that were ever signed, the last one last."""
        # sudo: a purchaser need not read contracts to be told that there is none.
        return (
            self.env["scm.contract"]
            .sudo()
            .search(
                [
                    ("kind", "=", "supplier"),
                    ("company_id", "=", self.company_id.id),
                    ("state", "in", ("signed", "terminated", "superseded")),
                    ("partner_id", "child_of", self.partner_id.commercial_partner_id.id),
                ],
                order="date_start, id",
            )
        )

    def _scm_say_not_in_force(self, contract):
        return self.env._(
            "%(partner)s has no contract in force: %(contract)s ran from %(start)s to %(end)s.",
            partner=self.partner_id.display_name,
            contract=contract.display_name,
            start=fields.Date.to_string(contract.date_start),
            end=fields.Date.to_string(contract.valid_until) or "…",
        )

    def _scm_find_price_differences(self, contracts):
        """Return a sentence for each line dearer than its contract says."""
        prices = {
            line.product_id: line
            for line in contracts.line_ids
            if line.currency_id == self.currency_id
        }
        sentences = []
        for line in self.order_line.filtered(lambda line: line.product_id in prices):
            agreed = prices[line.product_id]
            price = line.product_uom_id._compute_price(line.price_unit, agreed.uom_id)
            if float_compare(price, agreed.price, precision_digits=PRICE_DIGITS) > 0:
                sentences.append(
                    self.env._(
                        "%(product)s costs %(price)s, in the contract %(agreed)s.",
                        product=line.product_id.display_name,
                        price=self._scm_format_price(price),
                        agreed=self._scm_format_price(agreed.price),
                    )
                )
        return sentences

    def _scm_format_price(self, price):
        """Return a unit price with all its digits, of which the currency may have fewer."""
        currency = self.currency_id
        digits = len(float_repr(price, PRICE_DIGITS).rstrip("0").split(".")[1])
        if digits <= currency.decimal_places:
            return currency.format(price)
        return f"{formatLang(self.env, price, digits=digits)} {currency.name}"
