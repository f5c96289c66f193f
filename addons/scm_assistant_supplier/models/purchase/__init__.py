# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_approval_order_change,
    scm_purchase_change,
    scm_purchase_change_line,
    scm_purchase_change_offer,
    scm_purchase_change_origin,
    scm_purchase_promise,
)
