"""`manage.py purge_messages`: what the queue does every night, at once."""

from typing import Any

from django.core.management.base import BaseCommand

from organisations.participation.services import purge


class Command(BaseCommand):
    """Erases first messages whose time is over."""

    help = "Erases first messages after the days of MESSAGE_DAYS without an act of either side."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and print how many."""
        erased, removed = purge()
        self.stdout.write(f"Messages: {erased} erased, {removed} empty ones removed.")
