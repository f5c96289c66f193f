# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    scm_exception,
    scm_exception_category,
    scm_exception_cause,
    scm_exception_link,
    scm_exception_people,
    scm_exception_recurrence,
    scm_exception_request,
    scm_exception_sla,
    scm_exception_source_mixin,
    scm_exception_team,
)
