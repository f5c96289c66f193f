# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    res_config_settings,
    scm_approval_reject,
    scm_contract_sign,
    scm_link_copy,
    scm_report_issue,
    scm_settings,
)
