# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_contract,
    scm_demo,
    scm_demo_contract,
    scm_demo_evaluation,
    scm_demo_lifecycle,
    scm_demo_negotiation,
    scm_demo_supply,
)
