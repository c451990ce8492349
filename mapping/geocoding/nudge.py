"""Queueing the geocoder's job from the web server, which never loads the geocoder itself."""

import contextlib

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

JOB = "mapping.jobs.geocode_due"
LOCK = "geocode_due"


def ask_for_geocoding() -> None:
    """Queue the job that looks up due addresses unless it waits already. Without GEOCODER_URL nothing happens."""
    if not settings.GEOCODER_URL:
        return
    waiting = ProcrastinateJob.objects.filter(queueing_lock=LOCK, status=Status.TODO.value)
    with contextlib.suppress(AlreadyEnqueued):
        if not waiting.exists():
            app.configure_task(JOB, queueing_lock=LOCK).defer(timestamp=0)
