"""`manage.py bench_import`: a large table through the desk and the queue, with times and memory."""

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from mapping.bench.desk import GOAL, signed_in
from mapping.bench.forms import SignedIn
from mapping.bench.importing import Peaks, Stages, import_table, running_worker, write_table
from mapping.bench.load import clean_up, prepare_database
from mapping.bench.scratch import scratch_database, scratch_name
from mapping.bench.server import running_server

MOST = 500  # MB of any process
TITLES = ("A new list", "The same list, changed")


class Command(BaseCommand):
    """Imports a list twice in a database of its own; ends with 1 if a page or a process is beyond its goal."""

    requires_system_checks = ("security",)
    help = (
        "Measures imports in the browser: seconds by stage, memory (goal 500 MB), pages (goal 300 ms) at 50,000 rows."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many rows, how often a page."""
        parser.add_argument("--rows", type=int, default=50_000)
        parser.add_argument("--rounds", type=int, default=7, help="each page so often (7)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print."""
        if not getattr(staticfiles_storage, "hashed_files", True):  # plain files, as in tests, have none at all
            raise CommandError(
                "No static files are collected yet, so pages would fail. Run script/manage prepare once."
            )
        console = Console(file=self.stdout, width=140)  # type: ignore[arg-type]  # Django's wrapper writes as a file does
        name = scratch_name(str(settings.DATABASES["default"]["NAME"]), 0, keep=False)
        found = []
        with scratch_database(name, 0, keep=False), tempfile.TemporaryDirectory() as given:
            folder = Path(given)
            prepare_database()
            clean_up()
            with (
                running_server(name, folder / "server.log") as server,
                running_worker(name, folder / "worker.log") as worker,
                Peaks(server.pid, worker).watched() as peaks,
            ):
                curator = SignedIn(server.port, signed_in())
                for number, title in enumerate(TITLES):
                    write_table(folder / "list.csv", options["rows"], changed=bool(number))
                    stages = import_table(curator, folder / "list.csv", "bench", options["rounds"])
                    console.print(as_table(stages, f"{title}: {options['rows']:,} rows"))
                    found.append(stages)
                    told = ", ".join(f"{name} {peak:.0f}" for name, peak in peaks.highest.items())
                    console.print(f"Highest memory of a process so far, MB (goal {MOST}): {told}.", highlight=False)
        slow = any(time >= GOAL for stages in found for time in stages.pages.values())
        if slow or max(peaks.highest.values()) >= MOST:
            sys.exit(1)


def as_table(stages: Stages, title: str) -> Table:
    """The figures."""
    table = Table(title=title, title_justify="left")
    for heading in ("stage", "seconds", "page", "ms", f"under {GOAL}"):
        table.add_column(heading, justify="left" if heading in ("stage", "page") else "right")
    lines = max(len(stages.seconds), len(stages.pages))
    by_stage = [(name, f"{value:.1f}") for name, value in stages.seconds.items()]
    by_page = [(name, f"{value:.0f}", "yes" if value < GOAL else "no") for name, value in stages.pages.items()]
    by_stage += [("", "")] * (lines - len(by_stage))
    by_page += [("", "", "")] * (lines - len(by_page))
    for stage, page in zip(by_stage, by_page, strict=True):
        table.add_row(*stage, *page)
    return table
