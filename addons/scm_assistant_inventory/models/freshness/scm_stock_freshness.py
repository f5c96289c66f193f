# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_form
from odoo.addons.scm_assistant_base.tools.days import sql_day
from odoo.addons.scm_assistant_base.tools.notification import CLOSE, get_notification_action
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

KINDS = [
    ("receipt", "Receipt Waiting"),
    ("transfer", "Transfer Overdue"),
    ("reservation", "Reservation Stale"),
    ("transit", "In Transit Too Long"),
    ("negative", "Negative Stock"),
    ("misplaced", "Wrong Place"),
]
# Each row's id is its document's, times this, plus the number of its kind.
FACTOR = 8
NOW = SQL("(now() AT TIME ZONE 'UTC')")


class ScmStockFreshness(models.Model):
    """Something that says that the system is behind the warehouse, and who would know."""

    _name = "scm.stock.freshness"
    _description = "Data Freshness"
    _auto = False
    _order = "age_days DESC, id"
    _rec_name = "reference"
    _depends = {
        "stock.picking": ["scheduled_date", "state", "user_id"],
        "stock.quant": ["quantity", "location_id", "lot_id"],
        "stock.move": ["state", "date"],
        "stock.location": ["active", "usage", "warehouse_id"],
        "product.product": ["active"],
        "res.company": [
            "resource_calendar_id",
            "scm_counter_id",
            "scm_reservation_days",
            "scm_transit_days",
        ],
        "res.partner": ["tz"],
        "res.users": ["active", "share"],
        "scm.freshness.request": ["state", "user_id", "kind", "res_id", "res_model"],
    }

    kind = fields.Selection(KINDS, readonly=True)
    detail = fields.Selection(
        [
            ("view", "Location That Holds Nothing Itself"),
            ("archived_location", "Archived Location"),
            ("archived_product", "Archived Product"),
            ("no_warehouse", "Location without Warehouse"),
            ("no_lot", "No Lot or Serial Number"),
        ],
        readonly=True,
    )
    document = fields.Char("Transfer Name", readonly=True)
    reference = fields.Char("Document", compute="_compute_reference", search="_search_reference")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    location_id = fields.Many2one("stock.location", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    since_date = fields.Datetime("Since", readonly=True)
    age_days = fields.Integer("Days", readonly=True, aggregator="max")
    user_id = fields.Many2one("res.users", "Responsible", readonly=True)
    request_id = fields.Many2one("scm.freshness.request", "Question", readonly=True)
    request_state = fields.Selection(related="request_id.state", string="Asked")

    @api.depends("document", "product_id")
    @api.depends_context("lang")
    def _compute_reference(self):
        for row in self:
            row.reference = row.document or row.product_id.display_name

    def _search_reference(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        by_product = Domain("product_id.display_name", operator, value)
        return Domain("document", operator, value) | by_product

    def action_open(self):
        """Open the transfer, or the stock line on Odoo's own screen."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id)
        if self.res_model != "stock.quant":
            return open_form(document)
        return {
            "type": "ir.actions.act_window",
            "name": self.product_id.display_name,
            "res_model": "stock.quant",
            "view_mode": "list",
            "domain": [("id", "=", self.res_id)],
        }

    def action_ask(self):
        """Ask the responsible person; where nobody is, let the user name one."""
        requests = self.env["scm.freshness.request"]
        for row in self:
            requests |= row._get_request()
        unnamed = requests.filtered(lambda request: not request.user_id)
        (requests - unnamed).action_ask()
        if len(unnamed) == 1 and len(self) == 1:
            return open_form(unnamed, target="new")
        if unnamed:
            raise UserError(
                self.env._("Nobody is responsible for some of these; ask about them one by one.")
            )
        message = self.env._("Asked: %(count)s", count=len(requests))
        return get_notification_action(message, "success", then=CLOSE)

    def _get_request(self):
        """Return the open question about this row, a new one if there is none."""
        self.ensure_one()
        requests = self.env["scm.freshness.request"]
        domain = [
            ("res_model", "=", self.res_model),
            ("res_id", "=", self.res_id),
            ("kind", "=", self.kind),
            ("state", "in", ("draft", "asked")),
        ]
        return requests.search(domain) or requests.create(self._prepare_request_values())

    def _prepare_request_values(self):
        """Return the values of a question about this row; extend to add more."""
        self.ensure_one()
        # In the language of whoever is asked.
        row = self.with_context(lang=self.user_id.lang or self.env.lang)
        kinds = dict(row._fields["kind"]._description_selection(row.env))
        return {
            "name": f"{kinds[row.kind]}: {row.reference}",
            "kind": self.kind,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "company_id": (self.company_id or self.env.company).id,
            "user_id": self.user_id.id,
            "question": row.env._("What holds it up, and when will it be done?"),
        }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row.id, row.kind, row.detail, row.document, row.res_model, row.res_id,
                   row.company_id, row.warehouse_id, row.location_id, row.product_id,
                   row.partner_id, row.quantity, row.since_date,
                   greatest(%(today)s - %(day)s, 0) AS age_days,
                   coalesce(request.user_id, row.user_id) AS user_id, request.id AS request_id
              FROM (%(pickings)s UNION ALL %(quants)s) AS row
         LEFT JOIN (%(zones)s) AS zone_of_company ON zone_of_company.company_id = row.company_id
        CROSS JOIN LATERAL (SELECT coalesce(zone_of_company.name, 'UTC') AS name) AS zone
         LEFT JOIN scm_freshness_request request
                ON request.state IN ('draft', 'asked')
               AND request.kind = row.kind
               AND request.res_model = row.res_model
               AND request.res_id = row.res_id
            """,
            pickings=self._query_pickings(),
            quants=self._query_quants(),
            zones=self.env["res.company"]._scm_query_timezones(),
            today=self._sql_day(NOW),
            day=self._sql_day(SQL("row.since_date")),
        )

    def _sql_day(self, timestamp):
        """Return the day of the company whose time zone is joined as ``zone``."""
        return sql_day(timestamp, SQL("zone.name"))

    def _sql_person(self, column):
        """Return the user in ``column`` if it is one to ask: neither OdooBot nor a guest."""
        return SQL(
            """(SELECT person.id FROM res_users person
                 WHERE person.id = %s AND person.active AND NOT person.share
                   AND person.id <> %s)""",
            SQL(column),
            SUPERUSER_ID,
        )

    def _query_pickings(self):
        """Return transfers past their day; one that blocks stock long is a stale reservation.

        One that is due today has the whole day, by the company's calendar.
        """
        return SQL(
            """
            SELECT late.id::bigint * %(factor)s + CASE late.kind
                       WHEN 'receipt' THEN 0 WHEN 'transfer' THEN 1 ELSE 2 END AS id,
                   late.kind, NULL AS detail, late.name AS document,
                   'stock.picking' AS res_model, late.id AS res_id, late.company_id,
                   late.warehouse_id, late.location_id, NULL::int AS product_id,
                   late.partner_id, NULL::float AS quantity, late.scheduled_date AS since_date,
                   late.responsible_id AS user_id
              FROM (
                SELECT picking.*, type.warehouse_id,
                       CASE WHEN type.code = 'incoming' THEN 'receipt'
                            WHEN picking.scheduled_date < %(now)s
                                 - make_interval(days => coalesce(company.scm_reservation_days, 0))
                                 AND EXISTS (
                                     SELECT FROM stock_move move
                                      WHERE move.picking_id = picking.id
                                        AND move.state IN ('assigned', 'partially_available'))
                            THEN 'reservation' ELSE 'transfer' END AS kind,
                       coalesce(%(picker)s, (
                           SELECT %(buyer)s
                             FROM stock_move move
                             JOIN purchase_order_line line ON line.id = move.purchase_line_id
                             JOIN purchase_order purchase ON purchase.id = line.order_id
                            WHERE move.picking_id = picking.id
                            LIMIT 1), %(counter)s) AS responsible_id
                  FROM stock_picking picking
                  JOIN stock_picking_type type ON type.id = picking.picking_type_id
                  JOIN res_company company ON company.id = picking.company_id
                  JOIN (%(zones)s) AS zone ON zone.company_id = picking.company_id
                 WHERE picking.state NOT IN ('done', 'cancel')
                   AND picking.scheduled_date < %(now)s
                   AND %(day)s < %(today)s
              ) AS late
            """,
            factor=FACTOR,
            zones=self.env["res.company"]._scm_query_timezones(),
            now=NOW,
            today=self._sql_day(NOW),
            day=self._sql_day(SQL("picking.scheduled_date")),
            picker=self._sql_person("picking.user_id"),
            buyer=self._sql_person("purchase.user_id"),
            counter=self._sql_person("company.scm_counter_id"),
        )

    def _query_quants(self):
        """Return stock that can't be right as the system has it."""
        return SQL(
            """
            SELECT odd.id::bigint * %(factor)s + CASE odd.kind
                       WHEN 'transit' THEN 3 WHEN 'negative' THEN 4 ELSE 5 END,
                   odd.kind, CASE WHEN odd.kind = 'misplaced' THEN odd.detail END,
                   NULL, 'stock.quant', odd.id, odd.company_id, odd.warehouse_id,
                   odd.location_id, odd.product_id, odd.owner_id, odd.quantity::float,
                   odd.since_date, odd.user_id
              FROM (
                SELECT place.*,
                       CASE WHEN place.quantity < 0 THEN 'negative'
                            WHEN place.detail IS NOT NULL THEN 'misplaced'
                            ELSE 'transit' END AS kind
                  FROM (
                    SELECT quant.id, quant.company_id, location.warehouse_id, quant.location_id,
                           quant.product_id, quant.owner_id, quant.quantity,
                           location.usage, company.scm_transit_days,
                           %(counter)s AS user_id,
                           CASE WHEN location.usage = 'view' THEN 'view'
                                WHEN NOT location.active THEN 'archived_location'
                                WHEN NOT product.active THEN 'archived_product'
                                WHEN location.usage = 'internal'
                                     AND location.warehouse_id IS NULL THEN 'no_warehouse'
                                WHEN template.tracking <> 'none' AND quant.lot_id IS NULL
                                     AND location.usage = 'internal' THEN 'no_lot' END AS detail,
                           CASE WHEN location.usage = 'transit' THEN coalesce((
                               SELECT max(move.date) FROM stock_move move
                                WHERE move.state = 'done'
                                  AND move.product_id = quant.product_id
                                  AND move.location_dest_id = quant.location_id), quant.in_date)
                               WHEN quant.quantity < 0 THEN quant.write_date
                               ELSE quant.in_date END AS since_date
                      FROM stock_quant quant
                      JOIN stock_location location ON location.id = quant.location_id
                      JOIN product_product product ON product.id = quant.product_id
                      JOIN product_template template ON template.id = product.product_tmpl_id
                 LEFT JOIN res_company company ON company.id = quant.company_id
                     WHERE location.usage IN ('internal', 'transit', 'view')
                       AND quant.quantity <> 0
                  ) AS place
                 WHERE place.quantity < 0
                    OR place.detail IS NOT NULL
                    OR (place.usage = 'transit'
                        AND place.since_date < %(now)s
                            - make_interval(days => coalesce(place.scm_transit_days, 3)))
              ) AS odd
            """,
            factor=FACTOR,
            now=NOW,
            counter=self._sql_person("company.scm_counter_id"),
        )
