# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_journey_alert_to_purchase,
    test_journey_negative_stock,
    test_scm_count_line,
    test_scm_count_planner,
    test_scm_count_session,
    test_scm_demand_day,
    test_scm_detector_cost,
    test_scm_detector_count,
    test_scm_detector_demand,
    test_scm_detector_negative,
    test_scm_detector_stock,
    test_scm_detector_transfer,
    test_scm_exception_source,
    test_scm_report_stock,
    test_scm_stock_cron,
    test_scm_stock_freshness,
    test_scm_stock_planner,
    test_scm_stock_position_security,
    test_scm_stock_suggestion,
    test_stock_quant_count,
)
