# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the files on counts share: states, what makes a place, what only own steps write."""

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
# How a count begins; its own steps alone write these afterwards.
OUTCOME = {
    "state": "todo",
    "book_qty": False,
    "unit_cost": False,
    "counted_at": False,
    "counted_by_id": False,
    "first_book_qty": False,
    "first_counted_qty": False,
    "first_counted_by_id": False,
    "is_within": False,
    # They decide on the tolerance.
    "class_id": False,
    "abc": False,
    "exception_id": False,
    "problem": False,
}
# Carried through Odoo's count of a quant, so that it knows ours; an object can't come in
# over RPC. What is written of a count itself goes by `scm.own.step.mixin`.
COUNTING = object()
