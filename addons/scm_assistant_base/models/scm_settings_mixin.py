# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree
from odoo import api, fields, models


def company_settings(company):
    """Class decorator: each field of this extension of ``res.company`` is a setting.

    The two forms get a field of the same name that reads and writes the company's; where
    no view of theirs has a place for it, they show it at their end. A setting is thus
    declared once, as a field whose name begins with ``scm_``. Left out are the fields
    that nobody sets: readonly ones.
    """
    settings = {
        name: _prepare_setting(field)
        for name, field in vars(company).items()
        if isinstance(field, fields.Field) and name.startswith("scm_") and not field.readonly
    }
    # A class of the same addon, as if it had been written there.
    attributes = {"_inherit": "scm.settings.mixin", "__module__": company.__module__}
    type(models.AbstractModel)("ScmSettingsMixin", (models.AbstractModel,), attributes | settings)
    return company


def _prepare_setting(field):
    """Return the field of the settings that stands for ``field`` of the company."""
    values = {"related": f"company_id.{field.name}", "readonly": False}
    if field.required:
        values["required"] = True
    if field.type == "monetary":
        values["currency_field"] = "scm_currency_id"
    return type(field)(**values)


class ScmSettingsMixin(models.AbstractModel):
    """What is set for a company, in Odoo's settings and in the manager's ``scm.settings``."""

    _name = "scm.settings.mixin"
    _description = "Settings of a Company"
    # Where a form shows the settings for which no view has a place.
    _settings_place = None

    company_id = fields.Many2one("res.company")
    # Not the name that accounting uses for the same: both may be installed.
    scm_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency (SCM)"
    )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Override of `base`: no setting is without a place."""
        arch, view = super()._get_view(view_id, view_type, **options)
        places = arch.xpath(self._settings_place) if view_type == "form" else []
        if places:
            shown = set(arch.xpath("//field/@name"))
            for name in sorted(self._get_setting_names() - shown):
                places[0].append(self._prepare_setting_node(name))
        return arch, view

    @api.model
    def _prepare_setting_node(self, name):
        """Return the XML element that shows one setting."""
        return etree.Element("field", name=name)

    @api.model
    def _get_setting_names(self):
        """Return the fields that are the company's, never any other than ours."""
        return {
            name
            for name, field in self._fields.items()
            if name.startswith("scm_") and field.related == f"company_id.{name}"
        }
