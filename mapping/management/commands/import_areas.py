"""Import the outlines of municipalities."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mapping.areas import AreaReport, import_areas
from organisations.imports.reader import FileRefusedError
from organisations.imports.report import console_for


class Command(BaseCommand):
    """`manage.py import_areas FILE`."""

    help = (
        "Import municipalities from GeoJSON (official key AGS, name, outline), such as BKG's VG250. They replace areas"
        " of the same key, which keep their slug, districts and postcodes; then every entry finds its area anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File and options."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--region",
            default="",
            help="keys of the operator's municipalities or beginnings of keys, separated by commas: 08116077,08111",
        )
        parser.add_argument("--source", default="", help="whose data it is, as it must be shown (what the file says)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import and print what it did."""
        console = console_for(self.stdout)
        region = [key.strip() for key in options["region"].split(",") if key.strip()]
        if wrong := [key for key in region if not key.isdigit()]:
            raise CommandError(f"{wrong[0]!r} is no official key (AGS), these are digits.")
        try:
            with console.status("reading") as status:
                report = import_areas(options["file"], region, options["source"], status.update)
        except FileRefusedError as error:
            raise CommandError(str(error)) from None
        _print(console, report)


def _print(console: Console, report: AreaReport) -> None:
    if report.refused:
        table = Table(title="Refused", title_justify="left")
        for heading in ("where", "reason"):
            table.add_column(heading)
        for where, reason in report.refused:
            table.add_row(Text(where), Text(reason))
        console.print(table)
    if report.repaired:
        console.print(f"Repaired outlines: {', '.join(report.repaired)}.", markup=False)
    console.print(
        f"{report.areas} areas from {report.features} features: {report.new} new, {report.changed} changed,"
        f" {report.unchanged} unchanged, {len(report.refused)} refused. {report.moved} addresses found another area.",
        style="bold",
    )
