"""`manage.py attention`: the entries that need somebody's eyes, and why."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.table import Table
from rich.text import Text

from organisations.imports.report import console_for
from organisations.models import Attention
from organisations.services.attention import open_attention


class Command(BaseCommand):
    """Prints the reasons as a table, the oldest first."""

    help = "Lists entries that need attention: an address nobody knows, a point outside the area, ..."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table."""
        console = console_for(self.stdout)
        rows = list(open_attention())
        if rows:
            table = Table(title="Needs attention", title_justify="left")
            for heading in ("since", "entry", "address", "reason", "detail"):
                table.add_column(heading, overflow="fold")
            for row in rows:
                table.add_row(*(Text(cell) for cell in _cells(row)))
            console.print(table)
        console.print(f"{len(rows)} to look at.", style="bold")


def _cells(row: Attention) -> tuple[str, ...]:
    address = row.address
    town = f"{address.postcode} {address.town}".strip()
    where = town if row.location.private else ", ".join(filter(None, (address.street, town)))
    return (f"{row.created_at:%Y-%m-%d}", row.organisation.name, where, row.get_reason_display(), row.detail)
