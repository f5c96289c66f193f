# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a backtest reads: positions in its scope, their history and rules; what it writes."""

from odoo.tools import SQL

from ..tools import ledger
from .planning import query_supplied


def query_insert_lines(backtest):
    """Return the INSERT of one waiting line for each position in the scope of ``backtest``."""
    return SQL(
        """
        INSERT INTO scm_stock_backtest_line (
            backtest_id, company_id, warehouse_id, product_id, category_id, policy_id,
            abc, pattern, state, has_rule)
        SELECT %(id)s, position.company_id, position.warehouse_id, position.product_id,
               position.category_id, position.policy_id, position.abc, position.pattern,
               'waiting', FALSE
          FROM scm_stock_position position
         WHERE position.company_id = %(company)s
           AND (%(policy)s IS NULL OR position.policy_id = %(policy)s)
           AND (%(warehouse)s IS NULL OR position.warehouse_id = %(warehouse)s)
           AND (%(product)s IS NULL OR position.product_id = %(product)s)
         ORDER BY position.status_rank, position.id
        """,
        id=backtest.id,
        company=backtest.company_id.id,
        policy=backtest.policy_id.id or None,
        warehouse=backtest.warehouse_id.id or None,
        product=backtest.product_id.id or None,
    )


def query_history(company, product_ids, start):
    """Return (warehouse, product, day number, issued, returned, stock change) since ``start``.

    A day may stand twice: what went to warehouses that are supplied is issued as well.
    """
    return SQL(
        """
        SELECT warehouse_id, product_id, day - %(start)s,
               out_qty::float8, return_qty::float8, net_qty::float8
          FROM scm_demand_day
         WHERE company_id = %(company)s AND product_id = ANY(%(products)s)
           AND block >= %(block)s AND day >= %(start)s
         UNION ALL
        SELECT warehouse_id, product_id, day - %(start)s, quantity, 0, 0
          FROM (%(supplied)s) supplied
        """,
        block=ledger.get_block_of(start),
        company=company.id,
        products=product_ids,
        start=start,
        supplied=query_supplied(company, start, company.env["product.product"].browse(product_ids)),
    )


def query_rules(company, product_ids):
    """Return (warehouse, product, minimum, maximum, multiple) of the reordering rules.

    Where a warehouse has several for a product, that of its stock location counts.
    """
    return SQL(
        """
        SELECT DISTINCT ON (rule.warehouse_id, rule.product_id)
               rule.warehouse_id, rule.product_id, rule.product_min_qty::float8,
               GREATEST(rule.product_max_qty, rule.product_min_qty)::float8,
               COALESCE(multiple.factor / own.factor, 0)::float8
          FROM stock_warehouse_orderpoint rule
          JOIN stock_warehouse warehouse ON warehouse.id = rule.warehouse_id
          JOIN product_product product ON product.id = rule.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom own ON own.id = template.uom_id
          LEFT JOIN uom_uom multiple ON multiple.id = rule.replenishment_uom_id
         WHERE rule.active AND rule.company_id = %s AND rule.product_id = ANY(%s)
         ORDER BY rule.warehouse_id, rule.product_id,
                  rule.location_id = warehouse.lot_stock_id DESC, rule.id
        """,
        company.id,
        product_ids,
    )


def query_update_lines(line_ids, columns, kinds):
    """Return the UPDATE of the lines of a backtest.

    :param columns: {field: a value for each of ``line_ids``}
    :param kinds: {field: its PostgreSQL type}, of the same fields
    """
    return SQL(
        """
        UPDATE scm_stock_backtest_line line SET %(sets)s
          FROM unnest(%(ids)s::int[], %(columns)s) AS tested(id, %(names)s)
         WHERE line.id = tested.id
        """,
        sets=SQL(", ").join(
            SQL("%s = tested.%s", SQL.identifier(name), SQL.identifier(name)) for name in columns
        ),
        ids=line_ids,
        columns=SQL(", ").join(SQL(f"%s::{kinds[name]}[]", columns[name]) for name in columns),
        names=SQL(", ").join(map(SQL.identifier, columns)),
    )
