# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    need,
    accuracy,
    allocation,
    classification,
    demand,
    distributions,
    engine,
    intermittent,
    safety_stock,
    status,
    tolerance,
)
