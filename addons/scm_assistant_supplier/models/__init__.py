# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    purchase_order,
    purchase_order_guard,
    purchase_order_line,
    purchase_requisition,
    purchase_requisition_line,
    res_company,
    res_config_settings,
    scm_contract,
    scm_demo,
    scm_demo_contract,
    scm_purchase_promise,
    scm_report_supply,
    scm_report_supply_lines,
    scm_report_supply_progress,
)
