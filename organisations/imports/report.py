"""The report of an import as tables for the terminal."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from organisations.imports.planning import Outcome
from organisations.imports.run import Report
from organisations.imports.unlisted import REASON

WIDE = 160  # characters
SHOWN = 50  # rows of one kind, unless all are asked for; refused rows and changes are shown up to the next number
WEIGHTY = 1_000  # a table of all rows of a broken file would take minutes to draw
_STYLES = {"new": "green", "changed": "yellow", "unchanged": "dim", "refused": "red"}


def console_for(stdout: Any) -> Console:
    """A console on a command's output; wide where that is a file and no terminal."""
    console = Console(file=stdout._out)
    if not console.is_terminal:
        console.width = WIDE
    return console


def print_report(console: Console, report: Report, dry_run: bool, all_rows: bool = False) -> None:
    """How the file was understood, what would happen or happened to its rows, and the sum."""
    if dry_run:
        console.print(_mapping(report))
    rows = report.outcomes if all_rows else _shortened(report.outcomes, dry_run)
    if rows:
        console.print(_outcomes(rows, dry_run))
    for action, hidden in _hidden(report, rows).items():
        if hidden and (dry_run or action == "refused"):
            console.print(f"… and {hidden} more {action} (--all shows them)")
    if report.unknown:
        console.print(_unknown(report))
    counts = ", ".join(f"{number} {action}" for action, number in report.counts().items())
    console.print(f"{len(report.outcomes)} rows: {counts}.", style="bold")
    if report.unlisted:
        console.print(f"{report.unlisted} of the refused rows: {REASON}.")
    if dry_run:
        console.print("Nothing was written (--dry-run).")


def _mapping(report: Report) -> Table:
    table = Table(title=f"Columns of the {report.format} file", title_justify="left")
    table.add_column("for")
    table.add_column("column")
    for target, columns in report.mapping.columns.items():
        table.add_row(target, Text(", ".join(columns)))
    for target, constant in report.mapping.constants.items():
        table.add_row(target, Text(f"always {constant!r}"))
    if report.unused:
        table.add_row("not used", Text(", ".join(report.unused[:100])), style="dim")
    return table


def _shortened(outcomes: list[Outcome], dry_run: bool) -> list[Outcome]:
    """In a dry run all refused and changed rows and the first of the others; else what asks for attention."""
    shown: dict[str, int] = {}
    kept = []
    for outcome in outcomes:
        shown[outcome.action] = shown.get(outcome.action, 0) + 1
        weighty = outcome.action == "refused" or bool(outcome.notes)
        most = WEIGHTY if weighty or outcome.action == "changed" else SHOWN
        if (weighty or dry_run) and shown[outcome.action] <= most:
            kept.append(outcome)
    return kept


def _hidden(report: Report, rows: list[Outcome]) -> dict[str, int]:
    return {action: n - sum(row.action == action for row in rows) for action, n in report.counts().items()}


def _outcomes(rows: list[Outcome], dry_run: bool) -> Table:
    table = Table(title="What would happen" if dry_run else "What to look at", title_justify="left")
    for heading in ("where", "what", "name", "fields or reason"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        detail = "; ".join(part for part in (row.detail, *row.notes) if part)
        cells = (Text(row.where), Text(row.action, style=_STYLES[row.action]), Text(row.name), Text(detail))
        table.add_row(*cells)
    return table


def _unknown(report: Report) -> Table:
    table = Table(title="Words that no vocabulary knows (map them with --mapping)", title_justify="left")
    for heading in ("for", "word", "rows"):
        table.add_column(heading, overflow="fold")
    for (target, word), count in report.unknown.most_common(200):
        table.add_row(target, Text(word[:120]), str(count))
    return table
