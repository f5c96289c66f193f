# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_form
from odoo.addons.scm_assistant_base.tools.notification import CLOSE, get_notification_action
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...sql.freshness import query_freshness

KINDS = [
    ("receipt", "Receipt Waiting"),
    ("transfer", "Transfer Overdue"),
    ("reservation", "Reservation Stale"),
    ("transit", "In Transit Too Long"),
    ("negative", "Negative Stock"),
    ("misplaced", "Wrong Place"),
]


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
        return requests.search(domain) or requests._create_own(self._prepare_request_values())

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
        return query_freshness(self.env)
