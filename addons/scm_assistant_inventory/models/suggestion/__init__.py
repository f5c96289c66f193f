# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_advice_apply_mixin,
    scm_advice_check_mixin,
    scm_advice_read_mixin,
    scm_advice_reason_mixin,
    scm_advice_write_mixin,
    scm_stock_position_suggestion,
    scm_stock_suggester,
    scm_stock_suggestion,
    scm_stock_suggestion_change,
)
