"""`manage.py clear_sample_data`: remove the invented entries."""

from typing import Any

from django.core.management.base import BaseCommand

from organisations.services.sample import clear_samples


class Command(BaseCommand):
    """Remove all sample entries with their history; real entries stay."""

    help = "Removes the sample entries; the interface says “example data” no more."

    def handle(self, *args: Any, **options: Any) -> None:
        """Clear and say how many are gone."""
        self.stdout.write(f"Sample entries: {clear_samples()} removed.")
