# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.models.guard.scm_own_step_mixin import AS_GIVEN
from odoo.exceptions import UserError


class ScmSupplierEvaluationRemark(models.Model):
    """What a supplier says about its scorecard, and what it was answered."""

    _name = "scm.supplier.evaluation.remark"
    _description = "Supplier's Remark"
    _inherit = ["scm.own.step.mixin"]
    _order = "create_date DESC, id DESC"
    _rec_name = "text"

    evaluation_id = fields.Many2one(
        "scm.supplier.evaluation", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    partner_id = fields.Many2one(related="evaluation_id.partner_id", string="Supplier")
    metric_id = fields.Many2one(
        "scm.supplier.evaluation.line", "About", readonly=True, ondelete="set null"
    )
    metric_label = fields.Char("About Figure", readonly=True, help="As it read when remarked on.")
    label = fields.Char("Figure", compute="_compute_label")
    kind = fields.Selection(
        [("comment", "Comment"), ("contest", "Contested")], required=True, readonly=True
    )
    text = fields.Text(required=True, readonly=True)
    author_name = fields.Char("Said By", readonly=True)
    state = fields.Selection([("open", "Open"), ("answered", "Answered")], default="open")
    answer = fields.Text()
    answered_by_id = fields.Many2one("res.users", readonly=True)
    answered_at = fields.Datetime(readonly=True)

    _same_once = models.UniqueIndex(
        "(evaluation_id, COALESCE(metric_label, ''), kind, md5(text))",
        "This was already said.",
    )

    @api.depends("metric_id", "metric_label")
    @api.depends_context("lang")
    def _compute_label(self):
        for remark in self:
            # Named in the reader's language; the figure as it read then.
            figure = (remark.metric_label or "").rpartition(": ")[2]
            name = remark.metric_id.name
            remark.label = f"{name}: {figure}" if name else remark.metric_label

    def write(self, vals):
        if "answer" in vals and self.filtered(lambda remark: remark.state == "answered"):
            raise UserError(self.env._("The supplier has read this answer; it is kept."))
        return super().write(vals)

    @api.model
    def _get_own_step_fields(self):
        """Override of the own steps: what the supplier said; that it was answered."""
        said = ("evaluation_id", "metric_id", "metric_label", "kind", "text", "author_name")
        first = {"state": "open", "answered_by_id": False, "answered_at": False}
        return super()._get_own_step_fields() | dict.fromkeys(said, AS_GIVEN) | first

    def action_open_answer(self):
        """Ask for the answer in a dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer the Supplier"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_answer(self):
        """Close the remark; the supplier reads the answer on its page."""
        # Answered is answered: by whom and when is what the supplier was told.
        waiting = self.filtered(lambda remark: remark.state != "answered")
        for remark in waiting:
            if not (remark.answer or "").strip():
                raise UserError(self.env._("Write the answer first."))
        waiting._write_own(
            {
                "state": "answered",
                "answered_by_id": self.env.uid,
                "answered_at": fields.Datetime.now(),
            }
        )
        return {"type": "ir.actions.act_window_close"}
