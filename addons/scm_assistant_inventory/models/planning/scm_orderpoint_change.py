# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.scm_assistant_base.tools.jobs import run_batches
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

# More than these are written in the background, this many a transaction.
BATCH = 100
# Without demand for so long, a product is not new any more; the policy may say otherwise.
DEAD_DAYS = 180
MANAGER = "scm_assistant_base.group_scm_manager"
DECIDED = {"state", "approved_by_id", "applied_at", "error"}
PROTECTED = DECIDED | {"orderpoint_id", "old_min_qty", "old_max_qty"}


class ScmOrderpointChange(models.Model):
    """A new minimum and maximum for one of Odoo's reordering rules, beside the old ones.

    Proposed from a position, looked at, written by a manager; kept as the log that the
    rules themselves don't have.
    """

    _name = "scm.orderpoint.change"
    _description = "Change of a Reordering Rule"
    _order = "id DESC"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, check_company=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        "Reordering Rule",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    kind = fields.Selection(
        [
            ("change", "Change"),
            ("new", "New Rule"),
            ("archived", "Archived Rule"),
            ("stop", "Stop Buying"),
        ],
        required=True,
        readonly=True,
        help="An archived rule is taken out of the archive when the change is written. "
        "Buying stops of what nobody wants any more: the rule stays, with zero.",
    )
    old_min_qty = fields.Float("Min Now", readonly=True, digits="Product Unit")
    old_max_qty = fields.Float("Max Now", readonly=True, digits="Product Unit")
    new_min_qty = fields.Float("New Min", required=True, digits="Product Unit")
    new_max_qty = fields.Float("New Max", required=True, digits="Product Unit")
    min_difference = fields.Float(compute="_compute_difference", store=True, digits="Product Unit")
    max_difference = fields.Float(compute="_compute_difference", store=True, digits="Product Unit")
    horizon_days = fields.Float(
        related="company_id.horizon_days",
        help="Odoo compares the minimum with the forecast so many days beyond the lead time.",
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("queued", "Being Written"),
            ("applied", "Written"),
            ("discarded", "Discarded"),
        ],
        required=True,
        default="proposed",
        readonly=True,
        index=True,
    )
    approved_by_id = fields.Many2one("res.users", "Written By", readonly=True)
    applied_at = fields.Datetime("Written On", readonly=True)
    error = fields.Text("Not Written Because", readonly=True)

    _open_uniq = models.UniqueIndex(
        "(product_id, warehouse_id, company_id) WHERE state IN ('proposed', 'queued')",
        "There is already an open change of this rule.",
    )
    _limits_sensible = models.Constraint(
        "CHECK(new_min_qty >= 0 AND new_min_qty <= new_max_qty)",
        "The minimum lies between zero and the maximum.",
    )

    @api.depends("old_min_qty", "old_max_qty", "new_min_qty", "new_max_qty")
    def _compute_difference(self):
        for change in self:
            change.min_difference = change.new_min_qty - change.old_min_qty
            change.max_difference = change.new_max_qty - change.old_max_qty

    @api.depends("product_id", "warehouse_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for change in self:
            names = [change.product_id.display_name, change.warehouse_id.name]
            change.display_name = ", ".join(filter(None, names))

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `odoo`: nothing begins as written."""
        if not self.env.su:
            vals_list = [
                {name: value for name, value in vals.items() if name not in DECIDED}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """Override of `odoo`: states change by their buttons, open ones only."""
        if not self.env.su:
            if PROTECTED & vals.keys():
                raise AccessError(self.env._("Use the buttons to write or discard a change."))
            if any(change.state != "proposed" for change in self):
                raise UserError(self.env._("What is written or discarded stays as it was."))
        return super().write(vals)

    def action_apply(self):
        """Write the changes to the reordering rules; many of them in the background."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager changes reordering rules."))
        self.check_access("write")
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        changes = self.filtered(lambda change: change.state == "proposed")
        # sudo: states change by code only; the rights were checked above.
        changes.sudo().write({"state": "queued", "approved_by_id": self.env.uid, "error": False})
        if len(changes) <= BATCH:
            changes._apply()
        else:
            self.env.ref("scm_assistant_inventory.scm_orderpoint_change_cron")._trigger()

    def action_discard(self):
        """Leave the rules as they are."""
        self.check_access("write")
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        changes = self.filtered(lambda change: change.state in ("proposed", "queued"))
        # sudo: states change by code only; the rights were checked above.
        changes.sudo().state = "discarded"

    def action_propose_all(self):
        """Compare all positions that have limits, or a rule, with the reordering rules."""
        # sudo: who proposes need not read the rules; only their products are looked for.
        rules = self.env["stock.warehouse.orderpoint"].sudo()
        own = Domain("company_id", "in", self.env.companies.ids)
        ruled = rules._search(own & Domain("product_max_qty", ">", 0)).subselect("product_id")
        positions = self.env["scm.stock.position"].search(
            own & (Domain("maximum_qty", ">", 0) | Domain("product_id", "in", ruled))
        )
        return positions.action_propose_min_max()

    def action_view_orderpoint(self):
        """Open the reordering rule."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.warehouse.orderpoint",
            "res_id": self.orderpoint_id.id,
            "view_mode": "form",
        }

    @api.model
    def _propose(self, positions):
        """Return open changes for positions whose rules have other limits.

        What was proposed before and is not written yet is compared anew.
        """
        rules = self._find_rules(positions)
        positions = positions.filtered(
            lambda one: (
                one.maximum_qty > 0
                or self._is_to_stop(one, rules.get((one.product_id, one.warehouse_id)))
            )
        )
        opened = self.search(
            [
                ("product_id", "in", positions.product_id.ids),
                ("warehouse_id", "in", positions.warehouse_id.ids),
                ("state", "in", ("proposed", "queued")),
            ]
        ).grouped(lambda change: (change.product_id, change.warehouse_id))
        result, values = self.browse(), []
        for position in positions:
            key = (position.product_id, position.warehouse_id)
            new = self._prepare(position, rules.get(key))
            known = opened.get(key, self.browse())
            if known.state == "queued":
                continue
            if known and new:
                # sudo: the old limits are read from the rule, not given by the user.
                known.sudo().write(new)
                result |= known
            elif known:
                known.action_discard()
            elif new:
                values.append(new)
        return result | self.create(values)

    @api.model
    def _find_rules(self, positions):
        """Return {(product, warehouse): rule of its stock location}, archived ones too."""
        # sudo: who proposes need not read the rules; only two quantities are shown.
        rules = self.env["stock.warehouse.orderpoint"].sudo().with_context(active_test=False)
        found = rules.search_fetch(
            [
                ("product_id", "in", positions.product_id.ids),
                ("location_id", "in", positions.warehouse_id.lot_stock_id.ids),
            ],
            ["product_id", "location_id", "product_min_qty", "product_max_qty", "active"],
        )
        warehouses = {one.lot_stock_id: one for one in positions.warehouse_id}
        return {
            (rule.product_id.sudo(False), warehouses[rule.location_id.sudo(False)]): rule
            for rule in found
        }

    @api.model
    def _is_to_stop(self, position, rule):
        """Tell whether a rule goes on buying what nobody has wanted for long.

        What is new has no limits either, but nobody knows yet whether it sells.
        """
        if not rule or not rule.active:
            return False
        if position.status == "dead" or position.pattern == "obsolete":
            return True
        days = position.known_days + position.unknown_days
        return days >= (position.policy_id.dead_days or DEAD_DAYS)

    @api.model
    def _prepare(self, position, rule):
        """Return the values of the change, None where the rule is as it should be.

        Odoo orders when the forecast is below the minimum, as the planner does when the
        stock with orders is below the reorder point: the numbers mean the same.
        """
        new_min, new_max = position.reorder_qty, position.maximum_qty
        unit = position.uom_id
        if rule and rule.active:
            kind = "change" if new_max > 0 else "stop"
            same_min = not unit.compare(rule.product_min_qty, new_min)
            if same_min and not unit.compare(rule.product_max_qty, new_max):
                return None
        else:
            kind = "archived" if rule else "new"
        return {
            "company_id": position.company_id.id,
            "warehouse_id": position.warehouse_id.id,
            "product_id": position.product_id.id,
            "orderpoint_id": rule.id if rule else False,
            "kind": kind,
            "old_min_qty": rule.product_min_qty if rule else 0,
            "old_max_qty": rule.product_max_qty if rule else 0,
            "new_min_qty": new_min,
            "new_max_qty": new_max,
        }

    def _apply(self):
        """Write queued changes as the managers who approved them."""
        for user, changes in self.grouped("approved_by_id").items():
            for change in changes.with_user(user):
                change._apply_one()

    def _apply_queued(self):
        """Write those that are still queued and that nobody else is at."""
        self.try_lock_for_update().filtered(lambda change: change.state == "queued")._apply()

    def _hand_back(self, error):
        """Propose this change anew, with the reason why it could not be written."""
        # sudo: states change by code only.
        self.sudo().write({"state": "proposed", "error": str(error)})

    def _apply_one(self):
        """Write this change to its rule, made or taken out of the archive if needed.

        A rule that Odoo's own user makes to be triggered by hand is deleted by the next
        visit to Replenishment; one that a person makes stays.
        """
        rules = self.env["stock.warehouse.orderpoint"].with_context(active_test=False)
        rules = rules.with_company(self.company_id)
        location = self.warehouse_id.lot_stock_id
        rule = rules.search(
            [("product_id", "=", self.product_id.id), ("location_id", "=", location.id)], limit=1
        )
        limits = {"product_min_qty": self.new_min_qty, "product_max_qty": self.new_max_qty}
        old = (rule.product_min_qty, rule.product_max_qty)
        if rule:
            rule.write(limits if rule.active else {**limits, "active": True})
        else:
            rule = rules.create(
                {
                    **limits,
                    "product_id": self.product_id.id,
                    "location_id": location.id,
                    "warehouse_id": self.warehouse_id.id,
                    "company_id": self.company_id.id,
                    "trigger": "auto" if self.env.uid == SUPERUSER_ID else "manual",
                }
            )
        # sudo: states change by code only.
        self.sudo().write(
            {
                "state": "applied",
                "applied_at": fields.Datetime.now(),
                "orderpoint_id": rule.id,
                # What was there when it was written, not when it was proposed.
                "old_min_qty": old[0],
                "old_max_qty": old[1],
            }
        )

    @api.model
    def _cron_apply(self):
        """Write what is queued, a batch a transaction.

        One that fails is logged and handed back with the reason; it stops no other.
        """
        queued = self.search([("state", "=", "queued")], order="id")
        run_batches(
            self.env,
            queued,
            BATCH,
            lambda changes: changes._apply_queued(),
            _logger,
            "Reordering rule of change %s not written",
            lambda change, error: change._hand_back(error),
        )
