"""Measure first build and nightly refresh of the stock positions.

In a throwaway database of its own:

    ./setup/dev db bench
    ./setup/dev odoo shell -d bench --no-http < tests/benchmarks/planner.py

Prints each time, and as a ratio to the floor: one raw SQL aggregate over the same moves
by warehouse, product and day, and one bulk UPDATE of as many positions. Beside it
Odoo's own computation of reordering rules, on a sample, scaled up to as many rules.
BENCH_PRODUCTS and BENCH_MOVES make it smaller.
"""

import os
import statistics
import subprocess
import time
from pathlib import Path

from odoo.modules import get_module_path

PRODUCTS = int(os.environ.get("BENCH_PRODUCTS", "10000"))
MOVES = int(os.environ.get("BENCH_MOVES", "2000000"))
NEW_MOVES = MOVES // 100
SAMPLE = 500
CHECKOUT = Path(get_module_path("scm_assistant_inventory")).resolve().parents[1]
DATA = CHECKOUT / "tests/benchmarks/planner_data.sql"
REPEATS = 3
# The names that the shell gives.
env = globals()["env"]


def prepare():
    """Create company, warehouses and seed product by the ORM, the rest by SQL."""
    company = env["res.company"].search([("name", "=", "Benchmark")])
    if company:
        return company
    company = env["res.company"].create({"name": "Benchmark"})
    env.user.company_ids |= company
    own = env(context={"allowed_company_ids": company.ids, "tz": "Asia/Taipei"})
    company.partner_id.tz = "Asia/Taipei"
    first, second = own["stock.warehouse"].create(
        [
            {"name": name, "code": name[:3].upper(), "company_id": company.id}
            for name in ("First", "Second")
        ]
    )
    seed = own["product.product"].create({"name": "Seed", "is_storable": True})
    vendor = own["res.partner"].create({"name": "Bench Vendor"})
    price = own["product.supplierinfo"].create(
        {"partner_id": vendor.id, "product_tmpl_id": seed.product_tmpl_id.id, "delay": 10}
    )
    env.cr.commit()
    values = {
        "products": PRODUCTS,
        "moves": MOVES,
        "company": company.id,
        "seed_template": seed.product_tmpl_id.id,
        "seed_product": seed.id,
        "seed_vendor": price.id,
        "unit": seed.uom_id.id,
        "supplier": env.ref("stock.stock_location_suppliers").id,
        "customer": env.ref("stock.stock_location_customers").id,
        "first_stock": first.lot_stock_id.id,
        "second_stock": second.lot_stock_id.id,
    }
    options = [word for name, value in values.items() for word in ("-v", f"{name}={value}")]
    superuser = os.environ.get("BENCH_SUPERUSER", "postgres")
    command = ["psql", "-q", "-X", "-U", superuser, *options, "-f", DATA, env.cr.dbname]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"Generated {MOVES} moves in {time.perf_counter() - start:.0f} s")
    return company


def vacuum():
    """Take away the rows of runs that were rolled back, as a day's autovacuum would."""
    env.cr._cnx.autocommit = True
    with env.cr._cnx.cursor() as uncounted:
        uncounted.execute("VACUUM ANALYZE scm_demand_block, scm_stock_position")
    env.cr._cnx.autocommit = False


def measure(function, repeats=1):
    """Return the median seconds of ``function``, each run rolled back but the last."""
    seconds = []
    for number in range(repeats):
        vacuum()
        start = time.perf_counter()
        function()
        env.flush_all()
        seconds.append(time.perf_counter() - start)
        env.cr.commit() if number == repeats - 1 else env.cr.rollback()
        env.invalidate_all()
    return statistics.median(seconds)


def run_floor(company):
    env.cr.execute(
        """
        SELECT count(*) FROM (
            SELECT COALESCE(source.warehouse_id, target.warehouse_id), product_id,
                   ((date AT TIME ZONE 'UTC') AT TIME ZONE 'Asia/Taipei')::date,
                   sum(quantity) FILTER (WHERE source.warehouse_id IS NOT NULL),
                   sum(quantity) FILTER (WHERE target.warehouse_id IS NOT NULL)
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
             WHERE state = 'done' AND move.company_id = %s
             GROUP BY 1, 2, 3) day
        """,
        [company.id],
    )
    days = env.cr.fetchone()[0]
    env.cr.execute(
        "UPDATE scm_stock_position SET daily_mean = daily_mean + 1, computed_at = now() "
        "WHERE company_id = %s",
        [company.id],
    )
    return days, env.cr.rowcount


def add_moves(company):
    """Do the moves of another day, like those of any: of all products, as often as ever.

    One delivery in twenty is late by up to ten days, one in fifty comes back from a
    customer who got it at any time of the two years.
    """
    env.cr.execute(
        """
        INSERT INTO stock_move (company_id, product_id, product_uom, location_id,
               location_dest_id, state, procure_method, product_qty, product_uom_qty, quantity,
               picked, date, date_deadline, create_date, write_date, origin_returned_move_id)
        SELECT company_id, product_id, product_uom,
               CASE WHEN is_return THEN location_dest_id ELSE location_id END,
               CASE WHEN is_return THEN location_id ELSE location_dest_id END,
               state, procure_method, product_qty, product_uom_qty, quantity, picked, now_utc,
               CASE WHEN is_late THEN now_utc - turn %% 11 * interval '1 day' ELSE now_utc END,
               now_utc, now_utc, CASE WHEN is_return THEN id END
          FROM (SELECT move.*, now() AT TIME ZONE 'UTC' AS now_utc,
                       usage = 'customer' AND turn %% 20 = 1 AS is_late,
                       usage = 'customer' AND turn %% 50 = 2 AS is_return
                  FROM (SELECT *, row_number() OVER (ORDER BY id) AS turn FROM stock_move
                         WHERE company_id = %s AND state = 'done' AND id %% %s = 0
                           AND origin_returned_move_id IS NULL) move
                  JOIN stock_location place ON place.id = location_dest_id
                 LIMIT %s) chosen
        """,
        [company.id, MOVES // NEW_MOVES, NEW_MOVES],
    )
    env.cr.commit()


def reset(company):
    env.cr.execute("DELETE FROM scm_demand_block WHERE company_id = %s", [company.id])
    env.cr.execute("DELETE FROM scm_stock_position WHERE company_id = %s", [company.id])
    company.scm_ledger_built_at = company.scm_ledger_synced_at = False
    env.flush_all()
    env.cr.commit()


def run_odoo(company, count):
    """Compute as Odoo does what to order for reordering rules."""
    own = env["stock.warehouse.orderpoint"].with_context(allowed_company_ids=company.ids)
    positions = env["scm.stock.position"].search([("company_id", "=", company.id)], limit=count)
    rules = own.create(
        [
            {
                "product_id": position.product_id.id,
                "warehouse_id": position.warehouse_id.id,
                "location_id": position.warehouse_id.lot_stock_id.id,
                "company_id": company.id,
                "product_min_qty": 10,
                "product_max_qty": 50,
            }
            for position in positions
        ]
    )
    env.flush_all()
    env.invalidate_all()
    start = time.perf_counter()
    before = env.cr.sql_log_count
    rules._compute_qty_to_order_computed()
    env.flush_all()
    seconds, statements = time.perf_counter() - start, env.cr.sql_log_count - before
    env.cr.rollback()
    return seconds, statements


def main():
    company = prepare()
    planner = env["scm.stock.planner"]
    reset(company)
    before = env.cr.sql_log_count
    first = measure(lambda: planner._refresh(company))
    first_statements = env.cr.sql_log_count - before
    days, positions = run_floor(company)
    env.cr.rollback()
    floor = measure(lambda: run_floor(company), REPEATS)
    add_moves(company)
    before = env.cr.sql_log_count
    night = measure(lambda: planner._refresh(company), REPEATS)
    night_statements = (env.cr.sql_log_count - before) // REPEATS
    sample = min(SAMPLE, positions)
    odoo, odoo_statements = run_odoo(company, sample)
    scaled = odoo * positions / sample
    print(f"{positions} positions, {MOVES} moves, {days} days with moves, {NEW_MOVES} a night")
    for name, seconds, statements in (
        ("floor", floor, 2),
        ("first build", first, first_statements),
        ("nightly refresh", night, night_statements),
        (f"Odoo, {sample} rules x {positions / sample:g}", scaled, odoo_statements),
    ):
        print(f"{name:28} {seconds:8.2f} s {seconds / floor:8.2f} x {statements:8} statements")


main()
