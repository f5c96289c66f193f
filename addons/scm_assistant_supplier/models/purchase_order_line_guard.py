# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

MANAGER = "scm_assistant_base.group_scm_manager"
# What a supplier is measured against, and what the nightly board makes of it. Promised
# dates are kept when the order is confirmed and when supplier or buyer change them.
KEPT = {
    "scm_original_date": False,
    "scm_confirmed_date": False,
    "scm_is_confirmed": False,
    "scm_open_qty": 0.0,
    "scm_over_qty": 0.0,
    "scm_need_date": False,
    "scm_arrival_chance": 0.0,
    "scm_risk": False,
    "scm_risk_at": False,
}
AGREED = frozenset(
    {"product_id", "product_uom_id", "product_qty", "price_unit", "discount", "date_planned"}
)


class PurchaseOrderLine(models.Model):
    """The guard: what of a confirmed line is not written by hand."""

    _inherit = "purchase.order.line"

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | KEPT

    def _scm_check_by_request(self, vals):
        """Refuse to change what was agreed, where the company wants a request for it."""
        names = AGREED & vals.keys()
        # Odoo's own steps, such as a portal answer, run as superuser.
        if not names or self.env.su or self.env.user.has_group(MANAGER):
            return
        for line in self.filtered(lambda line: line.company_id.scm_changes_by_request):
            if line._scm_is_promised() and line._scm_is_changed_by(vals, names):
                raise UserError(
                    self.env._(
                        "%(order)s is confirmed: change %(product)s by “Request a Change” in "
                        "the order, or ask a manager.",
                        order=line.order_id.name,
                        product=line.product_id.display_name,
                    )
                )

    def _scm_is_changed_by(self, vals, names):
        """Tell whether ``vals`` would leave one of the fields ``names`` other than it is."""
        self.ensure_one()
        fields = [self._fields[name] for name in names]
        return any(
            field.convert_to_cache(vals[field.name], self)
            != field.convert_to_cache(self[field.name], self)
            for field in fields
        )
