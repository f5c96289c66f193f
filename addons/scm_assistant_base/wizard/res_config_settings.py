# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree
from odoo import api, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings", "scm.settings.mixin"]
    _settings_place = "//app[@name='scm_assistant_base']/block[@name='scm_approvals']"

    @api.model
    def _prepare_setting_node(self, name):
        """Override of the settings: Odoo's form has a box for each."""
        box = etree.Element("setting", id=name)
        box.append(super()._prepare_setting_node(name))
        return box
