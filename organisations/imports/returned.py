"""Rows of our own exports that come back: only what somebody changed in the file counts.

Such a row names the entry and the version it was made from. What that version would be exported as today is compared
with the row, cell by cell; a cell that is the same says nothing, however hard it may be to read. The others are taken
over like those of any source, unless somebody changed the same here meanwhile. Contact persons are never taken from a
file (their consent belongs to what they said), nor the address of a place that is private.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from organisations.document import OrganisationDocument
from organisations.exports.columns import POINT, TOO_LONG, About, Columns, cells
from organisations.formulas import unguard
from organisations.imports.entry import Entry
from organisations.imports.headers import guess, target_of
from organisations.imports.mapping import Mapping as ColumnMapping
from organisations.imports.reader import RawRow
from organisations.models import Organisation, Revision
from organisations.services.rows import documents_of, load_documents
from organisations.vocabulary import Vocabulary

_CONTACT = {"contact_name", "contact_role", "contact_phone", "contact_email"}
_PLACE = {"place_name", "street", "postcode", "town", "district", "point", "private"}
_HEADS = Columns(contacts=True).heads
_FIELDS: dict[str, tuple[str, ...]] = {
    "latitude": ("point",), "longitude": ("point",), "coordinates": ("point",), "house_number": ("street",),
    "address": ("street", "postcode", "town"), "place": ("postcode", "town"),
}  # fmt: skip


@dataclass(frozen=True)
class Returned:
    """A row that came back: its entry, the document it was made from, the fields whose cells were changed."""

    organisation: UUID
    base: OrganisationDocument
    changed: frozenset[str]

    def unread(self, row: RawRow) -> Entry:
        """The entry of a row in which nothing was changed."""
        return Entry(row.where, str(self.organisation), {"name": self.base.name, "language": self.base.language})


def returned(rows: Sequence[RawRow], mapping: ColumnMapping, terms: Vocabulary) -> dict[str, Returned | str]:
    """The rows that are our own, by where they stand; for one whose version nobody knows a sentence. Four queries."""
    named = {row.where: pair for row in rows if not row.problem and (pair := _named(row))}
    if not named:
        return {}
    ids = {id for id, _number in named.values()}
    numbers = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "number"))
    bases = _bases(set(named.values()), numbers)
    found: dict[str, Returned | str] = {}
    for row in rows:
        id, number = named.get(row.where, (None, 0))
        if id is None or id not in numbers:
            continue
        base = bases.get((id, number))
        if base:
            found[row.where] = Returned(id, base, _changed(row, mapping, base, terms))
        elif number:
            found[row.where] = f"names version {number} of its entry, which is not here"
        else:  # taken for a new one, it would stand here twice
            found[row.where] = "names an entry of this site without its version; the column MIT-Fassung is missing"
    return found


def _named(row: RawRow) -> tuple[UUID, int] | None:
    """The entry that a row names, and its version (0: none), by the names of our columns: whoever chooses to leave
    them out does not want every entry a second time."""
    cells = {
        target: text.strip() for head, text in row.values.items() if (target := target_of(head)) in ("id", "version")
    }
    version = cells.get("version", "")
    try:
        id = UUID(cells.get("id") or row.identity)
    except ValueError:
        return None
    return id, int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0


def _bases(named: set[tuple[UUID, int]], numbers: Mapping[UUID, int]) -> dict[tuple[UUID, int], OrganisationDocument]:
    newest = [id for id, number in named if numbers.get(id) == number]
    found = {(id, numbers[id]): document for id, document in load_documents(newest).items()}
    older = [pair for pair in named if pair[0] in numbers and pair not in found]
    if older:
        wanted = Q()
        for id, number in older:
            wanted |= Q(organisation_id=id, number=number)
        revisions = list(Revision.objects.filter(wanted))
        pairs = [(revision.organisation_id, revision.number) for revision in revisions]
        found |= dict(zip(pairs, documents_of(revisions), strict=True))
    return found


def _changed(row: RawRow, mapping: ColumnMapping, base: OrganisationDocument, terms: Vocabulary) -> frozenset[str]:
    """The fields whose cells are not those of the base."""
    before = cells(base, About(0), terms)
    heads = _heads(tuple(head for head in before if head not in _HEADS))
    by_target = {target: before.get(head, "") for target, head in heads.items()}
    found = set()
    for target, columns in mapping.columns.items():
        if target in ("id", "version") or target in _CONTACT:
            continue
        now = [_plain(unguard(row.values.get(column, "").strip())) for column in columns]
        was = _plain(by_target.get(target, ""))
        if not all(text in (was, _plain(unguard(was))) or text == TOO_LONG for text in now):
            found |= set(_FIELDS.get(target, (target,)))
    if row.point is not None and [f"{number:.7f}" for number in row.point] != _point(before):
        found.add("point")
    if base.places and base.places[0].private:
        found -= _PLACE
    return frozenset(found)


@lru_cache(maxsize=200)
def _heads(translated: tuple[str, ...]) -> dict[str, str]:
    """Target -> column of a file with these columns of translations."""
    return guess((*_HEADS, *translated))


def _point(before: Mapping[str, str]) -> list[str]:
    latitude, longitude = (before.get(head, "") for head in POINT)
    return [f"{float(number):.7f}" for number in (longitude, latitude)] if latitude else []


def _plain(text: str) -> str:
    """A text as far as a spreadsheet leaves it alone: without blanks that are doubled or stand at an end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
