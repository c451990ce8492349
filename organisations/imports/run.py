"""An import from file to published entries: chunk by chunk, each in one transaction, so that it can be run again."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from organisations.document import OrganisationDocument
from organisations.imports.documents import Result, changed_document, new_document, unchanged
from organisations.imports.entry import Entry, RowRefusedError, read_entry, spot_of
from organisations.imports.mapping import Mapping as ColumnMapping
from organisations.imports.mapping import mapping_for
from organisations.imports.reader import FileRefusedError, RawRow, Spool, spooled
from organisations.imports.unlisted import REASON, Unlisted
from organisations.imports.words import Words
from organisations.models import Batch, ExternalId, Organisation, SeenBefore
from organisations.services.areas import find_areas
from organisations.services.publish import Change, StaleBase, publish_many
from organisations.services.rows import load_documents
from organisations.validation import InvalidDocument, faults
from organisations.vocabulary import vocabulary

CHUNK = 500
TRIES = 3
AUTHOR = "import"
Progress = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened (or would happen) to a row: new, changed, unchanged or refused; why, or which fields."""

    where: str
    action: str
    name: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class _Planned:
    """An entry with its document: new (no external id yet) or changed (the revision it was made from)."""

    entry: Entry
    result: Result
    base: int
    external: ExternalId | None


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
        run = _Run(spool, mapping, source, state, dry_run)
        for rows in _chunks(spool):
            run.chunk(rows)
            progress(len(run.report.outcomes), spool.count)
        return run.report


def _chunks(spool: Spool) -> Iterator[list[RawRow]]:
    rows: list[RawRow] = []
    for row in spool:
        rows.append(row)
        if len(rows) == CHUNK:
            yield rows
            rows = []
    if rows:
        yield rows


class _Run:
    """One import while it runs."""

    def __init__(self, spool: Spool, mapping: ColumnMapping, source: str, state: str, dry_run: bool) -> None:
        self.mapping, self.source, self.state, self.dry_run = mapping, source, state, dry_run
        self.terms = vocabulary("default")
        self.words = Words(self.terms, mapping.values)
        self.report = Report(spool.format, mapping, mapping.unused(spool.columns), unknown=self.words.unknown)
        self.unlisted = Unlisted.today(self.terms)
        self._places: dict[str, str] = {}  # identity -> where it stands in the file
        self._batch: Batch | None = None

    def chunk(self, rows: Sequence[RawRow]) -> None:
        """Read these rows and publish what they change, or only plan it."""
        found = [self._read(row) for row in rows]
        read = [entry for entry in found if isinstance(entry, Entry)]
        refused = [outcome for outcome in found if isinstance(outcome, Outcome)]
        unwanted = self._unwanted(read)
        refused += [Outcome(one.where, "refused", one.name, REASON) for one in read if one.identity in unwanted]
        entries = [entry for entry in read if entry.identity not in unwanted]
        outcomes = self._plan(entries)[1] if self.dry_run else self._published(entries)
        order = {row.where: index for index, row in enumerate(rows)}
        self.report.outcomes += sorted([*refused, *outcomes], key=lambda outcome: order[outcome.where])

    def _unwanted(self, entries: Sequence[Entry]) -> set[str]:
        """The identities of entries whose people do not want to be listed."""
        if not self.unlisted.ids:
            return set()
        owners = {identity: row.organisation_id for identity, row in self._known(entries).items()}
        return self.unlisted.among(entries, owners, self.terms)

    def _read(self, row: RawRow) -> Entry | Outcome:
        try:
            entry = read_entry(row, self.mapping, self.words)
        except RowRefusedError as error:
            name = next((row.values.get(column, "") for column in self.mapping.columns.get("name", ())), "")
            return Outcome(row.where, "refused", " ".join(name.split())[:80], str(error))
        if first := self._places.get(entry.identity):
            detail = (
                f"the same entry stands in {first} (its id, or else name, postcode and town); give ids to import both"
            )
            return Outcome(row.where, "refused", entry.name, detail)
        self._places[entry.identity] = row.where
        return entry

    def _published(self, entries: Sequence[Entry]) -> list[Outcome]:
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

    def _publish(self, entries: Sequence[Entry], check: bool) -> list[Outcome]:
        if not any(self._pending(entries, self._known(entries))):
            return [Outcome(entry.where, "unchanged", entry.name) for entry in entries]
        if self._batch is None:
            self._batch = Batch.objects.create(source=self.source, author=AUTHOR)
        with transaction.atomic():
            with connection.cursor() as cursor:  # one import of a source at a time
                cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"import:{self.source}"])
            planned, outcomes = self._plan(entries, check)
            changes = [Change(item.result.document, item.base) for item in planned]
            reason = f"Import from {self.source}"
            revisions = publish_many(changes, author=AUTHOR, reason=reason, batch=self._batch)
            numbers = {item.organisation_id: item.number for item in revisions if item}
            self._remember(planned, numbers, self._batch)
        return outcomes

    def _known(self, entries: Sequence[Entry]) -> dict[str, ExternalId]:
        values = [entry.identity for entry in entries]
        return {row.value: row for row in ExternalId.objects.filter(source=self.source, value__in=values)}

    def _pending(self, entries: Sequence[Entry], known: Mapping[str, ExternalId]) -> Iterator[Entry]:
        """Entries that are new or changed in the source."""
        return (e for e in entries if e.identity not in known or not unchanged(e, known[e.identity].seen))

    def _plan(self, entries: Sequence[Entry], check: bool = True) -> tuple[list[_Planned], list[Outcome]]:
        """The documents to publish, and the outcome of every entry. `check`: refuse what may not be published."""
        known = self._known(entries)
        pending = list(self._pending(entries, known))
        owners = [known[entry.identity].organisation_id for entry in pending if entry.identity in known]
        # Numbers before documents: should an entry change in between, the publication is refused and tried again.
        numbers = dict(Organisation.objects.filter(pk__in=owners).values_list("pk", "number"))
        documents = load_documents(owners)
        areas = dict(zip((e.identity for e in pending), find_areas([spot_of(e.values) for e in pending]), strict=True))
        waiting = {entry.identity for entry in pending}
        planned, outcomes = [], []
        for entry in entries:
            external = known.get(entry.identity)
            if entry.identity not in waiting:
                outcomes.append(Outcome(entry.where, "unchanged", entry.name))
                continue
            current = documents.get(external.organisation_id) if external else None
            result = self._result(entry, current, external, areas[entry.identity])
            outcome = self._outcome(entry, current, result, check)
            outcomes.append(outcome)
            if outcome.action != "refused":
                base = numbers.get(result.document.id, 0)
                planned.append(_Planned(entry, result, base, external))
        return planned, outcomes

    def _result(
        self, entry: Entry, current: OrganisationDocument | None, external: ExternalId | None, area: str | None
    ) -> Result:
        if current is None or external is None:
            return new_document(entry, area, self.state)

        def area_of(address: Mapping[str, Any]) -> str | None:
            return area if spot_of(address) == spot_of(entry.values) else find_areas([spot_of(address)])[0]

        return changed_document(entry, current, external.seen, area_of, self.state)

    def _outcome(self, entry: Entry, current: OrganisationDocument | None, result: Result, check: bool) -> Outcome:
        kept = tuple(f"{field} stays as it was changed here" for field in result.kept)
        wrong = faults(result.document, self.terms) if check else []
        if wrong:
            detail = "; ".join(f"{fault.part}: {fault.sentence}" for fault in wrong)
            return Outcome(entry.where, "refused", entry.name, detail)
        if current is None:
            return Outcome(entry.where, "new", entry.name, _summary(result.document), entry.notes)
        action = "unchanged" if result.document == current else "changed"
        fields = ", ".join(result.changed) if action == "changed" else ""
        return Outcome(entry.where, action, entry.name, fields, entry.notes + kept)

    def _remember(self, planned: Sequence[_Planned], numbers: Mapping[UUID, int], batch: Batch) -> None:
        """What the source said, beside each external id; what it had said before is kept for undoing the batch."""
        new: list[ExternalId] = []
        old: list[ExternalId] = []
        before: list[SeenBefore] = []
        for item in planned:
            id = item.result.document.id
            row = item.external or ExternalId(organisation_id=id, source=self.source, value=item.entry.identity)
            before.append(SeenBefore(batch=batch, external=row, seen=row.seen if item.external else None))
            row.revision = numbers.get(id, row.revision or 0)
            row.seen = item.result.seen
            (old if item.external else new).append(row)
        ExternalId.objects.bulk_create(new)
        ExternalId.objects.bulk_update(old, ["revision", "seen"])
        SeenBefore.objects.bulk_create(before, ignore_conflicts=True)


def _summary(document: OrganisationDocument) -> str:
    """What a new entry is, in a few words: kind, topics, area or town."""
    towns = [place.address.area or place.address.town for place in document.places]
    return " · ".join(filter(None, (document.kind, ", ".join(document.topics), *towns)))
