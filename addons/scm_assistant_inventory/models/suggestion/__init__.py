# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_stock_position_suggestion,
    scm_stock_suggester,
    scm_stock_suggester_advice,
    scm_stock_suggestion,
    scm_stock_suggestion_accept,
    scm_stock_suggestion_apply,
    scm_stock_suggestion_change,
    scm_stock_suggestion_check,
    scm_stock_suggestion_reason,
)
