# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import timedelta

import numpy as np
from odoo import fields, models

from ...tools import allocation, status
from ..planning.scm_stock_position_reason import REASON_FIGURES, SHORT
from .scm_stock_suggestion import SHORTAGE_KINDS

URGENT = ("out", "below_safety")
# Dead for less than that many times the policy's days: sell it off before scrapping it.
SCRAP_FACTOR = 2
# The smallest quantity where the unit has fractions.
FRACTION = 0.01


class ScmStockSuggester(models.AbstractModel):
    """What is suggested: for too little and for too much; nothing is written here."""

    _inherit = "scm.stock.suggester"

    def _suggest(self, company, data, past):
        """Return the values of all suggestions that are called for now."""
        today = company._scm_get_today()
        stocks = self._get_stocks(data, past)
        lines = self._get_lines(company, data, past, today)
        spare = allocation.get_spare(stocks)
        transfers = self._suggest_transfers(data, past, stocks, spare, today)
        received, given = np.zeros(len(data["id"])), np.zeros(len(data["id"]))
        for row in transfers:
            received[row["row"]] += row["quantity"]
            given[row["source"]] += row["quantity"]
        excess = np.minimum(data["excess_qty"], spare) - given
        rows = [
            *transfers,
            *self._suggest_pull_forward(data, past, stocks, lines, today),
            *self._suggest_orders(company, data, past, stocks.projected + received, today),
            *self._suggest_order_cuts(data, past, stocks, lines, today),
            *self._suggest_excess(company, data, past, excess, today),
        ]
        for row in rows:
            self._complete(row, data)
        return rows

    def _get_stocks(self, data, past):
        """Return the positions as arithmetic takes them, with what is promised counted."""
        projected, outgoing = data["projected_qty"].copy(), data["leaving_qty"].copy()
        for one in past["promised"]:
            row = past["row"].get(one["position_id"])
            source = past["row"].get(one["source_position_id"])
            if row is not None and one["kind"] in ("transfer", "buy", "make"):
                projected[row] += one["quantity"]
            if row is not None and one["kind"] in ("return", "scrap", "promote"):
                outgoing[row] += one["quantity"]
            if source is not None:
                outgoing[source] += one["quantity"]
        return allocation.Stocks(
            product=data["product_id"].astype(int),
            rank=data["status_rank"].astype(int),
            is_short=np.isin(data["status"], SHORT),
            on_hand=data["usable_qty"],
            free=data["free_qty"],
            outgoing=outgoing,
            projected=projected,
            lowest=data["lowest_qty"],
            daily_mean=data["daily_mean_qty"],
            safety=data["safety_qty"],
            reorder=data["reorder_qty"],
            maximum=data["maximum_qty"],
            is_whole=data["is_whole"].astype(bool),
            # A position that was made by hand looks at least as far as its lead time.
            horizon=np.maximum(data["horizon_days"], data["lead_days"] + 1),
        )

    # Too little

    def _suggest_transfers(self, data, past, stocks, spare, today):
        wanting = stocks.is_short & ~self._is_quiet(data, past, "transfer")
        found = allocation.plan_transfers(replace(stocks, is_short=wanting), spare)
        return [
            {
                "kind": "transfer",
                "row": row,
                "source": source,
                "quantity": quantity,
                "date": today,
                "source_position_id": data["id"][source],
                "source_warehouse_id": data["warehouse_id"][source],
                "reason": {"kept": data["maximum_qty"][source]},
            }
            for row, source, quantity in zip(*(array.tolist() for array in found), strict=True)
        ]

    def _suggest_pull_forward(self, data, past, stocks, lines, today):
        urgent = replace(stocks, is_short=np.isin(data["status"], URGENT))
        rows, days = allocation.plan_pull_forward(urgent, lines["arrays"])
        result = []
        for number, day in zip(rows.tolist(), days.tolist(), strict=True):
            wanted = today + timedelta(days=day)
            row = self._prepare_line_row("expedite", lines, number, today)
            row |= {"date": wanted, "reason": {"wanted": fields.Date.to_string(wanted)}}
            if ("expedite", row["order_line_id"]) not in past["quiet_lines"]:
                result.append(row)
        return result

    def _suggest_orders(self, company, data, past, projected, today):
        """Return what is still to be bought or made, after the transfers."""
        limits = data["reorder_qty"], data["maximum_qty"]
        missing = status.get_shortage(projected, *limits, 0.0, 0.0)
        kinds = np.where(data["is_made"].astype(bool), "make", "buy")
        rows = [
            row
            for row in np.flatnonzero((missing > 0) & np.isin(data["status"], SHORT)).tolist()
            if (data["id"][row], kinds[row]) not in past["quiet"]
        ]
        terms = self._get_order_terms(company, data, rows, missing, kinds)
        limits = [limit[rows] for limit in limits]
        minimum, multiple = terms["minimum_order_qty"], terms["order_multiple"]
        quantities = status.get_shortage(projected[rows], *limits, minimum, multiple)
        return [
            {
                "kind": str(kinds[row]),
                "row": row,
                "quantity": float(quantities[place]),
                "date": today + timedelta(days=int(round(terms["lead_days"][place]))),
                "supplierinfo_id": terms["supplierinfo_id"][place] or None,
                "vendor_id": terms["vendor_id"][place] or None,
            }
            for place, row in enumerate(rows)
        ]

    def _get_order_terms(self, company, data, rows, missing, kinds):
        """Return {name: array} of vendor, price and terms of what is missing in ``rows``.

        What is made has no vendor, and the terms of its position.
        """
        bought = [place for place, row in enumerate(rows) if kinds[row] == "buy"]
        names = ("minimum_order_qty", "order_multiple", "lead_days")
        terms = {name: data[name][rows] for name in names}
        for name in ("supplierinfo_id", "vendor_id"):
            terms[name] = np.zeros(len(rows), dtype=object)
        places = np.array(rows, dtype=int)[bought]
        known = {name: data[name][places] for name in ("product_id", "vendor_id", "lead_days")}
        for name, values in self._choose_sellers(company, known, missing[places]).items():
            terms[name][bought] = values
        return terms

    def _choose_sellers(self, company, known, quantities):
        """Return {name: array} of the vendor prices at which ``quantities`` are bought.

        :param dict known: {name: array} of product, vendor and lead days of the positions;
            where another vendor is chosen, its lead time is looked up
        """
        planner = self.env["scm.stock.planner"]
        terms = planner._get_vendor_columns(company, known["product_id"], quantities)
        lead_days = known["lead_days"].copy()
        usual = np.array([vendor or 0 for vendor in known["vendor_id"]], dtype=object)
        other = np.flatnonzero(usual != terms["vendor_id"])
        if len(other):
            asked = {name: terms[name][other] for name in ("vendor_id", "vendor_days")}
            asked["product_id"] = known["product_id"][other]
            found = planner._get_lead_columns(company, asked, lead_days[other])
            lead_days[other] = found["lead_days"]
        del terms["vendor_days"]
        return terms | {"lead_days": lead_days}

    # Too much

    def _suggest_order_cuts(self, data, past, stocks, lines, today):
        found = allocation.plan_order_cuts(stocks, lines["arrays"])
        result = []
        for number, quantity, days in zip(*(array.tolist() for array in found), strict=True):
            row = self._prepare_line_row("postpone" if days else "reduce", lines, number, today)
            later = row["old_date"] + timedelta(days=days)
            row |= {"quantity": quantity, "date": later}
            row["reason"] = {"wanted": fields.Date.to_string(later)}
            if (
                not {("postpone", row["order_line_id"]), ("reduce", row["order_line_id"])}
                & (past["quiet_lines"])
            ):
                result.append(row)
        return result

    def _prepare_line_row(self, kind, lines, number, today):
        line = lines["rows"][number]
        return {
            "kind": kind,
            "row": int(lines["arrays"].position[number]),
            "quantity": float(lines["arrays"].quantity[number]),
            "old_date": today + timedelta(days=int(line["day"])),
            "order_line_id": line["id"],
            "purchase_order_id": line["order_id"],
            "vendor_id": line["partner_id"],
        }

    def _suggest_excess(self, company, data, past, excess, today):
        """Return what is to be returned, promoted or looked at for scrapping."""
        is_whole = data["is_whole"].astype(bool)
        excess = np.where(np.isin(data["status"], ["excess", "dead"]), excess, 0.0)
        receipts = self._get_receipts(company, data, today)
        result = []
        for row in np.flatnonzero(excess > FRACTION).tolist():
            left = excess[row]
            receipt = receipts.get(data["id"][row])
            if receipt and (data["id"][row], "return") not in past["quiet"]:
                back = self._round_down(min(left, receipt["quantity"]), is_whole[row])
                result.append(self._prepare_return_row(row, back, receipt, today))
                left -= back
            kind = self._choose_excess_kind(data, row, today)
            left = self._round_down(left, is_whole[row])
            if (data["id"][row], kind) not in past["quiet"]:
                result.append({"kind": kind, "row": row, "quantity": left, "date": today})
        return [row for row in result if row["quantity"] > 0]

    def _prepare_return_row(self, row, quantity, receipt, today):
        return {
            "kind": "return",
            "row": row,
            "quantity": quantity,
            "date": today,
            "receipt_move_id": receipt["id"],
            "purchase_order_id": receipt["order_id"],
            "vendor_id": receipt["partner_id"],
            "reason": {"received": fields.Date.to_string(receipt["day"])},
        }

    def _choose_excess_kind(self, data, row, today):
        """Return whether excess is promoted or looked at for scrapping; extend to choose."""
        if data["status"][row] != "dead":
            return "promote"
        last = data["last_issue_date"][row]
        idle = (today - last).days if last else data["known_days"][row]
        return "scrap" if idle >= SCRAP_FACTOR * data["dead_days"][row] else "promote"

    def _round_down(self, quantity, is_whole):
        step = 1.0 if is_whole else FRACTION
        return float(round(np.floor(quantity / step + 1e-6) * step, 2))

    def _is_quiet(self, data, past, kind):
        return np.array([(one, kind) in past["quiet"] for one in data["id"]], dtype=bool)

    def _complete(self, row, data):
        """Add what every suggestion has: place, value, figures that the reason needs."""
        place = row["row"]
        figures = {name: data[self._get_column(name)][place] for name in REASON_FIGURES}
        if figures["last_issue_date"]:
            figures["last_issue_date"] = fields.Date.to_string(figures["last_issue_date"])
        row |= {
            "position_id": data["id"][place],
            "warehouse_id": data["warehouse_id"][place],
            "product_id": data["product_id"][place],
            "side": "shortage" if row["kind"] in SHORTAGE_KINDS else "excess",
            "value": round(row["quantity"] * float(data["unit_cost"][place]), 2),
            "reason_values": {**row.pop("reason", {}), "position": figures},
        }

    def _get_column(self, name):
        return "daily_mean_qty" if name == "daily_mean" else name
