"""Jobs of the queue: sending mails that wait, erasing messages whose time is over."""

import logging

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from organisations.participation.nudge import LOCK, nudge
from organisations.participation.sending import deliver
from organisations.participation.services import purge

SECONDS = 20.0  # then the worker is free for other jobs
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock=LOCK)
async def deliver_mails(timestamp: int) -> None:
    """Sends the mails that wait, those of a process that died among them, for some seconds."""
    if await sync_to_async(deliver)(SECONDS):
        await sync_to_async(nudge)()


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="purge_messages")
async def purge_messages(timestamp: int) -> None:
    """Every night."""
    erased, removed = await sync_to_async(purge)()
    logger.info("%s messages erased, %s empty ones removed", erased, removed)
