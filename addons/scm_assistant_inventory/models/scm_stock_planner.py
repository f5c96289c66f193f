# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import numpy as np
import pytz
from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import classification, engine, status

WINDOW_DAYS = 365
# Rows planned at once, to keep the matrices small.
CHUNK = 2000
NEVER = 10**6

# What the refresh writes: field → PostgreSQL type, in the order of the insertion.
WRITTEN = {
    "warehouse_id": "int",
    "product_id": "int",
    "category_id": "int",
    "policy_id": "int",
    "vendor_id": "int",
    "supplierinfo_id": "int",
    "abc": "varchar",
    "pattern": "varchar",
    "status": "varchar",
    "status_rank": "int",
    "lead_source": "varchar",
    "daily_mean": "float8",
    "daily_deviation": "float8",
    "lead_days": "float8",
    "lead_deviation": "float8",
    "target": "float8",
    "safety_qty": "float8",
    "reorder_qty": "float8",
    "maximum_qty": "float8",
    "on_hand_qty": "float8",
    "free_qty": "float8",
    "incoming_qty": "float8",
    "outgoing_qty": "float8",
    "rfq_qty": "float8",
    "forecast_qty": "float8",
    "lowest_qty": "float8",
    "shortage_qty": "float8",
    "shortage_value": "numeric",
    "excess_qty": "float8",
    "excess_value": "numeric",
    "cover_days": "float8",
    "unit_cost": "float8",
    "minimum_order_qty": "float8",
    "order_multiple": "float8",
    "known_days": "int",
    "unknown_days": "int",
    "event_count": "int",
    "outlier_count": "int",
    "is_low_confidence": "bool",
    "last_issue_date": "date",
    "next_receipt_date": "date",
}


class ScmStockPlanner(models.AbstractModel):
    """Plans all positions of a company: a few statements, whatever their number."""

    _name = "scm.stock.planner"
    _description = "Stock Planner"

    @api.model
    def _refresh(self, companies):
        """Bring ledger and positions of ``companies`` up to date.

        Where another worker is at a company already, that one is left to it.
        """
        for company in companies:
            if self._try_lock(company):
                self.env["scm.demand.day"]._sync(company)
                self._plan(company)

    @api.model
    def _try_lock(self, company):
        key = f"scm.stock.planner:{company.id}"
        sql = SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", key)
        return self.env.execute_query(sql)[0][0]

    def _plan(self, company):
        """Compute and write the positions of ``company``; the ledger is up to date."""
        self.env.flush_all()
        today = self._get_today(company)
        rows = self.env.execute_query_dict(self._query_positions(company))
        columns = self._get_columns(rows)
        if rows:
            columns |= self._get_policy_columns(company, columns, today)
            columns |= self._plan_columns(company, columns, today)
            columns |= self._get_status_columns(company, columns, today)
            self._write_positions(company, columns)
        self._delete_gone(company, columns)
        self.env["scm.stock.position"].invalidate_model()

    def _get_today(self, company):
        zone = pytz.timezone(company._scm_get_timezone())
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()

    def _get_columns(self, rows):
        """Return {name: array} of the rows, which are sorted by warehouse and product."""
        if not rows:
            return {}
        columns = {}
        for name in rows[0]:
            values = [row[name] for row in rows]
            kind = float if name.endswith(("_qty", "_days", "cost", "multiple")) else object
            columns[name] = np.array(
                [value or 0 for value in values] if kind is float else values, dtype=kind
            )
        return columns

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
        return result | self._get_lead_columns(company, columns, result["lead_days"])

    def _get_settings(self):
        """Return the fields of a policy that planning reads; extend to add more."""
        return [
            "target",
            "target_kind",
            "review_days",
            "order_cycle_days",
            "lead_days",
            "excess_cover_days",
            "dead_days",
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
        if policy.category_id:
            path = policy.category_id.parent_path
            mask &= np.array([str(own or "").startswith(path) for own in columns["category_path"]])
        return mask

    def _classify_abc(self, columns):
        """Return each position's class: its product's share of the yearly issue value."""
        products, place = np.unique(columns["product_id"].astype(int), return_inverse=True)
        values = np.bincount(place, columns["year_qty"] * columns["unit_cost"], len(products))
        return classification.classify_abc(values)[place].astype(object)

    def _get_lead_columns(self, company, columns, fallback):
        """Return lead days, deviation, number of receipts and where they come from.

        Measured receipts first, else what the vendor promises, else the policy.
        """
        promised = columns["vendor_days"] + company.days_to_purchase
        has_vendor = np.array([bool(vendor) for vendor in columns["vendor_id"]])
        lead = np.where(has_vendor & (columns["vendor_days"] > 0), promised, fallback)
        source = np.where(has_vendor, "vendor", "policy").astype(object)
        deviation, observations = np.zeros(len(lead)), np.zeros(len(lead))
        products = self.env["product.product"].browse(set(columns["product_id"]))
        measured = products._scm_get_measured_lead_times(company)
        for row, product_id in enumerate(columns["product_id"] if measured else ()):
            if product_id in measured:
                lead[row], deviation[row], observations[row] = measured[product_id]
                source[row] = "measured"
        return {
            "lead_days": lead.astype(float),
            "measured_deviation": deviation,
            "lead_observations": observations,
            "lead_source": source,
        }

    # Demand and limits

    def _plan_columns(self, company, columns, today):
        """Return what the engine says, chunk by chunk."""
        keys = self._get_keys(columns["warehouse_id"], columns["product_id"])
        start = today - timedelta(days=WINDOW_DAYS)
        history = self.env.execute_query(self._query_history(company, start, today))
        warehouse, product, day, demand, net = self._split(history, 5)
        places = self._find_places(keys, warehouse, product)
        results = []
        for first in range(0, len(keys), CHUNK):
            rows = slice(first, min(first + CHUNK, len(keys)))
            inside = (places >= rows.start) & (places < rows.stop)
            shape = (rows.stop - rows.start, WINDOW_DAYS)
            matrices = [np.zeros(shape), np.zeros(shape)]
            where = (places[inside] - first, day[inside].astype(int))
            np.add.at(matrices[0], where, demand[inside])
            np.add.at(matrices[1], where, net[inside])
            results.append(self._run_engine(columns, rows, *matrices))
        names = engine.PlanResult.__dataclass_fields__
        return {
            name: np.concatenate([getattr(result, name) for result in results]) for name in names
        }

    def _run_engine(self, columns, rows, demand, net_change):
        return engine.plan_positions(
            engine.PlanInputs(
                demand=demand,
                net_change=net_change,
                on_hand=columns["on_hand_qty"][rows],
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
            )
        )

    def _get_status_columns(self, company, columns, today):
        """Return status, shortage, excess and cover of each position."""
        on_hand, forecast = columns["on_hand_qty"], columns["forecast_qty"]
        projected = forecast + columns["rfq_qty"]
        lowest = self._find_lowest(company, columns, today)
        idle = np.array(
            [(today - day).days if day else NEVER for day in columns["last_issue_date"]]
        )
        # Never issued: idle since it first appeared.
        idle = np.where(idle == NEVER, columns["known_days"], idle)
        maximum, reorder = columns["maximum_qty"], columns["reorder_qty"]
        found = status.find_status(
            status.StockInputs(
                on_hand=on_hand,
                free=columns["free_qty"],
                projected=projected,
                lowest=lowest,
                outgoing=columns["outgoing_qty"],
                daily_mean=columns["daily_mean"],
                safety=columns["safety_qty"],
                reorder=reorder,
                maximum=maximum,
                idle_days=idle,
                excess_cover_days=columns["excess_cover_days"],
                dead_days=columns["dead_days"],
            )
        )
        is_surplus = np.isin(found, ["dead", "excess", "above_max"])
        excess = np.where(is_surplus, np.maximum(on_hand - maximum, 0), 0)
        shortage = status.get_shortage(
            projected,
            reorder,
            maximum,
            columns["minimum_order_qty"],
            columns["order_multiple"],
        )
        return {
            "status": found,
            "status_rank": np.array([status.STATUSES.index(name) for name in found]),
            "lowest_qty": lowest,
            "cover_days": status.get_cover_days(on_hand, columns["daily_mean"]),
            "shortage_qty": shortage,
            "shortage_value": shortage * columns["unit_cost"],
            "excess_qty": excess,
            "excess_value": excess * columns["unit_cost"],
        }

    def _find_lowest(self, company, columns, today):
        keys = self._get_keys(columns["warehouse_id"], columns["product_id"])
        documents = self.env.execute_query(self._query_open_documents(company, today))
        warehouse, product, day, change = self._split(documents, 4)
        places = self._find_places(keys, warehouse, product)
        known = places >= 0
        return status.find_lowest(
            columns["on_hand_qty"], places[known], day[known], change[known], columns["lead_days"]
        )

    def _split(self, rows, width):
        """Return the columns of numeric rows as arrays."""
        table = np.array(rows, dtype=float).reshape(len(rows), width)
        return [table[:, place] for place in range(width)]

    def _get_keys(self, warehouses, products):
        """Return one sortable number for each pair of warehouse and product."""
        return warehouses.astype(np.int64) << 32 | products.astype(np.int64)

    def _find_places(self, keys, warehouses, products):
        """Return the row of each pair in the sorted ``keys``, -1 where there is none."""
        wanted = self._get_keys(warehouses.astype(np.int64), products.astype(np.int64))
        places = np.searchsorted(keys, wanted)
        places[places == len(keys)] = 0
        return np.where(keys[places] == wanted, places, -1) if len(keys) else places - 1

    # Writing

    def _write_positions(self, company, columns):
        """Insert or update all positions in one statement; the lock keeps others out."""
        names = list(WRITTEN)
        arrays = SQL(", ").join(
            SQL(f"%s::{kind}[]", self._to_list(columns[name])) for name, kind in WRITTEN.items()
        )
        identifiers = SQL(", ").join(SQL.identifier(name) for name in names)
        updates = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
            for name in [*names[2:], "computed_at"]
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO scm_stock_position (company_id, computed_at, %(names)s)
                SELECT %(company)s, %(now)s, %(names)s
                  FROM unnest(%(arrays)s) AS planned(%(names)s)
                    ON CONFLICT (company_id, warehouse_id, product_id) DO UPDATE SET %(updates)s
                """,
                names=identifiers,
                company=company.id,
                now=self.env.cr.now(),
                arrays=arrays,
                updates=updates,
            )
        )

    def _to_list(self, values):
        """Return plain Python values, which psycopg2 adapts."""
        return [
            value.item() if isinstance(value, np.generic) else value for value in values.tolist()
        ]

    def _delete_gone(self, company, columns):
        """Delete the positions that have neither stock nor demand any more."""
        keys = [
            columns[name].tolist() if columns else [] for name in ("warehouse_id", "product_id")
        ]
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM scm_stock_position position
                 WHERE company_id = %s AND NOT EXISTS (
                       SELECT FROM unnest(%s::int[], %s::int[]) AS key(warehouse_id, product_id)
                        WHERE key.warehouse_id = position.warehouse_id
                          AND key.product_id = position.product_id)
                """,
                company.id,
                *keys,
            )
        )

    # Reading

    def _query_positions(self, company, products=None):
        """Return one row for each pair of warehouse and product with stock or demand.

        Sorted by warehouse and product. Stock that somebody else owns is left out.
        """
        only = SQL("AND product.id = ANY(%s)", products.ids) if products else SQL()
        return SQL(
            """
            WITH quant AS (%(quants)s), moves AS (%(moves)s), draft AS (%(drafts)s),
                 issued AS (%(issues)s), vendor AS (%(vendors)s),
                 pair AS (
                SELECT warehouse_id, product_id FROM quant
                 UNION SELECT warehouse_id, product_id FROM moves
                 UNION SELECT warehouse_id, product_id FROM draft
                 UNION SELECT warehouse_id, product_id FROM issued)
            SELECT pair.warehouse_id, pair.product_id, category.id AS category_id,
                   category.parent_path AS category_path,
                   COALESCE((product.standard_price->>%(company_key)s)::float8, 0) AS unit_cost,
                   unit.parent_path LIKE %(pieces)s AS is_whole,
                   COALESCE(quant.on_hand, 0)::float8 AS on_hand_qty,
                   COALESCE(quant.free, 0)::float8 AS free_qty,
                   COALESCE(moves.incoming, 0)::float8 AS incoming_qty,
                   COALESCE(moves.outgoing, 0)::float8 AS outgoing_qty,
                   (COALESCE(quant.on_hand, 0) + COALESCE(moves.incoming, 0)
                    - COALESCE(moves.outgoing, 0))::float8 AS forecast_qty,
                   COALESCE(draft.quantity, 0)::float8 AS rfq_qty,
                   COALESCE(issued.year, 0)::float8 AS year_qty,
                   issued.last_day AS last_issue_date, moves.next_day AS next_receipt_date,
                   vendor.id AS supplierinfo_id, vendor.partner_id AS vendor_id,
                   COALESCE(vendor.delay, 0)::float8 AS vendor_days,
                   COALESCE(vendor.minimum, 0)::float8 AS minimum_order_qty,
                   COALESCE(vendor.multiple, 0)::float8 AS order_multiple
              FROM pair
              JOIN stock_warehouse warehouse ON warehouse.id = pair.warehouse_id
                   AND warehouse.active AND warehouse.company_id = %(company)s
              JOIN product_product product ON product.id = pair.product_id AND product.active
              JOIN product_template template ON template.id = product.product_tmpl_id
                   AND template.is_storable AND template.active
              JOIN uom_uom unit ON unit.id = template.uom_id
              LEFT JOIN product_category category ON category.id = template.categ_id
              LEFT JOIN quant USING (warehouse_id, product_id)
              LEFT JOIN moves USING (warehouse_id, product_id)
              LEFT JOIN draft USING (warehouse_id, product_id)
              LEFT JOIN issued USING (warehouse_id, product_id)
              LEFT JOIN vendor ON vendor.product_id = pair.product_id
             WHERE TRUE %(only)s
             ORDER BY pair.warehouse_id, pair.product_id
            """,
            quants=self._query_quants(company),
            moves=self._query_open_moves(company),
            drafts=self._query_draft_purchases(company),
            issues=self._query_issues(company),
            vendors=self._query_vendors(company),
            company=company.id,
            company_key=str(company.id),
            pieces=f"{self.env.ref('uom.product_uom_unit').id}/%",
            only=only,
        )

    def _query_quants(self, company):
        return SQL(
            """
            SELECT location.warehouse_id, quant.product_id, sum(quant.quantity) AS on_hand,
                   sum(quant.quantity - quant.reserved_quantity) AS free
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE location.warehouse_id IS NOT NULL AND quant.company_id = %s
               AND (quant.owner_id IS NULL OR quant.owner_id = %s)
             GROUP BY 1, 2
            """,
            company.id,
            company.partner_id.id,
        )

    def _sql_open_moves(self, company):
        """Return the open moves with the warehouse that they leave and that they reach."""
        return SQL(
            """
            SELECT move.product_id, move.product_qty, move.date, move.date_deadline,
                   source.warehouse_id AS source_id,
                   COALESCE(final.warehouse_id, CASE WHEN move.location_final_id IS NULL
                            THEN target.warehouse_id END) AS target_id,
                   COALESCE(final.usage, target.usage) AS target_usage
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
              LEFT JOIN stock_location final ON final.id = move.location_final_id
             WHERE move.company_id = %s
               AND move.state IN ('waiting', 'confirmed', 'assigned', 'partially_available')
            """,
            company.id,
        )

    def _query_open_moves(self, company):
        return SQL(
            """
            SELECT warehouse_id, product_id, sum(incoming) AS incoming,
                   sum(outgoing) AS outgoing, min(day) FILTER (WHERE incoming > 0) AS next_day
              FROM (SELECT target_id AS warehouse_id, product_id, product_qty AS incoming,
                           0 AS outgoing, %(day)s AS day
                      FROM (%(open)s) move
                     WHERE target_id IS NOT NULL AND source_id IS DISTINCT FROM target_id
                     UNION ALL
                    SELECT source_id, product_id, 0, product_qty, NULL
                      FROM (%(open)s) move
                     WHERE source_id IS NOT NULL AND source_id IS DISTINCT FROM target_id) flow
             GROUP BY 1, 2
            """,
            open=self._sql_open_moves(company),
            day=self.env["scm.demand.day"]._sql_day(company, SQL("date")),
        )

    def _query_open_documents(self, company, today):
        """Return (warehouse, product, days from today, change) of each open move."""
        day = self.env["scm.demand.day"]._sql_day(company, SQL("date"))
        return SQL(
            """
            SELECT target_id, product_id, GREATEST(%(day)s - %(today)s, 0), product_qty
              FROM (%(open)s) move
             WHERE target_id IS NOT NULL AND source_id IS DISTINCT FROM target_id
             UNION ALL
            SELECT source_id, product_id, GREATEST(%(day)s - %(today)s, 0), -product_qty
              FROM (%(open)s) move
             WHERE source_id IS NOT NULL AND source_id IS DISTINCT FROM target_id
            """,
            open=self._sql_open_moves(company),
            day=day,
            today=today,
        )

    def _query_draft_purchases(self, company):
        return SQL(
            """
            SELECT COALESCE(orderpoint.warehouse_id, final.warehouse_id, kind.warehouse_id)
                       AS warehouse_id,
                   line.product_id, sum(line.product_uom_qty) AS quantity
              FROM purchase_order_line line
              JOIN purchase_order purchase ON purchase.id = line.order_id
                   AND purchase.state IN ('draft', 'sent', 'to approve')
              JOIN stock_picking_type kind ON kind.id = purchase.picking_type_id
              LEFT JOIN stock_warehouse_orderpoint orderpoint
                     ON orderpoint.id = line.orderpoint_id
              LEFT JOIN stock_location final ON final.id = line.location_final_id
             WHERE line.product_id IS NOT NULL AND purchase.company_id = %s
             GROUP BY 1, 2
            """,
            company.id,
        )

    def _query_issues(self, company):
        """Return last issue and yearly quantity of each pair in the ledger."""
        return SQL(
            """
            SELECT warehouse_id, product_id, max(day) FILTER (WHERE out_qty > 0) AS last_day,
                   sum(GREATEST(out_qty - return_qty, 0))
                       FILTER (WHERE day >= %s) AS year
              FROM scm_demand_day WHERE company_id = %s
             GROUP BY 1, 2
            """,
            self._get_today(company) - timedelta(days=WINDOW_DAYS),
            company.id,
        )

    def _query_vendors(self, company):
        """Return the vendor that Odoo would choose first for each product."""
        return SQL(
            """
            SELECT DISTINCT ON (product.id) product.id AS product_id, info.id,
                   info.partner_id, info.delay,
                   info.min_qty * info_uom.factor / own_uom.factor AS minimum,
                   CASE WHEN info_uom.factor > own_uom.factor
                        THEN info_uom.factor / own_uom.factor END AS multiple
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN product_supplierinfo info ON info.product_tmpl_id = template.id
                   AND (info.product_id IS NULL OR info.product_id = product.id)
                   AND (info.company_id IS NULL OR info.company_id = %(company)s)
                   AND (info.date_start IS NULL OR info.date_start <= %(today)s)
                   AND (info.date_end IS NULL OR info.date_end >= %(today)s)
              JOIN res_partner partner ON partner.id = info.partner_id AND partner.active
              JOIN uom_uom own_uom ON own_uom.id = template.uom_id
              JOIN uom_uom info_uom ON info_uom.id = COALESCE(info.product_uom_id, own_uom.id)
             ORDER BY product.id, info.sequence, info.min_qty, info.price, info.id
            """,
            company=company.id,
            today=self._get_today(company),
        )

    def _query_history(self, company, start, today):
        """Return (warehouse, product, day number, demand, stock change) in the window.

        Demand that is due but not shipped yet is demand of the day it was due.
        """
        ledger = self.env["scm.demand.day"]
        return SQL(
            """
            SELECT warehouse_id, product_id, day - %(start)s,
                   GREATEST(out_qty - return_qty, 0)::float8, net_qty::float8
              FROM scm_demand_day
             WHERE company_id = %(company)s AND day >= %(start)s AND day < %(today)s
             UNION ALL
            SELECT source_id, product_id, %(due)s - %(start)s, product_qty::float8, 0
              FROM (%(open)s) move
             WHERE source_id IS NOT NULL AND target_usage = 'customer'
               AND date_deadline IS NOT NULL AND %(due)s < %(today)s AND %(due)s >= %(start)s
            """,
            company=company.id,
            start=start,
            today=today,
            due=ledger._sql_day(company, SQL("date_deadline")),
            open=self._sql_open_moves(company),
        )
