# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Locks on a name, held until the transaction ends; they leave all rows free."""

from odoo.tools import SQL


def wait_for_lock(env, key):
    """Take the lock ``key``; whoever else wants it waits for the end of this transaction."""
    env.execute_query(SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", key))


def try_lock(env, key):
    """Take the lock ``key`` without waiting; return whether it was free.

    Who waits goes on with what it saw before: where that would be done a second time, the
    work is better left to whoever has the lock.
    """
    sql = SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", key)
    return env.execute_query(sql)[0][0]
