# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_detector_supply,
    scm_exception_supply,
    scm_supply_board,
    scm_supply_offer,
    scm_supply_offer_solution,
    scm_supply_rejection,
    scm_supply_request,
    scm_supply_request_channel,
    scm_supply_request_line,
)
