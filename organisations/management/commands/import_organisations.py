"""Import entries from a file."""

import gc
import textwrap
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from organisations.imports.headers import TARGETS
from organisations.imports.reader import FileRefusedError
from organisations.imports.report import console_for, print_report
from organisations.imports.run import Report, run_import
from organisations.imports.visit import QUESTIONS
from organisations.visit_phrases import STEPS

TARGET_LINES = "\n  ".join(textwrap.wrap(", ".join(TARGETS), 110))
VISIT_ANSWERS = {target: ", ".join(question.answers) for target, question in QUESTIONS.items()} | {
    "visit_cost": "free, first_free: 3, 2,50 €, donation, ask",
    "visit_way": f"steps such as `bus 37, 76: Rathaus | walk: 5 | entrance_behind`, of {', '.join(STEPS)}",
}
VISIT_LINES = "\n  ".join(
    textwrap.fill(f"{target:14}{answers}", 110, subsequent_indent=" " * 16) for target, answers in VISIT_ANSWERS.items()
)
HELP = f"""Import entries from CSV (.csv, .tsv, .txt), Excel (.xlsx), OpenDocument (.ods), GeoJSON (.geojson, .json),
contact cards (.vcf) or OpenStreetMap files (.osm.pbf, .osm).

Columns are recognised by their headers (German or English). --dry-run shows how the file is understood and what would
happen, and writes nothing. A row that cannot be used is refused and reported with its line and the reason.

Running the same file again changes nothing. A changed row makes one revision; what people changed here since stays.
Imported entries count as unchecked, contact persons stay hidden until they agree. An import that was interrupted is
finished by running it again.

The mapping file is JSON:
  {{"columns":   {{"name": "Verein", "topic": ["Sparte", "Rubrik"], "phone": null}},
   "constants": {{"town": "Filderstadt", "kind": "club"}},
   "values":    {{"topic": {{"Fussball": "football", "Sonstiges": null}}}}}}
It changes the guess target by target (null: not from this file). Values are given for topic, flags, languages, german,
kind, wheelchair, the answers of the first visit, or for one column by its name. The targets are
  {TARGET_LINES}

The first visit is answered by codes, or by the phrases themselves in German or English; a word that is no answer
refuses the row. Several answers and steps of the way are separated by | or ; (or a line break in the cell):
  {VISIT_LINES}
fixtures/import-template.csv has every column and two examples.
"""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Python looks for garbage in cycles less often: an import makes many objects and next to no cycles."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


class Command(BaseCommand):
    """`manage.py import_organisations FILE`."""

    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """The help keeps its lines."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File and options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="JSON file: columns, constants and values, see above")
        parser.add_argument("--source", default="", help="name of the source, part of every id (the file's name)")
        states = ["public", "draft"]
        parser.add_argument("--state", choices=states, default="public", help="of new entries (public: seen at once)")
        parser.add_argument("--sheet", default="", help="sheet of a workbook (the first with rows)")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, write nothing")
        parser.add_argument("--all", action="store_true", help="show every row, not only what needs attention")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import and print its report."""
        console = console_for(self.stdout)
        source = options["source"] or options["file"].name.split(".")[0]
        if len(source) > 100:
            raise CommandError("The name of a source has at most 100 characters.")
        try:
            report = self._run(console, source, options)
        except FileRefusedError as error:
            raise CommandError(str(error)) from None
        print_report(console, report, options["dry_run"], options["all"])

    def _run(self, console: Console, source: str, options: dict[str, Any]) -> Report:
        bar = Progress(console=console, transient=True, disable=not console.is_terminal)
        with bar, rare_collections():
            task = bar.add_task(f"Importing {options['file'].name}", total=None)
            return run_import(
                options["file"],
                source=source,
                state=options["state"],
                mapping_file=options["mapping"],
                sheet=options["sheet"],
                dry_run=options["dry_run"],
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
