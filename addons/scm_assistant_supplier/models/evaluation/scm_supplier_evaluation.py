# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from math import isnan

from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.exceptions import UserError

from ...tools import scorecard
from .scm_supplier_figures import Scope

GRADES = [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")]
# What the evaluator and the confirmation write, and nobody else, and as what it begins.
MEASURED = {
    "score": False,
    "has_score": False,
    "grade": False,
    "due_line_count": False,
    "line_ids": False,
    "on_time_rate": False,
    "in_full_rate": False,
    "otif_rate": False,
    "rejected_ppm": False,
    "computed_at": False,
    "is_current": True,
    "version": 1,
    "previous_id": False,
    "rules": False,
    "verdicts": False,
    "pdf_attachment_id": False,
    "shared_at": False,
}


class ScmSupplierEvaluation(models.Model):
    """How one supplier did in one period: measured figures, judgements, score, grade.

    Frozen once confirmed; a correction is a new version.
    """

    _name = "scm.supplier.evaluation"
    _description = "Supplier Evaluation"
    _inherit = ["scm.approval.mixin", "scm.link.document.mixin"]
    _order = "date_from DESC, score DESC NULLS LAST, id"
    _rec_names_search = ["partner_id"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    template_id = fields.Many2one(
        "scm.supplier.scorecard.template", required=True, ondelete="restrict", check_company=True
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    cutoff_date = fields.Date(
        "Data until", readonly=True, help="Receipts and returns count up to this day."
    )
    computed_at = fields.Datetime("Measured on", readonly=True, copy=False)
    approval_state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("applied", "Confirmed"),
            ("cancelled", "Cancelled"),
        ]
    )

    # Versions
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    previous_id = fields.Many2one(
        "scm.supplier.evaluation", "Corrects", readonly=True, copy=False, ondelete="restrict"
    )
    is_current = fields.Boolean(
        "Latest Version", default=True, readonly=True, copy=False, index=True
    )
    correction_reason = fields.Char(copy=False, tracking=True)

    # Figures
    metric_ids = fields.One2many("scm.supplier.evaluation.line", "evaluation_id", "Figures")
    line_ids = fields.Json("Order Lines", readonly=True, copy=False)
    due_line_count = fields.Integer(
        "Lines Due",
        readonly=True,
        copy=False,
        help="Order lines that were promised for the period.",
    )
    has_score = fields.Boolean(readonly=True, copy=False)
    score = fields.Float(readonly=True, copy=False, aggregator="avg", help="0 to 100.")
    grade = fields.Selection(
        GRADES,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        help="None where fewer lines were due than the template asks for.",
    )
    on_time_rate = fields.Float("On Time (%)", readonly=True, copy=False, aggregator="avg")
    in_full_rate = fields.Float("In Full (%)", readonly=True, copy=False, aggregator="avg")
    otif_rate = fields.Float("OTIF (%)", readonly=True, copy=False, aggregator="avg")
    rejected_ppm = fields.Float("Rejected (ppm)", readonly=True, copy=False, aggregator="avg")
    has_returns_data = fields.Boolean(compute="_compute_has_returns_data")
    previous_score = fields.Float("Score Before", compute="_compute_trend")
    trend = fields.Selection(
        [("up", "Better"), ("same", "Same"), ("down", "Worse")], compute="_compute_trend"
    )
    note = fields.Html("Remarks for the Supplier")

    # The supplier's side
    remark_ids = fields.One2many("scm.supplier.evaluation.remark", "evaluation_id", "Remarks")
    open_contest_count = fields.Integer("Contested", compute="_compute_open_contest_count")
    shared_at = fields.Datetime("Shared on", readonly=True, copy=False)

    _version_uniq = models.UniqueIndex(
        "(company_id, partner_id, date_from, date_to, version)",
        "This version of the evaluation exists already.",
    )
    _current_uniq = models.UniqueIndex(
        "(company_id, partner_id, date_from, date_to) WHERE is_current",
        "This supplier was already evaluated for the period.",
    )
    _period_order = models.Constraint(
        "CHECK(date_from <= date_to)", "The period ends before it begins."
    )

    @api.depends("partner_id", "date_from", "date_to", "version")
    def _compute_display_name(self):
        for evaluation in self:
            version = f" v{evaluation.version}" if evaluation.version > 1 else ""
            evaluation.display_name = (
                f"{evaluation.partner_id.display_name} "
                f"{evaluation.date_from or ''} – {evaluation.date_to or ''}{version}"
            )

    @api.depends("partner_id", "company_id", "date_from", "score", "has_score")
    def _compute_trend(self):
        """Compare with the confirmed period before, of the same supplier."""
        before = self._get_history()
        for evaluation in self:
            older = before[evaluation.partner_id, evaluation.company_id].filtered(
                lambda other, own=evaluation: other.date_to < own.date_from and other.has_score
            )[-1:]
            evaluation.previous_score = older.score
            evaluation.trend = evaluation.has_score and older and evaluation._get_trend(older)

    @api.depends("metric_ids.has_data")
    def _compute_has_returns_data(self):
        for evaluation in self:
            evaluation.has_returns_data = any(
                line.has_data for line in evaluation.metric_ids if line.metric == "rejected_ppm"
            )

    @api.depends("remark_ids.state", "remark_ids.kind")
    def _compute_open_contest_count(self):
        for evaluation in self:
            evaluation.open_contest_count = len(
                evaluation.remark_ids.filtered(
                    lambda remark: remark.kind == "contest" and remark.state == "open"
                )
            )

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | MEASURED

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for evaluation in self:
            if evaluation.approval_state not in ("draft", "cancelled") or evaluation.previous_id:
                raise UserError(
                    self.env._(
                        "%s was submitted or corrects another; it is kept as evidence.",
                        evaluation.display_name,
                    )
                )

    def action_measure(self):
        """Measure anew, as long as it is not submitted."""
        for evaluation in self:
            evaluation._check_open()
            self.env["scm.supplier.evaluator"]._recompute(evaluation)

    def action_correct(self):
        """Begin a new version with today's data; the confirmed one stays until then."""
        self.ensure_one()
        return open_records(self._create_correction(), name=self.env._("Correction"))

    def action_view_lines(self):
        """Open all order lines that were due in the period, with how each went."""
        self.ensure_one()
        return self._open_lines(self.line_ids or [], self.env._("Lines Due"))

    def _get_scope(self):
        """Return what this evaluation measures; a correction reads all data up to now."""
        self.ensure_one()
        evaluator = self.env["scm.supplier.evaluator"]
        cutoff = self.cutoff_date
        if self.approval_state in ("draft", "rejected") and not self.previous_id:
            cutoff = evaluator._get_cutoff(self.company_id, self.template_id, self.date_to)
        return Scope(
            self.company_id,
            self.template_id,
            self.date_from,
            self.date_to,
            cutoff,
            self.partner_id.id,
        )

    def _create_correction(self):
        """Return the open correction of this confirmed evaluation, newly made if needed."""
        self.ensure_one()
        self.lock_for_update()
        self.invalidate_recordset()
        if self.approval_state != "applied":
            raise UserError(
                self.env._("Only a confirmed evaluation is corrected; change the draft itself.")
            )
        if not self.is_current:
            newer = self.search([("previous_id", "=", self.id)], limit=1)
            return newer if newer else self
        evaluator = self.env["scm.supplier.evaluator"]
        self._write_own({"is_current": False})
        correction = self._create_own(
            {
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "template_id": self.template_id.id,
                "date_from": self.date_from,
                "date_to": self.date_to,
                "cutoff_date": fields.Date.subtract(self.company_id._scm_get_today(), days=1),
                "version": self.version + 1,
                "previous_id": self.id,
                "note": self.note,
            }
        )
        self.metric_ids._copy_judgements(correction)
        evaluator._recompute(correction)
        return correction

    def _rescore(self):
        """Score anew from the points as they stand, after a judgement."""
        evaluator = self.env["scm.supplier.evaluator"]
        for evaluation in self:
            lines = evaluation.metric_ids
            points = [line.points if line.has_data else float("nan") for line in lines]
            scores = scorecard.get_scores([points], lines.mapped("weight"))
            has_score = not isnan(scores[0])
            grades = evaluator._get_grades(
                evaluation._get_rules(), scores, [evaluation.due_line_count]
            )
            evaluation._write_own(
                {
                    "score": scores[0] if has_score else 0.0,
                    "has_score": has_score,
                    "grade": grades[0],
                }
            )

    def _check_open(self):
        if self.approval_state not in ("draft", "rejected"):
            raise UserError(
                self.env._(
                    "%s was submitted; correct it by a new version once it is confirmed.",
                    self.display_name,
                )
            )

    def _check_submittable(self):
        result = super()._check_submittable()
        if not self.has_score:
            raise UserError(
                self.env._("%s has no figure to score yet; measure it first.", self.display_name)
            )
        if self.open_contest_count:
            raise UserError(
                self.env._(
                    "The supplier contests figures of %s; answer the remarks first.",
                    self.display_name,
                )
            )
        if self.previous_id and not self.correction_reason:
            raise UserError(self.env._("Say why %s is corrected.", self.display_name))
        today = self.company_id._scm_get_today()
        if self.date_to >= today:
            raise UserError(self.env._("The period of %s is not over yet.", self.display_name))
        return result

    def _apply(self):
        """Confirm: the figures are frozen from here on."""
        self.message_post(
            body=self.env._(
                "Confirmed with score %(score)s and grade %(grade)s.",
                score=round(self.score, 2),
                grade=self.grade or "–",
            )
        )

    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {
            "company_id",
            "partner_id",
            "template_id",
            "date_from",
            "date_to",
            "cutoff_date",
            "metric_ids",
            "note",
            "correction_reason",
        }

    def _open_lines(self, line_ids, name):
        """Return the action that lists order lines, with the verdict on each."""
        self.ensure_one()
        view = self.env.ref("scm_assistant_supplier.purchase_order_line_view_list_evaluation")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "purchase.order.line",
            "view_mode": "list,form",
            "views": [(view.id, "list"), (False, "form")],
            "domain": [("id", "in", line_ids)],
            "context": {"scm_evaluation_id": self.id, "create": False, "edit": False},
        }
