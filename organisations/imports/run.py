"""An import from file to published entries: chunk by chunk, each in one transaction, so that it can be run again."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from organisations.imports.entry import Entry
from organisations.imports.mapping import Mapping as ColumnMapping
from organisations.imports.mapping import mapping_for
from organisations.imports.planning import Outcome, Planned, Planner
from organisations.imports.reader import FileRefusedError, RawRow, Spool, spooled
from organisations.imports.unlisted import REASON
from organisations.models import Batch, ExternalId, SeenBefore
from organisations.services.publish import Change, StaleBase, publish_many
from organisations.validation import InvalidDocument

CHUNK = 500
TRIES = 3
AUTHOR = "import"
Progress = Callable[[int, int], None]  # rows done, rows in all


@dataclass(slots=True)
class Report:
    """What an import did: how the file was understood, an outcome for every row, words that no vocabulary knows."""

    format: str
    mapping: ColumnMapping
    unused: list[str]
    outcomes: list[Outcome] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def unlisted(self) -> int:
        """How many of the refused rows stand for entries whose people do not want to be listed."""
        return sum(outcome.detail == REASON for outcome in self.outcomes)

    def counts(self) -> dict[str, int]:
        """Number of rows by action."""
        counted = Counter(outcome.action for outcome in self.outcomes)
        return {action: counted[action] for action in ("new", "changed", "unchanged", "refused")}


def run_import(
    path: Path,
    *,
    source: str,
    state: str = "public",
    mapping_file: Path | None = None,
    sheet: str = "",
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Import a file: new entries get `state`, known ones (by `source` and their id in it) what the file changed.

    `dry_run` finds out the same and writes nothing. Raises FileRefusedError before anything is written.
    """
    with spooled(path, sheet) as spool:
        try:
            mapping = mapping_for(spool.format, spool.columns, mapping_file)
        except FileRefusedError as error:
            raise FileRefusedError(f"{path.name}: {error}") from None
        planner = Planner(mapping, source, state)
        publisher = Publisher(planner, lambda: Batch.objects.create(source=source, author=AUTHOR))
        report = Report(spool.format, mapping, mapping.unused(spool.columns), unknown=planner.unknown)
        for rows in _chunks(spool):
            entries, outcomes = planner.read(rows)
            done = planner.plan(entries) if dry_run else publisher.publish(entries)
            outcomes += [item.outcome for item in done]
            order = {row.where: index for index, row in enumerate(rows)}
            report.outcomes += sorted(outcomes, key=lambda outcome: order[outcome.where])
            progress(len(report.outcomes), spool.count)
        return report


def _chunks(spool: Spool) -> Iterator[list[RawRow]]:
    rows: list[RawRow] = []
    for row in spool:
        rows.append(row)
        if len(rows) == CHUNK:
            yield rows
            rows = []
    if rows:
        yield rows


@dataclass
class Publisher:
    """Publishes what a planner plans, in one batch, which `new_batch` makes when something is to be published."""

    planner: Planner
    new_batch: Callable[[], Batch]
    batch: Batch | None = None

    def publish(self, entries: Sequence[Entry]) -> list[Planned]:
        """Publish the entries; again if somebody changed one in this moment, or without those that may not be."""
        check = False
        for _ in range(TRIES):
            try:
                return self._publish(entries, check)
            except InvalidDocument:
                check = True
            except StaleBase:
                continue
        return self._publish(entries, check)

    def _publish(self, entries: Sequence[Entry], check: bool) -> list[Planned]:
        planner = self.planner
        if not any(planner.pending(entries, planner.known(entries))):
            return [Planned(entry, Outcome(entry.where, "unchanged", entry.name)) for entry in entries]
        if self.batch is None:
            self.batch = self.new_batch()
        with transaction.atomic():
            with connection.cursor() as cursor:  # one import of a source at a time
                cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"import:{planner.source}"])
            planned = planner.plan(entries, check)
            items = [item for item in planned if item.result]
            # Of several rows for one entry (its duplicates were merged) the last one holds what the others changed.
            last = {item.result.document.id: Change(item.result.document, item.base) for item in items if item.result}
            changes = list(last.values())
            reason = f"Import from {planner.source}"
            revisions = publish_many(changes, author=AUTHOR, reason=reason, batch=self.batch)
            numbers = {item.organisation_id: item.number for item in revisions if item}
            remember(items, planner.source, numbers, self.batch)
        return planned


def remember(planned: Sequence[Planned], source: str, numbers: Mapping[UUID, int], batch: Batch | None) -> None:
    """What the source said, beside each external id; what it had said before is kept for undoing the `batch`."""
    new: list[ExternalId] = []
    old: list[ExternalId] = []
    before: list[SeenBefore] = []
    for item in planned:
        if item.returned:
            continue
        assert item.result is not None  # noqa: S101 - what is not published is not remembered
        id = item.result.document.id
        row = item.external or ExternalId(organisation_id=id, source=source, value=item.entry.identity)
        before.append(SeenBefore(batch=batch, external=row, seen=row.seen if item.external else None))
        (old if row.pk else new).append(row)
        row.revision = numbers.get(id, row.revision or 0)
        row.seen = item.result.seen
    ExternalId.objects.bulk_create(new)
    ExternalId.objects.bulk_update(old, ["revision", "seen"])
    if batch:
        SeenBefore.objects.bulk_create(before, ignore_conflicts=True)
