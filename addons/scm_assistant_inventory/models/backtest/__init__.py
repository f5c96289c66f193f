# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_backtest_runner,
    scm_stock_backtest,
    scm_stock_backtest_line,
    scm_stock_backtest_result,
)
