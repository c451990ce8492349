"""`manage.py load_vocabularies`: topics, openness flags and German levels from fixtures/vocabularies.json."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from organisations.services.vocabularies import load_vocabularies


class Command(BaseCommand):
    """Load the vocabularies; a second run changes nothing."""

    help = "Loads topics, openness flags and German levels; running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """A file may be given instead of the shipped one."""
        parser.add_argument("file", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures" / "vocabularies.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many words changed."""
        changed = load_vocabularies(options["file"])
        self.stdout.write(f"Vocabularies: {changed} new or changed.")
