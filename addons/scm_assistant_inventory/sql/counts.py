# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which places are due for a count, and which class of counts they belong to."""

from odoo.tools import SQL


def query_due(company, today):
    """Return the statement that finds what is due.

    Due is a place whose class's interval has passed since its last count, or since
    it first held something; earlier where Odoo's own date says so, at once where the
    books are negative. What is open already is left out.
    """
    return SQL(
        """
        WITH place AS (%(places)s), counted AS (%(counted)s), due AS (%(due)s),
             ranked AS (%(ranked)s)
        SELECT ranked.*
          FROM ranked
         WHERE ranked.rank <= %(limit)s - (
                   SELECT count(*) FROM scm_count_line line
                    WHERE line.warehouse_id = ranked.warehouse_id
                      AND line.state IN ('todo', 'recount'))
      ORDER BY ranked.warehouse_id, ranked.user_id, ranked.location_id, ranked.product_id
        """,
        places=sql_places(company),
        counted=sql_last_counts(company),
        due=sql_due_dates(company, today),
        ranked=sql_ranked(today),
        limit=company.scm_count_daily_limit,
    )


def sql_places(company):
    """Return ``place``: what holds stock of the company, its value, and since when."""
    return SQL(
        """
        SELECT quant.product_id, quant.location_id, quant.lot_id, quant.package_id,
               quant.owner_id, location.warehouse_id, quant.company_id,
               sum(quant.quantity) AS quantity,
               %(first_day)s AS first_day,
               min(quant.inventory_date) AS odoo_day,
               sum(quant.quantity) * coalesce(
                   (product.standard_price->>%(company)s::text)::numeric, 0) AS value
          FROM stock_quant quant
          JOIN stock_location location ON location.id = quant.location_id
          JOIN product_product product ON product.id = quant.product_id
         WHERE quant.company_id = %(company)s
           AND location.usage = 'internal'
           AND location.active
           AND location.warehouse_id IS NOT NULL
           AND product.active
      GROUP BY quant.product_id, quant.location_id, quant.lot_id, quant.package_id,
               quant.owner_id, location.warehouse_id, quant.company_id,
               product.standard_price
        HAVING sum(quant.quantity) <> 0
        """,
        company=company.id,
        first_day=company._scm_sql_day(SQL("min(quant.create_date)")),
    )


def sql_last_counts(company):
    """Return ``counted``: the day of the last count of each place."""
    return SQL(
        """
        SELECT product_id, location_id, lot_id, package_id, owner_id, max(day) AS day
          FROM (%s) AS count
      GROUP BY product_id, location_id, lot_id, package_id, owner_id
        """,
        query_counts(company),
    )


def sql_due_dates(company, today):
    """Return ``due``: the class and counter of each place, and when it is due."""
    return SQL(
        """
        SELECT place.product_id, place.location_id, place.lot_id, place.package_id,
               place.owner_id, place.warehouse_id, place.value,
               class.id AS class_id, position.abc,
               coalesce(class.user_id, %(user)s) AS user_id,
               CASE WHEN place.quantity < 0 THEN %(today)s::date
                    ELSE least(
                        coalesce(counted.day, place.first_day) + class.interval_days,
                        CASE WHEN place.odoo_day > coalesce(counted.day, place.first_day)
                             THEN place.odoo_day END)
               END AS due_date
          FROM place
          %(join)s
     LEFT JOIN counted
            ON counted.product_id = place.product_id
           AND counted.location_id = place.location_id
           AND counted.lot_id IS NOT DISTINCT FROM place.lot_id
           AND counted.package_id IS NOT DISTINCT FROM place.package_id
           AND counted.owner_id IS NOT DISTINCT FROM place.owner_id
        """,
        user=company.scm_counter_id.id or None,
        today=today,
        join=sql_class(),
    )


def sql_ranked(today):
    """Return ``ranked``: what is due today and counted nowhere yet, the most overdue first."""
    return SQL(
        """
        SELECT due.*, row_number() OVER (
                   PARTITION BY due.warehouse_id
                   ORDER BY due.due_date, due.value DESC, due.product_id, due.location_id
               ) AS rank
          FROM due
         WHERE due.class_id IS NOT NULL
           AND due.due_date <= %s
           AND NOT EXISTS (
                   SELECT FROM scm_count_line line
                    WHERE line.state IN ('todo', 'recount', 'conflict', 'review')
                      AND line.product_id = due.product_id
                      AND line.location_id = due.location_id
                      AND line.lot_id IS NOT DISTINCT FROM due.lot_id
                      AND line.package_id IS NOT DISTINCT FROM due.package_id
                      AND line.owner_id IS NOT DISTINCT FROM due.owner_id)
        """,
        today,
    )


def query_counts(company):
    """Return the statement of all counts done, ours and those on Odoo's screen."""
    return SQL(
        """
        SELECT product_id, location_id, lot_id, package_id, owner_id, %(counted)s AS day
          FROM scm_count_line
         WHERE state = 'done' AND company_id = %(company)s
         UNION ALL
        SELECT line.product_id, place.id, line.lot_id,
               coalesce(line.package_id, line.result_package_id), line.owner_id,
               %(moved)s
          FROM stock_move move
          JOIN stock_move_line line ON line.move_id = move.id
          JOIN stock_location place
            ON place.id IN (move.location_id, move.location_dest_id)
           AND place.usage IN ('internal', 'transit')
         WHERE move.is_inventory AND move.state = 'done'
           AND move.scm_count_line_id IS NULL
           AND move.company_id = %(company)s
        """,
        company=company.id,
        counted=company._scm_sql_day(SQL("counted_at")),
        moved=company._scm_sql_day(SQL("move.date")),
    )


def query_classes(places):
    """Return number and class of each place, see ``scm.count.class._match_places``."""
    companies, warehouses, products, values = zip(*places, strict=True)
    return SQL(
        """
        SELECT place.number, class.id
          FROM unnest(%(numbers)s, %(companies)s, %(warehouses)s, %(products)s, %(values)s)
            AS place(number, company_id, warehouse_id, product_id, value)
          %(join)s
        """,
        numbers=list(range(len(places))),
        companies=[company.id for company in companies],
        warehouses=[warehouse.id or 0 for warehouse in warehouses],
        products=[product.id for product in products],
        values=[float(value) for value in values],
        join=sql_class(),
    )


def sql_class():
    """Return the joins that give each row of ``place`` its ``class`` and ``position``.

    ``place`` has company_id, warehouse_id, product_id and value; the planner and the
    counts share this text, so that they never disagree about a class.
    """
    return SQL(
        """
        JOIN product_product product ON product.id = place.product_id
        JOIN product_template template ON template.id = product.product_tmpl_id
        LEFT JOIN product_category category ON category.id = template.categ_id
        LEFT JOIN scm_stock_position position
               ON position.product_id = place.product_id
              AND position.warehouse_id = place.warehouse_id
        LEFT JOIN LATERAL (
            SELECT candidate.*
              FROM scm_count_class candidate
         LEFT JOIN product_category parent ON parent.id = candidate.category_id
             WHERE candidate.active
               AND (candidate.company_id IS NULL OR candidate.company_id = place.company_id)
               AND (candidate.warehouse_id IS NULL
                    OR candidate.warehouse_id = place.warehouse_id)
               AND (candidate.abc IS NULL OR candidate.abc = position.abc)
               AND (candidate.category_id IS NULL
                    OR category.parent_path LIKE parent.parent_path || '%%')
               AND coalesce(candidate.min_value, 0) <= greatest(place.value, 0)
          ORDER BY candidate.sequence, candidate.id
             LIMIT 1
        ) class ON TRUE
        """
    )
