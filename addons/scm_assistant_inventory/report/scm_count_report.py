# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_form
from odoo.tools import SQL

from ..sql.counts import sql_class


class ScmCountReport(models.Model):
    """A settled count, ours or one on Odoo's own screen, for the accuracy of the books."""

    _name = "scm.count.report"
    _description = "Record Accuracy"
    _auto = False
    _order = "date DESC, id DESC"
    _rec_name = "product_id"
    # The ORM flushes these before it reads the statement below.
    _depends = {
        "scm.count.line": [
            "book_qty",
            "company_id",
            "counted_at",
            "counted_qty",
            "is_within",
            "state",
            "unit_cost",
        ],
        "stock.move": [
            "is_inventory",
            "quantity",
            "scm_book_qty",
            "scm_count_class_id",
            "scm_count_line_id",
            "scm_is_within",
            "scm_unit_cost",
            "state",
        ],
        "scm.count.class": ["tolerance_rate", "tolerance_value"],
    }

    date = fields.Datetime("Counted On", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    location_id = fields.Many2one("stock.location", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    category_id = fields.Many2one("product.category", "Product Category", readonly=True)
    class_id = fields.Many2one("scm.count.class", readonly=True)
    abc = fields.Selection([("A", "A"), ("B", "B"), ("C", "C")], "ABC", readonly=True)
    user_id = fields.Many2one("res.users", "Counter", readonly=True)
    source = fields.Selection(
        [("session", "Count Session"), ("odoo", "Physical Inventory")], readonly=True
    )
    line_id = fields.Many2one("scm.count.line", "Count", readonly=True)
    move_id = fields.Many2one("stock.move", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    book_qty = fields.Float("System", digits="Product Unit", readonly=True)
    counted_qty = fields.Float("Counted", digits="Product Unit", readonly=True)
    difference_qty = fields.Float("Difference", digits="Product Unit", readonly=True)
    hit_rate = fields.Float(
        "Accuracy by Lines (%)",
        readonly=True,
        aggregator="avg",
        help="Share of the counted lines that were within the tolerance.",
    )
    exact_rate = fields.Float("Exactly Right (%)", readonly=True, aggregator="avg")
    book_value = fields.Monetary("Value in the System", readonly=True)
    gross_value = fields.Monetary("Value of the Errors", readonly=True)
    net_value = fields.Monetary("Value of the Difference", readonly=True)
    value_rate = fields.Float(
        "Accuracy by Value (%)",
        readonly=True,
        aggregator="avg",
        help="One less the value of all errors, which do not cancel, by the value counted.",
    )

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: the accuracy by value of a group is no mean of its lines'."""
        if aggregate_spec != "value_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        wrong = self._read_group_select("gross_value:sum", query)
        total = self._read_group_select("book_value:sum", query)
        return SQL("100 * greatest(1 - %s / nullif(%s, 0), 0)", wrong, total)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT count.*,
                   count.counted_qty - count.book_qty AS difference_qty,
                   CASE WHEN count.is_within THEN 100.0 ELSE 0 END AS hit_rate,
                   CASE WHEN count.counted_qty = count.book_qty THEN 100.0 ELSE 0 END
                       AS exact_rate,
                   count.book_qty * count.unit_cost AS book_value,
                   abs(count.counted_qty - count.book_qty) * count.unit_cost AS gross_value,
                   (count.counted_qty - count.book_qty) * count.unit_cost AS net_value,
                   CASE WHEN count.book_qty > 0 THEN 100 * greatest(
                       1 - abs(count.counted_qty - count.book_qty) / count.book_qty, 0)
                   END AS value_rate,
                   company.currency_id
              FROM (%s UNION ALL %s) AS count
              JOIN res_company company ON company.id = count.company_id
            """,
            self._query_own_counts(),
            self._query_native_counts(),
        )

    def _query_own_counts(self):
        return SQL(
            """
            SELECT line.id::bigint * 2 AS id, line.counted_at AS date, line.company_id,
                   line.warehouse_id, line.location_id, line.product_id,
                   template.categ_id AS category_id, line.class_id, line.abc,
                   line.counted_by_id AS user_id, 'session' AS source, line.id AS line_id,
                   NULL::int AS move_id, line.book_qty::float AS book_qty,
                   line.counted_qty::float AS counted_qty, line.is_within,
                   coalesce(line.unit_cost, 0)::float AS unit_cost
              FROM scm_count_line line
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE line.state = 'done'
            """
        )

    def _query_native_counts(self):
        """Return the counts on Odoo's own screen, by the rule of `tools.tolerance`.

        The first stock that a place ever had is an opening balance and no count. What was
        counted before the moves kept cost and class goes by those of today.
        """
        return SQL(
            """
            SELECT place.move_id::bigint * 2 + 1, place.date, place.company_id,
                   place.warehouse_id, place.location_id, place.product_id,
                   template.categ_id,
                   CASE WHEN place.is_within IS NULL THEN class.id ELSE place.class_id END,
                   position.abc, place.user_id, 'odoo',
                   NULL::int, place.move_id, place.book_qty, place.counted_qty,
                   coalesce(place.is_within, place.counted_qty = place.book_qty OR (
                       place.book_qty > 0
                       AND abs(place.counted_qty - place.book_qty) <= place.book_qty *
                           CASE WHEN template.tracking = 'serial' THEN 0
                                ELSE coalesce(class.tolerance_rate, 0) END
                       AND abs(place.counted_qty - place.book_qty) * place.unit_cost
                           <= coalesce(class.tolerance_value, 0))),
                   place.unit_cost
              FROM (
                SELECT move.id AS move_id, move.date, move.company_id, location.warehouse_id,
                       move.scm_is_within AS is_within, move.scm_count_class_id AS class_id,
                       location.id AS location_id, move.product_id, move.create_uid AS user_id,
                       move.scm_book_qty::float AS book_qty,
                       move.scm_book_qty::float + CASE
                           WHEN location.id = move.location_dest_id THEN 1 ELSE -1 END
                           * move.quantity::float AS counted_qty,
                       coalesce(move.scm_unit_cost::float,
                           (product.standard_price->>(move.company_id::text))::float, 0)
                           AS unit_cost,
                       move.scm_book_qty::float * coalesce(
                           (product.standard_price->>(move.company_id::text))::float, 0) AS value
                  FROM stock_move move
                  JOIN product_product product ON product.id = move.product_id
                  JOIN stock_location location
                    ON location.id IN (move.location_id, move.location_dest_id)
                   AND location.usage IN ('internal', 'transit')
                 WHERE move.is_inventory AND move.scm_is_count AND move.state = 'done'
                   AND move.scm_count_line_id IS NULL
                   AND (move.scm_book_qty <> 0 OR EXISTS (
                           SELECT FROM stock_move earlier
                            WHERE earlier.product_id = move.product_id
                              AND earlier.state = 'done' AND earlier.id < move.id
                              AND location.id IN (earlier.location_id, earlier.location_dest_id)))
              ) AS place
              %s
            """,
            sql_class(),
        )

    def action_open(self):
        """Open the count, or the move of a count on Odoo's own screen."""
        self.ensure_one()
        return open_form(self.line_id or self.move_id)
