"""`manage.py bench_desk`: how long the pages of the curators' desk take with many entries."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from mapping.bench.desk import GOAL, as_table, furnish, measure, paths, signed_in
from mapping.bench.load import clean_up
from mapping.bench.served import served
from organisations.vocabulary import vocabulary


class Command(BaseCommand):
    """Makes entries in a database of its own, furnishes the desk, asks for each page; ends with 1 if one is slow."""

    requires_system_checks = ("security",)
    help = "Measures every page of the desk on synthetic entries; the goal is 300 ms at 50,000."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many entries, how often."""
        parser.add_argument("--entries", type=int, default=50_000)
        parser.add_argument("--rounds", type=int, default=7, help="each page so often (7)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print."""
        console = Console(file=self.stdout, width=140)  # type: ignore[arg-type]  # Django's wrapper writes as a file does
        with served(options["entries"]) as (base, _folder):
            furnish()
            clean_up()
            cookie, port = signed_in(), int(base.rpartition(":")[2])
            found, left = paths(vocabulary("default").areas[0].slug)
            timings = [measure(port, cookie, path, options["rounds"]) for path in found]
        told = [one for one in timings if one]
        console.print(as_table(told, f"The desk with {options['entries']:,} entries, as a superuser"))
        if left:
            console.print(f"Not measured: {', '.join(left)}.", highlight=False)
        if any(one.middle >= GOAL for one in told):
            sys.exit(1)
