# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scheduled work on many records, of which one that fails stops no other."""

from odoo.exceptions import ConcurrencyError, LockError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

BUSY = (LockError, ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)


def run_jobs(env, jobs, work, logger, failure, note_failure=None, can_stop=None):
    """Do ``work`` for each of ``jobs``, each in a transaction of its own.

    Killed in the middle, what was done stays; out of time, the rest is left to the next
    run. A job that fails is rolled back and logged, and the next one begins. Where somebody
    else is at it just now, that is no failure: it is left to the next run.

    :param jobs: records, or tuples of arguments for ``work``
    :param failure: what to log, with a place for each id of the job: "Report %s failed"
    :param note_failure: called with the job's arguments and the error, to keep it somewhere
    :param can_stop: called with the job's arguments, returns whether the rest may be left
        after it; always, if not said
    """
    commit_progress = env["ir.cron"]._commit_progress
    commit_progress(remaining=len(jobs))
    for job in jobs:
        arguments = job if isinstance(job, tuple) else (job,)
        _result, error = attempt(env, work, *arguments)
        if error:
            _tell_failure(env, arguments, error, logger, failure, note_failure)
        has_time = commit_progress(1)
        if not has_time and (not can_stop or can_stop(*arguments)):
            break


def run_batches(env, records, size, work, logger, failure, note_failure=None):
    """Do ``work`` for ``records``, so many at once, each batch in a transaction of its own.

    As ``run_jobs`` does; a batch that fails is halved until what is to blame stands alone.
    """
    commit_progress = env["ir.cron"]._commit_progress
    commit_progress(remaining=len(records))
    waiting = [records.browse(ids) for ids in split_every(size, records.ids)]
    while waiting:
        batch = waiting.pop(0)
        _result, error = attempt(env, work, batch)
        if error and len(batch) > 1:
            half = len(batch) // 2
            waiting[:0] = [batch[:half], batch[half:]]
            continue
        if error:
            _tell_failure(env, (batch,), error, logger, failure, note_failure)
        if not commit_progress(len(batch)):
            break


def attempt(env, work, *arguments):
    """Do ``work`` and write it; return (its result, None), or (None, the error that undid it).

    What was done before has to be committed. An error that only the database finds shows
    here, and not when the next one begins.
    """
    try:
        result = work(*arguments)
        env.flush_all()
    except Exception as error:
        env.cr.rollback()
        return None, error
    return result, None


def is_busy(error):
    """Return whether ``error`` says that somebody else is at the same just now."""
    return isinstance(error, BUSY)


def _tell_failure(env, arguments, error, logger, failure, note_failure):
    ids = [record.id for record in arguments]
    if is_busy(error):
        logger.info(failure + ", left to the next run: %s", *ids, error)
        return
    logger.error(failure, *ids, exc_info=error)
    if note_failure:
        _result, unnoted = attempt(env, note_failure, *arguments, error)
        if unnoted:
            logger.warning(failure + ", and that is not noted: %s", *ids, unnoted)
