# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_is_zero
from odoo.tools.misc import format_date, formatLang

SHORT = ("out", "below_safety", "below_reorder")
CHART_DAYS = 120
# The figures that the reason is told from; a suggestion keeps them.
REASON_FIGURES = (
    "status",
    "on_hand_qty",
    "usable_qty",
    "free_qty",
    "incoming_qty",
    "rfq_qty",
    "forecast_qty",
    "projected_qty",
    "horizon_days",
    "lowest_qty",
    "safety_qty",
    "reorder_qty",
    "maximum_qty",
    "cover_days",
    "daily_mean",
    "lead_days",
    "unknown_days",
    "is_low_confidence",
    "last_issue_date",
)


class ScmStockPosition(models.Model):
    """What a position says in words and in its chart."""

    _inherit = "scm.stock.position"

    is_ordered = fields.Boolean(
        "Ordered",
        compute="_compute_is_ordered",
        search="_search_is_ordered",
        help="Short at this moment, but what is on order brings it above its reorder point.",
    )

    @api.depends("status", "shortage_qty")
    def _compute_is_ordered(self):
        for position in self:
            position.is_ordered = position.status in SHORT and position.shortage_qty <= 0

    def _search_is_ordered(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("status", "in", SHORT) & Domain("shortage_qty", "<=", 0)

    def _get_order_sentence(self):
        """Return what is on order, for a position that is short but lacks nothing more."""
        self.ensure_one()
        words = {
            "position": self.display_name,
            "quantity": self._format(self.incoming_qty + self.rfq_qty),
            "date": self._format_day(self.next_receipt_date),
        }
        if not self.next_receipt_date:
            return self.env._("%(position)s: enough is on order, %(quantity)s.", **words)
        return self.env._("%(position)s: enough is on order, %(quantity)s by %(date)s.", **words)

    def _get_reason(self):
        """Return in words why the position has its status, with the numbers behind it."""
        self.ensure_one()
        parts = [self._get_status_sentence()]
        if self.status in SHORT:
            parts.append(
                self.env._(
                    "Demand is %(mean)s a day; a new order takes %(lead)s days.",
                    mean=self._format(self.daily_mean),
                    lead=self._format(self.lead_days, 0),
                )
            )
        if self.status in SHORT and self.incoming_qty + self.rfq_qty:
            parts.append(
                self.env._(
                    "On the way: %(incoming)s, in draft orders: %(draft)s.",
                    incoming=self._format(self.incoming_qty),
                    draft=self._format(self.rfq_qty),
                )
            )
            parts += self._get_horizon_sentences()
        if not float_is_zero(self.on_hand_qty - self.usable_qty, precision_digits=2):
            parts.append(
                self.env._(
                    "%(unusable)s of %(stock)s on hand can't be used: past the removal date, or "
                    "set apart.",
                    unusable=self._format(self.on_hand_qty - self.usable_qty),
                    stock=self._format(self.on_hand_qty),
                )
            )
        parts += self._get_override_sentences()
        if self.unknown_days:
            parts.append(self.env._("%(days)s sold-out days left out.", days=self.unknown_days))
        if self.is_low_confidence:
            parts.append(self.env._("Little history: check the numbers."))
        return " ".join(parts)

    def _get_horizon_sentences(self):
        """Return why not everything that is on the way counts, where that is so."""
        everything = self.forecast_qty + self.rfq_qty
        if float_is_zero(everything - self.projected_qty, precision_digits=2):
            return []
        return [
            self.env._(
                "Within %(days)s days that comes to %(projected)s.",
                days=self.horizon_days,
                projected=self._format(self.projected_qty),
            )
        ]

    def _get_status_sentence(self):
        """Return the first sentence of the reason."""
        values = {
            "stock": self._format(self.usable_qty),
            "free": self._format(self.free_qty),
            "safety": self._format(self.safety_qty),
            "reorder": self._format(self.reorder_qty),
            "maximum": self._format(self.maximum_qty),
            "coming": self._format(self.projected_qty),
            "lowest": self._format(self.lowest_qty),
            "cover": self._format(self.cover_days, 0),
            "date": format_date(self.env, self.last_issue_date),
        }
        if self.status == "below_safety" and self.usable_qty >= self.safety_qty:
            return self.env._(
                "Stock %(stock)s falls to %(lowest)s before a new order could arrive.", **values
            )
        if self.status == "dead" and not self.last_issue_date:
            return self.env._("Stock %(stock)s has never been issued.", **values)
        if self.status == "above_max" and self.usable_qty <= self.maximum_qty:
            return self.env._(
                "Open orders bring the stock to %(coming)s, above the maximum %(maximum)s.",
                **values,
            )
        sentences = {
            "out": self.env._("Nothing is free to use (%(free)s).", **values),
            "below_safety": self.env._(
                "Stock %(stock)s is below the safety stock %(safety)s.", **values
            ),
            "below_reorder": self.env._(
                "Stock with orders %(coming)s is below the reorder point %(reorder)s.", **values
            ),
            "dead": self.env._("Stock %(stock)s, last issued on %(date)s.", **values),
            "excess": self.env._(
                "Stock %(stock)s lasts %(cover)s days; the maximum is %(maximum)s.", **values
            ),
            "above_max": self.env._("Stock %(stock)s is above the maximum %(maximum)s.", **values),
            "ok": self.env._("Stock %(stock)s lies between its limits.", **values),
            "none": self.env._("No stock and no demand.", **values),
        }
        return sentences.get(self.status, "")

    def _format(self, number, digits=None):
        """Return a number as the user's language writes it, without needless zeros."""
        if digits is None:
            digits = 0 if float(number).is_integer() or abs(number) >= 100 else 1
        return formatLang(self.env, number, digits=digits)

    def _format_day(self, day):
        return format_date(self.env, day)

    def _get_chart(self):
        """Return what the chart draws: demand and stock a day, limits, receipts to come.

        The stock of past days is that of the last planning less what changed since; what
        moved after it is seen in today's alone.
        """
        self.ensure_one()
        today = self.company_id._scm_get_today()
        start = fields.Date.subtract(today, days=CHART_DAYS)
        ledger = self.env["scm.demand.day"].search_fetch(
            [
                ("product_id", "=", self.product_id.id),
                ("warehouse_id", "=", self.warehouse_id.id),
                ("day", ">=", start),
            ],
            ["day", "out_qty", "return_qty", "net_qty"],
        )
        by_day = {line.day: line for line in ledger}
        days = [fields.Date.add(start, days=number) for number in range(CHART_DAYS + 1)]
        stock, level = [], self.ledger_qty
        for day in reversed(days):
            stock.insert(0, level)
            level -= by_day[day].net_qty if day in by_day else 0
        stock[-1] = self.on_hand_qty
        return {
            "days": [fields.Date.to_string(day) for day in days],
            "demand": [
                max(by_day[day].out_qty - by_day[day].return_qty, 0) if day in by_day else 0
                for day in days
            ],
            "stock": stock,
            "safety": self.safety_qty,
            "reorder": self.reorder_qty,
            "maximum": self.maximum_qty,
        }
