# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN

# What a count was at its moment: the accuracy is reckoned from it, so it stays.
COUNTED = (
    "scm_count_line_id",
    "scm_is_count",
    "scm_book_qty",
    "scm_unit_cost",
    "scm_is_within",
    "scm_count_class_id",
)


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "scm.own.step.mixin"]

    scm_count_line_id = fields.Many2one(
        "scm.count.line",
        "Count",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
    )
    scm_is_count = fields.Boolean(
        "Came from a Count",
        readonly=True,
        copy=False,
        help="Not from a quantity put in by hand.",
        groups="base.group_user",
    )
    scm_book_qty = fields.Float(
        "System before the Count",
        digits="Product Unit",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    # As they were at the count: the accuracy of a past month does not change any more.
    scm_unit_cost = fields.Float(
        "Unit Cost at the Count",
        digits="Product Price",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    scm_is_within = fields.Boolean(
        "Count within Tolerance",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    scm_count_class_id = fields.Many2one(
        "scm.count.class",
        "Class at the Count",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )
    scm_suggestion_id = fields.Many2one(
        "scm.stock.suggestion",
        "Stock Suggestion",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )

    # The ledger reads what changed since the last night; core has no index for that.
    _scm_done_write_date = models.Index("(write_date) WHERE state = 'done'")

    def write(self, vals):
        """Override of `odoo`: a done move that is dated anew leaves its day of the ledger."""
        if {"date", "date_deadline"} & vals.keys():
            done = self.filtered(lambda move: move.state == "done")
            self.env["scm.demand.ledger"]._mark_stale(done)
        return super().write(vals)

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | dict.fromkeys(COUNTED, AS_GIVEN)

    def _prepare_procurement_values(self):
        """Override of `stock` to link each leg of a transfer, not only the last one."""
        values = super()._prepare_procurement_values()
        return {**values, "scm_suggestion_id": self.scm_suggestion_id.id}

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        """Override of `stock`: moves of different suggestions stay apart."""
        return [*super()._prepare_merge_moves_distinct_fields(), "scm_suggestion_id"]
