"""Jobs of the queue that belong to entries: mails that wait, reminders, what comes back, links, duplicates."""

import asyncio
import logging
from time import monotonic

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app

from organisations import runners
from organisations.imports.sources import due_sources
from organisations.outbox.bounces import read_mailbox
from organisations.outbox.nudge import LOCK, nudge
from organisations.outbox.sending import deliver
from organisations.services import counting, links, work
from organisations.services.duplicate_pairs import find_pairs, pairs_are_outdated
from organisations.services.reminders import due_entries, remind

SECONDS = 20.0  # then the worker is free for other jobs
LINK_SECONDS = 8.0
LISTED_AT = 11  # minute of the hour
PAIRS_REST = 20  # so many times as long as finding the possible duplicates took, they are left alone
_pairs_due = 0.0  # of this worker's clock
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock=LOCK)
async def deliver_mails(timestamp: int) -> None:
    """Sends the mails that wait, those of a process that died among them, for some seconds."""
    if await sync_to_async(deliver)(SECONDS):
        await sync_to_async(nudge)()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock=work.LOCK, lock=work.LOCK)
async def go_on_with_work(timestamp: int) -> None:
    """Does steps of long work (imports, undoing …), that of a worker that was killed among them, for some seconds.

    In a thread of its own: mails and geocoding go on beside it (`mapping/worker.py` works on two jobs at a time).
    """
    assert runners.RUNNERS  # noqa: S101 - the kinds of work are known by having been imported
    if await asyncio.to_thread(_go_on_with_work):
        await sync_to_async(work.nudge)()


def _go_on_with_work() -> bool:
    try:
        return work.go_on(SECONDS)
    finally:
        connections.close_all()  # of this thread, which may never be used again


@app.periodic(cron="11 * * * *")
@app.task(queueing_lock="fetch_sources")
async def fetch_sources(timestamp: int) -> None:
    """Every hour: sources of imports whose time has come are fetched, by the work of the queue."""
    await sync_to_async(due_sources)()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="find_duplicates_soon", lock="find_duplicates_soon")
async def find_duplicates_soon(timestamp: int) -> None:
    """Finds possible duplicates anew when something was published since the last time, in a thread of its own.

    As with the list of words, nothing is queued for each publication: the search remembers of which version it is.
    """
    await asyncio.to_thread(_find_duplicates)


def _find_duplicates() -> None:
    global _pairs_due
    try:
        if monotonic() >= _pairs_due and pairs_are_outdated():
            began = monotonic()
            find_pairs()
            _pairs_due = monotonic() + PAIRS_REST * (monotonic() - began)
    finally:
        connections.close_all()  # of this thread, which may never be used again


@app.periodic(cron="7 7-17 * * *")
@app.task(queueing_lock="send_reminders")
async def send_reminders(timestamp: int) -> None:
    """By day: writes what is left of the day's reminders; if a worker was down or died, an hour later."""
    await sync_to_async(_send_reminders)()


def _send_reminders() -> None:
    if settings.BOUNCE_MAILBOX:
        _read_bounces()
    if settings.SITE_URL:
        remind(site=settings.SITE_URL, seconds=SECONDS)
    elif settings.REMINDERS_A_DAY and due_entries().exists():
        logger.warning("no reminders are sent: they hold links to this site, and SITE_URL is not set")


def _read_bounces() -> None:
    try:
        read_mailbox(settings.BOUNCE_MAILBOX)
    except OSError as error:
        logger.error("BOUNCE_MAILBOX cannot be read: %s", error.strerror)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="check_links")
async def check_links(timestamp: int) -> None:
    """Asks web addresses that are due for some seconds; once an hour the list of them is made anew."""
    if settings.CHECK_LINKS:
        await sync_to_async(_check_links)(timestamp)


def _check_links(timestamp: int) -> None:
    if timestamp // 60 % 60 == LISTED_AT:
        links.list_links()
    links.check_links(LINK_SECONDS)


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="count_entries")
async def count_entries(timestamp: int) -> None:
    """Once a day, and again the next hour if a worker was down: the numbers of the statistics."""
    await sync_to_async(counting.count_if_due)()


@app.task(queueing_lock="count_entries_now")
async def count_entries_now() -> None:
    """When a curator asks for it."""
    await sync_to_async(counting.count)()
