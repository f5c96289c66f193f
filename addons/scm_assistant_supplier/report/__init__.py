# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import scm_report, scm_report_supply_mixin

# isort: split
from . import scm_report_kind_supply, scm_report_kind_supply_progress
