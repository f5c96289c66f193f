# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# Apart, because models whose names sort before theirs inherit them.
from . import scm_exception_source_mixin, scm_settings_mixin
