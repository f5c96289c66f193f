# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmExceptionTeam(models.Model):
    """A department that can be asked about a case, and who answers for it."""

    _name = "scm.exception.team"
    _description = "Department Asked"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char("Department", required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    member_ids = fields.Many2many("res.users", string="Members")
    user_id = fields.Many2one("res.users", "Contact Person", required=True)
