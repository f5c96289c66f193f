# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What passes through the ports: values that one addon measures and another uses."""

from typing import NamedTuple


class LeadTime(NamedTuple):
    """How long a product takes from order to receipt, in calendar days."""

    mean: float
    deviation: float
    observations: int
