# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.approval.scm_approval_mixin import APPROVAL_STATES
from odoo.addons.scm_assistant_base.tools.actions import open_form
from odoo.exceptions import UserError

from .const import ASSISTANT, COUNTABLE, KEY, MANAGER, OUTCOME, STATES


class ScmCountLine(models.Model):
    """One place to count: a product, lot, package and owner in a location.

    It holds what the system said at the moment of the count, which Odoo's quant does
    not keep, and the decision on the difference. The stock itself changes only through
    Odoo's own count on the quant.
    """

    _name = "scm.count.line"
    _description = "Count"
    _inherit = ["scm.approval.mixin"]
    _order = "session_id DESC, location_id, product_id, lot_id, id"
    _check_company_auto = True

    # Named again, so that Odoo translates its states with this addon's terms.
    approval_state = fields.Selection(APPROVAL_STATES, "Approval", tracking=False)
    state = fields.Selection(
        STATES, default="todo", required=True, readonly=True, index=True, copy=False
    )
    session_id = fields.Many2one(
        "scm.count.session", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="session_id.company_id", store=True, precompute=True)
    warehouse_id = fields.Many2one(
        related="session_id.warehouse_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Counter",
        compute="_compute_user_id",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
    )
    due_date = fields.Date(compute="_compute_due_date", store=True, precompute=True, readonly=False)

    # Place
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        domain="[('is_storable', '=', True)]",
    )
    location_id = fields.Many2one(
        "stock.location",
        required=True,
        index=True,
        check_company=True,
        domain="[('usage', 'in', ('internal', 'transit')), ('warehouse_id', '=', warehouse_id)]",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
    )
    package_id = fields.Many2one("stock.package", check_company=True)
    owner_id = fields.Many2one("res.partner", check_company=True)
    tracking = fields.Selection(related="product_id.tracking")
    uom_id = fields.Many2one(related="product_id.uom_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    class_id = fields.Many2one("scm.count.class", readonly=True, index=True, ondelete="set null")
    abc = fields.Selection([("A", "A"), ("B", "B"), ("C", "C")], "ABC", readonly=True)

    # Count
    counted_qty = fields.Float("Counted", digits="Product Unit", copy=False)
    is_counted = fields.Boolean(
        "Was Counted", copy=False, help="Tick it where nothing is there: zero is a count as well."
    )
    counted_at = fields.Datetime(readonly=True, copy=False)
    counted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    first_counted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_confirmed = fields.Boolean(
        "Surely Right", copy=False, help="The counter confirms a quantity that looks like a typo."
    )
    problem = fields.Char(readonly=True, copy=False, help="Why this count could not be taken.")

    # What the system says: for managers, and for others by the fields that follow.
    book_qty = fields.Float("System", digits="Product Unit", readonly=True, groups=MANAGER)
    unit_cost = fields.Float(digits="Product Price", readonly=True, groups=MANAGER)
    first_book_qty = fields.Float(digits="Product Unit", readonly=True, groups=MANAGER)
    first_counted_qty = fields.Float(digits="Product Unit", readonly=True, groups=MANAGER)
    difference_qty = fields.Float(
        digits="Product Unit", compute="_compute_difference", store=True, groups=MANAGER
    )
    difference_value = fields.Monetary(compute="_compute_difference", store=True, groups=MANAGER)
    is_within = fields.Boolean("Within Tolerance", readonly=True, copy=False)
    is_hidden = fields.Boolean(compute="_compute_visible", compute_sudo=True)
    visible_book_qty = fields.Float(
        "In the System", digits="Product Unit", compute="_compute_visible", compute_sudo=True
    )
    visible_difference_qty = fields.Float(
        "Difference", digits="Product Unit", compute="_compute_visible", compute_sudo=True
    )
    visible_difference_value = fields.Monetary(
        "Difference in Money", compute="_compute_visible", compute_sudo=True
    )

    # Outcome
    cause_id = fields.Many2one("scm.exception.cause", "Cause of the Difference", index=True)
    note = fields.Char()
    exception_id = fields.Many2one("scm.exception", readonly=True, copy=False)
    move_ids = fields.One2many("stock.move", "scm_count_line_id", readonly=True)

    # An empty lot, package or owner is a place of its own.
    _open_uniq = models.UniqueIndex(
        "(product_id, location_id, coalesce(lot_id, 0), coalesce(package_id, 0), "
        "coalesce(owner_id, 0)) WHERE state IN ('todo', 'recount', 'conflict', 'review')",
        "This place is already being counted in another line.",
    )
    _counted_not_negative = models.Constraint(
        "CHECK(counted_qty >= 0)", "A count can't be negative: nothing there is zero."
    )

    @api.depends("session_id.user_id")
    def _compute_user_id(self):
        for line in self:
            line.user_id = line.user_id or line.session_id.user_id

    @api.depends("session_id.due_date")
    def _compute_due_date(self):
        for line in self:
            line.due_date = line.due_date or line.session_id.due_date

    @api.depends("counted_qty", "book_qty", "unit_cost", "counted_at")
    def _compute_difference(self):
        for line in self:
            difference = line.counted_qty - line.book_qty if line.counted_at else 0.0
            line.difference_qty = difference
            line.difference_value = difference * line.unit_cost

    @api.depends(
        "book_qty",
        "counted_by_id",
        "difference_qty",
        "difference_value",
        "first_counted_by_id",
        "session_id.is_blind",
        "state",
        "user_id",
    )
    @api.depends_context("uid")
    def _compute_visible(self):
        for line in self:
            line.is_hidden = not line.counted_at or line._is_blind_for_user()
            line.visible_book_qty = 0 if line.is_hidden else line.book_qty
            line.visible_difference_qty = 0 if line.is_hidden else line.difference_qty
            line.visible_difference_value = 0 if line.is_hidden else line.difference_value

    def _is_blind_for_user(self):
        """Tell whether the user must not see what the system says: the place may be counted again.

        Of what waits for a decision an assistant looks for the cause, but not of his own count.
        """
        self.ensure_one()
        user = self.env.user
        is_settled = self.state == "done" or not self.session_id.is_blind
        if is_settled or user.has_group(MANAGER):
            return False
        counters = self.user_id | self.counted_by_id | self.first_counted_by_id
        is_looking = user.has_group(ASSISTANT) and user not in counters
        return self.state != "review" or not is_looking

    @api.depends("product_id", "location_id", "lot_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            names = (line.product_id, line.lot_id, line.location_id)
            line.display_name = ", ".join(record.display_name for record in names if record)

    @api.onchange("counted_qty")
    def _onchange_counted_qty(self):
        self.is_counted = True

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("counted_qty"):
                vals.setdefault("is_counted", True)
        lines = super().create(vals_list)
        lines.filtered("is_counted")._update_snapshot()
        lines.filtered(lambda line: not line.class_id)._classify()
        return lines

    def write(self, vals):
        counted = {"counted_qty", "is_counted"} & vals.keys()
        own = self._is_own_step()
        changed = counted or set(KEY) & vals.keys()
        if changed and not own:
            self._check_countable()
            if "counted_qty" in vals:
                vals = {"is_counted": True, "is_confirmed": False, **vals}
        result = super().write(vals)
        if changed and not own:
            self._update_snapshot()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        if self.filtered("counted_at"):
            raise UserError(self.env._("What was counted is kept; cancel the count instead."))

    def action_view_exception(self):
        """Open the case about the difference."""
        self.ensure_one()
        return open_form(self.exception_id)

    def action_view_moves(self):
        """Open the stock move that the count made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_move_action")
        return {**action, "domain": [("id", "in", self.move_ids.ids)], "context": {}}

    def _check_countable(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for line in self:
            if line.state not in COUNTABLE:
                raise UserError(
                    self.env._(
                        "%(line)s is at “%(state)s”; its count can't be changed any more.",
                        line=line.display_name,
                        state=labels[line.state],
                    )
                )

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | OUTCOME

    def _write_own(self, vals):
        """Override of the own steps: a count writes what the counter may not read."""
        # sudo: the counter may not write, nor read, what the books say.
        return super(ScmCountLine, self.sudo())._write_own(vals)
