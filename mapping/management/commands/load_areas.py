"""Load the project's own areas: coarse outlines drawn by hand, districts as centre points."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from mapping.areas import load_areas


class Command(BaseCommand):
    """`manage.py load_areas`: may be run at every start."""

    help = "Loads the areas of fixtures/areas.geojson that are missing; what import_areas brought is never overwritten."

    def add_arguments(self, parser: CommandParser) -> None:
        """One choice: whether what somebody changed by hand goes."""
        parser.add_argument("--overwrite", action="store_true", help="also bring areas that are there to the file's")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many rows were written."""
        written = load_areas(settings.BASE_DIR / "fixtures" / "areas.geojson", overwrite=options["overwrite"])
        if written and options["verbosity"]:
            self.stdout.write(f"{written} areas loaded.")
