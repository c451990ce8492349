"""Jobs of the queue about taking part."""

import logging

from asgiref.sync import sync_to_async
from django.conf import settings
from procrastinate.contrib.django import app

from organisations.participation.mentors import expiry

logger = logging.getLogger(__name__)


@app.periodic(cron="17 6-20 * * *")
@app.task(queueing_lock="tell_mentors")
async def tell_mentors(timestamp: int) -> None:
    """By day: mails to mentors whose approval ends; if a worker was down or died, an hour later."""
    await sync_to_async(_tell_mentors)()


def _tell_mentors() -> None:
    if settings.SITE_URL:
        expiry.tell(site=settings.SITE_URL)
    elif expiry.ending().exists():
        logger.warning("mentors are not told that their approval ends: mails hold links, and SITE_URL is not set")
