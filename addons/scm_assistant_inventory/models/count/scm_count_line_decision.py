# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.addons.scm_assistant_base.tools.notification import CLOSE, get_notification_action
from odoo.exceptions import LockError, UserError

from ...tools import tolerance
from .const import COUNTABLE, COUNTING, KEY, MANAGER, OPEN

OPEN_CASE = ("reported", "investigating", "resolving")


class ScmCountLine(models.Model):
    """How a count is settled: taken, counted again, decided on, applied."""

    _inherit = "scm.count.line"

    def action_confirm(self):
        """Take the counts and say what became of them."""
        return self._confirm()

    def action_keep_difference(self):
        """Take the difference that was found, on top of what moved since."""
        for line in self:
            line._keep_difference()

    def action_recount(self):
        """Have the place counted again from nothing."""
        for line in self:
            line._ask_recount()

    def action_cancel(self):
        """Override of `scm_assistant_base` to take the line off the list of counts."""
        self._check_cancellable()
        result = super().action_cancel()
        self._write_own({"state": "cancelled", "problem": False})
        for line in self:
            line._cancel_case()
        return result

    def action_reset_to_draft(self):
        """Override of `scm_assistant_base` to put the line back on the list of counts."""
        result = super().action_reset_to_draft()
        self._write_own({"state": "todo", "is_counted": False, "counted_at": False})
        return result

    def _confirm(self):
        """Settle what was counted and leave aside, with the reason, what can't be taken.

        One bad count stops none of the others.
        """
        self._lock_counts()
        counted = self.filtered(lambda line: line.is_counted and line.state in COUNTABLE)
        if not counted:
            raise UserError(self.env._("Nothing was counted yet. Enter a quantity first."))
        problems = counted._find_problems()
        books = counted._get_book_quantities()
        for line in counted:
            line._write_own({"problem": problems.get(line, False)})
            if line not in problems:
                line._settle(books[line])
        return counted._prepare_outcome_notice()

    def _lock_counts(self):
        """Let one person at a time settle these lines; the other is told."""
        locked = self.try_lock_for_update()
        if locked != self:
            raise LockError(
                self.env._(
                    "%(line)s is being settled by somebody else at this moment; look again.",
                    line=(self - locked)[:1].display_name,
                )
            )
        self.invalidate_recordset(["state", "approval_state"])

    def _settle(self, book_now):
        """Decide what follows from one count: applied, counted again, or approved."""
        self.ensure_one()
        # sudo: the counter may not see what the system says; the decision needs them.
        line = self.sudo()
        if self.uom_id.compare(book_now, line.book_qty):
            self._write_own({"state": "conflict"})
            return
        is_first = self.state == "todo"
        is_within = self._is_within_tolerance()
        self._write_own({"is_within": is_within})
        if is_first and not is_within:
            self._ask_recount(keep_first=True)
            return
        self._submit()

    def _is_within_tolerance(self):
        self.ensure_one()
        line = self.sudo()  # As in `_settle`.
        count_class = line.class_id
        rate = 0.0 if line.tracking == "serial" else count_class.tolerance_rate
        limit = count_class.tolerance_value if count_class else 0.0
        return bool(
            tolerance.is_within(line.book_qty, line.counted_qty, rate, limit, line.unit_cost)
        )

    def _ask_recount(self, keep_first=False):
        """Clear the count; the first one is kept for whoever decides."""
        self.ensure_one()
        line = self.sudo()  # As in `_settle`.
        if self.state not in OPEN:
            self._check_countable()
        if self.approval_state != "draft":
            self._step("draft", ("submitted", "rejected"))
        values = {
            "state": "recount",
            "counted_qty": 0,
            "is_counted": False,
            "is_confirmed": False,
            "counted_at": False,
            "problem": False,
        }
        if keep_first:
            values |= {
                "first_book_qty": line.book_qty,
                "first_counted_qty": line.counted_qty,
                "first_counted_by_id": line.counted_by_id.id,
            }
        self._write_own(values)

    def _keep_difference(self):
        """Move the count along with the stock; the difference stays what it was."""
        self.ensure_one()
        self._lock_counts()
        if self.state not in ("conflict", "review"):
            self._check_countable()
        line = self.sudo()  # As in `_settle`.
        book = self._get_book_quantities()[self]
        counted = book + line.difference_qty
        if self.uom_id.compare(counted, 0) < 0:
            raise UserError(
                self.env._(
                    "More has left since than was counted in %(line)s. Count it again.",
                    line=self.display_name,
                )
            )
        is_review = self.state == "review"
        state = "review" if is_review else ("recount" if line.first_counted_by_id else "todo")
        self._write_own({"book_qty": book, "counted_qty": counted, "state": state})
        if is_review:
            self.message_post(body=self.env._("Stock moved since the count; difference kept."))
        else:
            self._settle(book)

    def _submit(self):
        """Override of `scm_assistant_base` to open a case for what needs a decision."""
        result = super()._submit()
        if self.approval_state == "submitted":
            self._write_own({"state": "review"})
            self._report_difference()
        return result

    def _reject(self, reason):
        """Override of `scm_assistant_base`: a difference that is not believed is counted again."""
        result = super()._reject(reason)
        self._ask_recount()
        return result

    def _needs_approval(self):
        """Override of `scm_assistant_base`: what is within the tolerance needs none."""
        return not self.is_within

    def _check_applicable(self):
        self._check_product()
        # sudo: as in `_settle`.
        if self.uom_id.compare(self._get_book_quantities()[self], self.sudo().book_qty):
            raise UserError(
                self.env._(
                    "Stock of %(line)s moved since the count. Keep the difference or have it "
                    "counted again, then decide.",
                    line=self.display_name,
                )
            )
        return super()._check_applicable()

    def _apply(self):
        """Count the quant through Odoo, which makes the stock move."""
        self.ensure_one()
        book, counted = self.sudo().book_qty, self.counted_qty  # sudo: as in `_settle`.
        # Where nothing was and nothing is, Odoo has no quant and needs none.
        if self._find_quants() or self.uom_id.compare(counted, 0) or self.uom_id.compare(book, 0):
            self._apply_to_quant()
        self._write_own({"state": "done"})
        self._close_case()

    def _apply_to_quant(self):
        if len(self._find_quants()) > 1:
            # Odoo counts one quant; what it has not merged yet would be left out.
            self.env["stock.quant"]._quant_tasks()
        quants = self.env["stock.quant"].with_context(
            inventory_mode=True, scm_count_step=COUNTING, scm_count_line_id=self.id
        )
        values = {name: self[name].id for name in KEY} | {"inventory_quantity": self.counted_qty}
        # Odoo returns it as superuser; the count is applied with the user's own rights.
        quant = quants.browse(quants.create([values]).id)
        if quant.action_apply_inventory():
            raise UserError(
                self.env._(
                    "Stock of %(line)s is moving at this moment; try again.",
                    line=self.display_name,
                )
            )

    def _report_difference(self):
        """Open the case of a difference that a manager must decide on."""
        self.ensure_one()
        line = self.with_context(lang=self.company_id._scm_get_lang())
        case = self.env["scm.exception"]._report_case(
            self._get_fingerprint(), line._prepare_case_values(), category="stock"
        )
        self._write_own({"exception_id": case.id})

    def _close_case(self):
        """Resolve the case when the difference is booked and its cause known."""
        self.ensure_one()
        # sudo: the count closes it, whoever counted.
        case = self.exception_id.sudo()
        if not case or case.state in ("resolved", "cancelled"):
            return
        if self.is_within:
            note = self.env._("Counted again: within the tolerance.")
            case._close_gone(case, note)
        elif cause := self.cause_id or case.cause_id:
            case.write({"cause_id": cause.id, "resolution": self._get_resolution()})
            case.action_resolve()

    def _check_cancellable(self):
        """Leave what was handed in to whoever decides on it."""
        # sudo: the counter need not read the case; an open one has a manager to close it.
        waiting = self.filtered(
            lambda line: line.state == "review" or line.exception_id.sudo().state in OPEN_CASE
        )
        if waiting and not self.env.user.has_group(MANAGER):
            raise UserError(
                self.env._(
                    "The difference of %(line)s is a manager's to decide; ask one to cancel it.",
                    line=waiting[0].display_name,
                )
            )

    def _cancel_case(self):
        """Close the case of a difference that nobody will decide on any more."""
        self.ensure_one()
        # sudo: the count closes it, whoever cancels.
        case = self.exception_id.sudo()
        if case.state not in OPEN_CASE:
            return
        case.action_cancel()
        case.message_post(
            body=self.env._("The count was cancelled: %(line)s", line=self.display_name)
        )

    def _get_fingerprint(self):
        return "count:" + ":".join(str(self[name].id or 0) for name in KEY)

    def _prepare_case_values(self):
        """Return the values of the case about the difference; extend to add more."""
        self.ensure_one()
        return {
            "name": self.env._("Count difference: %(line)s", line=self.display_name),
            "company_id": self.company_id.id,
            "product_id": self.product_id.id,
            "res_model": self._name,
            "res_id": self.id,
        }

    def _get_resolution(self):
        return self.env._(
            "The difference of %(quantity)s %(unit)s was booked on %(date)s.",
            quantity=f"{self.sudo().difference_qty:+g}",  # sudo: it is no secret any more.
            unit=self.uom_id.name,
            date=self.company_id._scm_get_today(),
        )

    def _get_approval_summary(self):
        """Override of `scm_assistant_base` to say how much is to be booked.

        The counter of a blind count reads the activities as well, so they tell no number.
        """
        line = self.sudo()  # The approver may read it.
        if line.session_id.is_blind:
            return self.env._("Decide on a count difference: %(line)s", line=self.display_name)
        return self.env._(
            "Approve a count difference of %(quantity)s %(unit)s: %(line)s",
            quantity=f"{line.difference_qty:+g}",
            unit=self.uom_id.name,
            line=self.display_name,
        )

    def _prepare_outcome_notice(self):
        """Return a notification that says how many counts went where."""
        open_count = len(self.filtered(lambda line: line.state != "done"))
        message = self.env._(
            "Taken: %(done)s. To count again: %(again)s. To approve: %(review)s. "
            "Stock moved: %(moved)s. Not taken: %(problem)s.",
            done=len(self) - open_count,
            again=len(self.filtered(lambda line: line.state == "recount" and not line.problem)),
            review=len(self.filtered(lambda line: line.state == "review")),
            moved=len(self.filtered(lambda line: line.state == "conflict")),
            problem=len(self.filtered("problem")),
        )
        kind = "warning" if open_count else "success"
        return get_notification_action(message, kind, is_sticky=bool(open_count), then=CLOSE)
