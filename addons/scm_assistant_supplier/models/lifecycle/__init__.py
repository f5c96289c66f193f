# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_supplier_check,
    scm_supplier_document,
    scm_supplier_qualification,
    scm_supplier_qualification_check,
    scm_supplier_qualification_line,
    scm_supplier_update,
    scm_supplier_update_line,
    scm_supplierinfo_history,
)
