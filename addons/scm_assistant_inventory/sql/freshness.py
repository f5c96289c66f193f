# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What says that the system is behind the warehouse: transfers and stock that can't be right."""

from odoo import SUPERUSER_ID
from odoo.addons.scm_assistant_base.sql.days import sql_day
from odoo.tools import SQL

# Each row's id is its document's, times this, plus the number of its kind.
FACTOR = 8
NOW = SQL("(now() AT TIME ZONE 'UTC')")


def query_freshness(env):
    """Return what says that the system is behind the warehouse, a row each."""
    return SQL(
        """
        SELECT row.id, row.kind, row.detail, row.document, row.res_model, row.res_id,
               row.company_id, row.warehouse_id, row.location_id, row.product_id,
               row.partner_id, row.quantity, row.since_date,
               greatest(%(today)s - %(day)s, 0) AS age_days,
               coalesce(request.user_id, row.user_id) AS user_id, request.id AS request_id
          FROM (%(pickings)s UNION ALL %(quants)s) AS row
     LEFT JOIN (%(zones)s) AS zone_of_company ON zone_of_company.company_id = row.company_id
    CROSS JOIN LATERAL (SELECT coalesce(zone_of_company.name, 'UTC') AS name) AS zone
     LEFT JOIN scm_freshness_request request
            ON request.state IN ('draft', 'asked')
           AND request.kind = row.kind
           AND request.res_model = row.res_model
           AND request.res_id = row.res_id
        """,
        pickings=query_pickings(env),
        quants=query_quants(),
        zones=env["res.company"]._scm_query_timezones(),
        today=sql_local_day(NOW),
        day=sql_local_day(SQL("row.since_date")),
    )


def sql_local_day(timestamp):
    """Return the day of the company whose time zone is joined as ``zone``."""
    return sql_day(timestamp, SQL("zone.name"))


def sql_person(column):
    """Return the user in ``column`` if it is one to ask: neither OdooBot nor a guest."""
    return SQL(
        """(SELECT person.id FROM res_users person
             WHERE person.id = %s AND person.active AND NOT person.share
               AND person.id <> %s)""",
        SQL(column),
        SUPERUSER_ID,
    )


def query_pickings(env):
    """Return transfers past their day; one that blocks stock long is a stale reservation.

    One that is due today has the whole day, by the company's calendar.
    """
    return SQL(
        """
        SELECT late.id::bigint * %(factor)s + CASE late.kind
                   WHEN 'receipt' THEN 0 WHEN 'transfer' THEN 1 ELSE 2 END AS id,
               late.kind, NULL AS detail, late.name AS document,
               'stock.picking' AS res_model, late.id AS res_id, late.company_id,
               late.warehouse_id, late.location_id, NULL::int AS product_id,
               late.partner_id, NULL::float AS quantity, late.scheduled_date AS since_date,
               late.responsible_id AS user_id
          FROM (
            SELECT picking.*, type.warehouse_id,
                   CASE WHEN type.code = 'incoming' THEN 'receipt'
                        WHEN picking.scheduled_date < %(now)s
                             - make_interval(days => coalesce(company.scm_reservation_days, 0))
                             AND EXISTS (
                                 SELECT FROM stock_move move
                                  WHERE move.picking_id = picking.id
                                    AND move.state IN ('assigned', 'partially_available'))
                        THEN 'reservation' ELSE 'transfer' END AS kind,
                   coalesce(%(picker)s, (
                       SELECT %(buyer)s
                         FROM stock_move move
                         JOIN purchase_order_line line ON line.id = move.purchase_line_id
                         JOIN purchase_order purchase ON purchase.id = line.order_id
                        WHERE move.picking_id = picking.id
                        LIMIT 1), %(counter)s) AS responsible_id
              FROM stock_picking picking
              JOIN stock_picking_type type ON type.id = picking.picking_type_id
              JOIN res_company company ON company.id = picking.company_id
              JOIN (%(zones)s) AS zone ON zone.company_id = picking.company_id
             WHERE picking.state NOT IN ('done', 'cancel')
               AND picking.scheduled_date < %(now)s
               AND %(day)s < %(today)s
          ) AS late
        """,
        factor=FACTOR,
        zones=env["res.company"]._scm_query_timezones(),
        now=NOW,
        today=sql_local_day(NOW),
        day=sql_local_day(SQL("picking.scheduled_date")),
        picker=sql_person("picking.user_id"),
        buyer=sql_person("purchase.user_id"),
        counter=sql_person("company.scm_counter_id"),
    )


def query_quants():
    """Return stock that can't be right as the system has it."""
    return SQL(
        """
        SELECT odd.id::bigint * %(factor)s + CASE odd.kind
                   WHEN 'transit' THEN 3 WHEN 'negative' THEN 4 ELSE 5 END,
               odd.kind, CASE WHEN odd.kind = 'misplaced' THEN odd.detail END,
               NULL, 'stock.quant', odd.id, odd.company_id, odd.warehouse_id,
               odd.location_id, odd.product_id, odd.owner_id, odd.quantity::float,
               odd.since_date, odd.user_id
          FROM (
            SELECT place.*,
                   CASE WHEN place.quantity < 0 THEN 'negative'
                        WHEN place.detail IS NOT NULL THEN 'misplaced'
                        ELSE 'transit' END AS kind
              FROM (
                SELECT quant.id, quant.company_id, location.warehouse_id, quant.location_id,
                       quant.product_id, quant.owner_id, quant.quantity,
                       location.usage, company.scm_transit_days,
                       %(counter)s AS user_id,
                       CASE WHEN location.usage = 'view' THEN 'view'
                            WHEN NOT location.active THEN 'archived_location'
                            WHEN NOT product.active THEN 'archived_product'
                            WHEN location.usage = 'internal'
                                 AND location.warehouse_id IS NULL THEN 'no_warehouse'
                            WHEN template.tracking <> 'none' AND quant.lot_id IS NULL
                                 AND location.usage = 'internal' THEN 'no_lot' END AS detail,
                       CASE WHEN location.usage = 'transit' THEN coalesce((
                           SELECT max(move.date) FROM stock_move move
                            WHERE move.state = 'done'
                              AND move.product_id = quant.product_id
                              AND move.location_dest_id = quant.location_id), quant.in_date)
                           WHEN quant.quantity < 0 THEN quant.write_date
                           ELSE quant.in_date END AS since_date
                  FROM stock_quant quant
                  JOIN stock_location location ON location.id = quant.location_id
                  JOIN product_product product ON product.id = quant.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
             LEFT JOIN res_company company ON company.id = quant.company_id
                 WHERE location.usage IN ('internal', 'transit', 'view')
                   AND quant.quantity <> 0
              ) AS place
             WHERE place.quantity < 0
                OR place.detail IS NOT NULL
                OR (place.usage = 'transit'
                    AND place.since_date < %(now)s
                        - make_interval(days => coalesce(place.scm_transit_days, 3)))
          ) AS odd
        """,
        factor=FACTOR,
        now=NOW,
        counter=sql_person("company.scm_counter_id"),
    )
