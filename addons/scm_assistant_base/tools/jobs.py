# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scheduled work on many records, of which one that fails stops no other."""


def run_jobs(env, jobs, work, logger, failure, note_failure=None):
    """Do ``work`` for each of ``jobs``, each in a transaction of its own.

    Killed in the middle, what was done stays; out of time, the rest is left to the next
    run. A job that fails is rolled back and logged, and the next one begins.

    :param jobs: records, or tuples of arguments for ``work``
    :param failure: what to log, with a place for each id of the job: "Report %s failed"
    :param note_failure: called with the job's arguments and the error, to keep it somewhere
    """
    commit_progress = env["ir.cron"]._commit_progress
    commit_progress(remaining=len(jobs))
    for job in jobs:
        arguments = job if isinstance(job, tuple) else (job,)
        try:
            work(*arguments)
            # Here, where an error is this job's, and not when the next one begins.
            env.flush_all()
        except Exception as error:
            env.cr.rollback()
            logger.exception(failure, *(record.id for record in arguments))
            if note_failure:
                note_failure(*arguments, error)
        if not commit_progress(1):
            break
