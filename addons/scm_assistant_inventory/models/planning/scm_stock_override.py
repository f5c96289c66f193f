# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

LIMITS = [
    ("safety", "Safety Stock"),
    ("reorder", "Reorder Point"),
    ("maximum", "Maximum"),
]


class ScmStockOverride(models.Model):
    """A limit that somebody knows better than the history, for a time and with a reason.

    It survives every refresh and ends by itself. What has ended stays as the record of
    who decided what.
    """

    _name = "scm.stock.override"
    _description = "Limit Set by Hand"
    _order = "date_end DESC, id DESC"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, check_company=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", required=True, index=True, check_company=True, ondelete="cascade"
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    kind = fields.Selection(LIMITS, "Limit", required=True, default="safety")
    quantity = fields.Float(required=True, digits="Product Unit")
    reason = fields.Char(required=True)
    date_end = fields.Date("Until", required=True, help="The last day on which it holds.")
    user_id = fields.Many2one(
        "res.users", "Set By", readonly=True, required=True, default=lambda self: self.env.user
    )
    active = fields.Boolean(default=True)
    is_current = fields.Boolean("In Force", compute="_compute_is_current")

    _current_uniq = models.UniqueIndex(
        "(product_id, warehouse_id, company_id, kind) WHERE active",
        "This limit is already set by hand; end that one first.",
    )
    _quantity_sensible = models.Constraint("CHECK(quantity >= 0)", "A limit can't be negative.")

    @api.depends("active", "date_end", "company_id")
    def _compute_is_current(self):
        for override in self:
            today = (override.company_id or self.env.company)._scm_get_today()
            override.is_current = bool(
                override.active and override.date_end and override.date_end >= today
            )

    @api.constrains("reason")
    def _check_reason(self):
        for override in self:
            if not override.reason.strip():
                raise ValidationError(self.env._("Say why the limit is set by hand."))

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `odoo`: what has run out makes room, and the positions follow."""
        for vals in vals_list:
            # Nobody sets a limit in another's name.
            vals["user_id"] = self.env.uid
        self._archive_expired()
        overrides = super().create(vals_list)
        overrides._refresh_positions()
        return overrides

    def write(self, vals):
        """Override of `odoo`: who changes it answers for it; the positions follow."""
        if {"kind", "quantity", "reason", "date_end"} & vals.keys():
            vals = {**vals, "user_id": self.env.uid}
        before = self._get_positions()
        res = super().write(vals)
        self._refresh_positions(before)
        return res

    def unlink(self):
        """Override of `odoo`: the positions follow."""
        positions = self._get_positions()
        res = super().unlink()
        self._refresh_positions(positions)
        return res

    def action_end(self):
        """End it now; the computed limit holds again."""
        self.active = False

    @api.model
    def _archive_expired(self):
        """Archive what has run out by its company's day."""
        is_over = self.env["res.company"]._scm_get_day_domain(
            lambda today: Domain("date_end", "<", today)
        )
        # sudo: what has run out does so for everybody.
        expired = self.sudo().search(is_over)
        if not expired:
            return
        expired.active = False
        # Before the next one is inserted, which the unique index would not let in.
        expired.flush_recordset()

    def _get_positions(self):
        """Return the positions that these limits are for."""
        keys = {(one.product_id, one.warehouse_id) for one in self}
        # sudo: nobody writes positions by hand; those of the limits only.
        positions = (
            self.env["scm.stock.position"]
            .sudo()
            .search(
                [
                    ("product_id", "in", self.product_id.ids),
                    ("warehouse_id", "in", self.warehouse_id.ids),
                ]
            )
        )
        return positions.filtered(lambda one: (one.product_id, one.warehouse_id) in keys)

    def _refresh_positions(self, before=None):
        """Bring the positions in line at once, and have them planned in the background."""
        positions = self.exists()._get_positions()
        ((before or positions) | positions)._apply_overrides()
        self.env.ref("scm_assistant_inventory.scm_stock_position_cron_refresh")._trigger()
