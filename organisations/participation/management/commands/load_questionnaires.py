"""`manage.py load_questionnaires`: the shipped questionnaires from fixtures/questionnaires."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from organisations.participation.questions.loading import load_questionnaires

FOLDER = settings.BASE_DIR / "fixtures" / "questionnaires"


class Command(BaseCommand):
    """Load the questionnaires; a second run changes nothing."""

    help = "Loads questionnaires that are missing, and new versions of those that no curator has changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """A folder may be given instead of the shipped one."""
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
        parser.add_argument("--open", action="store_true", help="new ones can be filled in at once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many versions are new."""
        made = load_questionnaires(options["folder"], open=options["open"])
        self.stdout.write(f"Questionnaires: {made} new versions.")
