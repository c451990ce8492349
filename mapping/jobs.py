"""Jobs of the queue (procrastinate, in our PostgreSQL) and its housekeeping.

A worker that is killed leaves its jobs "doing" and its heartbeat stops; the periodic job here gives them back to the
queue. So a job may run twice: every job must be repeatable.
"""

import logging
from time import monotonic

from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from mapping.geocoding.nudge import LOCK, ask_for_geocoding
from mapping.geocoding.run import geocode, is_work_left
from organisations.services.areas import find_areas_again
from organisations.services.attention import check_given_points_again
from organisations.services.retention import carry_out
from organisations.services.words import refresh_words, words_are_outdated

GEOCODING_SECONDS = 5  # then the worker is free for other jobs
SILENT_SECONDS = 60  # workers beat every ten seconds
WORDS_REST = 20  # so many times as long as the list of words took to make, it is left alone
_words_due = 0.0  # of this worker's clock
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> int:
    """Queues the jobs of silent workers again; returns how many."""
    manager = context.app.job_manager
    await sync_to_async(_correct_heartbeats)()
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS))
    for job in stalled:
        try:
            await manager.retry_job(job)
            logger.warning("job %s (%s) was given back to the queue: its worker fell silent", job.id, job.task_name)
        except UniqueViolation:  # another job with its queueing lock waits already and does the same work
            await manager.finish_job(job, status=Status.ABORTED, delete_job=False)
    await manager.prune_stalled_workers(seconds_since_heartbeat=SILENT_SECONDS)
    return len(stalled)


def _correct_heartbeats() -> None:
    """Heartbeats of the future, from before the clock was set back, become those of now."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now()"
            " WHERE last_heartbeat > now() + %s * interval '1 second'",
            [SILENT_SECONDS],
        )


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="tidy_up", pass_context=True)
async def tidy_up(context: JobContext, timestamp: int) -> None:
    """Every night: the rules of keeping and forgetting are carried out, and jobs done a week ago go away."""
    await sync_to_async(carry_out)()
    await context.app.job_manager.delete_old_jobs(nb_hours=24 * 7)


@app.task
async def find_areas() -> None:
    """After areas were changed by hand: every entry finds its area anew, and points of imports are looked at again."""
    await sync_to_async(find_areas_again)()
    await sync_to_async(check_given_points_again)()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock=LOCK)
async def geocode_due(timestamp: int) -> None:
    """Looks up due addresses for some seconds, then lets other jobs go first.

    The addresses themselves remember that they are due, how often they were tried and when to try again: a job that is
    lost loses nothing, and the one of the next minute goes on.
    """
    tally = await sync_to_async(geocode)(seconds=GEOCODING_SECONDS)
    if tally.stopped:
        logger.warning("geocoding stopped: %s", tally.stopped)
    elif tally.done and await sync_to_async(is_work_left)():
        await sync_to_async(ask_for_geocoding)()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="refresh_words_soon")
async def refresh_words_soon(timestamp: int) -> None:
    """Makes the list of words for correcting searches anew when something public has changed since the last time.

    Publications and changes of the vocabulary raise the version of the data; the list remembers of which version it
    is. So nothing is queued for each of them, and a change in a transaction that ends later is seen a minute later.
    """
    await sync_to_async(_refresh_words)()


def _refresh_words() -> None:
    global _words_due
    if monotonic() < _words_due or not words_are_outdated():
        return
    began = monotonic()
    refresh_words()
    _words_due = monotonic() + WORDS_REST * (monotonic() - began)
