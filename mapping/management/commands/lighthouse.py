"""`manage.py lighthouse`: points of Lighthouse for the list page with invented entries; script/lighthouse starts it."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from mapping.bench.lighthouse import as_table, look, run_all
from mapping.bench.served import served


class Command(BaseCommand):
    """Makes entries in a database of its own, serves them, lets Lighthouse look; ends with 1 if a goal is missed."""

    help = "Runs Lighthouse 12 on the list page: mobile, default throttling, no tiles. script/lighthouse installs it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the programs are, how many entries, how often, which pages."""
        parser.add_argument("--program", type=Path, required=True, help="Lighthouse's own program")
        parser.add_argument("--browser", required=True, help="Chromium's program")
        parser.add_argument("--entries", type=int, default=500)
        parser.add_argument("--rounds", type=int, default=5, help="the best of so many runs counts (5)")
        parser.add_argument("--pages", nargs="+", default=["/de/", "/ar/"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print."""
        entries, rounds = options["entries"], options["rounds"]
        console = Console(file=self.stdout, width=140)  # type: ignore[arg-type]  # Django's wrapper writes as a file does
        with served(entries) as (base, folder):
            file, root = folder / "report.json", os.geteuid() == 0
            reports = run_all(
                options["pages"],
                rounds,
                lambda path: look(options["program"], options["browser"], base + path, file, root),
            )
        console.print(as_table(reports, entries, rounds))
        for report in reports:
            for fault in report.faults:
                console.print(f"{report.path} {fault}", highlight=False)
        if not all(report.reached for report in reports):
            sys.exit(1)
