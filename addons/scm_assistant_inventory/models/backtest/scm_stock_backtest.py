# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.jobs import attempt, is_busy
from odoo.addons.scm_assistant_base.tools.locks import wait_for_lock
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...sql.backtest import query_insert_lines

_logger = logging.getLogger(__name__)

STATES = [
    ("draft", "Draft"),
    ("running", "Running"),
    ("done", "Done"),
    ("stopped", "Stopped"),
]
BATCH = 1000
# So few products are computed at once; more are left to the background job.
AT_ONCE = 50
MAX_DAYS = 365
CRON = "scm_assistant_inventory.scm_stock_backtest_cron_process"


class ScmStockBacktest(models.Model):
    """What the suggested limits would have done on the company's own history.

    Beside them the reordering rules that the company has now. The limits are computed
    from the days before the test, as if today were its first day.
    """

    _name = "scm.stock.backtest"
    _description = "Stock Backtest"
    _order = "id DESC"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    policy_id = fields.Many2one(
        "scm.stock.policy", check_company=True, help="Empty: all positions of the company."
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", check_company=True, help="Empty: all warehouses."
    )
    product_id = fields.Many2one("product.product", check_company=True, help="Empty: all.")
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user, readonly=True)
    test_days = fields.Integer(
        "Days Tested", required=True, default=90, help="The last days of the history."
    )
    is_backordered = fields.Boolean(
        "Customers Wait",
        default=True,
        help="What is missing is delivered later; otherwise the demand is lost.",
    )
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    error = fields.Text("Stopped Because", readonly=True, copy=False)
    line_ids = fields.One2many("scm.stock.backtest.line", "backtest_id", "Products", readonly=True)

    # Progress and result, from the lines
    line_count = fields.Integer("Products to Test", compute="_compute_progress")
    tested_count = fields.Integer("Tested", compute="_compute_progress")
    skipped_count = fields.Integer("Without History", compute="_compute_progress")
    compared_count = fields.Integer("With a Reordering Rule", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")
    suggested_fill_rate = fields.Float("Served at Once, Suggested", compute="_compute_result")
    current_fill_rate = fields.Float("Served at Once, Today's Rules", compute="_compute_result")
    suggested_cycle_service = fields.Float(
        "Cycles without Stock-Out, Suggested", compute="_compute_result"
    )
    current_cycle_service = fields.Float(
        "Cycles without Stock-Out, Today's Rules", compute="_compute_result"
    )
    suggested_stock_value = fields.Monetary("Average Stock, Suggested", compute="_compute_result")
    current_stock_value = fields.Monetary("Average Stock, Today's Rules", compute="_compute_result")
    suggested_order_count = fields.Integer("Orders, Suggested", compute="_compute_result")
    current_order_count = fields.Integer("Orders, Today's Rules", compute="_compute_result")
    conclusion = fields.Text(compute="_compute_result")
    chart = fields.Json(compute="_compute_result")

    _days_sensible = models.Constraint(
        f"CHECK(test_days BETWEEN 14 AND {MAX_DAYS})",
        "A test takes between 14 and 365 days: fewer say nothing, more leave no history.",
    )

    @api.depends("line_ids.state")
    def _compute_progress(self):
        groups = self.env["scm.stock.backtest.line"]._read_group(
            [("backtest_id", "in", self.ids)],
            ["backtest_id", "state", "has_rule"],
            ["__count"],
        )
        for backtest in self:
            own = [row[1:] for row in groups if row[0] == backtest]
            total = sum(count for _state, _rule, count in own)
            waiting = sum(count for state, _rule, count in own if state == "waiting")
            done = [(rule, count) for state, rule, count in own if state == "done"]
            backtest.line_count = total
            backtest.tested_count = sum(count for _rule, count in done)
            backtest.skipped_count = total - waiting - backtest.tested_count
            backtest.compared_count = sum(count for rule, count in done if rule)
            backtest.progress = 100 * (total - waiting) / total if total else 0

    @api.depends("line_ids.state")
    @api.depends_context("lang")
    def _compute_result(self):
        for backtest in self:
            rows = backtest._read_result() if backtest.ids else []
            for side in ("suggested", "current"):
                for name, value in backtest._get_totals(rows, side).items():
                    backtest[f"{side}_{name}"] = value
            backtest.chart = backtest._get_chart(rows)
            backtest.conclusion = backtest._get_conclusion()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if any(backtest.state == "running" for backtest in self):
            raise UserError(self.env._("Stop the backtest before you delete it."))

    def action_start(self):
        """Test the positions: some at once, many in the background."""
        for backtest in self:
            backtest.lock_for_update()
            if backtest.state != "running":
                backtest._start()
        return True

    def action_stop(self):
        """Stop the background job after its present batch; what is tested stays."""
        for backtest in self:
            backtest.lock_for_update()
            if backtest.state == "running":
                backtest.write({"state": "stopped", "finished_at": fields.Datetime.now()})
        return True

    def action_resume(self):
        """Go on with what a stopped backtest had not tested yet."""
        for backtest in self:
            backtest.lock_for_update()
            if backtest.state == "stopped":
                backtest.write({"state": "running", "finished_at": False, "error": False})
                self._trigger_cron()
        return True

    def action_update(self):
        """Read the progress anew."""
        return True

    def action_view_lines(self):
        """Open the products with both sides."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_inventory.scm_stock_backtest_line_action"
        )
        return {**action, "domain": [("backtest_id", "=", self.id)], "context": {}}

    @api.model
    def _open_for(self, values):
        """Return the action that shows the backtest of these positions, started now.

        One that still runs is shown instead of starting a second.
        """
        domain = Domain("state", "=", "running")
        for name in ("company_id", "policy_id", "warehouse_id", "product_id"):
            domain &= Domain(name, "=", values.get(name, False))
        backtest = self.search(domain, limit=1) or self.create(values)
        backtest.action_start()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": backtest.id,
            "view_mode": "form",
        }

    def _start(self):
        """Set up one line a position, and compute them or leave them to the job."""
        self.ensure_one()
        # sudo: lines are results; nobody writes them by hand.
        self.sudo().line_ids.unlink()
        self.env.flush_all()
        self.env.cr.execute(query_insert_lines(self))
        self.env["scm.stock.backtest.line"].invalidate_model()
        self.invalidate_recordset()
        if not self.line_count:
            self._raise_nothing_to_test()
        self.write(
            {
                "state": "running",
                "started_at": fields.Datetime.now(),
                "finished_at": False,
                "error": False,
            }
        )
        if self.line_count > AT_ONCE:
            self._trigger_cron()
        else:
            self._process_batch()
            self._finish()

    def _raise_nothing_to_test(self):
        if self.policy_id and not self.warehouse_id and not self.product_id:
            raise UserError(
                self.env._(
                    "No stock position follows this policy. A new policy counts from the next "
                    "computation on: Inventory ▸ Stock Positions ▸ Compute Now."
                )
            )
        raise UserError(
            self.env._(
                "There is no stock position here yet. Compute the positions first: "
                "Inventory ▸ Stock Positions ▸ Compute Now."
            )
        )

    def _trigger_cron(self):
        # sudo: anybody who may start a backtest may wake its job.
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_process(self):
        """Work through the waiting backtests, oldest first, a batch a transaction.

        Killed in between, it goes on with the lines that still wait. A stop is seen
        before each batch. One that fails is stopped with the reason; it blocks no other.
        """
        progress = self.env["ir.cron"]._commit_progress
        lines = self.env["scm.stock.backtest.line"]
        progress(remaining=lines.search_count(lines._get_waiting_domain()))
        while backtest := self.search([("state", "=", "running")], order="id", limit=1):
            processed = backtest._process_or_stop()
            is_let_go = processed or (processed is not None and backtest._finish())
            if not progress(processed or 0) or not is_let_go:
                self.env.ref(CRON)._trigger()
                break
            # What a user has written meanwhile is seen in the new transaction only.
            self.env.invalidate_all()

    def _process_or_stop(self):
        """Test the next products and return how many; stop where that fails.

        None where somebody else is at it just now.
        """
        processed, error = attempt(self.env, self._process_batch)
        if not error:
            return processed
        if is_busy(error):
            _logger.info("Backtest %s left to the next turn: %s", self.id, error)
            return None
        _logger.error("Backtest %s stopped", self.id, exc_info=error)
        self.write({"state": "stopped", "finished_at": fields.Datetime.now(), "error": str(error)})
        return 0

    def _process_batch(self):
        """Test the next products and return how many."""
        self.ensure_one()
        self._lock()
        line_model = self.env["scm.stock.backtest.line"]
        lines = line_model.search(
            [("backtest_id", "=", self.id), ("state", "=", "waiting")], limit=BATCH, order="id"
        )
        if lines:
            self.env["scm.backtest.runner"]._run(self, lines)
        return len(lines)

    def _finish(self):
        """Call the backtest done; return False where somebody is at it just now."""
        if not self.try_lock_for_update():
            return False
        if self.state == "running":
            self.write({"state": "done", "finished_at": fields.Datetime.now()})
        return True

    def _lock(self):
        """Let one worker at a time test; the row stays free for the stop button."""
        wait_for_lock(self.env, f"scm.stock.backtest:{self.id}")
