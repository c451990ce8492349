"""`manage.py load_vocabularies`: topics, openness flags and German levels from fixtures/vocabularies.json."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from organisations.services.vocabularies import load_vocabularies


class Command(BaseCommand):
    """Load the vocabularies; a second run changes nothing."""

    help = "Loads topics, openness flags and German levels that are missing; running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """A file may be given instead of the shipped one."""
        parser.add_argument("file", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures" / "vocabularies.json")
        parser.add_argument("--overwrite", action="store_true", help="also bring words that are there to the file's")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many words changed."""
        changed = load_vocabularies(options["file"], overwrite=options["overwrite"])
        self.stdout.write(f"Vocabularies: {changed} new or changed.")
