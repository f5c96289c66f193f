# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import scm_demo, scm_demo_backtest, scm_demo_count, scm_demo_status, scm_demo_suggestion
