# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

MEASURES = (
    "demand_value:sum",
    "suggested_served_value:sum",
    "current_served_value:sum",
    "suggested_cycle_count:sum",
    "suggested_short_cycle_count:sum",
    "current_cycle_count:sum",
    "current_short_cycle_count:sum",
    "suggested_stock_value:sum",
    "current_stock_value:sum",
    "suggested_order_count:sum",
    "current_order_count:sum",
)


class ScmStockBacktest(models.Model):
    """What a backtest says in the end: totals, chart, a sentence."""

    _inherit = "scm.stock.backtest"

    def _read_result(self):
        """Return one dict of sums for each ABC class.

        Of the products with a reordering rule, so that both sides are of the same;
        where there is none, of all tested, and today's side is empty.
        """
        self.ensure_one()
        lines = self.env["scm.stock.backtest.line"]
        domain = [("backtest_id", "=", self.id), ("state", "=", "done")]
        for rule in ([("has_rule", "=", True)], []):
            groups = lines._read_group(domain + rule, ["abc"], list(MEASURES), order="abc")
            if groups:
                break
        names = [measure.split(":")[0] for measure in MEASURES]
        return [
            {"abc": group[0] or "", **dict(zip(names, group[1:], strict=True))} for group in groups
        ]

    def _get_totals(self, rows, side):
        """Return fill rate, cycle service, stock value and orders of a side."""

        def total(name):
            return sum(row[name] for row in rows)

        demand, cycles = total("demand_value"), total(f"{side}_cycle_count")
        return {
            "fill_rate": total(f"{side}_served_value") / demand if demand else 0,
            "cycle_service": 1 - total(f"{side}_short_cycle_count") / cycles if cycles else 0,
            "stock_value": total(f"{side}_stock_value"),
            "order_count": total(f"{side}_order_count"),
        }

    def _get_chart(self, rows):
        """Return both sides by ABC class, for the chart."""
        self.ensure_one()
        if not rows:
            return False
        groups = [[row] for row in rows]
        labels = [row["abc"] or "-" for row in rows]
        if len(rows) > 1:
            groups.append(rows)
            labels.append(self.env._("All"))
        chart = {"labels": labels, "has_current": bool(self.compared_count)}
        for side in ("suggested", "current"):
            totals = [self._get_totals(group, side) for group in groups]
            chart[f"{side}_fill"] = [round(100 * one["fill_rate"], 1) for one in totals]
            chart[f"{side}_stock"] = [round(one["stock_value"]) for one in totals]
        return chart

    def _get_conclusion(self):
        """Return in words what the two sides come to."""
        self.ensure_one()
        if not self.tested_count:
            return self.env._("Nothing is tested yet.") if self.line_count else False
        values = {
            "count": self.tested_count,
            "compared": self.compared_count,
            "fill": f"{self.suggested_fill_rate:.1%}",
            "now": f"{self.current_fill_rate:.1%}",
            "stock": self.currency_id.format(self.suggested_stock_value),
            "stock_now": self.currency_id.format(self.current_stock_value),
        }
        if not self.compared_count:
            return self.env._(
                "None of the %(count)s products has a reordering rule to compare with. The "
                "suggested limits would have served %(fill)s at once with %(stock)s in stock.",
                **values,
            )
        return self.env._(
            "%(compared)s of %(count)s products have a reordering rule. On these, the suggested "
            "limits would have served %(fill)s at once with %(stock)s in stock; today's rules "
            "%(now)s with %(stock_now)s.",
            **values,
        )
