"""`manage.py load_questionnaires`: the shipped questionnaires from fixtures/questionnaires."""

from pathlib import Path

from organisations.participation.management.shipped import ShippedCommand
from organisations.participation.questions.loading import load_questionnaires


class Command(ShippedCommand):
    """Load the questionnaires; a second run changes nothing."""

    help = "Loads questionnaires that are missing, and new versions of those that no curator has changed."
    folder = "questionnaires"
    opened = "new ones can be filled in at once"
    told = "Questionnaires: {made} new versions."

    def load(self, folder: Path, *, open: bool) -> int:
        """Loads the folder; how many versions are new."""
        return load_questionnaires(folder, open=open)
