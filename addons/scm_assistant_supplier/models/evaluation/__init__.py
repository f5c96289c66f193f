# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_supplier_evaluation,
    scm_supplier_evaluation_freeze,
    scm_supplier_evaluation_history,
    scm_supplier_evaluation_line,
    scm_supplier_evaluation_remark,
    scm_supplier_evaluation_report,
    scm_supplier_evaluation_share,
    scm_supplier_evaluation_xlsx,
    scm_supplier_evaluator,
    scm_supplier_evaluator_cron,
    scm_supplier_figures,
    scm_supplier_figures_confirmation,
    scm_supplier_figures_service,
    scm_supplier_scorecard_criterion,
    scm_supplier_scorecard_template,
)
