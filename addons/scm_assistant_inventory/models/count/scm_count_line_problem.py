# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from ...tools import tolerance
from .const import KEY, OPEN


class ScmCountLine(models.Model):
    """Why a count can't be taken as it is."""

    _inherit = "scm.count.line"

    def _check_product(self):
        if not self.product_id.active:
            raise UserError(self._get_archived_text())

    def _get_archived_text(self):
        return self.env._(
            "%(product)s was archived since. Unarchive it, or cancel this count.",
            product=self.product_id.display_name,
        )

    def _find_problems(self):
        """Return why some counts can't be taken, by line; extend to add reasons."""
        books = self._get_book_quantities()
        elsewhere = self._find_serials_elsewhere()
        rivals = self._find_rival_counts()
        problems = {}
        for line in self:
            text = (
                line._find_product_problem()
                or line._find_tracking_problem()
                or elsewhere.get(line)
                or rivals.get(line)
                or line._find_quantity_problem(books[line])
            )
            if text:
                problems[line] = text
        return problems

    def _find_product_problem(self):
        self.ensure_one()
        if not self.product_id.active:
            return self._get_archived_text()
        if not self.location_id.active or self.location_id.usage not in ("internal", "transit"):
            return self.env._("Nothing is counted in this location any more.")
        return ""

    def _find_tracking_problem(self):
        self.ensure_one()
        if self.uom_id.compare(self.counted_qty, 0) <= 0:
            return ""
        if self.tracking != "none" and not self.lot_id:
            return self.env._("Say which lot or serial number was counted.")
        if self.tracking == "serial" and self.uom_id.compare(self.counted_qty, 1) > 0:
            return self.env._("A serial number is there once or not at all.")
        return ""

    def _find_quantity_problem(self, book):
        self.ensure_one()
        if self.is_confirmed or not tolerance.is_absurd(book, self.counted_qty):
            return ""
        return self.env._(
            "The quantity is out of all proportion. Correct it, or tick “Surely Right”."
        )

    def _find_serials_elsewhere(self):
        """Return the lines whose serial number is, or was counted, in another place."""
        lines = self.filtered(
            lambda line: (
                line.tracking == "serial"
                and line.lot_id
                and line.uom_id.compare(line.counted_qty, 0) > 0
            )
        )
        if not lines:
            return {}
        return lines._find_serials_counted_twice() | lines._find_serials_in_system()

    def _find_serials_counted_twice(self):
        others = self.search(
            [
                ("lot_id", "in", self.lot_id.ids),
                ("is_counted", "=", True),
                ("counted_qty", ">", 0),
                ("state", "in", OPEN),
            ]
        ).grouped("lot_id")
        problems = {}
        for line in self:
            for other in others.get(line.lot_id, self.browse()) - line:
                problems[line] = self.env._(
                    "%(serial)s was counted in %(location)s as well (%(session)s).",
                    serial=line.lot_id.name,
                    location=other.location_id.display_name,
                    session=other.session_id.name,
                )
        return problems

    def _find_serials_in_system(self):
        quants = self.env["stock.quant"].search(
            [
                ("lot_id", "in", self.lot_id.ids),
                ("quantity", ">", 0),
                ("location_id.usage", "in", ("internal", "transit")),
            ]
        )
        missing = self.search(
            [
                ("lot_id", "in", self.lot_id.ids),
                ("is_counted", "=", True),
                ("counted_qty", "=", 0),
                ("state", "in", OPEN),
            ]
        )
        # Counted as not there in its old place: then it was found in the new one.
        gone = {(line.lot_id, line.location_id) for line in missing}
        problems = {}
        for line in self:
            for quant in quants:
                place = (quant.lot_id, quant.location_id)
                if place[0] == line.lot_id and place[1] != line.location_id and place not in gone:
                    problems[line] = self.env._(
                        "%(serial)s is in %(location)s by the system. Transfer it, or count "
                        "zero there.",
                        serial=line.lot_id.name,
                        location=quant.location_id.display_name,
                    )
        return problems

    def _find_rival_counts(self):
        """Return the lines whose place somebody is counting on Odoo's own screen."""
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("location_id", "in", self.location_id.ids),
                ("inventory_quantity_set", "=", True),
            ]
        )
        by_place = {tuple(quant[name] for name in KEY): quant for quant in quants}
        problems = {}
        for line in self:
            if quant := by_place.get(line._get_key()):
                problems[line] = self.env._(
                    "%(user)s counted it in Physical Inventory too, not applied yet. Apply or "
                    "clear that count first.",
                    user=quant.user_id.name or self.env._("Somebody"),
                )
        return problems
