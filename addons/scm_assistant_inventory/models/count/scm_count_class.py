# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class ScmCountClass(models.Model):
    """How often a group of products is counted, and what difference is tolerated.

    The first class in the list that fits a place applies to it, as with policies.
    """

    _name = "scm.count.class"
    _description = "Count Class"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    warehouse_id = fields.Many2one(
        "stock.warehouse", check_company=True, help="Empty: for all warehouses."
    )
    category_id = fields.Many2one(
        "product.category", "Product Category", help="With its subcategories; empty: all."
    )
    abc = fields.Selection(
        [("A", "A"), ("B", "B"), ("C", "C")],
        "ABC Class",
        help="Of the stock position; empty: for all, also for products without one.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    min_value = fields.Monetary(
        "Value at Least",
        help="Value at cost of what one place holds, in the company's currency.",
    )
    interval_days = fields.Integer(
        "Count Every (Days)", required=True, default=182, help="Calendar days between two counts."
    )
    tolerance_rate = fields.Float(
        "Tolerated Share",
        required=True,
        default=0.03,
        help="Share of the quantity in the system. Serial numbers tolerate nothing.",
    )
    tolerance_value = fields.Monetary(
        "Tolerated Value",
        required=True,
        default=2000.0,
        help="Value at cost of the difference, in the company's currency. "
        "Both the share and the value must be kept.",
    )
    user_id = fields.Many2one(
        "res.users", "Counter", help="Who counts; empty: whom the company's settings name."
    )

    _figures_sensible = models.Constraint(
        "CHECK(interval_days > 0 AND tolerance_rate >= 0 AND tolerance_rate < 1 "
        "AND tolerance_value >= 0 AND min_value >= 0)",
        "Count at least every day, and tolerate from 0 % to less than 100 %.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for count_class in self:
            company = count_class.company_id or self.env.company
            count_class.currency_id = company.currency_id

    @api.model
    def _match_places(self, places):
        """Return the class of each place, in the same order.

        :param places: tuples (company, warehouse, product, value at cost)
        """
        if not places:
            return []
        self.env["scm.stock.position"].flush_model(["abc", "product_id", "warehouse_id"])
        self.env["product.product"].flush_model(["product_tmpl_id"])
        self.env["product.template"].flush_model(["categ_id"])
        self.flush_model()
        found = dict(self.env.execute_query(self._query_match(places)))
        return [self.browse(found.get(number)) for number in range(len(places))]

    def _query_match(self, places):
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
            join=self._get_sql_join(),
        )

    @api.model
    def _get_sql_join(self):
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
