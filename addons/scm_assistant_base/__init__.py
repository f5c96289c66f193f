# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import controllers, demo, models, sql, tools, wizard
from .hooks import uninstall_hook
