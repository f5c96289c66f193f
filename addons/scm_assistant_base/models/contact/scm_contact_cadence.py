# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmContactCadence(models.Model):
    """How often a kind of partner is to be contacted."""

    _name = "scm.contact.cadence"
    _description = "Contact Cadence"
    _order = "interval_days, id"

    name = fields.Char(required=True, translate=True)
    interval_days = fields.Integer("Days Between Contacts", required=True, default=30)
    active = fields.Boolean(default=True)

    _interval_positive = models.Constraint(
        "CHECK(interval_days > 0)", "There must be at least one day between two contacts."
    )
