"""Entries whose people do not want to be listed: no file brings them back, under whatever id it has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from organisations.imports.entry import Entry, spot_of
from organisations.likeness import digits_of, host_of
from organisations.models import Organisation
from organisations.section_names import core_of
from organisations.services.areas import find_areas
from organisations.vocabulary import Vocabulary

REASON = "does not want to be listed"


@dataclass(frozen=True)
class Unlisted:
    """The organisations that are not to be listed: their ids, and by the core of a name what else tells them."""

    ids: frozenset[UUID]
    marks: Mapping[str, frozenset[str]]

    @classmethod
    def today(cls, terms: Vocabulary) -> "Unlisted":
        """All of them: they are few. One query."""
        rows = Organisation.objects.exclude(unlisted_on=None).select_related("area")
        marks: dict[str, frozenset[str]] = {}
        for row in rows:
            core = core_of(row.name)
            area = row.area.slug if row.area else None
            found = _marks(terms, area, row.phone, row.email, row.website)
            marks[core] = marks.get(core, frozenset()) | found
        return cls(frozenset(row.pk for row in rows), marks)

    def among(self, entries: Sequence[Entry], owners: Mapping[str, UUID], terms: Vocabulary) -> set[str]:
        """The identities of entries that are one of these: by their id in the source (`owners`), or by name and one of
        area, telephone, mail and web host.
        """
        found = {entry.identity for entry in entries if owners.get(entry.identity) in self.ids}
        named = [entry for entry in entries if entry.identity not in found and core_of(entry.name) in self.marks]
        areas = find_areas([spot_of(entry.values) for entry in named])
        for entry, area in zip(named, areas, strict=True):
            values = entry.values
            phone, email, website = (str(values.get(name) or "") for name in ("phone", "email", "website"))
            if _marks(terms, area, phone, email, website) & self.marks[core_of(entry.name)]:
                found.add(entry.identity)
        return found


def _marks(terms: Vocabulary, area: str | None, phone: str, email: str, website: str) -> frozenset[str]:
    here = terms.area_by_key.get(area or "")
    marks = {
        "area": terms.town(here).slug if here else "",
        "phone": digits_of(phone),
        "email": email.lower(),
        "host": host_of(website),
    }
    return frozenset(f"{kind}:{value}" for kind, value in marks.items() if value)
