"""Telling the queue that mails wait. The rows are the promise: a nudge that is lost costs a minute at most."""

import contextlib

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

JOB = "organisations.tasks.deliver_mails"
LOCK = "deliver_mails"


def deliver_soon() -> None:
    """Queues the job that sends mails, once the caller's transaction is committed."""
    transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Queues the job unless it waits already."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(JOB, queueing_lock=LOCK).defer(timestamp=0)
