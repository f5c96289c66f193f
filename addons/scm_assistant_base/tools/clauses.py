# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Contract clauses: text with fields to fill in, {{ partner }} and the like."""

import re

FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def find_fields(text):
    """Return the names of the fields that ``text`` wants filled in, in their order.

    >>> find_fields("Between {{ company }} and {{partner}}.")
    ['company', 'partner']
    """
    return FIELD.findall(text or "")


def fill(text, values):
    """Return ``text`` with its fields filled in; an unknown field stays as it is.

    Only names are looked up, nothing is evaluated: a clause can't run code.

    >>> fill("Notice: {{ days }} days, {{ else }}", {"days": 30})
    'Notice: 30 days, {{ else }}'
    """
    return FIELD.sub(lambda match: str(values.get(match[1], match[0])), text or "")
