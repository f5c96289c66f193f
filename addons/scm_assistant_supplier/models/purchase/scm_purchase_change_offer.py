# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmPurchaseChange(models.Model):
    """The offer that a change carries out is agreed when the change is, not before."""

    _inherit = "scm.purchase.change"

    offer_ids = fields.One2many("scm.supply.offer", "change_id", "Offers")
