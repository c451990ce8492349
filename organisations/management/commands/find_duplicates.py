"""manage.py find_duplicates: finds the pairs of entries that may be one."""

from typing import Any

from django.core.management.base import BaseCommand

from organisations.services.duplicate_pairs import find_pairs


class Command(BaseCommand):
    """Compares what entries have in common; what curators decided of a pair stays."""

    help = "Find entries that may be duplicates of each other (the queue does so after every change)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many pairs are to be decided on."""
        self.stdout.write(f"{find_pairs()} possible duplicates")
