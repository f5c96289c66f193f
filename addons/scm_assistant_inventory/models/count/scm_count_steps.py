# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The states of a count and what only its own steps may write."""

ASSISTANT = "scm_assistant_base.group_scm_assistant"
MANAGER = "scm_assistant_base.group_scm_manager"
STATES = [
    ("todo", "To Count"),
    ("recount", "Count Again"),
    ("conflict", "Stock Moved"),
    ("review", "To Approve"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
COUNTABLE = ("todo", "recount")
OPEN = ("todo", "recount", "conflict", "review")
KEY = ("product_id", "location_id", "lot_id", "package_id", "owner_id")
OUTCOME = {
    "state",
    "book_qty",
    "unit_cost",
    "counted_at",
    "counted_by_id",
    "first_book_qty",
    "first_counted_qty",
    "first_counted_by_id",
    "is_within",
    # They decide on the tolerance.
    "class_id",
    "abc",
    "exception_id",
    "problem",
}
# The token that the counting's own steps carry; an object can't come in over RPC.
_OWN_STEP = object()
