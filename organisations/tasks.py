"""Jobs of the queue that belong to entries: sending mails that wait."""

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from organisations.outbox.nudge import LOCK, nudge
from organisations.outbox.sending import deliver, forget_recipients
from organisations.services.consent import forget_old_consent_links
from organisations.services.ownership import forget_old_links
from organisations.services.suggestions import forget_senders

SECONDS = 20.0  # then the worker is free for other jobs


@app.periodic(cron="* * * * *")
@app.task(queueing_lock=LOCK)
async def deliver_mails(timestamp: int) -> None:
    """Sends the mails that wait, those of a process that died among them, for some seconds."""
    if await sync_to_async(deliver)(SECONDS):
        await sync_to_async(nudge)()


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
