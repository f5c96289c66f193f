# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_binary_table_mixin,
    scm_demand_block,
    scm_demand_day,
    scm_demand_ledger,
    scm_demand_stale,
)
