"""A document in words, section by section."""

from dataclasses import dataclass, replace

from organisations.differences import Difference, in_words
from organisations.document import OrganisationDocument
from organisations.forms.sections import SECTIONS, Section
from organisations.merging import Key, difference

_SECTION_OF = {
    "topics": "topics",
    "flags": "open",
    "german": "languages",
    "languages": "languages",
    "places": "places",
    "meetings": "times",
    "first_visit": "visit",
    "openings": "openings",
    "committee": "openings",
    "contacts": "contacts",
}  # all else is about the body itself
_UNSAID = ("state", "sample", "checked_on", "area")


@dataclass(frozen=True)
class Group:
    """A section and what stands in it."""

    section: Section
    lines: list[Difference]


def summary_of(document: OrganisationDocument) -> list[Group]:
    """All sections with what was filled in; `after` of each line holds the words."""
    blank = OrganisationDocument(kind="", name="", id=document.id, language="")
    changes = [change for change in difference(blank, document) if _is_told(change.key)]
    lines = in_words(changes, replace(blank, language=document.language), document)
    return [
        Group(section, [line for line in lines if _SECTION_OF.get(line.key[0], "about") == section.key])
        for section in SECTIONS
    ]


def _is_told(key: Key) -> bool:
    return key[0] not in _UNSAID and key[-1] != "origin"
