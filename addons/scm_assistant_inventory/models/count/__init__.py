# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_count_class,
    scm_count_line,
    scm_count_line_decision,
    scm_count_line_problem,
    scm_count_line_snapshot,
    scm_count_planner,
    scm_count_session,
    scm_count_session_columns,
)
