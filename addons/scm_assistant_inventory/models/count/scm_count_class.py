# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ...sql.counts import query_classes


class ScmCountClass(models.Model):
    """How often a group of products is counted, and what difference is tolerated.

    The first class in the list that fits a place applies to it, as with policies.
    """

    _name = "scm.count.class"
    _description = "Count Class"
    _inherit = ["scm.product.rule.mixin"]

    abc = fields.Selection(
        help="Of the stock position; empty: for all, also for products without one.",
    )
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
        found = dict(self.env.execute_query(query_classes(places)))
        return [self.browse(found.get(number)) for number in range(len(places))]
