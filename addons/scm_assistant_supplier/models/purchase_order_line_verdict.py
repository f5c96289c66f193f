# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

VERDICTS = [
    ("good", "On Time in Full"),
    ("early", "Too Early"),
    ("late", "Late"),
    ("short", "Short"),
    ("over", "Too Much"),
    ("returned", "Sent Back"),
    ("nothing", "Nothing Arrived"),
]


class PurchaseOrderLine(models.Model):
    """How a line went, by the rules of the evaluation in the context."""

    _inherit = "purchase.order.line"

    scm_verdict = fields.Selection(
        VERDICTS,
        "Verdict",
        compute="_compute_scm_verdict",
        groups="base.group_user",
    )
    scm_accepted_qty = fields.Float(
        "Accepted",
        compute="_compute_scm_verdict",
        digits="Product Unit",
        help="Received less what was sent back, in the product's unit.",
        groups="base.group_user",
    )
    scm_returned_qty = fields.Float(
        "Sent Back Qty",
        compute="_compute_scm_verdict",
        digits="Product Unit",
        groups="base.group_user",
    )
    scm_rejected_qty = fields.Float(
        "Rejected Qty",
        compute="_compute_scm_verdict",
        digits="Product Unit",
        help="Rejected at receipt or sent back; what was both counts once.",
        groups="base.group_user",
    )
    scm_last_receipt_date = fields.Date(
        "Last Receipt",
        compute="_compute_scm_verdict",
        groups="base.group_user",
    )
    scm_lead_days = fields.Float(
        "Lead Days",
        compute="_compute_scm_verdict",
        groups="base.group_user",
    )

    @api.depends_context("scm_evaluation_id")
    @api.depends("product_qty")
    def _compute_scm_verdict(self):
        """Say of all lines at once how they went, as it was measured."""
        evaluation = self.env["scm.supplier.evaluation"].browse(
            self.env.context.get("scm_evaluation_id") or ()
        )
        verdicts = {}
        if evaluation.exists() and self.ids:
            verdicts = evaluation._get_line_verdicts(self)
        for line in self:
            verdict = verdicts.get(line.id, {})
            line.scm_verdict = _get_verdict(verdict) if verdict else False
            line.scm_accepted_qty = verdict.get("accepted_qty", 0.0)
            line.scm_returned_qty = verdict.get("returned_qty", 0.0)
            line.scm_rejected_qty = verdict.get("rejected_qty", 0.0)
            line.scm_last_receipt_date = fields.Date.to_date(verdict.get("last_day"))
            line.scm_lead_days = verdict.get("lead_days") or 0.0

    def _get_xlsx_row(self, verdict, labels):
        """Return the line as a scorecard's workbook shows it."""
        self.ensure_one()
        receipt = self.scm_last_receipt_date
        return {
            "order": self.order_id.name,
            "product": self.product_id.display_name,
            "promise": fields.Date.to_date(verdict["original_on"]).isoformat(),
            "receipt": receipt.isoformat() if receipt else None,
            "ordered": verdict["asked_qty"],
            "accepted": self.scm_accepted_qty,
            "verdict": labels.get(self.scm_verdict, ""),
        }


def _get_verdict(verdict):
    """Return the one word for a line; what is missing weighs more than when it came."""
    if not verdict["received_qty"]:
        return "nothing"
    if not verdict["is_complete"]:
        return "returned" if verdict["returned_qty"] else "short"
    if not verdict["is_by_due"]:
        return "late"
    if not verdict["is_on_time"]:
        return "early"
    return "good" if verdict["is_in_full"] else "over"
