"""`manage.py refresh_listings`: the read model made anew from the documents."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from organisations.models import DataVersion, Listing
from organisations.services.listing import refresh_all_listings


class Command(BaseCommand):
    """Rebuilds what lists and maps read; visitors see the old rows until the new ones are there."""

    help = "Writes all listings anew from the documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One choice: to do nothing unless this release has changed what a listing holds."""
        parser.add_argument("--if-outdated", action="store_true", help="only if an older release wrote them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refresh, and say how many there were."""
        if options["if_outdated"] and DataVersion.objects.using("default").get().listing_form == Listing.FORM:
            return
        self.stdout.write(f"{refresh_all_listings()} organisations refreshed.")
