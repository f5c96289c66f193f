# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.notification import get_notification_action
from odoo.exceptions import UserError

from ...tools import limits

# In the order in which the tool takes what is set by hand.
LIMITS = ("safety", "reorder", "maximum")


class ScmStockPosition(models.Model):
    """Where the limits of a position come from, and how Odoo's rules get them."""

    _inherit = "scm.stock.position"

    xyz = fields.Selection(
        [("X", "X"), ("Y", "Y"), ("Z", "Z")],
        "XYZ",
        readonly=True,
        help="How evenly it sells from week to week: X evenly, Z hardly foreseeable.",
    )
    is_overridden = fields.Boolean("Set by Hand", readonly=True)
    # What the planner had computed when the first limit was set by hand.
    computed_limits = fields.Json(readonly=True)
    override_ids = fields.Many2many("scm.stock.override", compute="_compute_override_ids")

    @api.depends("is_overridden")
    def _compute_override_ids(self):
        # One search for all; what has run out is still shown until it is archived.
        overrides = self.env["scm.stock.override"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("warehouse_id", "in", self.warehouse_id.ids),
            ]
        )
        current = overrides.filtered("is_current").grouped(
            lambda one: (one.product_id, one.warehouse_id)
        )
        for position in self:
            key = (position.product_id, position.warehouse_id)
            position.override_ids = current.get(key, overrides.browse())

    def action_set_override(self):
        """Open a new limit by hand for this position."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set a Limit by Hand"),
            "res_model": "scm.stock.override",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_company_id": self.company_id.id,
                "default_warehouse_id": self.warehouse_id.id,
                "default_product_id": self.product_id.id,
                "default_quantity": self.safety_qty,
            },
        }

    def action_propose_min_max(self):
        """Compare the limits with Odoo's reordering rules and open the differences."""
        changes = self.env["scm.orderpoint.change"]._propose(self)
        if not changes:
            raise UserError(
                self.env._("The reordering rules already have these limits, or there are none.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_inventory.scm_orderpoint_change_action"
        )
        action = {**action, "domain": [("id", "in", changes.ids)], "context": {}}
        if self.env.user.has_group("scm_assistant_base.group_scm_manager"):
            return action
        title = self.env._("Min and Max: a Manager Approves")
        return get_notification_action(
            self.env._(
                "Proposed. A manager approves these before they are written to the "
                "reordering rules; you can correct or discard them."
            ),
            then={**action, "name": title, "display_name": title},
        )

    def _apply_overrides(self):
        """Compute limits and status with what is set by hand now, ahead of the planner.

        Once overridden, the limits are computed from those of the day when the first was
        set by hand, until the planner has run.
        """
        self.invalidate_recordset(["override_ids"])
        for position in self:
            base = position._get_computed_limits()
            if not base:
                continue
            by_hand = {one.kind: one.quantity for one in position.override_ids}
            found = limits.apply_overrides(
                *np.array(base, dtype=float),
                [np.array(by_hand.get(name, np.nan)) for name in LIMITS],
            )
            values = {
                f"{name}_qty": float(value) for name, value in zip(LIMITS, found, strict=True)
            }
            values["is_overridden"] = bool(by_hand)
            values["computed_limits"] = base if by_hand else False
            position.write(values)
        self._refresh_stock()

    def _get_computed_limits(self):
        """Return what was computed before anything was set by hand; none where not known."""
        self.ensure_one()
        if self.is_overridden:
            return self.computed_limits
        return [self[f"{name}_qty"] for name in LIMITS]

    def _get_override_sentences(self):
        """Return a sentence for each limit that is set by hand."""
        self.ensure_one()
        labels = dict(
            self.env["scm.stock.override"]._fields["kind"]._description_selection(self.env)
        )
        return [
            self.env._(
                "%(limit)s set to %(quantity)s by %(user)s until %(date)s: %(reason)s.",
                limit=labels[one.kind],
                quantity=self._format(one.quantity),
                # sudo: the name of a colleague.
                user=one.sudo().user_id.name,
                date=self._format_day(one.date_end),
                reason=one.reason.rstrip(".。"),
            )
            for one in self.override_ids
        ]
