# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import numpy as np
from odoo import models
from odoo.tools import SQL

from ...sql.planning import query_other_history, query_overrides
from ...sql.sellers import query_sellers
from ...tools import analogue, classification, demand, engine, ledger, limits, timeline
from ...tools.demand import WINDOW_DAYS
from ...tools.places import find_places, get_keys
from .scm_stock_planner import HISTORY_LISTS

# Rows planned at once, to keep the matrices small, and so many of these side by side.
CHUNK = 1000
THREADS = 2


class ScmStockPlanner(models.AbstractModel):
    """What a position should hold: policy, lead time, demand and what was set by hand."""

    _inherit = "scm.stock.planner"

    # Policies and lead times

    def _get_policy_columns(self, company, columns, today):
        """Return ABC class, policy settings, lead time and vendor of each position."""
        columns["abc"] = self._classify_abc(columns)
        policies = self.env["scm.stock.policy"].search([("company_id", "in", [company.id, False])])
        count = len(columns["product_id"])
        chosen = np.full(count, -1)
        for index, policy in enumerate(policies):
            chosen[(chosen == -1) & self._match_policy(policy, columns)] = index
        defaults = self.env["scm.stock.policy"].default_get(self._get_settings())
        result = {"policy_id": self._pick(policies.ids, chosen, None)}
        for name in self._get_settings():
            result[name] = self._pick(policies.mapped(name), chosen, defaults[name])
        result["is_fill_target"] = result["target_kind"] == "fill"
        for name in self._get_settings():
            if name != "target_kind":
                result[name] = result[name].astype(float)
        result["analogue_mean"] = self._find_analogue_means(columns, result["new_daily_qty"])
        result["order_cycle_days"] = limits.get_economic_cycle(
            columns["year_qty"],
            columns["unit_cost"],
            result["order_cost"],
            result["holding_rate"],
            result["order_cycle_days"],
        )
        usual = columns["year_qty"] / WINDOW_DAYS * result["order_cycle_days"]
        result |= self._get_vendor_columns(company, columns["product_id"], usual)
        return result | self._get_lead_columns(company, columns | result, result["lead_days"])

    def _get_settings(self):
        """Return the fields of a policy that planning reads; extend to add more."""
        return [
            "target",
            "target_kind",
            "review_days",
            "order_cycle_days",
            "order_cost",
            "holding_rate",
            "lead_days",
            "excess_cover_days",
            "dead_days",
            "new_daily_qty",
        ]

    def _pick(self, values, chosen, default):
        return np.array([*values, default], dtype=object)[chosen]

    def _match_policy(self, policy, columns):
        """Return the mask of the positions that ``policy`` is meant for."""
        mask = np.ones(len(columns["product_id"]), dtype=bool)
        if policy.warehouse_id:
            mask &= columns["warehouse_id"] == policy.warehouse_id.id
        if policy.abc:
            mask &= columns["abc"] == policy.abc
        if policy.xyz:
            mask &= columns["xyz"] == policy.xyz
        if policy.category_id:
            path = policy.category_id.parent_path
            mask &= np.array([str(own or "").startswith(path) for own in columns["category_path"]])
        return mask

    def _classify_abc(self, columns):
        """Return each position's class: its product's share of the yearly issue value."""
        products, place = np.unique(columns["product_id"].astype(int), return_inverse=True)
        values = np.bincount(place, columns["year_qty"] * columns["unit_cost"], len(products))
        return classification.classify_abc(values)[place].astype(object)

    def _get_vendor_columns(self, company, product_ids, quantities):
        """Return at which vendor price each quantity is bought, and on which terms."""
        product_ids = [int(product_id) for product_id in product_ids]
        query = query_sellers(self.env, company, product_ids, map(float, quantities))
        count = len(product_ids)
        result = {name: np.zeros(count, dtype=object) for name in ("supplierinfo_id", "vendor_id")}
        for name in ("vendor_days", "minimum_order_qty", "order_multiple"):
            result[name] = np.zeros(count)
        for number, *terms in self.env.execute_query(query):
            for column, value in zip(result.values(), terms, strict=True):
                column[number - 1] = value
        return result

    def _get_lead_columns(self, company, columns, fallback):
        """Return lead days, deviation, number of receipts and where they come from.

        Measured receipts first, else what the vendor promises, else the policy.
        """
        promised = columns["vendor_days"] + company.days_to_purchase
        has_vendor = np.array([bool(vendor) for vendor in columns["vendor_id"]])
        # A vendor's 0 days mean that nobody has said how long it takes.
        is_promised = has_vendor & (columns["vendor_days"] > 0)
        lead = np.where(is_promised, promised, fallback)
        source = np.where(is_promised, "vendor", "policy").astype(object)
        deviation, observations = np.zeros(len(lead)), np.zeros(len(lead))
        pairs = list(zip(columns["product_id"], columns["vendor_id"], strict=True))
        asked = {pair for pair in pairs if pair[1]}
        measured = self.env["product.product"]._scm_get_measured_lead_times(company, asked)
        for row, pair in enumerate(pairs if measured else ()):
            if pair in measured:
                lead[row], deviation[row], observations[row] = measured[pair]
                source[row] = "measured"
        return {
            "lead_days": lead.astype(float),
            "measured_deviation": deviation,
            "lead_observations": observations,
            "lead_source": source,
        }

    def _get_horizon(self, company, columns):
        """Return how many days ahead the documents of each position count."""
        promised = columns["vendor_days"] + company.days_to_purchase
        return timeline.get_horizon(
            columns["lead_days"], promised, columns["lead_deviation"], columns["review_days"]
        )

    # Demand and limits

    def _query_blocks(self, company, today):
        first = ledger.get_block_of(today - timedelta(days=WINDOW_DAYS))
        blocks = self.env["scm.demand.block"]
        return blocks._query_lists(company, SQL("block >= %s", first), HISTORY_LISTS)

    def _read_history(self, company, columns, today, blocks):
        """Return what happened to the positions in the window, and what should have.

        Two tuples of arrays, sorted by position: position, day number, issued, stock change;
        and position, day number, come back, due and not shipped yet.
        """
        keys = get_keys(columns["warehouse_id"], columns["product_id"])
        start = today - timedelta(days=WINDOW_DAYS)
        (warehouse, product), (day, *values), counts = blocks
        places = np.repeat(find_places(keys, warehouse, product), counts)
        day = day - ledger.count_days(start)
        columns["opening_qty"] = self._get_opening(columns, places, day, values[-1])
        happened = self._sort_by_place(places, day, values)
        query = query_other_history(company, start, today)
        warehouse, product, day, *values = self._read_table(query, "iiiff")
        places = find_places(keys, warehouse, product)
        return happened, self._sort_by_place(places, day, values)

    def _get_opening(self, columns, places, day, change):
        """Return the stock of each position when today began.

        The history ends there: walked back from the stock of now, what came in today
        would have been there all the time.
        """
        rows = np.flatnonzero((places >= 0) & (day >= WINDOW_DAYS))
        on_hand = columns["on_hand_qty"]
        return on_hand - np.bincount(places[rows], change[rows], len(on_hand))

    def _sort_by_place(self, places, day, values):
        """Return what lies in the window, by position, so that each chunk is a slice."""
        rows = np.flatnonzero((places >= 0) & (day >= 0) & (day < WINDOW_DAYS))
        order = rows[np.argsort(places[rows], kind="stable")]
        return places[order], day[order], *(row[order] for row in values)

    def _map_chunks(self, function, columns, history):
        """Return what ``function`` gives for each few positions, side by side.

        It gets their rows, a slice, and the matrices of demand and stock change, a row
        each and a column a day. It runs in threads, where numpy lets go of Python's
        lock, and must not touch the environment.
        """
        happened, other = history
        count = len(columns["product_id"])

        def work(first):
            rows = slice(first, min(first + CHUNK, count))
            issued, change = self._fill_matrices(rows, *happened)
            if len(other[0]):
                returned, due = self._fill_matrices(rows, *other)
                issued = demand.net_returns(issued, returned) + due
            return function(rows, issued, change)

        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(work, range(0, count, CHUNK)))

    def _fill_matrices(self, rows, places, day, *values):
        """Return a matrix of each of the ``values``: a row a position, a column a day."""
        begin, end = np.searchsorted(places, [rows.start, rows.stop])
        cell = (places[begin:end] - rows.start) * WINDOW_DAYS + day[begin:end]
        size = (rows.stop - rows.start) * WINDOW_DAYS
        return [np.bincount(cell, row[begin:end], size).reshape(-1, WINDOW_DAYS) for row in values]

    def _classify_xyz(self, columns, history):
        """Return each position's class by how its weekly demand varies."""

        def classify(rows, issues, net_change):
            known = demand.find_known_days(issues, net_change, columns["opening_qty"][rows])
            variation = classification.measure_weekly_variation(issues, known)
            return classification.classify_xyz(variation)

        return np.concatenate(self._map_chunks(classify, columns, history)).astype(object)

    def _plan_columns(self, columns, history):
        """Return what the engine says."""
        run_engine = partial(self._run_engine, columns)
        results = self._map_chunks(run_engine, columns, history)
        names = engine.PlanResult.__dataclass_fields__
        return {
            name: np.concatenate([getattr(result, name) for result in results]) for name in names
        }

    def _get_override_columns(self, company, columns, today):
        """Return the limits with what was set by hand."""
        self.env["scm.stock.override"].flush_model()
        keys = get_keys(columns["warehouse_id"], columns["product_id"])
        query = query_overrides(company, today)
        warehouse, product, number, quantity = self._read_table(query, "iiif")
        places = find_places(keys, warehouse, product)
        known = places >= 0
        by_hand = np.full((3, len(keys)), np.nan)
        by_hand[number[known], places[known]] = quantity[known]
        safety, reorder, maximum = limits.apply_overrides(
            columns["safety_qty"], columns["reorder_qty"], columns["maximum_qty"], by_hand
        )
        return {
            "safety_qty": safety,
            "reorder_qty": reorder,
            "maximum_qty": maximum,
            "is_overridden": ~np.isnan(by_hand).all(0),
        }

    def _run_engine(self, columns, rows, issues, net_change):
        return engine.plan_positions(
            engine.PlanInputs(
                demand=issues,
                net_change=net_change,
                on_hand=columns["opening_qty"][rows],
                lead_days=columns["lead_days"][rows],
                lead_deviation=columns["measured_deviation"][rows],
                lead_observations=columns["lead_observations"][rows],
                review_days=columns["review_days"][rows],
                target=columns["target"][rows],
                is_fill_target=columns["is_fill_target"][rows].astype(bool),
                order_cycle_days=columns["order_cycle_days"][rows],
                minimum_order_qty=columns["minimum_order_qty"][rows],
                order_multiple=columns["order_multiple"][rows],
                is_whole=columns["is_whole"][rows].astype(bool),
                analogue_mean=columns["analogue_mean"][rows],
                dead_days=columns["dead_days"][rows],
            )
        )

    def _find_analogue_means(self, columns, default):
        """Return what new products may expect: their category's median in the warehouse."""
        categories = np.array([category or 0 for category in columns["category_id"]])
        groups = get_keys(columns["warehouse_id"], categories)
        daily = columns["year_qty"] / WINDOW_DAYS
        return analogue.find_analogue_mean(groups, daily, default)
