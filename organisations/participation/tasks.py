"""Jobs of the queue about taking part."""

import logging

from asgiref.sync import sync_to_async
from django.conf import settings
from procrastinate.contrib.django import app

from organisations.participation.company import after, proposing
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


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="look_for_company")
async def look_for_company(timestamp: int) -> None:
    """Every five minutes: proposals run out, the next mentors are asked, and visits that took place are asked about."""
    await sync_to_async(_look_for_company)()


def _look_for_company() -> None:
    if settings.SITE_URL:
        proposing.propose_due(site=settings.SITE_URL)
        after.ask_both(site=settings.SITE_URL)
    elif proposing.waiting_requests().exists():
        logger.warning("nobody is looked for who comes along: mails hold links, and SITE_URL is not set")
