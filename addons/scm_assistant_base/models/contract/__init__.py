# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_contract,
    scm_contract_clause,
    scm_contract_document,
    scm_contract_line,
    scm_contract_signature,
    scm_contract_signing,
    scm_contract_template,
    scm_contract_template_clause,
    scm_contract_version,
)
