# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    base_partner_merge,
    scm_supplier_evaluation_run,
    scm_supplier_suspend,
    scm_supply_answer,
    scm_supply_answer_line,
)
