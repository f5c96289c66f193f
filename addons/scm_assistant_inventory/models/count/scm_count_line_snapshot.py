# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

from .const import KEY


class ScmCountLine(models.Model):
    """What the system says about a place, at the moment it is counted."""

    _inherit = "scm.count.line"

    def _update_snapshot(self):
        """Keep what the system says at this moment, since stock goes on moving."""
        books = self._get_book_quantities()
        self._classify()
        for line in self:
            values = {"counted_at": False, "counted_by_id": False, "problem": False}
            if line.is_counted:
                values |= {
                    "book_qty": books[line],
                    "unit_cost": line._get_unit_cost(),
                    "counted_at": fields.Datetime.now(),
                    "counted_by_id": self.env.uid,
                }
            line._write_own(values)

    def _get_book_quantities(self):
        """Return the quantity in the books of each line, in the product's unit."""
        groups = self.env["stock.quant"]._read_group(
            Domain("product_id", "in", self.product_id.ids)
            & Domain("location_id", "in", self.location_id.ids),
            list(KEY),
            ["quantity:sum"],
        )
        sums = {tuple(place): quantity for *place, quantity in groups}
        return {line: sums.get(line._get_key(), 0.0) for line in self}

    def _get_key(self):
        self.ensure_one()
        return tuple(self[name] for name in KEY)

    def _find_quants(self):
        self.ensure_one()
        return self.env["stock.quant"].search([(name, "=", self[name].id) for name in KEY])

    def _get_unit_cost(self):
        """Return the cost of one unit; what another owns costs the company nothing."""
        self.ensure_one()
        if self.owner_id and self.owner_id != self.company_id.partner_id:
            return 0.0
        # sudo: the value decides on the approval, also for who may not see costs.
        return self.product_id.with_company(self.company_id).sudo().standard_price

    def _classify(self):
        """Give each line the class that fits what its place holds now."""
        books = self._get_book_quantities()
        lines = list(self)
        classes = (
            self.env["scm.count.class"]
            .sudo()
            ._match_places(
                [
                    (
                        line.company_id,
                        # As the planner: where the place is, whatever the session says.
                        line.location_id.warehouse_id,
                        line.product_id,
                        books[line] * line._get_unit_cost(),
                    )
                    for line in lines
                ]
            )
        )
        positions = self.env["scm.stock.position"].search_fetch(
            [("product_id", "in", self.product_id.ids)], ["warehouse_id", "product_id", "abc"]
        )
        known = {(one.warehouse_id, one.product_id): one.abc for one in positions}
        for line, count_class in zip(lines, classes, strict=True):
            abc = known.get((line.location_id.warehouse_id, line.product_id), False)
            if (line.class_id, line.abc) != (count_class, abc):
                line._write_own({"class_id": count_class.id, "abc": abc})
