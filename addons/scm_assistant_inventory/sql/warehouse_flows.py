# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What went in and out of each warehouse in a period."""

from odoo.tools import SQL


def query_warehouse_flows(company, warehouse_ids, first, after):
    """Return one row a warehouse: moves in [first, after) and their value by kind.

    Moves inside a warehouse are no flow. Count differences and scrap are told
    apart by the move, since they may share a location; differences are gains less
    losses. Value: quantity in the product's unit × the company's present cost.
    """
    return SQL(
        """
        WITH move AS (
            SELECT m.quantity * move_uom.factor / product_uom.factor * COALESCE(
                       (product.standard_price->>%(company_key)s)::numeric, 0) AS value,
                   m.is_inventory IS TRUE AS is_count, m.scrap_id IS NOT NULL AS is_scrap,
                   source.usage AS source_usage, source.warehouse_id AS source_id,
                   target.usage AS target_usage, target.warehouse_id AS target_id
              FROM stock_move m
              JOIN stock_location source ON source.id = m.location_id
              JOIN stock_location target ON target.id = m.location_dest_id
              JOIN product_product product ON product.id = m.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom move_uom ON move_uom.id = m.product_uom
              JOIN uom_uom product_uom ON product_uom.id = template.uom_id
             WHERE m.state = 'done' AND m.quantity <> 0 AND m.company_id = %(company)s
               AND template.is_storable AND m.date >= %(first)s AND m.date < %(after)s
               AND source.warehouse_id IS DISTINCT FROM target.warehouse_id
        ),
        flow AS (
            SELECT target_id AS warehouse_id, value, 1 AS sign, is_count, is_scrap,
                   CASE WHEN source_usage = 'customer' THEN 'returned'
                        WHEN source_usage IN ('internal', 'transit') THEN 'moved_in'
                        ELSE 'received' END AS kind
              FROM move WHERE target_id IS NOT NULL
             UNION ALL
            SELECT source_id, value, -1, is_count, is_scrap,
                   CASE WHEN target_usage = 'supplier' THEN 'sent_back'
                        WHEN target_usage IN ('internal', 'transit') THEN 'moved_out'
                        ELSE 'issued' END
              FROM move WHERE source_id IS NOT NULL
        ),
        typed AS (
            SELECT warehouse_id, value, sign,
                   CASE WHEN is_count THEN 'counted' WHEN is_scrap THEN 'scrapped'
                        ELSE kind END AS kind
              FROM flow WHERE warehouse_id = ANY(%(warehouses)s)
        )
        SELECT warehouse.id AS warehouse, count(typed.kind) AS move_count,
               %(received)s AS received, %(issued)s AS issued, %(returned)s AS returned,
               %(sent_back)s AS sent_back, %(moved_in)s AS moved_in,
               %(moved_out)s AS moved_out, %(scrapped)s AS scrapped,
               COALESCE(round(sum(sign * value)
                        FILTER (WHERE kind = 'counted'), %(digits)s), 0)::float AS counted
          FROM unnest(%(warehouses)s) AS warehouse(id)
          LEFT JOIN typed ON typed.warehouse_id = warehouse.id
         GROUP BY warehouse.id ORDER BY warehouse.id
        """,
        company=company.id,
        company_key=str(company.id),
        first=first,
        after=after,
        warehouses=warehouse_ids,
        digits=company.currency_id.decimal_places,
        **{
            kind: _sql_flow_value(kind, company.currency_id.decimal_places)
            for kind in (
                "received",
                "issued",
                "returned",
                "sent_back",
                "moved_in",
                "moved_out",
                "scrapped",
            )
        },
    )


def _sql_flow_value(kind, digits):
    return SQL("COALESCE(round(sum(value) FILTER (WHERE kind = %s), %s), 0)::float", kind, digits)
