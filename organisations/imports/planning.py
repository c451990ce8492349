"""What an import would do, row by row: read, then compared with what is here. Nothing is written."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from organisations.document import OrganisationDocument
from organisations.imports.cells import RowRefusedError
from organisations.imports.documents import (
    Result,
    changed_document,
    new_document,
    seen_by_hand,
    seen_in_export,
    unchanged,
)
from organisations.imports.entry import Entry, read_entry, spot_of
from organisations.imports.mapping import Mapping as ColumnMapping
from organisations.imports.reader import RawRow
from organisations.imports.returned import Returned, returned
from organisations.imports.unlisted import REASON, Unlisted
from organisations.imports.words import Words
from organisations.models import ExternalId, Organisation
from organisations.services.areas import find_areas
from organisations.services.rows import load_documents
from organisations.text import clean
from organisations.validation import InvalidDocument, faults
from organisations.vocabulary import vocabulary

OUTSIDE = "lies outside of your areas"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened (or would happen) to a row: new, changed, unchanged or refused; why, or which fields.

    `identity`: of a refused row what the source calls its entry, if it says so: the entry is there all the same.
    """

    where: str
    action: str
    name: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry of a file with its outcome; if it is to be published also with its document and that of today.

    `base` is the revision it was made from (0: new), `external` the source's id of it (None: not known before).
    """

    entry: Entry
    outcome: Outcome
    result: Result | None = None
    current: OrganisationDocument | None = None
    base: int = 0
    external: ExternalId | None = None
    returned: bool = False  # a row of our own export: it belongs to no source

    @property
    def kept(self) -> tuple[str, ...]:
        """Fields in which what people set here stays, unless it is replaced."""
        return self.result.kept if self.result else ()

    @property
    def can_be_replaced(self) -> bool:
        """Whether a curator can choose to have those replaced."""
        return bool(self.result and self.result.can_be_replaced)


@dataclass
class Planner:
    """Reads rows of a `source` and plans what becomes of them; new entries get `state`.

    `areas`: ids of the areas a curator may import into (None: all). `links`: entries that a curator says are those of
    a row, by its identity. `overwrite`: identities whose rows also replace what is kept as it is here (None: all).
    `places`: where an identity stands in the file, so that a second row of it is refused.
    """

    mapping: ColumnMapping
    source: str
    state: str
    areas: Collection[int] | None = None
    links: Mapping[str, UUID] = field(default_factory=dict)
    overwrite: Collection[str] | None = frozenset()
    places: MutableMapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.terms = vocabulary("default")
        self.words = Words(self.terms, self.mapping.values)
        self.unlisted = Unlisted.today(self.terms)
        self.returned: dict[str, Returned] = {}  # rows of our own exports, by identity

    @property
    def unknown(self) -> Counter[tuple[str, str]]:
        """Words that no vocabulary knows, by target, and in how many rows they stand."""
        return self.words.unknown

    def read(self, rows: Sequence[RawRow]) -> tuple[list[Entry], list[Outcome]]:
        """The entries of rows that can be used, and why the others are refused."""
        own = returned(rows, self.mapping, self.terms)
        self.returned = {}  # of these rows alone: a file may have very many
        found = [self._read(row, own.get(row.where)) for row in rows]
        read = [entry for entry in found if isinstance(entry, Entry)]
        refused = [outcome for outcome in found if isinstance(outcome, Outcome)]
        unwanted = self._unwanted(read)
        refused += [
            Outcome(one.where, "refused", one.name, REASON, identity=one.identity)
            for one in read
            if one.identity in unwanted
        ]
        return [entry for entry in read if entry.identity not in unwanted], refused

    def _read(self, row: RawRow, own: Returned | str | None = None) -> Entry | Outcome:
        try:
            if isinstance(own, str):
                raise RowRefusedError(own)
            if own and self.areas is not None and not self._within(own.base):
                raise RowRefusedError(OUTSIDE)
            entry = own.unread(row) if own and not own.changed else read_entry(row, self.mapping, self.words)
        except RowRefusedError as error:
            name = next((row.values.get(column, "") for column in self.mapping.columns.get("name", ())), "")
            given = next(filter(None, (row.values.get(column) for column in self.mapping.columns.get("id", ()))), "")
            identity = clean(given or row.identity)[:300]
            return Outcome(row.where, "refused", " ".join(name.split())[:80], str(error), identity=identity)
        first = self.places.setdefault(entry.identity, row.where)
        if first != row.where:
            return repeated(entry, first)
        if own:
            self.returned[entry.identity] = own
        return entry

    def _unwanted(self, entries: Sequence[Entry]) -> set[str]:
        """The identities of entries whose people do not want to be listed."""
        if not self.unlisted.ids:
            return set()
        owners = {identity: row.organisation_id for identity, row in self.known(entries).items()}
        return self.unlisted.among(entries, owners, self.terms)

    def known(self, entries: Sequence[Entry]) -> dict[str, ExternalId]:
        """What the source is known to have said, by identity; for linked rows as if it had said nothing yet."""
        values = [entry.identity for entry in entries]
        found = {
            value: ExternalId(organisation_id=self.links[value], source=self.source, value=value, revision=0, seen={})
            for value in values
            if value in self.links
        }
        found |= {one.identity: self._from_export(one) for one in entries if one.identity in self.returned}
        return found | {row.value: row for row in ExternalId.objects.filter(source=self.source, value__in=values)}

    def _from_export(self, entry: Entry) -> ExternalId:
        own = self.returned[entry.identity]
        seen = seen_in_export(entry, own.base, own.changed)
        return ExternalId(
            organisation_id=own.organisation, source=self.source, value=entry.identity, revision=0, seen=seen
        )

    def pending(self, entries: Sequence[Entry], known: Mapping[str, ExternalId]) -> Iterator[Entry]:
        """Entries that are new or changed in the source, or whose hand-made changes are to be replaced."""
        return (
            e
            for e in entries
            if e.identity not in known or self._replaces(e) or not unchanged(e, known[e.identity].seen)
        )

    def _replaces(self, entry: Entry) -> bool:
        return self.overwrite is None or entry.identity in self.overwrite

    def plan(self, entries: Sequence[Entry], check: bool = True) -> list[Planned]:
        """What becomes of every entry, in their order. `check`: refuse what may not be published."""
        known = self.known(entries)
        pending = list(self.pending(entries, known))
        owners = [known[entry.identity].organisation_id for entry in pending if entry.identity in known]
        # Numbers before documents: should an entry change in between, the publication is refused and tried again.
        numbers = dict(Organisation.objects.filter(pk__in=owners).values_list("pk", "number"))
        documents = load_documents(owners)
        areas = dict(zip((e.identity for e in pending), find_areas([spot_of(e.values) for e in pending]), strict=True))
        planned = []
        for entry in entries:
            external = known.get(entry.identity)
            if entry.identity not in areas:
                planned.append(Planned(entry, Outcome(entry.where, "unchanged", entry.name), external=external))
                continue
            current = documents.get(external.organisation_id) if external else None
            result = self._result(entry, current, external, areas[entry.identity])
            outcome = self._outcome(entry, current, result, check)
            if outcome.action == "refused":
                planned.append(Planned(entry, outcome))
            else:
                base = numbers.get(result.document.id, 0)
                documents[result.document.id] = result.document  # another row may mean the same entry: a merged one
                own = entry.identity in self.returned
                planned.append(Planned(entry, outcome, result, current, base, external, own))
        return planned

    def _result(
        self, entry: Entry, current: OrganisationDocument | None, external: ExternalId | None, area: str | None
    ) -> Result:
        if current is None or external is None:
            return new_document(entry, area, self.state)

        def area_of(address: Mapping[str, Any]) -> str | None:
            return area if spot_of(address) == spot_of(entry.values) else find_areas([spot_of(address)])[0]

        own = self.returned.get(entry.identity)
        seen = external.seen if external.pk or own else seen_by_hand(current, entry)
        if own:  # nothing else is said, even where the curator wants to replace what people changed here
            said = {field: value for field, value in entry.values.items() if field in own.changed}
            entry = replace(entry, values={"language": entry.values["language"], **said})
        result = changed_document(entry, current, seen, area_of, self.state)
        return result.overwritten if self._replaces(entry) else result

    def _outcome(self, entry: Entry, current: OrganisationDocument | None, result: Result, check: bool) -> Outcome:
        if self.areas is not None and not self._within(current, result.document):
            return Outcome(entry.where, "refused", entry.name, OUTSIDE)
        wrong = faults(result.document, self.terms) if check else []
        if wrong:
            return Outcome(entry.where, "refused", entry.name, str(InvalidDocument(wrong)))
        if current is None:
            return Outcome(entry.where, "new", entry.name, _summary(result.document), entry.notes)
        kept = tuple(f"{field} stays as it was changed here" for field in result.kept if field not in result.changed)
        action = "unchanged" if result.document == current else "changed"
        fields = ", ".join(result.changed) if action == "changed" else ""
        return Outcome(entry.where, action, entry.name, fields, entry.notes + kept)

    def _within(self, *documents: OrganisationDocument | None) -> bool:
        """Whether all of these lie in the curator's areas: by their own area or one of their places."""
        return all(self._areas_of(document) & set(self.areas or ()) for document in documents if document)

    def _areas_of(self, document: OrganisationDocument) -> set[int]:
        slugs = [document.area, *(place.address.area for place in document.places)]
        return {self.terms.area_by_key[slug].id for slug in slugs if slug in self.terms.area_by_key}


def repeated(entry: Entry, first: str) -> Outcome:
    """A row whose entry stands further up in the file."""
    detail = f"the same entry stands in {first} (its id, or else name, postcode and town); give ids to import both"
    return Outcome(entry.where, "refused", entry.name, detail)


def _summary(document: OrganisationDocument) -> str:
    """What a new entry is, in a few words: kind, topics, area or town."""
    towns = [place.address.area or place.address.town for place in document.places]
    return " · ".join(filter(None, (document.kind, ", ".join(document.topics), *towns)))
