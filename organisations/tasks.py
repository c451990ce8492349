"""Jobs of the queue that belong to entries: sending mails that wait."""

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from organisations.outbox.nudge import LOCK, nudge
from organisations.outbox.sending import deliver, forget_recipients

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
