# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..purchase_order_line import CLOSED_MOVES


class ScmDetectorSupply(models.AbstractModel):
    """Detectors of purchase lines that arrive late, short, or too much of."""

    _name = "scm.detector.supply"
    _description = "Detectors of Supply"
    _inherit = ["scm.detector.family"]

    def _detect_supply_late(self, detector, company):
        """Return open purchase lines whose expected day, or that of a part, is over.

        Threshold ``days``: how many days late, at least.
        """
        until = self._get_supply_day(company, 1 - max(detector._get_parameter("days"), 1))
        is_part = Domain("state", "not in", CLOSED_MOVES) & Domain("date", "<", until)
        is_part &= Domain("location_dest_id.usage", "!=", "supplier")
        is_late = Domain("date_planned", "<", until) | Domain("move_ids", "any", is_part)
        # What is missing in a closed receipt is not late but short.
        lines = self._search_supply(company, is_late & ~self._get_short_domain())
        return self._prepare_arrival_findings(
            detector,
            "late",
            {
                line: self.env._(
                    "Late: %(product)s of %(order)s, expected on %(date)s",
                    **self._get_supply_words(line),
                )
                for line in lines
            },
        )

    def _detect_supply_risk(self, detector, company):
        """Return open purchase lines that will hardly arrive when they are needed."""
        lines = self._search_supply(company, Domain("scm_risk", "=", "risk"))
        return self._prepare_arrival_findings(
            detector,
            "risk",
            {
                line: self.env._(
                    "Will be late: %(product)s of %(order)s, a chance of %(chance)s %%",
                    **self._get_supply_words(line),
                )
                for line in lines
            },
        )

    def _detect_supply_unconfirmed(self, detector, company):
        """Return lines that arrive soon though the supplier confirmed nothing.

        Threshold ``days``: how many days ahead.
        """
        until = self._get_supply_day(company, detector._get_parameter("days") + 1)
        since = self._get_supply_day(company, 0)
        domain = Domain("scm_is_confirmed", "=", False) & Domain("date_planned", "<", until)
        lines = self._search_supply(company, domain & Domain("date_planned", ">=", since))
        return self._prepare_arrival_findings(
            detector,
            "unconfirmed",
            {
                line: self.env._(
                    "Not confirmed: %(product)s of %(order)s, expected on %(date)s",
                    **self._get_supply_words(line),
                )
                for line in lines
            },
        )

    def _detect_supply_short(self, detector, company):
        """Return lines whose receipt was closed though goods are missing."""
        return self._prepare_arrival_findings(
            detector,
            "short",
            {
                line: self.env._(
                    "Short: %(quantity)s of %(product)s are missing in %(order)s",
                    **self._get_supply_words(line),
                )
                for line in self._search_supply(company, self._get_short_domain())
            },
        )

    def _detect_supply_over(self, detector, company):
        """Return lines of which more arrived than was ordered.

        Threshold ``days``: how many days back the order was given.
        """
        since = fields.Datetime.now() - timedelta(days=detector._get_parameter("days"))
        domain = (
            Domain("state", "=", "purchase")
            & Domain("company_id", "=", company.id)
            & Domain("scm_over_qty", ">", 0)
            & Domain("order_id.date_approve", ">=", since)
        )
        return [
            self._prepare_supply_finding(
                line,
                "over",
                self.env._(
                    "Too much: %(over)s of %(product)s beyond %(order)s",
                    **self._get_supply_words(line),
                ),
            )
            for line in self.env["purchase.order.line"].search(domain)
        ]

    def _get_short_domain(self):
        is_open = Domain("move_ids", "any", [("state", "not in", CLOSED_MOVES)])
        return Domain("product_id.type", "=", "consu") & ~is_open

    def _get_supply_day(self, company, days):
        """Return when the company's day begins that is ``days`` from today."""
        return company._scm_get_moment(fields.Date.add(company._scm_get_today(), days=days))

    def _search_supply(self, company, domain):
        """Return the open purchase lines of ``company`` in ``domain``."""
        base = (
            Domain("state", "=", "purchase")
            & Domain("company_id", "=", company.id)
            & Domain("scm_open_qty", ">", 0)
        )
        return self.env["purchase.order.line"].search(base & domain)

    def _get_supply_words(self, line):
        return {
            "product": line.product_id.display_name,
            "order": line.order_id.name,
            "date": format_date(self.env, line.company_id._scm_get_day(line._scm_get_next_date())),
            "quantity": f"{line.scm_open_qty:g}",
            "over": f"{line.scm_over_qty:g}",
            "chance": round(line.scm_arrival_chance * 100),
        }

    def _prepare_arrival_findings(self, detector, kind, names):
        """Return the findings about lines that no other case speaks of."""
        names = self.env["scm.exception"]._go_on_as(kind, names, detector.id)
        return [self._prepare_supply_finding(line, kind, name) for line, name in names.items()]

    def _prepare_supply_finding(self, line, kind, name):
        """Return the finding about a purchase line, with what waits for it."""
        return {
            "fingerprint": f"supply_{kind}:{line.id}",
            "name": name,
            **line._scm_prepare_case_values(),
        }
