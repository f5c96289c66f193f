# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_orderpoint_change,
    scm_planner_read_mixin,
    scm_planner_write_mixin,
    scm_position_limits_mixin,
    scm_position_reason_mixin,
    scm_position_refresh_mixin,
    scm_stock_cell,
    scm_stock_override,
    scm_stock_planner,
    scm_stock_policy,
    scm_stock_position,
    scm_stock_replanner,
    scm_stock_status_day,
)
