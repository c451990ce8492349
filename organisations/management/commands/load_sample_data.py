"""`manage.py load_sample_data`: the invented entries of fixtures/entries."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from organisations.services.sample import load_samples


class Command(BaseCommand):
    """Publish the sample entries that are missing; a second run changes nothing."""

    help = "Publishes the sample entries (invented); running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Cleared sample entries come back only on demand."""
        parser.add_argument("--again", action="store_true", help="also after clear_sample_data")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many are new."""
        new = load_samples(settings.BASE_DIR / "fixtures" / "entries", timezone.localdate(), again=options["again"])
        self.stdout.write(f"Sample entries: {new} new.")
