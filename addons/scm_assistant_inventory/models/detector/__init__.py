# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_detector_cost,
    scm_detector_count,
    scm_detector_demand,
    scm_detector_stock,
    scm_detector_transfer,
)
