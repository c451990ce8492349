"""`manage.py bench`: how fast the site is beside plain SQL, on invented entries in a database of its own."""

import json
import signal
import sys
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from mapping.bench.report import as_table, as_values, print_statements
from mapping.bench.run import KEYS, Outcome, Wishes, run
from mapping.bench.scratch import scratch_name
from mapping.bench.synthetic import MOST
from organisations.imports.report import console_for


class Command(BaseCommand):
    """Makes entries, serves them, measures, prints. Ends with 1 if an answer is wrong; a goal missed is no error."""

    requires_system_checks = ("security",)  # the web server makes all of them when it starts
    help = (
        "Publishes synthetic entries in a scratch database beside that of DATABASE_URL, starts the web server on it and"
        " measures requests in turns with the plainest SQL that gives the same ids."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much, how often, which, and in what form."""
        parser.add_argument("--entries", type=_whole(100, MOST), default=20_000, help="default 20000")
        parser.add_argument("--rounds", type=_whole(1, 1_000), default=10, help="each variant so often (10)")
        parser.add_argument("--variants", type=_whole(1, 64), default=16, help="different requests a workload (16)")
        parser.add_argument("--only", type=_keys, default=KEYS, metavar="W1,W6", help=f"of {', '.join(KEYS)}")
        parser.add_argument("--keep", action="store_true", help="keep the database and use it again next time")
        parser.add_argument("--sql", action="store_true", help="print the SQL the requests are compared with")
        parser.add_argument("--json", metavar="FILE", help="write the figures as JSON, - for the output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print."""
        to_output = options["json"] == "-"
        if options["json"] and not to_output:
            self._look_at(Path(options["json"]))
        console = Console(stderr=True) if to_output else console_for(self.stdout)
        name = scratch_name(str(settings.DATABASES["default"]["NAME"]), options["entries"], options["keep"])
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, _ended_in_order(), _bar(console) as bar:
            outcome = run(name, self._wishes(options, console, bar, Path(folder) / "server.log"))
        console.print(as_table(outcome.results, outcome.memory, outcome.data, outcome.versions))
        if options["json"]:
            self._write(outcome, options["json"])
        if not outcome.in_order:
            sys.exit(1)

    def _wishes(self, options: dict[str, Any], console: Console, bar: Progress, log: Path) -> Wishes:
        task = bar.add_task("Publishing", total=options["entries"], visible=False)
        return Wishes(
            entries=options["entries"],
            rounds=options["rounds"],
            variants=options["variants"],
            only=options["only"],
            keep=options["keep"],
            log=log,
            step=lambda text: console.print(text, style="dim", highlight=False),
            loading=lambda more: bar.update(task, advance=more, visible=True),
            chosen=lambda found: print_statements(console, found if options["sql"] else ()),
        )

    def _look_at(self, file: Path) -> None:
        """Raises CommandError if the figures could not be written there at the end."""
        try:
            with file.open("a", encoding="utf-8"):
                return
        except OSError as error:
            raise CommandError(f"The figures cannot be written to {file}: {error.strerror}.") from error

    def _write(self, outcome: Outcome, file: str) -> None:
        values = as_values(outcome.results, outcome.memory, outcome.data, outcome.versions)
        text = json.dumps(values, indent=1, ensure_ascii=False)
        if file == "-":
            self.stdout.write(text)
        else:
            Path(file).write_text(text + "\n", encoding="utf-8")


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(
        *columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    )  # fmt: skip


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Ctrl-C (SIGINT) and a word to end (SIGTERM) let server and database go with us, and say no more."""

    def end(number: int, frame: object) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _keys(text: str) -> Collection[str]:
    """The workloads that are named: W1 is one, W3 two of them."""
    found: list[str] = []
    for word in text.upper().split(","):
        named = [key for key in KEYS if key.upper().startswith(word.strip())]
        if not word.strip() or not named:
            raise ArgumentTypeError(f"must be of {', '.join(KEYS)}")
        found += named
    return found


def _whole(least: int, most: int) -> Any:
    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ArgumentTypeError(f"must be a number from {least} to {most}")
        return int(text)

    return number
