# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Arrays of numbers as values of a statement."""

from odoo.tools import SQL


def sql_ids(numbers):
    """Return an array of whole numbers, adapted much faster than a list."""
    return SQL("%s::int[]", f"{{{','.join(map(str, numbers.tolist()))}}}")
