# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmLinkCopy(models.TransientModel):
    """Shows a new link once, to be copied and passed on by hand.

    Filled from the context of ``action_copy_link`` and never saved: the address is the
    key, and no table may hold it.
    """

    _name = "scm.link.copy"
    _description = "Copy Link"

    url = fields.Char("Address", store=False)
    partner_id = fields.Many2one("res.partner", "Recipient", readonly=True)
    expires_at = fields.Datetime("Valid until", readonly=True)
