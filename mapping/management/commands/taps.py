"""`manage.py taps`: how fast filters answer in a slowed browser; `script/lighthouse --taps` starts it."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from mapping.bench.served import served
from mapping.bench.taps import as_table, measure, missed

COUNTRY = "5.9,47.2,15.1,55"  # the invented entries lie all over it: so all markers are in sight


class Command(BaseCommand):
    """Makes entries in a database of its own, serves them, taps on filters; ends with 1 if a goal is missed."""

    help = "Measures taps on filters with Chromium on a slowed processor: counts, list, markers; no request is allowed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The browser, how many entries, how often, how slow."""
        parser.add_argument("--browser", required=True, help="Chromium's program")
        parser.add_argument("--entries", type=int, default=500)
        parser.add_argument("--rounds", type=int, default=5, help="the median of so many counts (5)")
        parser.add_argument("--slowed", type=float, default=4, help="so many times slower than this machine (4)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print."""
        entries, rounds, slowed = options["entries"], options["rounds"], options["slowed"]
        console = Console(file=self.stdout, width=140)  # type: ignore[arg-type]  # Django's wrapper writes as a file does
        with served(entries, MAP_EXTENT=COUNTRY) as (base, _folder):
            busy = os.getloadavg()[0]
            taps = measure(base, options["browser"], rounds, slowed)
        title = (
            f"{entries} entries, processor slowed {slowed:g} times: ms from tap to paint, median of {rounds} (slowest)"
        )
        console.print(as_table(taps, title))
        console.print(f"{os.cpu_count()} cores; before the first tap {busy:.1f} processes were at work on the machine.")
        faults = missed(taps)
        for fault in faults:
            console.print(f"Missed: {fault}", highlight=False)
        if faults:
            sys.exit(1)
