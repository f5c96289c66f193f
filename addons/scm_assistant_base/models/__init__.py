# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    product_product,
    res_company,
    res_config_settings,
    res_partner,
    scm_access_link,
    scm_approval_mixin,
    scm_contact_cadence,
    scm_contact_log,
    scm_demo,
    scm_detector,
    scm_detector_parameter,
    scm_exception,
    scm_exception_category,
    scm_exception_cause,
    scm_exception_link,
    scm_exception_request,
    scm_exception_sla,
    scm_exception_source_mixin,
    scm_exception_team,
    scm_work_queue,
)
