# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError


class ScmSettings(models.TransientModel):
    """What the SCM manager decides for a company of his or her own.

    Odoo's settings are the administrator's. Here a manager changes the fields of the
    company that begin with ``scm_`` and no other.
    """

    _name = "scm.settings"
    _inherit = ["scm.settings.mixin"]
    _description = "SCM Settings"
    _settings_place = "//group[@name='settings']"

    company_id = fields.Many2one(
        required=True, readonly=True, default=lambda self: self.env.company
    )

    @api.depends("company_id")
    def _compute_display_name(self):
        for settings in self:
            settings.display_name = self.env._("Settings")

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `odoo`: what is set goes to the company."""
        names = self._get_setting_names()
        settings = super().create(
            [{name: vals[name] for name in vals if name not in names} for vals in vals_list]
        )
        for one, vals in zip(settings, vals_list, strict=True):
            one._write_company({name: vals[name] for name in vals if name in names})
        return settings

    def write(self, vals):
        """Override of `odoo`: what is set goes to the company."""
        names = self._get_setting_names()
        self._write_company({name: vals[name] for name in vals if name in names})
        return super().write({name: vals[name] for name in vals if name not in names})

    def action_open(self):
        """Open the settings of the current company."""
        self._check_manager(self.env.company)
        settings = self.create({"company_id": self.env.company.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settings"),
            "res_model": self._name,
            "res_id": settings.id,
            "view_mode": "form",
        }

    def _write_company(self, vals):
        if not vals:
            return
        for company in self.company_id:
            self._check_manager(company)
            # sudo: checked to be a manager of this company; scm_ fields alone.
            company.sudo().write(vals)

    @api.model
    def _check_manager(self, company):
        is_manager = self.env.user.has_group("scm_assistant_base.group_scm_manager")
        if not is_manager or company not in self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "Only an SCM manager of %(company)s changes its settings. Ask one.",
                    # sudo: the name of a company that may be another's.
                    company=company.sudo().name,
                )
            )
