"""`manage.py work`: works on the queue until it is told to stop."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand

from mapping.worker import work


class Command(BaseCommand):
    """The process beside the web server: geocoding, housekeeping and whatever else is queued."""

    requires_system_checks = ("security",)  # the settings; pages are of no concern here
    help = "Works on the queue until SIGTERM or Ctrl-C. Waits while the database is away and goes on when it is back."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, and end when told to."""
        asyncio.run(work())
