# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_jobs,
    test_journeys,
    test_ports,
    test_res_company_calendar,
    test_scm_access_link,
    test_scm_approval_mixin,
    test_scm_contact_log,
    test_scm_contract,
    test_scm_contract_signing,
    test_scm_detector,
    test_scm_detector_concurrency,
    test_scm_exception,
    test_scm_exception_concurrency,
    test_scm_exception_people,
    test_scm_notice,
    test_scm_report,
    test_scm_report_concurrency,
    test_scm_report_cron,
    test_scm_settings,
    test_scm_work_queue,
)
