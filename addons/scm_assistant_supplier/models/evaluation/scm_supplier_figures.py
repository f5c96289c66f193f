# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from typing import NamedTuple

from odoo import api, models

from ...sql.figures import query_delivery, query_line_verdicts, query_prices


class Scope(NamedTuple):
    """Whose figures, of which days, by which rules."""

    company: models.BaseModel
    template: models.BaseModel
    date_from: date
    date_to: date
    cutoff: date
    partner_id: int = 0
    line_ids: tuple = ()


class Figure(NamedTuple):
    """A measured value with what it was divided from; value is None without data."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    miss_ids: list | None = None


NO_DATA = Figure(None)


def ratio(numerator, denominator, factor=100.0, miss_ids=None):
    """Return the Figure of a share; nothing to divide by is no data."""
    if not denominator:
        return NO_DATA
    numerator, denominator = float(numerator or 0.0), float(denominator)
    return Figure(factor * numerator / denominator, numerator, denominator, miss_ids)


class ScmSupplierFigures(models.AbstractModel):
    """Measures suppliers by set: one statement a source, whatever their number.

    The rules are told in docs/algorithms/supplier_evaluation.md; each has a test with
    a case counted by hand.
    """

    _name = "scm.supplier.figures"
    _description = "Supplier Figures"

    @api.model
    def _get_figures(self, scope):
        """Return {supplier id: {metric: Figure}} and {supplier id: ids of the lines due}."""
        self.env.flush_all()
        figures, due_lines = self._get_delivery_figures(scope)
        for source in self._get_sources():
            for partner_id, metrics in source(scope, list(figures)).items():
                figures[partner_id].update(metrics)
        return figures, due_lines

    @api.model
    def _get_sources(self):
        """Return the methods that measure more than deliveries; extend to measure more.

        Each takes a scope and the ids of the suppliers, and returns
        {supplier id: {metric: Figure}} for all of them.
        """
        return [
            self._get_price_figures,
            self._get_contact_figures,
            self._get_confirmation_figures,
            self._get_bill_figures,
            self._get_case_figures,
        ]

    # Delivery, returns and lead times

    @api.model
    def _get_delivery_figures(self, scope):
        figures, due_lines = {}, {}
        for row in self._fetch(query_delivery(scope)):
            misses, due = row["misses"] or {}, row["due_count"]
            figures[row["partner_id"]] = {
                "on_time_original": ratio(
                    row["on_time"], due, miss_ids=misses.get("on_time_original")
                ),
                "on_time_confirmed": ratio(
                    row["on_time_confirmed"],
                    row["confirmed_count"],
                    miss_ids=misses.get("on_time_confirmed"),
                ),
                "in_full": ratio(row["in_full"], due, miss_ids=misses.get("in_full")),
                "otif": ratio(row["otif"], due, miss_ids=misses.get("otif")),
                "rejected_ppm": ratio(
                    row["rejected_qty"], row["received_qty"], 1e6, misses.get("rejected")
                ),
                "returned_lines": ratio(
                    row["returned_count"], row["received_count"], miss_ids=misses.get("returned")
                ),
                "lead_time_mean": Figure(row["lead_mean"], None, row["received_count"] or None),
                "lead_time_spread": Figure(row["lead_spread"], None, row["received_count"] or None),
            }
            due_lines[row["partner_id"]] = row["due_ids"] or []
        return figures, due_lines

    @api.model
    def _get_verdicts(self, scope):
        """Return {order line id: how it went} of the lines in the scope, as JSON has it."""
        self.env.flush_all()
        rows = self._fetch(query_line_verdicts(scope))
        return {row["id"]: row["verdict"] for row in rows}

    # Prices

    @api.model
    def _get_price_figures(self, scope, partner_ids):
        rows = self._fetch(query_prices(scope))
        return self._collect(
            "price_variance",
            partner_ids,
            {
                row["partner_id"]: ratio(row["difference"], row["reference"])
                for row in rows
                if row["reference"]
            },
        )

    @api.model
    def _collect(self, metric, partner_ids, found, missing=NO_DATA):
        """Return {supplier id: {metric: Figure}}, ``missing`` where nothing was found."""
        return {partner_id: {metric: found.get(partner_id, missing)} for partner_id in partner_ids}

    @api.model
    def _fetch(self, query):
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()
