# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_count_books_mixin,
    scm_count_class,
    scm_count_decision_mixin,
    scm_count_line,
    scm_count_planner,
    scm_count_session,
    scm_session_columns,
)
