# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Errors that code or tests must tell apart."""


class ForeignAnswerError(Exception):
    """An answer by link names what is not its document's; it is answered as a wrong link."""
