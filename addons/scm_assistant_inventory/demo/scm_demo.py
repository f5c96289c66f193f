# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

import numpy as np
from odoo import Command, api, fields, models

from .demo_data import (
    CATEGORIES,
    EVENT_SEED,
    HISTORY_DAYS,
    PRODUCTS,
    SECOND_SHARE,
    SHIPPING_DAYS,
)

XML_ID = "scm_assistant_inventory.demo"
# Days of demand that the stock covers in the end, by the ending told in the data; the
# planner's own limits then make the status.
ENDING_COVER = {"out": 0.0, "low": 0.35, "reorder": 2.0, "fine": 3.4, "excess": 20.0, "new": 2.5}
DEAD_STOCK = 65


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_inventory(self):
        """Create warehouses, products, half a year of movements, and the positions."""
        if self.env.ref(f"{XML_ID}_warehouse_taipei", raise_if_not_found=False):
            return
        demo = self.with_company(self._get_company())
        demo._grant_roles()
        demo._create_warehouses()
        demo._create_products()
        demo._create_history()
        demo.env["scm.stock.planner"]._refresh(self._get_company())
        demo.env.ref("scm_assistant_inventory.scm_detector_stock_out")._run()
        self._complete_inventory()

    @api.model
    def _complete_inventory(self):
        """Add what stands on the new positions; extend to add more."""
        self._create_status_days()
        self._create_suggestions()

    @api.model
    def _refresh_figures(self):
        """Override of `scm_assistant_base`: as the coming night would."""
        res = super()._refresh_figures()
        company = self._get_company()
        self.env["scm.stock.planner"]._refresh(company)
        self.env["scm.stock.suggester"]._generate(company)
        return res

    def _keep(self, name, record):
        """Give a demo record an XML id, so that it can be found and is not made twice."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"{XML_ID}_{name}", "record": record, "noupdate": True}]
        )
        return record

    def _create_warehouses(self):
        company = self._get_company()
        # The company may have been made before stock was loaded.
        for what in ("transit_location", "inventory_loss_location", "production_location"):
            getattr(company, f"create_missing_{what}")()
        company.create_missing_scrap_location()
        company.create_missing_scrap_sequence()
        warehouses = self.env["stock.warehouse"]
        taipei = warehouses.search([("company_id", "=", company.id)], limit=1)
        values = {"name": "台北倉", "code": "TPE", "company_id": company.id}
        if taipei:
            taipei.write(values)
        else:
            taipei = warehouses.create(values)
        kaohsiung = warehouses.create({"name": "高雄倉", "code": "KHH", "company_id": company.id})
        self._keep("warehouse_taipei", taipei)
        self._keep("warehouse_kaohsiung", kaohsiung)
        multi = self.env.ref("stock.group_stock_multi_warehouses")
        self.env.ref("base.group_user").implied_ids += multi
        # The day begins in Taipei, whatever the server's clock says.
        company.partner_id.tz = "Asia/Taipei"

    def _create_products(self):
        company = self._get_company()
        has_chinese = bool(self.env["res.lang"]._get_data(code="zh_TW"))
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        categories = {}
        for key, (name, name_zh) in CATEGORIES.items():
            category = self.env["product.category"].create({"name": name})
            if has_chinese:
                category.with_context(lang="zh_TW").name = name_zh
            categories[key] = self._keep(f"category_{key}", category)
        for data in PRODUCTS:
            product = self.env["product.product"].create(
                {
                    "name": data.name,
                    "default_code": data.code,
                    "is_storable": True,
                    "company_id": company.id,
                    "categ_id": categories[data.category].id,
                    "standard_price": data.cost,
                    "list_price": round(data.cost * 1.6),
                    "taxes_id": [Command.clear()],
                    "supplier_taxes_id": [Command.clear()],
                    "route_ids": [Command.link(buy.id)],
                    "seller_ids": [
                        Command.create(
                            {
                                "partner_id": self.env.ref(
                                    f"scm_assistant_base.demo_supplier_{data.vendor}"
                                ).id,
                                "delay": data.lead_days,
                                "min_qty": data.minimum_qty,
                                "price": data.cost,
                                "company_id": company.id,
                                "currency_id": company.currency_id.id,
                            }
                        )
                    ],
                }
            )
            if has_chinese:
                product.with_context(lang="zh_TW").name = data.name_zh
            self._keep(f"product_{data.code.lower()}", product)

    def _create_history(self):
        """Record the movements of half a year."""
        flows = self._simulate_flows()
        # Receipts first: nothing is ever issued that was not there.
        for kind in ("in", "out"):
            self._book([flow for flow in flows if flow[0] == kind])
        self._create_open_deliveries()
        self._create_orders()

    def _simulate_flows(self):
        """Return (kind, warehouse, product, day, quantity) of each movement."""
        random = np.random.default_rng(EVENT_SEED)
        today = fields.Date.today()
        taipei = self.env.ref(f"{XML_ID}_warehouse_taipei")
        kaohsiung = self.env.ref(f"{XML_ID}_warehouse_kaohsiung")
        flows = []
        for number, data in enumerate(PRODUCTS):
            product = self.env.ref(f"{XML_ID}_product_{data.code.lower()}")
            places = [(taipei, 1.0)] + ([(kaohsiung, SECOND_SHARE)] if number % 2 == 0 else [])
            for warehouse, share in places:
                movements = self._simulate_product(random, data, share)
                for kind, age, quantity in self._age_movements(data, movements):
                    day = today - timedelta(days=age)
                    flows.append((kind, warehouse, product, day, quantity))
        return flows

    def _simulate_product(self, random, data, share):
        """Return (kind, days ago, quantity) of one product in one warehouse.

        Ordered up to a month and the lead time whenever it runs low; what cannot be
        delivered is lost. The last receipt is sized for the ending told in the data.
        """
        if data.ending == "dead":
            return [("in", HISTORY_DAYS, DEAD_STOCK)]
        days = 40 if data.ending == "new" else HISTORY_DAYS
        wanted = self._draw_demand(random, data, share, days)
        per_day = sum(wanted.values()) / days
        lead_demand = per_day * data.lead_days
        last = min(days - 1, max(35, 2 * data.lead_days))
        level, due, flows = 0, {days: int(lead_demand + 30 * per_day) + 1}, []
        for age in range(days, 0, -1):
            if age == last:
                later = sum(quantity for day, quantity in wanted.items() if day <= age)
                final = int(lead_demand * ENDING_COVER[data.ending])
                # Sold out some days before today, so that the last orders are lost.
                share_met = 0.85 if data.ending == "out" else 1
                due[age] = max(0, int(later * share_met) + final - level)
            if age in due and due[age]:
                flows.append(("in", age, due[age]))
                level += due.pop(age)
            issued = min(level, wanted.get(age, 0))
            if issued:
                flows.append(("out", age, issued))
                level -= issued
            arrival = age - data.lead_days - int(random.integers(0, 4))
            is_low = level < 1.4 * lead_demand and not any(day < age for day in due)
            if is_low and arrival > last:
                due[arrival] = int(lead_demand + 25 * per_day) + 1
        return flows

    def _draw_demand(self, random, data, share, days):
        """Return {days ago: quantity wanted} on the shipping days."""
        wanted = {}
        for age in range(days - 1, 0, -1):
            weekday = (fields.Date.today() - timedelta(days=age)).weekday()
            if weekday in SHIPPING_DAYS and random.random() < data.chance:
                wanted[age] = max(1, int(random.gamma(4.0, data.size * share / 2.0)))
        return wanted

    def _book(self, flows):
        """Record the movements as done, one transfer a day and warehouse.

        Written as done rather than processed one by one, which would take minutes;
        Odoo updates the stock from the lines either way.
        """
        pickings = {}
        for kind, warehouse, _product, day, _quantity in flows:
            pickings.setdefault((warehouse, day), self._prepare_picking(kind, warehouse, day))
        transfers = self.env["stock.picking"].create(list(pickings.values()))
        by_key = dict(zip(pickings, transfers, strict=True))
        moves = self.env["stock.move"].create(
            [
                {
                    **self._prepare_move(pickings[warehouse, day], product, quantity),
                    "picking_id": by_key[warehouse, day].id,
                    "date": pickings[warehouse, day]["date_done"],
                    "date_deadline": pickings[warehouse, day]["date_done"],
                    "state": "done",
                    "picked": True,
                }
                for _kind, warehouse, product, day, quantity in flows
            ]
        )
        self.env["stock.move.line"].create([self._prepare_line(move) for move in moves])

    def _prepare_picking(self, kind, warehouse, day):
        supplier = self.env.ref("stock.stock_location_suppliers")
        customer = self.env.ref("stock.stock_location_customers")
        picking_type = warehouse.in_type_id if kind == "in" else warehouse.out_type_id
        stock = warehouse.lot_stock_id
        # Noon in Taipei is 4 o'clock UTC.
        moment = datetime.combine(day, time(4))
        return {
            "picking_type_id": picking_type.id,
            "location_id": (supplier if kind == "in" else stock).id,
            "location_dest_id": (stock if kind == "in" else customer).id,
            "scheduled_date": moment,
            "date_done": moment,
            "company_id": warehouse.company_id.id,
        }

    def _prepare_move(self, picking, product, quantity):
        return {
            "product_id": product.id,
            "product_uom_qty": quantity,
            "product_uom": product.uom_id.id,
            "location_id": picking["location_id"],
            "location_dest_id": picking["location_dest_id"],
            "company_id": picking["company_id"],
        }

    def _prepare_line(self, move):
        return {
            "move_id": move.id,
            "picking_id": move.picking_id.id,
            "product_id": move.product_id.id,
            "product_uom_id": move.product_uom.id,
            "quantity": move.product_uom_qty,
            "picked": True,
            "location_id": move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
            "company_id": move.company_id.id,
            "date": move.date,
        }

    def _create_open_deliveries(self):
        """Leave some confirmed deliveries for the coming days."""
        taipei = self.env.ref(f"{XML_ID}_warehouse_taipei")
        tomorrow = fields.Date.add(fields.Date.today(), days=2)
        values = self._prepare_picking("out", taipei, tomorrow)
        values |= {"date_done": False, "move_ids": []}
        for code, quantity in (("k102", 30), ("h201", 24), ("p301", 80)):
            product = self.env.ref(f"{XML_ID}_product_{code}")
            values["move_ids"].append(Command.create(self._prepare_move(values, product, quantity)))
        values["partner_id"] = self.env.ref("scm_assistant_base.demo_customer_1").id
        self.env["stock.picking"].create(values).action_confirm()
