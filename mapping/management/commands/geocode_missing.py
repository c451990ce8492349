"""`manage.py geocode_missing`: look up the points of addresses that have none, now and before one's eyes."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mapping.geocoding.run import Tally, geocode
from organisations.imports.report import console_for
from organisations.services.geocoding import note_missing


class Command(BaseCommand):
    """Does what the queue does after every publication, for all addresses without a point."""

    requires_system_checks = ("security",)  # the settings; pages are of no concern here
    help = (
        "Asks the geocoder (GEOCODER_URL) for the point of every public address that has none: one a second, again and"
        " again from where it was interrupted. Points set by hand or by an import stay. `attention` lists the rest."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many at most."""
        parser.add_argument("--limit", type=_number, help="look up so many addresses at most")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look up and say what came of it; ends with an error when the geocoder is down."""
        console = console_for(self.stdout)
        waiting = note_missing()
        if not settings.GEOCODER_URL:
            console.print(
                f"No geocoder is set (GEOCODER_URL), so none was asked. Addresses without a point: {waiting}."
            )
            return
        tally = _geocoded(console, min(waiting, options["limit"] or waiting), options["limit"])
        console.print(
            f"{tally.done} addresses: {tally.found} found, {tally.flagged} need attention, {tally.failed} failed,"
            f" {tally.gone} had changed meanwhile.",
            style="bold",
        )
        if tally.stopped:
            left = "The addresses that are left stay due: the queue tries them again, and so does this command."
            raise CommandError(f"The geocoder {settings.GEOCODER_URL} is not at our service. {tally.stopped} {left}")


def _geocoded(console: Console, total: int, limit: int | None) -> Tally:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Geocoding", total=total)

        def show(tally: Tally) -> None:
            words = f"{tally.found} found, {tally.flagged} need attention"
            bar.update(task, completed=tally.done, description=words)

        return geocode(limit=limit, patient=True, progress=show)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("must be a number from 1 on")
    return int(text)
