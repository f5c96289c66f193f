# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN
from odoo.addons.scm_assistant_base.models.scm_upload_check import DOCUMENTS
from odoo.exceptions import UserError, ValidationError
from odoo.tools import formatLang

from ...tools import scorecard
from .scm_supplier_scorecard_criterion import METRICS, PERCENT, UNITS

# The records behind the figures that are not read from order lines.
RECORD_MODELS = {
    "contacts": "scm.contact.log",
    "confirmations": "scm.supply.request",
    "response_hours": "scm.supply.request",
    "open_cases": "scm.exception",
    "document_accuracy": "account.move.line",
}
# What people write; all else is measured.
JUDGED = {"value", "evidence", "attachment_ids"}
DECIMALS = {"open_cases": 0, "rejected_ppm": 0, "manual": 0}


class ScmSupplierEvaluationLine(models.Model):
    """One figure of an evaluation with what it was measured from and what it is worth."""

    _name = "scm.supplier.evaluation.line"
    _description = "Evaluation Figure"
    _inherit = ["scm.own.step.mixin"]
    _is_made_by_own_steps = True
    _order = "sequence, id"

    evaluation_id = fields.Many2one(
        "scm.supplier.evaluation", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="evaluation_id.company_id")
    partner_id = fields.Many2one(related="evaluation_id.partner_id", string="Supplier")
    approval_state = fields.Selection(related="evaluation_id.approval_state")
    criterion_id = fields.Many2one(
        "scm.supplier.scorecard.criterion", readonly=True, index=True, ondelete="restrict"
    )
    metric = fields.Selection(METRICS, required=True, readonly=True)
    name = fields.Char("Figure", compute="_compute_name")
    # As it was asked when it was measured, in all languages.
    question = fields.Char(translate=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    weight = fields.Float(readonly=True)
    zero_value = fields.Float("Worth 0", readonly=True)
    full_value = fields.Float("Worth 100", readonly=True)

    # Result
    has_data = fields.Boolean(readonly=True)
    value = fields.Float(aggregator="avg")
    numerator = fields.Float(readonly=True)
    denominator = fields.Float(readonly=True)
    points = fields.Float(readonly=True, aggregator="avg")
    miss_ids = fields.Json(readonly=True)
    miss_count = fields.Integer("Misses", compute="_compute_miss_count")
    value_text = fields.Char("Result", compute="_compute_texts")
    basis_text = fields.Char("Measured From", compute="_compute_texts")
    points_text = fields.Char(compute="_compute_texts")

    # Judgement
    is_manual = fields.Boolean(compute="_compute_is_manual")
    evidence = fields.Text(help="What the judgement rests on.")
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence Files")

    @api.depends("metric", "question", "criterion_id.name")
    @api.depends_context("lang")
    def _compute_name(self):
        labels = dict(self._fields["metric"]._description_selection(self.env))
        for line in self:
            own = line.metric == "manual" and (line.question or line.criterion_id.name)
            line.name = own or labels.get(line.metric)

    @api.depends("miss_ids")
    def _compute_miss_count(self):
        for line in self:
            line.miss_count = len(line.miss_ids or [])

    @api.depends("metric")
    def _compute_is_manual(self):
        for line in self:
            line.is_manual = line.metric == "manual"

    @api.depends("has_data", "value", "numerator", "denominator", "points", "metric")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            if not line.has_data:
                line.value_text = self.env._("No data")
                line.basis_text = line.points_text = ""
                continue
            line.value_text = line._get_value_text()
            line.basis_text = line._get_basis_text()
            line.points_text = formatLang(self.env, line.points, digits=1)

    @api.constrains("value", "metric")
    def _check_value(self):
        for line in self.filtered(lambda line: line.metric == "manual"):
            if not 0 <= line.value <= 100:
                raise ValidationError(self.env._("A judgement is between 0 and 100 points."))

    @api.constrains("attachment_ids")
    def _check_attachment_ids(self):
        for line in self:
            self.env["scm.upload.check"]._check_attachments(line.attachment_ids, DOCUMENTS)

    def write(self, vals):
        if self._is_own_step():
            return super().write(vals)
        self._check_judgement(vals)
        result = super().write(vals)
        if "value" in vals:
            self._score_judgement()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_evaluation(self):
        raise UserError(self.env._("A figure belongs to its evaluation; it can't be deleted."))

    def action_view_records(self):
        """Open the records behind the figure."""
        self.ensure_one()
        evaluation = self.evaluation_id
        if self.metric in RECORD_MODELS:
            return self._open_records()
        if self.metric == "on_time_confirmed":
            return evaluation._open_lines(self._find_confirmed_line_ids(), self.name)
        return evaluation._open_lines(evaluation.line_ids or [], self.name)

    def action_view_misses(self):
        """Open the order lines that speak against the supplier."""
        self.ensure_one()
        if self.metric in RECORD_MODELS:
            return self._open_records()
        return self.evaluation_id._open_lines(self.miss_ids or [], self.name)

    def _get_missed_orders(self):
        """Return the orders of the lines that speak against the supplier."""
        self.ensure_one()
        is_by_line = self.metric not in RECORD_MODELS
        lines = self.env["purchase.order.line"].browse(is_by_line and self.miss_ids or [])
        return lines.exists().order_id

    def action_judge(self):
        """Open the judgement with its evidence."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _open_records(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": RECORD_MODELS[self.metric],
            "view_mode": "list,form",
            "domain": self._get_records_domain(),
            "context": {"create": False},
        }

    def _get_records_domain(self):
        if self.metric in ("open_cases", "document_accuracy"):
            return [("id", "in", self.miss_ids or [])]
        values = self.env["scm.supplier.figures"]._get_period_values(
            self.evaluation_id._get_scope()
        )
        moment = "contacted_at" if self.metric == "contacts" else "sent_at"
        return [
            ("company_id", "=", self.company_id.id),
            ("partner_id", "child_of", self.partner_id.id),
            (moment, ">=", values["first"]),
            (moment, "<", values["last"]),
        ]

    def _find_confirmed_line_ids(self):
        verdicts = self.evaluation_id._get_verdicts()
        return [line_id for line_id, verdict in verdicts.items() if verdict["is_due_confirmed"]]

    def _check_judgement(self, vals):
        for line in self:
            line.evaluation_id._check_open()
            if "value" in vals and line.metric != "manual":
                raise UserError(self.env._("Figures are measured; nobody writes them by hand."))

    @api.model
    def _get_own_step_fields(self):
        """Override of the own steps: all is measured but what people judge by."""
        measured = {
            name
            for name, field in self._fields.items()
            if field.store and name not in JUDGED and name not in models.MAGIC_COLUMNS
        }
        return super()._get_own_step_fields() | dict.fromkeys(measured, AS_GIVEN)

    def _score_judgement(self):
        """Give judged lines their points and their evaluations the new score."""
        for line in self:
            points = scorecard.get_points([line.value], line.zero_value, line.full_value)[0]
            line._write_own({"has_data": True, "points": points})
        self.evaluation_id._rescore()

    def _copy_judgements(self, evaluation):
        """Carry what was judged by hand over to a new version of the evaluation."""
        for line in self.filtered("is_manual"):
            values = line.copy_data()[0]
            values |= {"evaluation_id": evaluation.id}
            # sudo: nobody may make figures; this one was judged, and is copied as it was.
            self.sudo()._create_own([values])

    def _get_value_text(self):
        unit = UNITS.get(self.metric, PERCENT)
        number = formatLang(self.env, self.value, digits=DECIMALS.get(self.metric, 1))
        units = {
            "days": self.env._("%s days", number),
            "hours": self.env._("%s hours", number),
            "cases": self.env._("%s open", number),
            "points": self.env._("%s points", number),
            "ppm": f"{number} ppm",
        }
        return units.get(unit, f"{number} %")

    def _get_basis_text(self):
        """Return what was divided by what, so that a figure can be checked by hand."""
        if self.metric in ("lead_time_mean", "lead_time_spread"):
            return self.env._("%s lines received", int(self.denominator))
        if self.metric == "response_hours":
            return self.env._("%s answers", int(self.denominator))
        if self.metric in ("open_cases", "manual") or not self.denominator:
            return ""
        return self.env._(
            "%(part)s of %(whole)s",
            part=formatLang(self.env, self.numerator, digits=0),
            whole=formatLang(self.env, self.denominator, digits=0),
        )
