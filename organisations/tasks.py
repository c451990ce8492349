"""Jobs of the queue that belong to entries: mails that wait, reminders, what comes back, what is over."""

import asyncio
import logging

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app

from organisations import runners
from organisations.imports.sources import due_sources
from organisations.imports.uploads import forget_old_files
from organisations.outbox.bounces import read_mailbox
from organisations.outbox.nudge import LOCK, nudge
from organisations.outbox.sending import deliver, forget_recipients
from organisations.services import counting, work
from organisations.services.consent import forget_old_consent_links
from organisations.services.ownership import forget_old_links
from organisations.services.reminders import due_entries, remind
from organisations.services.suggestions import forget_senders

SECONDS = 20.0  # then the worker is free for other jobs
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


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="forget_recipients")
async def forget_old_recipients(timestamp: int) -> None:
    """Every night."""
    await sync_to_async(forget_recipients)()


@app.periodic(cron="43 3 * * *")
@app.task(queueing_lock="forget_proposals")
async def forget_proposals(timestamp: int) -> None:
    """Every night: names and addresses of people whose suggestion was decided long ago, links that are over."""
    await sync_to_async(forget_senders)()
    await sync_to_async(forget_old_links)()
    await sync_to_async(forget_old_consent_links)()


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="count_entries")
async def count_entries(timestamp: int) -> None:
    """Once a day, and again the next hour if a worker was down: the numbers of the statistics."""
    await sync_to_async(counting.count_if_due)()


@app.task(queueing_lock="count_entries_now")
async def count_entries_now() -> None:
    """When a curator asks for it."""
    await sync_to_async(counting.count)()


@app.periodic(cron="11 * * * *")
@app.task(queueing_lock="fetch_sources")
async def fetch_sources(timestamp: int) -> None:
    """Every hour: sources of imports whose time has come are fetched, by the work of the queue."""
    await sync_to_async(due_sources)()


@app.periodic(cron="51 3 * * *")
@app.task(queueing_lock="forget_imports")
async def forget_imports(timestamp: int) -> None:
    """Every night: files and rows of imports from long ago."""
    await sync_to_async(forget_old_files)()
