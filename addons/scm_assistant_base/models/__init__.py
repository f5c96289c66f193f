# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# What the models of the other folders stand on comes first.
from . import guard, link, notice, question, scm_reference_mixin

# isort: split
from . import (
    approval,
    contact,
    contract,
    detector,
    exception,
    ir_http,
    product_product,
    product_template,
    report,
    res_company,
    res_company_calendar,
    res_partner,
    res_users,
    scm_settings_mixin,
    scm_upload_check,
    workbench,
)
