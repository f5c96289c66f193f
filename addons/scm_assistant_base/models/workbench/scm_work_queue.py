# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval, time

AREAS = [
    ("general", "Exceptions and Contacts"),
    ("inventory", "Inventory"),
    ("supplier", "Suppliers"),
    ("supply", "Supply"),
    ("demand", "Demand"),
    ("customer", "Customers"),
    ("delivery", "Delivery"),
]


class ScmWorkQueue(models.Model):
    """A card on the workbench: which records wait for somebody, and how many."""

    _name = "scm.work.queue"
    _description = "Work Queue"
    _order = "area, sequence, id"

    name = fields.Char(required=True, translate=True)
    help = fields.Char(translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    area = fields.Selection(
        AREAS, required=True, default="general", group_expand="_group_expand_area"
    )
    indicator = fields.Char(help="The behaviour of the occupational standard that it serves.")
    icon = fields.Char(default="fa-inbox")
    model_name = fields.Char("Model", required=True)
    domain = fields.Char(required=True, default="[]")
    urgent_domain = fields.Char(help="Those of the records that can't wait.")
    action_id = fields.Many2one("ir.actions.act_window", required=True, ondelete="cascade")
    filter_names = fields.Char(
        "Opens with Filters",
        help="Names of filters in the search view of the action, separated by commas. Each is "
        "switched on when the card is opened, and can be switched off there.",
    )
    group_ids = fields.Many2many("res.groups", help="Whose workbench shows it; empty: everybody's.")
    record_count = fields.Integer("Waiting", compute="_compute_counts")
    urgent_count = fields.Integer("Urgent", compute="_compute_counts")

    @api.depends("model_name", "domain", "urgent_domain")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        # What a domain calls today begins with the company's day, wherever the user is.
        zone = self.env.company._scm_get_timezone()
        for queue in self:
            queue.record_count = queue.urgent_count = 0
            if not queue._is_readable():
                continue
            model = queue.env[queue.model_name].with_context(tz=zone)
            domain = queue._get_domain()
            queue.record_count = model.search_count(domain)
            if queue.urgent_domain and queue.record_count:
                urgent = Domain(queue._evaluate(queue.urgent_domain))
                queue.urgent_count = model.search_count(domain & urgent)

    @api.model
    def _group_expand_area(self, areas, domain):
        """Show the areas in the order of the work, those without a card left out."""
        found = set(areas)
        return [area for area, _label in AREAS if area in found]

    @api.constrains("model_name", "domain", "urgent_domain")
    def _check_domains(self):
        """Refuse a domain that would take everybody's workbench down."""
        for queue in self.filtered(lambda queue: queue.model_name in self.env):
            model = self.env[queue.model_name]
            for text in filter(None, (queue.domain, queue.urgent_domain)):
                try:
                    Domain(queue._evaluate(text)).validate(model)
                except Exception as error:
                    raise ValidationError(
                        self.env._(
                            "The domain %(domain)s does not fit %(model)s: %(error)s",
                            domain=text,
                            model=queue.model_name,
                            error=error,
                        )
                    ) from error

    @api.constrains("filter_names", "action_id", "model_name")
    def _check_filters(self):
        """Refuse a filter that the list does not have: it would be left out in silence."""
        for queue in self.filtered(lambda queue: queue.model_name in self.env):
            if missing := [
                name for name in queue._get_filters() if name not in queue._get_known_filters()
            ]:
                raise ValidationError(
                    self.env._(
                        "%(card)s can't open with %(filters)s: the search view of "
                        "%(action)s has no such filter.",
                        card=queue.name,
                        filters=", ".join(missing),
                        action=queue.action_id.name,
                    )
                )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Override of `base` to leave out cards whose records the user can't see."""
        if not self.env.su and not self.env.context.get("scm_all_queues"):
            domain = Domain(domain) & Domain("model_name", "in", self._get_readable_models())
        return super()._search(domain, *args, **kwargs)

    def action_open(self):
        """Open the records that wait, with the card's name as the title."""
        self.ensure_one()
        if not self._is_readable():
            raise UserError(self.env._("You have no access to these records."))
        # sudo: everybody may follow a card, few may read actions.
        action = self.sudo().action_id._get_action_dict()
        return {
            **action,
            "display_name": self.name,
            "domain": list(self._get_domain()),
            "context": {f"search_default_{name}": 1 for name in self._get_filters()},
        }

    def _get_filters(self):
        """Return the names of the filters with which the card opens."""
        self.ensure_one()
        return [name.strip() for name in (self.filter_names or "").split(",") if name.strip()]

    def _get_known_filters(self):
        """Return the names of the filters in the search view that the card opens."""
        self.ensure_one()
        # sudo: a card is checked for all who open it, whatever they may read.
        view = self.sudo().action_id.search_view_id
        arch = self.env[self.model_name].sudo().get_view(view.id, "search")["arch"]
        return set(etree.fromstring(arch).xpath("//filter/@name"))

    def _is_readable(self):
        self.ensure_one()
        return self.model_name in self.env and self.env[self.model_name].has_access("read")

    @api.model
    def _get_readable_models(self):
        # sudo: asks only for the names of models.
        groups = self.sudo()._read_group([], ["model_name"])
        return [
            name for (name,) in groups if name in self.env and self.env[name].has_access("read")
        ]

    def _get_domain(self):
        return Domain(self._evaluate(self.domain))

    def _evaluate(self, text):
        """Return the domain written in ``text``, which may use uid, today and time."""
        today = self.env.company._scm_get_today()
        return safe_eval(text, {"uid": self.env.uid, "context_today": lambda: today, "time": time})
