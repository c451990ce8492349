"""Load the project's own areas: coarse outlines drawn by hand, districts as centre points."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from mapping.areas import load_areas


class Command(BaseCommand):
    """`manage.py load_areas`: may be run at every start."""

    help = "Load the areas of fixtures/areas.geojson; what import_areas brought is never overwritten."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many rows were written."""
        written = load_areas(settings.BASE_DIR / "fixtures" / "areas.geojson")
        if written and options["verbosity"]:
            self.stdout.write(f"{written} areas loaded.")
