# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ProductSupplierinfo(models.Model):
    _inherit = "product.supplierinfo"

    scm_supplier_grade = fields.Selection(
        string="Grade",
        related="partner_id.scm_supplier_grade",
        related_sudo=False,
        groups="base.group_user",
    )
