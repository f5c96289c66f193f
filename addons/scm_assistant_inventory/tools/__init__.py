# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    accuracy,
    allocation,
    analogue,
    backtest,
    classification,
    demand,
    distributions,
    engine,
    intermittent,
    lead_time,
    level,
    limits,
    need,
    places,
    safety_stock,
    sizes,
    status,
    timeline,
    tolerance,
)
