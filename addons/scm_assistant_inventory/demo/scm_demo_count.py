# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from odoo import api, fields, models

from ..models.count.const import KEY
from .demo_data import PRODUCTS

XML_ID = "scm_assistant_inventory.demo"
WEEKS = 26
PLACES_A_WEEK = 6
# Which counts of half a year missed: (week, place, share of the stock). What was missing
# is found again later, so that the stock ends as the demo's other data want it.
MISSES = (
    [(week, place, -0.12) for week in (1, 2, 3, 4, 6) for place in (1, 4)]
    + [(week, 2, -0.08) for week in (5, 8, 10, 13)]
    + [(week, 5, -0.1) for week in (7, 11, 17, 22)]
)


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_counts(self):
        """Create half a year of counts, some that wait, and data that are not up to date."""
        company = self._get_company()
        demo = self.with_company(company)
        if demo.env["scm.count.session"].search_count([("company_id", "=", company.id)]):
            return
        company.scm_counter_id = self.env.ref("scm_assistant_base.demo_user_warehouse")
        demo._create_count_history()
        demo._create_open_counts()
        demo._create_stale_data()

    def _create_count_history(self):
        """Count some places each week; the system gets better, since causes were found."""
        taipei = self.env.ref(f"{XML_ID}_warehouse_taipei")
        values_list = []
        for moment, counts in self._simulate_counts(taipei):
            session = self._create_demo_session(taipei, moment.date())
            values_list += [
                self._prepare_settled_count(session, product, moment, book, counted)
                for product, book, counted in counts
            ]
        lines = (
            self.env["scm.count.line"]
            .with_context(mail_create_nolog=True, tracking_disable=True)
            ._create_own(values_list)
        )
        lines._write_own({"is_counted": True})
        lines.filtered(lambda line: line._is_within_tolerance())._write_own({"is_within": True})
        self._book_differences(lines.filtered("difference_qty"))

    def _simulate_counts(self, warehouse):
        """Return (moment, [(product, expected, counted)]) of each week, oldest first."""
        products = self.env["product.product"].concat(
            *(self.env.ref(f"{XML_ID}_product_{data.code.lower()}") for data in PRODUCTS)
        )
        misses = {(week, place): share for week, place, share in MISSES}
        missing, rounds = {}, []
        for week in range(WEEKS):
            # Two in the afternoon in Taipei.
            moment = datetime.combine(fields.Date.today() - timedelta(weeks=WEEKS - week), time(6))
            at_moment = products.with_context(to_date=moment, warehouse_id=warehouse.id)
            counts = []
            for place in range(PLACES_A_WEEK):
                product = at_moment[(week * PLACES_A_WEEK + place) % len(products)]
                book = max(product.qty_available, 0)
                # What was lost by the last count of this product is found by this one.
                found = missing.pop(product.id, 0)
                lost = round(book * misses.get((week, place), 0))
                if lost:
                    missing[product.id] = -lost
                counts.append((product, book, book + (found or lost)))
            rounds.append((moment, counts))
        return rounds

    def _create_demo_session(self, warehouse, day):
        return self.env["scm.count.session"].create(
            {
                "company_id": warehouse.company_id.id,
                "warehouse_id": warehouse.id,
                "user_id": warehouse.company_id.scm_counter_id.id,
                "due_date": day,
            }
        )

    def _prepare_settled_count(self, session, product, moment, book, counted):
        cause = "warehouse_misplaced" if counted < book else "people_input"
        cause = self.env.ref(f"scm_assistant_base.scm_exception_cause_{cause}")
        return {
            "session_id": session.id,
            "product_id": product.id,
            "location_id": session.warehouse_id.lot_stock_id.id,
            "book_qty": book,
            "unit_cost": product.standard_price,
            "counted_qty": counted,
            "is_counted": False,
            "counted_at": moment,
            "counted_by_id": session.user_id.id,
            "cause_id": cause.id if counted != book else False,
            "state": "done",
        }

    def _book_differences(self, lines):
        """Book the differences as Odoo's own counts would have done on their days."""
        moves = self.env["stock.move"].create([self._prepare_count_move(line) for line in lines])
        self.env["stock.move.line"].create([self._prepare_line(move) for move in moves])

    def _prepare_count_move(self, line):
        loss = line.product_id.with_company(line.company_id).property_stock_inventory
        places = (loss, line.location_id)
        source, target = places if line.difference_qty > 0 else reversed(places)
        picking = {
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": line.company_id.id,
        }
        return {
            **self._prepare_move(picking, line.product_id, abs(line.difference_qty)),
            "is_inventory": True,
            "scm_is_count": True,
            "scm_book_qty": line.book_qty,
            "scm_count_line_id": line.id,
            "date": line.counted_at,
            "state": "done",
            "picked": True,
        }

    def _create_open_counts(self):
        """Leave a round under way: counted, to count again, and one to approve."""
        company = self._get_company()
        counter = self.env.ref("scm_assistant_base.demo_user_warehouse")
        taipei = self.env.ref(f"{XML_ID}_warehouse_taipei")
        session = self._create_demo_session(taipei, fields.Date.today() - timedelta(days=1))
        for code, shares in (("k106", (1,)), ("k108", (0.8, 0.8)), ("h208", (0.5,)), ("k109", ())):
            line = self.env["scm.count.line"].create(
                {
                    "session_id": session.id,
                    "product_id": self.env.ref(f"{XML_ID}_product_{code}").id,
                    "location_id": taipei.lot_stock_id.id,
                }
            )
            as_counter = line.with_user(counter).with_company(company)
            for share in shares:
                as_counter.counted_qty = round(
                    as_counter._get_book_quantities()[as_counter] * share
                )
                as_counter._confirm()
        self._create_first_round()

    def _create_first_round(self):
        """Plan a round through the other warehouse, which was never counted.

        Not left to the planner: the demo's stock is new by its dates, so that none is due.
        """
        kaohsiung = self.env.ref(f"{XML_ID}_warehouse_kaohsiung")
        session = self._create_demo_session(kaohsiung, fields.Date.today())
        quants = self.env["stock.quant"].search(
            [("location_id", "=", kaohsiung.lot_stock_id.id), ("quantity", ">", 0)], limit=6
        )
        self.env["scm.count.line"].create(
            [
                {"session_id": session.id, **{name: quant[name].id for name in KEY}}
                for quant in quants
            ]
        )

    def _create_stale_data(self):
        """Leave transfers past their date and goods that are long on their way."""
        taipei = self.env.ref(f"{XML_ID}_warehouse_taipei")
        today = fields.Date.today()
        for kind, days, code, quantity in (
            ("in", 3, "k104", 60),
            ("in", 1, "p303", 200),
            ("out", 10, "h202", 12),
            ("out", 2, "h204", 20),
        ):
            values = self._prepare_picking(kind, taipei, today - timedelta(days=days))
            values |= {
                "date_done": False,
                "user_id": taipei.company_id.scm_counter_id.id,
                "move_ids": [
                    fields.Command.create(
                        self._prepare_move(
                            values, self.env.ref(f"{XML_ID}_product_{code}"), quantity
                        )
                    )
                ],
            }
            picking = self.env["stock.picking"].create(values)
            picking.action_confirm()
            picking.action_assign()
            picking.scheduled_date = datetime.combine(today - timedelta(days=days), time(4))
        self._create_transit(taipei, today - timedelta(days=6))

    def _create_transit(self, warehouse, day):
        """Leave goods that left a warehouse and never arrived in the other."""
        company = self._get_company()
        transit = company.internal_transit_location_id
        transit.active = True
        picking = {
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": transit.id,
            "company_id": company.id,
        }
        product = self.env.ref(f"{XML_ID}_product_h205")
        move = self.env["stock.move"].create(
            {
                **self._prepare_move(picking, product, 15),
                "date": datetime.combine(day, time(4)),
                "state": "done",
                "picked": True,
            }
        )
        self.env["stock.move.line"].create(self._prepare_line(move))
