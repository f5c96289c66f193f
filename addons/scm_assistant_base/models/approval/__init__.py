# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import scm_approval_mixin, scm_approval_order_port, scm_approval_part_mixin
