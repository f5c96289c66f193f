# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_orderpoint_change,
    scm_product_rule_mixin,
    scm_stock_cell,
    scm_stock_override,
    scm_stock_planner,
    scm_stock_planner_limits,
    scm_stock_planner_status,
    scm_stock_policy,
    scm_stock_position,
    scm_stock_position_limits,
    scm_stock_position_reason,
    scm_stock_position_refresh,
    scm_stock_status_day,
)
