"""Jobs of the queue: erasing messages whose time is over."""

import logging

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from organisations.participation.services import purge

logger = logging.getLogger(__name__)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="purge_messages")
async def purge_messages(timestamp: int) -> None:
    """Every night."""
    erased, removed = await sync_to_async(purge)()
    logger.info("%s messages erased, %s empty ones removed", erased, removed)
