"""`manage.py wishes`: what visitors looked for and did not find."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from organisations.services.wishes import most_wished


class Command(BaseCommand):
    """Lists the wishes of the last days, the most frequent first."""

    help = "Lists filters and words for which visitors found nothing, with how often; nothing in it says who they were."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How far back."""
        parser.add_argument("--days", type=int, default=90, help="of the last so many days (90)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one wish a line: count, then the query."""
        days = min(max(options["days"], 1), 100_000)
        found = most_wished(timezone.localdate() - timedelta(days=days - 1))
        for asked, count in found:
            self.stdout.write(f"{count:6d}  {asked}")
        if not found:
            self.stdout.write("Nothing was looked for in vain.")
