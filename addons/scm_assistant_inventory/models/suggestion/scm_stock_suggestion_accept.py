# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.addons.scm_assistant_base.tools.notification import RELOAD, get_notification_action
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list


class ScmStockSuggestion(models.Model):
    """Several accepted at once, each on its own, and what one person may let through."""

    _inherit = "scm.stock.suggestion"

    def action_accept(self):
        """Accept each of the selected suggestions that can be; say what became of each."""
        chosen = self.filtered(lambda one: one.approval_state in ("draft", "rejected"))
        return chosen._get_result_action(chosen._accept_each()) if chosen else True

    def _accept_each(self):
        """Submit each on its own; return {suggestion: why it was refused}."""
        refused = {}
        for suggestion in self:
            try:
                with self.env.cr.savepoint():
                    suggestion.action_submit()
            except UserError as error:
                refused[suggestion] = str(error)
        return refused

    def _get_result_action(self, refused, then=RELOAD):
        """Return the notification that says what became of these, and then ``then``."""
        lines = [
            f"{one.name} ({one.product_id.display_name}): {reason}"
            for one, reason in refused.items()
        ]
        return get_notification_action(
            "\n".join([self._get_result_text(len(refused)), *lines]),
            "warning" if refused else "success",
            title=self.env._("Not all accepted") if refused else self.env._("Accepted"),
            is_sticky=bool(refused),
            then=then,
        )

    def _get_result_text(self, refused_count):
        """Return for example: 3: 1 on P00114, 1 to approval, and 1 refused."""
        ordered = self.filtered("purchase_line_ids")
        states = (self - ordered).grouped("approval_state")
        parts = []
        if ordered:
            names = sorted(set(ordered.purchase_line_ids.order_id.mapped("name")))
            parts.append(
                self.env._(
                    "%(count)s on RFQ %(orders)s",
                    count=len(ordered),
                    orders=format_list(self.env, names),
                )
            )
        if done := states.get("applied"):
            parts.append(self.env._("%(count)s carried out", count=len(done)))
        if asked := states.get("approved"):
            parts.append(self.env._("%(count)s as a change request", count=len(asked)))
        if waiting := states.get("submitted"):
            parts.append(self.env._("%(count)s to approval", count=len(waiting)))
        if refused_count:
            parts.append(self.env._("%(count)s refused", count=refused_count))
        return self.env._(
            "%(count)s: %(result)s", count=len(self), result=format_list(self.env, parts)
        )

    def _get_let_through_value(self):
        """Return what the user let through today of the same, without a second person.

        Of the product, in all warehouses of the company: a big order is not to pass in
        slices. What a manager decided on counts no more.
        """
        self.ensure_one()
        company, user = self.company_id, self.env.user
        if not company.scm_suggestion_limit_daily:
            return 0.0
        if self.approval_state == "submitted":
            user = self.submitted_by_id
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("product_id", "=", self.product_id.id)
        domain &= Domain("kind", "=", self.kind)
        domain &= Domain("approval_state", "in", ("approved", "applied"))
        domain &= Domain("submitted_by_id", "=", user.id) & Domain("decided_by_id", "=", user.id)
        domain &= Domain("decided_at", ">=", company._scm_get_moment(company._scm_get_today()))
        return sum(one._get_value() for one in self.search(domain) - self)
