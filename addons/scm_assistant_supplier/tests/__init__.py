# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_journey_contract,
    test_journey_evaluation,
    test_journey_new_supplier,
    test_journey_supply,
    test_journey_supply_report,
    test_measured_lead_times,
    test_purchase_order_guard,
    test_scm_purchase_change,
    test_scm_purchase_change_concurrency,
    test_scm_purchase_promise,
    test_scm_report_supply,
    test_scm_supplier_evaluation,
    test_scm_supplier_figures,
    test_scm_supplier_information,
    test_scm_supplier_qualification,
    test_scm_supply_board,
    test_scm_supply_case,
    test_scm_supply_request,
    test_scorecard_page,
)
