# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What suggesting reads: positions, what was suggested before, open orders, receipts."""

from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from .picture import sql_is_pegged, sql_parts

# What is carried out but shows in no stock figure yet.
SILENT_KINDS = ("expedite", "promote", "scrap")


def query_positions(env, company, products=None):
    """Return the positions with what suggesting needs, worst first."""
    only = SQL("AND position.product_id = ANY(%s)", products.ids) if products else SQL()
    return SQL(
        """
        SELECT position.id, position.warehouse_id, position.product_id, position.vendor_id,
               position.supplierinfo_id, position.status,
               COALESCE(position.status_rank, 0) AS status_rank,
               position.on_hand_qty, position.usable_qty, position.free_qty, position.incoming_qty,
               position.outgoing_qty, position.rfq_qty, position.forecast_qty,
               position.projected_qty, position.leaving_qty, position.horizon_days,
               position.lowest_qty, position.safety_qty, position.reorder_qty,
               position.maximum_qty, position.excess_qty, position.minimum_order_qty,
               position.order_multiple, position.daily_mean AS daily_mean_qty,
               position.lead_days, position.cover_days, position.known_days,
               position.unknown_days, position.is_low_confidence,
               position.last_issue_date, position.unit_cost,
               COALESCE(policy.dead_days, 180) AS dead_days,
               unit.parent_path LIKE %(pieces)s AS is_whole,
               EXISTS (%(made)s) AS is_made
          FROM scm_stock_position position
          JOIN product_product product ON product.id = position.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = template.uom_id
          LEFT JOIN scm_stock_policy policy ON policy.id = position.policy_id
         WHERE position.company_id = %(company)s AND product.active %(only)s
         ORDER BY position.id
        """,
        pieces=f"{env.ref('uom.product_uom_unit').id}/%",
        made=sql_made(),
        company=company.id,
        only=only,
    )


def sql_made():
    """Return the rule by which Odoo makes the product itself, if there is one."""
    return SQL(
        """
        SELECT FROM stock_rule rule
         WHERE rule.action = 'manufacture' AND rule.active
           AND (rule.company_id IS NULL OR rule.company_id = position.company_id)
           AND (rule.warehouse_id IS NULL OR rule.warehouse_id = position.warehouse_id)
           AND (EXISTS (SELECT FROM stock_route_product own
                         WHERE own.route_id = rule.route_id
                           AND own.product_id = template.id)
             OR EXISTS (SELECT FROM stock_route_categ own
                         WHERE own.route_id = rule.route_id
                           AND own.categ_id = template.categ_id))
        """
    )


def query_made(position_ids):
    """Return those of the positions whose product Odoo makes itself."""
    return SQL(
        """
        SELECT position.id
          FROM scm_stock_position position
          JOIN product_product product ON product.id = position.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
         WHERE position.id = ANY(%s) AND EXISTS (%s)
        """,
        position_ids,
        sql_made(),
    )


def query_past(company, open_states, products=None):
    """Return the suggestions that are open, were turned down lately or show in no figure."""
    since = fields.Datetime.now() - timedelta(days=company.scm_suggestion_quiet_days)
    only = SQL("AND product_id = ANY(%s)", products.ids) if products else SQL()
    return SQL(
        """
        SELECT id, position_id, kind, source_position_id, order_line_id,
               approval_state, is_generated, quantity::float8 AS quantity
          FROM scm_stock_suggestion
         WHERE company_id = %(company)s AND position_id IS NOT NULL %(only)s
           AND (approval_state IN %(open)s
             OR approval_state = 'rejected' AND decided_at >= %(since)s
             OR approval_state = 'cancelled' AND is_expired IS NOT TRUE
                AND write_date >= %(since)s
             OR approval_state = 'applied' AND kind IN %(silent)s
                AND applied_at >= %(since)s)
        """,
        company=company.id,
        only=only,
        open=open_states,
        silent=SILENT_KINDS,
        since=since,
    )


def query_lines(env, company, today):
    """Return the purchase lines still to come, where to, when and in which steps.

    Those that a delivery or a production waits for are left out: they are no stock.
    """
    return SQL(
        """
        WITH RECURSIVE %(parts)s
        SELECT line.id, line.order_id, purchase.partner_id, line.product_id,
               coming.warehouse_id,
               GREATEST(LEAST(coming.quantity, (line.product_qty - line.qty_invoiced)
                   * line_unit.factor / unit.factor), 0)::float8 AS quantity,
               %(day)s - %(today)s AS day, purchase.state <> 'purchase' AS is_draft,
               CASE WHEN line_unit.factor > unit.factor
                    THEN line_unit.factor / unit.factor ELSE 0 END::float8 AS step
          FROM purchase_order_line line
          JOIN purchase_order purchase ON purchase.id = line.order_id
               AND purchase.state IN ('draft', 'sent', 'to approve', 'purchase')
               AND purchase.locked IS NOT TRUE
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = template.uom_id
          JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
          JOIN (%(moves)s UNION ALL %(drafts)s) coming ON coming.line_id = line.id
         WHERE purchase.company_id = %(company)s AND coming.quantity > 0
           AND NOT %(is_pegged)s
         ORDER BY line.id
        """,
        day=company._scm_sql_day(SQL("line.date_planned")),
        today=today,
        company=company.id,
        parts=sql_parts(env, company, today, SQL()),
        is_pegged=sql_is_pegged(SQL("line.id")),
        moves=sql_coming_moves(company),
        drafts=sql_coming_drafts(company),
    )


def sql_coming_moves(company):
    return SQL(
        """
        SELECT move.purchase_line_id AS line_id,
               COALESCE(final.warehouse_id, target.warehouse_id) AS warehouse_id,
               sum(move.product_qty) AS quantity
          FROM stock_move move
          JOIN stock_location source ON source.id = move.location_id
               AND source.usage = 'supplier'
          JOIN stock_location target ON target.id = move.location_dest_id
          LEFT JOIN stock_location final ON final.id = move.location_final_id
         WHERE move.company_id = %s AND move.purchase_line_id IS NOT NULL
           AND move.state IN ('waiting', 'confirmed', 'assigned', 'partially_available')
         GROUP BY 1, 2
        """,
        company.id,
    )


def sql_coming_drafts(company):
    return SQL(
        """
        SELECT line.id, COALESCE(orderpoint.warehouse_id, final.warehouse_id,
               kind.warehouse_id), line.product_uom_qty
          FROM purchase_order_line line
          JOIN purchase_order purchase ON purchase.id = line.order_id
               AND purchase.state IN ('draft', 'sent', 'to approve')
          JOIN stock_picking_type kind ON kind.id = purchase.picking_type_id
          LEFT JOIN stock_warehouse_orderpoint orderpoint
                 ON orderpoint.id = line.orderpoint_id
          LEFT JOIN stock_location final ON final.id = line.location_final_id
         WHERE purchase.company_id = %s AND line.product_id IS NOT NULL
        """,
        company.id,
    )


def query_receipts(company, today):
    """Return the last receipt of each pair from a vendor, less what went back."""
    day = company._scm_sql_day(SQL("move.date"))
    return SQL(
        """
        SELECT DISTINCT ON (target.warehouse_id, move.product_id)
               move.id, target.warehouse_id, move.product_id, %(day)s AS day,
               line.order_id, picking.partner_id,
               ((move.quantity - COALESCE(back.quantity, 0))
                   * move_unit.factor / unit.factor)::float8 AS quantity
          FROM stock_move move
          JOIN stock_location source ON source.id = move.location_id
               AND source.usage = 'supplier'
          JOIN stock_location target ON target.id = move.location_dest_id
               AND target.warehouse_id IS NOT NULL
          JOIN stock_picking picking ON picking.id = move.picking_id
               AND picking.partner_id IS NOT NULL
          JOIN product_product product ON product.id = move.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = template.uom_id
          JOIN uom_uom move_unit ON move_unit.id = move.product_uom
          LEFT JOIN purchase_order_line line ON line.id = move.purchase_line_id
          LEFT JOIN LATERAL (
               SELECT sum(returned.product_uom_qty) AS quantity FROM stock_move returned
                WHERE returned.origin_returned_move_id = move.id
                  AND returned.state <> 'cancel') back ON TRUE
         WHERE move.company_id = %(company)s AND move.state = 'done'
           AND move.date >= %(since)s
           AND move.quantity > COALESCE(back.quantity, 0)
         ORDER BY target.warehouse_id, move.product_id, move.date DESC, move.id DESC
        """,
        day=day,
        company=company.id,
        since=fields.Datetime.to_datetime(today) - timedelta(days=company.scm_return_days),
    )
