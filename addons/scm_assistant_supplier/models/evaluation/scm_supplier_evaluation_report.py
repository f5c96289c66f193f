# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import format_date

from ...tools import scorecard

TREND_PERIODS = 8
# The chart's plot area, in its own pixels.
LEFT, RIGHT, TOP, BOTTOM = 45, 415, 20, 125
GOOD, FAIR, POOR = "#28a745", "#f0ad4e", "#d9534f"


class ScmSupplierEvaluation(models.Model):
    """What is printed."""

    _inherit = "scm.supplier.evaluation"

    def _get_report_name(self):
        self.ensure_one()
        return self.env._(
            "Scorecard %(supplier)s %(date)s",
            supplier=self.partner_id.name,
            date=self.date_from,
        )

    def _get_report_rows(self):
        """Return the figures with the weight that each had among those with data."""
        self.ensure_one()
        lines = self.metric_ids
        shares = scorecard.get_shares(lines.mapped("weight"), lines.mapped("has_data"))
        return [
            {"line": line, "share": share, "colour": self._get_colour(line.points)}
            for line, share in zip(lines, shares, strict=True)
        ]

    def _get_report_rules(self):
        """Return what counted as delivered, in words."""
        rules = self._get_rules()
        return self.env._(
            "Order lines promised for the period; receipts and returns until %(cutoff)s. On time: "
            "at most %(early)s days before and %(late)s days after the promise. Figures without "
            "data don't count; the other weights count in proportion.",
            cutoff=format_date(self.env, self.cutoff_date),
            early=rules.early_days,
            late=rules.late_days,
        )

    def _get_report_version(self):
        return self.env._(
            "Version %(number)s: %(reason)s",
            number=self.version,
            reason=self.correction_reason or "",
        )

    def _get_report_confirmation(self):
        return self.env._(
            "Confirmed by %(name)s on %(date)s",
            name=self.decided_by_id.name,
            date=format_date(self.env, self.decided_at),
        )

    def _get_colour(self, points):
        rules = self._get_rules()
        if points >= rules.limit_b:
            return GOOD
        return FAIR if points >= rules.limit_c else POOR

    def _get_report_trend(self):
        """Return the coordinates of the scores of the last periods, this one at the right.

        What came before counts as confirmed; later periods are not this document's.
        """
        self.ensure_one()
        history = self._get_history()[self.partner_id, self.company_id].filtered(
            lambda other: (
                other.has_score
                and other.date_to < self.date_from
                and other.approval_state == "applied"
            )
        )
        shown = (history | self)[-TREND_PERIODS:]
        step = (RIGHT - LEFT) / max(len(shown) - 1, 1)
        points = [
            {
                "x": round(LEFT + number * step, 1),
                "y": self._get_height(evaluation.score),
                "score": f"{evaluation.score:.0f}",
                "label": evaluation.date_from.strftime("%y/%m"),
            }
            for number, evaluation in enumerate(shown)
        ]
        return {
            "points": points,
            "path": " ".join(f"{point['x']},{point['y']}" for point in points),
            "grid": [{"y": self._get_height(score), "label": score} for score in (0, 50, 100)],
        }

    def _get_height(self, score):
        return round(BOTTOM - (BOTTOM - TOP) * score / 100, 1)
