"""An entry by section, as the public reads it today: for those who are to say whether that is still right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from organisations.differences import Difference, in_words
from organisations.document import NO_VISIT, OrganisationDocument
from organisations.forms.sections import SECTIONS, Section
from organisations.merging import Key, difference
from organisations.openings.values import NOTHING_SAID
from organisations.openings.words import own_words

# What a person can say of a whole section: there is nothing of it any more.
EMPTIED = {
    "open": {"flags": ()},
    "languages": {"languages": ()},
    "places": {"places": ()},
    "times": {"meetings": ()},
    "visit": {"first_visit": NO_VISIT},
    "openings": {"openings": (), "committee": NOTHING_SAID},
    "contacts": {"contacts": ()},
}
_SECTION_OF = {
    "name": "about", "kind": "about", "website": "about", "phone": "about", "email": "about", "closed_from": "about",
    "closed_until": "about", "texts": "about", "topics": "topics", "flags": "open", "german": "languages",
    "languages": "languages", "places": "places", "meetings": "times", "first_visit": "visit", "contacts": "contacts",
    "openings": "openings", "committee": "openings",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A section with what stands in it, line by line; `said`: the reader has said already that it is right."""

    section: Section
    lines: list[Difference]
    said: bool
    can_end: bool


def parts_of(document: OrganisationDocument, said: Sequence[str]) -> list[Part]:
    """All sections, in the order in which people are asked."""
    nothing = OrganisationDocument(kind="", name="", id=document.id, language=document.language)
    alone = _in_own_words(document)
    lines = in_words(difference(nothing, alone), nothing, alone)
    found: dict[str, list[Difference]] = {section.key: [] for section in SECTIONS}
    for line in lines:
        section = section_of(line.key)
        if section and _is_told(line.key, document):
            found[section].append(line)
    return [
        Part(section, found[section.key], section.key in said, section.key in EMPTIED and bool(found[section.key]))
        for section in SECTIONS
    ]


def section_of(key: Key) -> str | None:
    """The section in which a part of a document is filled in; None for what no form shows."""
    return _SECTION_OF.get(key[0])


def _is_told(key: Key, document: OrganisationDocument) -> bool:
    """Texts in other languages, and who wrote them, have a page of their own; whom to ask for is one line."""
    if key == ("first_visit", "person"):
        return not document.first_visit.ask_for
    return key[0] != "texts" or (key[1] == document.language and key[2] != "origin")


def _in_own_words(document: OrganisationDocument) -> OrganisationDocument:
    """What is offered in one language each: the others stand on the page of the texts."""

    def alone(words: Mapping[str, str]) -> dict[str, str]:
        return {document.language: own_words(words, document.language)} if words else {}

    openings = (replace(one, title=alone(one.title), text=alone(one.text)) for one in document.openings)
    committee = replace(document.committee, note=alone(document.committee.note))
    return replace(document, openings=tuple(openings), committee=committee)


def emptied(document: OrganisationDocument, section: str) -> OrganisationDocument:
    """The document without that section. Raises KeyError for a section that cannot be without."""
    return replace(document, **EMPTIED[section])  # type: ignore[arg-type]


def all_said(said: Sequence[str]) -> bool:
    """Whether every section has been said to be right."""
    return {section.key for section in SECTIONS} <= set(said)
