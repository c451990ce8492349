"""`manage.py load_modules`: the shipped learning modules from fixtures/modules."""

from pathlib import Path

from organisations.participation.management.shipped import ShippedCommand
from organisations.participation.news.loading import load_modules


class Command(ShippedCommand):
    """Load the learning modules; a second run changes nothing."""

    help = "Loads learning modules that are missing, as drafts; those that were changed or deleted stay as they are."
    folder = "modules"
    opened = "new ones are published at once"
    told = "Learning modules: {made} new."

    def load(self, folder: Path, *, open: bool) -> int:
        """Loads the folder; how many modules are new."""
        return load_modules(folder, open=open)
