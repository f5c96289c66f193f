# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure the evaluation of all suppliers of a quarter.

In a throwaway database of its own:

    ./setup/dev db bench
    ./setup/dev odoo shell -d bench --no-http < tests/benchmarks/supplier_evaluation.py

Prints times, and each as a ratio to the floor: one SQL that reads every metric from the
same lines. Beside it Odoo's own on-time rate, and an ORM loop over orders, on a sample,
scaled up. BENCH_SUPPLIERS and BENCH_LINES make it smaller.
"""

import os
import time
from datetime import timedelta

from odoo import Command, fields
from odoo.tools import SQL

SUPPLIERS = int(os.environ.get("BENCH_SUPPLIERS", "500"))
LINES = int(os.environ.get("BENCH_LINES", "200000"))
LINES_PER_ORDER = 10
DAYS = 90
SAMPLE = 200
# At most so many times the floor.
LIMIT = 1.5
# The names that the shell gives.
env = globals()["env"]


def prepare():
    """Create one order by the ORM and copies of it by SQL."""
    company = env["res.company"].search([("name", "=", "Benchmark")])
    if company:
        return company
    company = env["res.company"].create({"name": "Benchmark"})
    company.partner_id.tz = "Asia/Taipei"
    env.user.company_ids |= company
    own = env(context={"allowed_company_ids": company.ids})
    warehouses = own["stock.warehouse"]
    warehouse = warehouses.search([("company_id", "=", company.id)], limit=1) or warehouses.create(
        {"name": "Bench", "code": "BEN", "company_id": company.id}
    )
    vendor = own["res.partner"].create({"name": "Bench Vendor", "is_company": True})
    product = own["product.product"].create(
        {"name": "Bench Part", "is_storable": True, "supplier_taxes_id": [Command.clear()]}
    )
    order = own["purchase.order"].create(
        {
            "partner_id": vendor.id,
            "company_id": company.id,
            "picking_type_id": warehouse.in_type_id.id,
            "order_line": [
                Command.create({"product_id": product.id, "product_qty": 10, "price_unit": 5})
            ],
        }
    )
    order.button_confirm()
    picking = order.picking_ids
    picking.move_ids.quantity = 10
    picking.move_ids.picked = True
    picking.button_validate()
    env.flush_all()
    copy_data(vendor, order)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    return company


def copy_data(vendor, order):
    """Copy vendor, order, line and receipt; some late, some short, some sent back."""
    env.cr.execute(
        SQL(
            """
            CREATE TEMP TABLE bench AS
            SELECT line, MOD(line / %(per_order)s, %(suppliers)s) AS supplier,
                   line / %(per_order)s AS number,
                   date_trunc('day', now()::timestamp) + interval '4 hours' - interval '20 days'
                       - MOD(line / %(per_order)s * 7, %(days)s) * interval '1 day' AS due,
                   CASE WHEN random() < 0.1 THEN 1 + floor(random() * 9) ELSE 0 END AS late,
                   CASE WHEN random() < 0.05 THEN 8 ELSE 10 END AS qty
              FROM generate_series(0, %(lines)s - 1) line
            """,
            per_order=LINES_PER_ORDER,
            suppliers=SUPPLIERS,
            days=DAYS,
            lines=LINES,
        )
    )
    base = {table: reserve(table, count) for table, count in TABLES.items()}
    seeds = {
        "vendor": vendor.id,
        "order": order.id,
        "line": order.order_line.id,
        "move": order.order_line.move_ids.id,
    }
    for statement in COPIES:
        env.cr.execute(SQL(statement, **base, **seeds))


def reserve(table, count):
    """Return the id before the next ``count`` ids, and keep them."""
    sequence = f"{table}_id_seq"
    env.cr.execute(SQL("SELECT nextval(%s)", sequence))
    first = env.cr.fetchone()[0]
    env.cr.execute(SQL("SELECT setval(%s, %s)", sequence, first + count + 1))
    return first


TABLES = {
    "res_partner": SUPPLIERS,
    "purchase_order": LINES // LINES_PER_ORDER,
    "purchase_order_line": LINES,
    "stock_move": LINES,
}
COPIES = (
    """
    INSERT INTO res_partner
    SELECT copy.*
      FROM res_partner seed
     CROSS JOIN (SELECT DISTINCT supplier FROM bench) b
     CROSS JOIN LATERAL jsonb_populate_record(
        NULL::res_partner, to_jsonb(seed) || jsonb_build_object(
           'id', %(res_partner)s + b.supplier, 'name', 'Bench ' || b.supplier,
           'commercial_partner_id', %(res_partner)s + b.supplier)) AS copy
     WHERE seed.id = %(vendor)s
    """,
    """
    INSERT INTO purchase_order
    SELECT copy.*
      FROM purchase_order seed
     CROSS JOIN (SELECT DISTINCT number, supplier, due FROM bench) b
     CROSS JOIN LATERAL jsonb_populate_record(
        NULL::purchase_order, to_jsonb(seed) || jsonb_build_object(
           'id', %(purchase_order)s + b.number, 'name', 'B' || b.number,
           'partner_id', %(res_partner)s + b.supplier,
           'date_approve', b.due - interval '20 days')) AS copy
     WHERE seed.id = %(order)s
    """,
    """
    INSERT INTO purchase_order_line
    SELECT copy.*
      FROM purchase_order_line seed
     CROSS JOIN bench b
     CROSS JOIN LATERAL jsonb_populate_record(
        NULL::purchase_order_line, to_jsonb(seed) || jsonb_build_object(
           'id', %(purchase_order_line)s + b.line, 'order_id', %(purchase_order)s + b.number,
           'partner_id', %(res_partner)s + b.supplier, 'date_planned', b.due,
           'scm_original_date', b.due, 'scm_confirmed_date', b.due, 'qty_received', b.qty)) AS copy
     WHERE seed.id = %(line)s
    """,
    """
    INSERT INTO stock_move
    SELECT copy.*
      FROM stock_move seed
     CROSS JOIN bench b
     CROSS JOIN LATERAL jsonb_populate_record(
        NULL::stock_move, to_jsonb(seed) || jsonb_build_object(
           'id', %(stock_move)s + b.line, 'purchase_line_id', %(purchase_order_line)s + b.line,
           'quantity', b.qty, 'date', b.due + b.late * interval '1 day')) AS copy
     WHERE seed.id = %(move)s
    """,
)
# Every metric of the goods from the same lines, a row a line, added up by supplier.
FLOOR = """
    WITH ln AS (
        SELECT l.id, po.partner_id, po.date_approve, l.product_id,
               l.scm_original_date AS promise, l.product_uom_qty AS ordered,
               l.price_subtotal / po.currency_rate AS amount
          FROM purchase_order_line l JOIN purchase_order po ON po.id = l.order_id
         WHERE po.company_id = %(company)s AND po.date_approve IS NOT NULL
           AND l.product_id IS NOT NULL AND l.display_type IS NULL
    ), mv AS (
        SELECT m.purchase_line_id AS line_id, m.state,
               (timezone('Asia/Taipei', timezone('UTC', m.date)))::date AS day,
               m.quantity * mu.factor / pu.factor AS qty, m.product_qty AS demand,
               CASE WHEN ld.usage = 'supplier' THEN 'return'
                    WHEN pk.return_id IS NOT NULL THEN 'replacement'
                    WHEN ls.usage IN ('supplier', 'transit') THEN 'receipt' END AS kind
          FROM stock_move m JOIN ln ON ln.id = m.purchase_line_id AND ln.product_id = m.product_id
          JOIN stock_location ls ON ls.id = m.location_id
          JOIN stock_location ld ON ld.id = m.location_dest_id
          JOIN product_product pp ON pp.id = m.product_id
          JOIN product_template pt ON pt.id = pp.product_tmpl_id
          JOIN uom_uom mu ON mu.id = m.product_uom JOIN uom_uom pu ON pu.id = pt.uom_id
          LEFT JOIN stock_picking pk ON pk.id = m.picking_id
    ), a AS (
        SELECT ln.id,
               sum(qty) FILTER (WHERE state = 'done' AND kind = 'receipt') AS received,
               sum(qty) FILTER (WHERE state = 'done' AND kind = 'receipt' AND day <=
                   (timezone('Asia/Taipei', timezone('UTC', ln.promise)))::date) AS on_time,
               sum(qty) FILTER (WHERE state = 'done' AND kind = 'return') AS returned,
               sum(demand) FILTER (WHERE state NOT IN ('done', 'cancel')) AS open_qty,
               min(day) FILTER (WHERE state = 'done' AND kind = 'receipt') AS first_day,
               max(day) FILTER (WHERE state = 'done' AND kind = 'receipt') AS last_day,
               sum(qty * (day - (timezone('Asia/Taipei', timezone('UTC', ln.date_approve)))::date))
                   FILTER (WHERE state = 'done' AND kind = 'receipt') AS qty_days
          FROM ln LEFT JOIN mv ON mv.line_id = ln.id GROUP BY ln.id
    )
    SELECT partner_id, count(*), count(*) FILTER (WHERE on_time >= ordered),
           count(*) FILTER (WHERE received >= ordered), sum(returned), sum(received),
           avg(qty_days / NULLIF(received, 0)), stddev_samp(qty_days / NULLIF(received, 0)),
           sum(amount), min(first_day), max(last_day), sum(open_qty)
      FROM ln JOIN a USING (id) GROUP BY partner_id
"""


def loop_orders(orders):
    """Count what is on time as one would by hand in Python, order by order."""
    on_time = due = 0
    for order in orders:
        for line in order.order_line:
            due += 1
            done = line.move_ids.filtered(
                lambda move: move.state == "done" and move.location_id.usage == "supplier"
            )
            received = sum(
                move.product_uom._compute_quantity(move.quantity, line.product_id.uom_id)
                for move in done
                if move.date.date() <= line.scm_original_date.date()
            )
            on_time += received >= line.product_uom_qty
    return on_time, due


def measure(function):
    """Return seconds and statements of ``function``, from cold records."""
    env.flush_all()
    env.invalidate_all()
    before, start = env.cr.sql_log_count, time.perf_counter()
    function()
    env.flush_all()
    return time.perf_counter() - start, env.cr.sql_log_count - before


def main():
    company = prepare()
    own = env(context={"allowed_company_ids": company.ids})
    today = fields.Date.today()
    period = (today - timedelta(days=DAYS + 30), today - timedelta(days=10))
    template = own["scm.supplier.scorecard.template"]._get_default(company)
    evaluator = own["scm.supplier.evaluator"]

    def read_floor():
        env.cr.execute(SQL(FLOOR, company=company.id))
        env.cr.fetchall()

    read_floor()
    floor, _one = min(measure(read_floor) for _run in range(3))
    first, first_count = measure(lambda: evaluator._evaluate(company, template, *period))
    again, count = min(
        measure(lambda: evaluator._evaluate(company, template, *period)) for _run in range(3)
    )
    vendors = own["scm.supplier.evaluation"].search([("company_id", "=", company.id)]).partner_id
    odoo, odoo_count = measure(lambda: vendors.mapped("on_time_rate"))
    orders = own["purchase.order"].search([("company_id", "=", company.id)], limit=SAMPLE)
    loop, loop_count = measure(lambda: loop_orders(orders))
    scale = (LINES / LINES_PER_ORDER) / SAMPLE
    print(f"{SUPPLIERS} suppliers, {LINES} lines; {len(vendors)} evaluated")
    for name, seconds, statements in (
        ("floor: one SQL", floor, 1),
        ("evaluation, first", first, first_count),
        ("evaluation, again", again, count),
        ("Odoo's on-time rate", odoo, odoo_count),
        ("loop over orders (scaled)", loop * scale, round(loop_count * scale)),
    ):
        print(f"{name:28} {seconds:9.2f} s {seconds / floor:8.2f} x {statements:9} statements")
    print("within the limit" if again <= LIMIT * floor else "SLOWER THAN THE LIMIT")


main()
