"""`manage.py telephone_list`: the entries whose people have to be called."""

from typing import Any

from django.core.management.base import BaseCommand

from organisations.services.telephone_list import telephone_list


class Command(BaseCommand):
    """Prints them, the one that waits longest first: a line each with tabs between the columns."""

    help = "Lists entries whose editors do not answer, or whom no mail reaches: since when, name, area, telephone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        entries = list(telephone_list())
        for entry in entries:
            area = entry.area.name if entry.area else ""
            self.stdout.write("\t".join((str(entry.vouched_on), entry.name, area, entry.telephone)))
        self.stdout.write(f"{len(entries)} to call.")
