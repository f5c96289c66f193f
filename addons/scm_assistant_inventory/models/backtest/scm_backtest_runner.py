# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import numpy as np
from odoo import models

from ...sql.backtest import query_history, query_rules, query_update_lines
from ...tools import backtest as simulator
from ...tools.demand import WINDOW_DAYS, net_returns
from ...tools.places import find_places, get_keys

# Both sides begin with their maximum so many days before the test, or fewer.
WARMUP_DAYS = 60
# Fewer known days before the test say nothing about the demand.
MIN_KNOWN_DAYS = 28
SIDES = ("suggested", "current")
# What is written to a line: field → PostgreSQL type.
SIDE_FIELDS = {
    "reorder_qty": "float8",
    "maximum_qty": "float8",
    "fill_rate": "float8",
    "cycle_service": "float8",
    "short_days": "int",
    "stock_qty": "float8",
    "stock_value": "numeric",
    "served_value": "numeric",
    "order_count": "int",
    "cycle_count": "int",
    "short_cycle_count": "int",
}
WRITTEN = {
    "state": "varchar",
    "has_rule": "bool",
    "lead_days": "float8",
    "demand_qty": "float8",
    "demand_value": "numeric",
    "stock_value_change": "numeric",
    **{f"{side}_{name}": kind for side in SIDES for name, kind in SIDE_FIELDS.items()},
}


class ScmBacktestRunner(models.AbstractModel):
    """Tests a batch of products: a few statements, whatever their number."""

    _name = "scm.backtest.runner"
    _description = "Runner of Stock Backtests"

    def _run(self, backtest, lines):
        """Compute both sides of ``lines`` and write them."""
        company = backtest.company_id
        planner = self.env["scm.stock.planner"].with_company(company)
        today = company._scm_get_today()
        columns = self._read_columns(planner, company, today)
        places = find_places(
            get_keys(columns["warehouse_id"], columns["product_id"]),
            np.array([line.warehouse_id.id for line in lines]),
            np.array([line.product_id.id for line in lines]),
        )
        result = self._get_empty(len(lines))
        rows = np.flatnonzero(places >= 0)
        if len(rows):
            tested = self._test(backtest, planner, columns, places[rows], today)
            for name, values in tested.items():
                result[name][rows] = values
        self._update_lines(lines, result)

    def _read_columns(self, planner, company, today):
        """Return what planning knows of all positions; classes need all of them."""
        self.env.flush_all()
        columns = planner._read_positions(company)
        if len(columns["product_id"]):
            columns |= planner._get_policy_columns(company, columns, today)
        return columns

    def _get_empty(self, count):
        result = {name: np.zeros(count) for name in WRITTEN}
        result["state"] = np.full(count, "gone", dtype=object)
        return result

    def _test(self, backtest, planner, columns, places, today):
        """Return the values of the planned positions in ``places``."""
        picked = {name: values[places] for name, values in columns.items()}
        demand, net_change, opening = self._read_history(backtest, picked, today)
        # As planning would have seen it on the evening before the test.
        before = {
            **picked,
            "opening_qty": opening - net_change[:, WINDOW_DAYS:].sum(1),
        }
        plan = planner._run_engine(
            before, slice(None), demand[:, :WINDOW_DAYS], net_change[:, :WINDOW_DAYS]
        )
        minimum, maximum, multiple, has_rule = self._read_rules(backtest, picked)
        is_tested = (plan.daily_mean > 0) & (plan.known_days >= MIN_KNOWN_DAYS)
        wanted = demand[:, WINDOW_DAYS:].sum(1)
        values = {
            "state": np.where(is_tested, "done", "no_history").astype(object),
            "has_rule": has_rule & is_tested,
            "lead_days": picked["lead_days"],
            "demand_qty": wanted,
            "demand_value": wanted * picked["unit_cost"],
        }
        nothing = np.zeros(len(places))
        sides = {
            "suggested": (
                # A reorder point of zero orders when nothing is left.
                np.where(plan.maximum_qty > 0, np.maximum(plan.reorder_qty, 1e-6), 0),
                plan.maximum_qty,
                picked["minimum_order_qty"],
                picked["order_multiple"],
                picked["review_days"],
                is_tested,
            ),
            # Odoo's rules look daily and leave the vendor's minimum to the buyer.
            "current": (minimum, maximum, nothing, multiple, nothing + 1, values["has_rule"]),
        }
        recent = demand[:, WINDOW_DAYS - WARMUP_DAYS :]
        for side, limits in sides.items():
            values |= self._simulate(side, backtest, picked, recent, limits)
        values["stock_value_change"] = np.where(
            values["has_rule"],
            values["suggested_stock_value"] - values["current_stock_value"],
            0,
        )
        return values

    def _simulate(self, side, backtest, picked, demand, limits):
        """Return the values of one side; zero where it is not tested."""
        reorder, maximum, minimum_order, multiple, review_days, is_tested = limits
        result = simulator.simulate(
            simulator.SimulationInputs(
                demand=demand,
                reorder=reorder,
                maximum=maximum,
                lead_days=picked["lead_days"],
                review_days=review_days,
                minimum_order=minimum_order,
                order_multiple=multiple,
                warmup_days=WARMUP_DAYS,
                is_backordered=backtest.is_backordered,
            )
        )
        cost = picked["unit_cost"]
        values = {
            "reorder_qty": np.where(reorder > 1e-6, reorder, 0),
            "maximum_qty": maximum,
            "fill_rate": simulator.get_fill_rate(result.demand_qty, result.served_qty),
            "cycle_service": simulator.get_cycle_service(
                result.cycle_count, result.short_cycle_count
            ),
            "short_days": result.short_days,
            "stock_qty": result.stock_qty,
            "stock_value": result.stock_qty * cost,
            "served_value": result.served_qty * cost,
            "order_count": result.order_count,
            "cycle_count": result.cycle_count,
            "short_cycle_count": result.short_cycle_count,
        }
        return {f"{side}_{name}": np.where(is_tested, column, 0) for name, column in values.items()}

    def _read_history(self, backtest, picked, today):
        """Return demand, stock change and the stock when today opened of each position.

        The first two are matrices, a row a position, a column a day until yesterday: the
        first WINDOW_DAYS are what planning sees, the rest is the test.
        """
        days = WINDOW_DAYS + backtest.test_days
        start = today - timedelta(days=days)
        rows = self.env.execute_query(
            query_history(backtest.company_id, picked["product_id"].tolist(), start)
        )
        issued, returned, change = np.zeros((3, len(picked["product_id"]), days + 1))
        if rows:
            warehouse, product, day, *values = np.array(rows, dtype=float).T
            known = get_keys(picked["warehouse_id"], picked["product_id"])
            order = np.argsort(known)
            places = find_places(known[order], warehouse, product)
            inside = places >= 0
            # Today, and what is dated later, lies in a column of its own.
            where = (order[places[inside]], np.minimum(day[inside], days).astype(int))
            for matrix, column in zip((issued, returned, change), values, strict=True):
                np.add.at(matrix, where, column[inside])
        opening = picked["ledger_qty"] - change[:, -1]
        return net_returns(issued[:, :-1], returned[:, :-1]), change[:, :-1], opening

    def _read_rules(self, backtest, picked):
        """Return minimum, maximum, multiple and whether there is a rule, a row a position."""
        known = get_keys(picked["warehouse_id"], picked["product_id"])
        rules = {
            (warehouse << 32) | product: limits
            for warehouse, product, *limits in self.env.execute_query(
                query_rules(backtest.company_id, picked["product_id"].tolist())
            )
        }
        table = np.array([rules.get(key, (0, 0, 0)) for key in known.tolist()], dtype=float)
        has_rule = np.array([key in rules for key in known.tolist()])
        return table[:, 0], table[:, 1], table[:, 2], has_rule

    def _update_lines(self, lines, result):
        columns = {name: self._to_list(result[name], kind) for name, kind in WRITTEN.items()}
        self.env.cr.execute(query_update_lines(lines.ids, columns, WRITTEN))
        lines.invalidate_recordset()
        lines.backtest_id.invalidate_recordset()

    def _to_list(self, values, kind):
        """Return plain Python values of a PostgreSQL type, which psycopg2 adapts."""
        convert = {"int": int, "bool": bool, "varchar": str}.get(kind, float)
        return [convert(value) for value in values.tolist()]
