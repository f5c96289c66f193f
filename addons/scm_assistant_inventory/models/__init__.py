# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    detectors,
    purchase_order,
    purchase_order_line,
    res_company,
    res_config_settings,
    scm_demand_day,
    scm_demo,
    scm_detector,
    scm_planner_read_mixin,
    scm_planner_write_mixin,
    scm_position_reason_mixin,
    scm_position_refresh_mixin,
    scm_stock_planner,
    scm_stock_policy,
    scm_stock_position,
    scm_stock_suggestion,
    stock_move,
    stock_rule,
)
