"""`manage.py attention`: the entries that need somebody's eyes, and why."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from rich.table import Table
from rich.text import Text

from organisations.imports.report import console_for
from organisations.models import Attention
from organisations.services.attention import open_attention


class Command(BaseCommand):
    """Prints the reasons, the oldest first: a table on a terminal, else a line each with tabs between the columns."""

    help = "Lists entries that need attention: an address nobody knows, a point outside the area, ..."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        console = console_for(self.stdout)
        with translation.override("en"):  # as all that commands print
            rows = [_cells(row) for row in open_attention()]
        if console.is_terminal and rows:
            console.print(_table(rows))
        elif rows:
            self.stdout.write("\n".join("\t".join(cells) for cells in rows))
        console.print(f"{len(rows)} to look at.", style="bold")


def _table(rows: Iterable[tuple[str, ...]]) -> Table:
    table = Table(title="Needs attention", title_justify="left")
    for heading in ("since", "entry", "address", "reason", "detail"):
        table.add_column(heading, overflow="fold")
    for cells in rows:
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _cells(row: Attention) -> tuple[str, ...]:
    address = row.address
    town = f"{address.postcode} {address.town}".strip()
    where = town if row.location.private else ", ".join(filter(None, (address.street, town)))
    return (
        f"{timezone.localtime(row.created_at):%Y-%m-%d}",
        row.organisation.name,
        where,
        row.get_reason_display(),
        row.detail,
    )
