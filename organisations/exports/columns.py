"""A document as cells by the headers that the import guesses, so that a file that was taken out can be brought back.

What is never taken out: contact persons who did not agree to being shown, and of a private address all but the town.
What a file cannot carry back: state, day of check, closures, parent (they stand there to be read), and contact persons,
whose consent belongs to what they said themselves.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from organisations.document import Contact, Cost, FirstVisit, OrganisationDocument, Place, Step
from organisations.exports import openings, parts
from organisations.exports.packing import packed
from organisations.languages import language_name
from organisations.models.location import Wheelchair
from organisations.models.organisation import Kind
from organisations.models.vocabulary import German
from organisations.visit_phrases import NUMBERED
from organisations.vocabulary import Vocabulary, label

LONGEST = 32_767  # letters that a cell of a spreadsheet takes
TOO_LONG = "(too long for a cell)"  # stands in place of it; the import leaves such a cell alone
TEXTS = {"Kurzbeschreibung": "summary", "Beschreibung": "description", "Zielgruppe": "audience"}
CONTACTS = ("Ansprechperson", "Funktion", "Telefon Ansprechperson", "E-Mail Ansprechperson", "Weitere Ansprechpersonen")
POINT = ("Lat", "Lon")
FIRST = ("ID", "MIT-Fassung", "Name", "Art", "Thema", "Textsprache", *TEXTS)
SECOND = (
    "Treffpunkt", "Straße", "PLZ", "Ort", "Ortsteil", *POINT, "Privat", "Rollstuhl", "Weitere Orte (genau)", "Website",
    "Telefon", "E-Mail",
)  # fmt: skip
THIRD = (
    "Sprachen", "Sprachzusagen (genau)", "Deutschkenntnisse", "Offenheit", "Treffzeiten (genau)", "Erstbesuch Wann",
    "Erstbesuch Fragen nach", "Erstbesuch Kleidung", "Erstbesuch Mitbringen", "Erstbesuch Kosten",
    "Erstbesuch Zuschauen", "Erstbesuch Weg", "Offene Angebote (genau)", "Gremium (genau)",
)  # fmt: skip
# To be read only; the import has no use for them.
SAID = (
    "Zustand", "Geprüft am", "Geschlossen von", "Geschlossen bis", "Endet am", "Abteilung von", "Themen in Worten",
    "Sprachen in Worten", "Offenheit in Worten",
)  # fmt: skip
_KINDS = {Kind.CLUB: "Verein", Kind.COMMITTEE: "Gremium", Kind.INITIATIVE: "Initiative"}
_YES = {Wheelchair.YES: "ja", Wheelchair.LIMITED: "teilweise", Wheelchair.NO: "nein"}
_GERMAN = {
    German.NONE: "keine", German.LITTLE: "wenig", German.CONVERSATION: "Gespräch", German.FLUENT: "fließend",
}  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """Which columns a file has: translations into `languages`, contact persons or not."""

    languages: Sequence[str] = ()
    contacts: bool = False

    @property
    def heads(self) -> list[str]:
        """The headers in their order."""
        translated = [in_language(head, code) for code in self.languages for head in TEXTS]
        return [*FIRST, *translated, *SECOND, *(CONTACTS if self.contacts else ()), *THIRD, *SAID]


@dataclass(frozen=True)
class About:
    """What a row says of an entry that is not in its document: number of its version, who agreed, its parent's name."""

    version: int
    agreed: Collection[UUID] = ()
    parent: str = ""


def in_language(head: str, code: str) -> str:
    """The header of a text in another language than the entry's own."""
    return f"{head} ({code})"


def cells(document: OrganisationDocument, about: About, terms: Vocabulary) -> dict[str, str]:
    """The cells of a document by header; those that are empty may be missing."""
    found = {
        "ID": str(document.id),
        "MIT-Fassung": str(about.version),
        "Name": document.name,
        "Art": _KINDS[Kind(document.kind)],
        "Thema": " | ".join(document.topics),
        "Textsprache": document.language,
        "Website": document.website,
        "Telefon": document.phone,
        "E-Mail": document.email,
        "Sprachen": " | ".join(language.code for language in document.languages),
        "Sprachzusagen (genau)": parts.promises_text(document.languages),
        "Deutschkenntnisse": _GERMAN[German(document.german)] if document.german else "",
        "Offenheit": " | ".join(document.flags),
        "Weitere Orte (genau)": parts.places_text(document.places[1:]),
        "Treffzeiten (genau)": parts.meetings_text(document.meetings, document.places),
        "Offene Angebote (genau)": openings.openings_text(document.openings),
        "Gremium (genau)": openings.committee_text(document.committee),
    }
    found |= _texts(document) | _visit(document.first_visit) | _said(document, about, terms)
    found |= _place(document.places[0], terms) if document.places else {}
    found |= _contacts([one for one in document.contacts if one.id in about.agreed])
    return {head: text if len(text) <= LONGEST else TOO_LONG for head, text in found.items()}


def _texts(document: OrganisationDocument) -> dict[str, str]:
    found = {}
    for code, text in document.texts.items():
        for head, name in TEXTS.items():
            found[head if code == document.language else in_language(head, code)] = str(getattr(text, name))
    return found


def _place(place: Place, terms: Vocabulary) -> dict[str, str]:
    address = place.address
    found = {"Privat": "ja" if place.private else "nein", "Ort": address.town}
    found["Rollstuhl"] = _YES.get(Wheelchair(place.wheelchair), "")
    if place.private:
        return found
    area = terms.area_by_key.get(address.area or "")
    found |= {"Treffpunkt": address.name, "Straße": address.street, "PLZ": address.postcode}
    found["Ortsteil"] = area.name if area and area.parent else ""
    return found | dict(zip(POINT, parts.point_text(place) or ("", ""), strict=True))


def _contacts(contacts: Sequence[Contact]) -> dict[str, str]:
    rows = [[one.name, one.role, one.phone, one.email] for one in contacts]
    first = dict(zip(CONTACTS, rows[0], strict=False)) if rows else {}
    return first | {CONTACTS[-1]: packed(rows[1:])}


def _visit(visit: FirstVisit) -> dict[str, str]:
    return {
        "Erstbesuch Wann": visit.when,
        "Erstbesuch Fragen nach": visit.ask_for,
        "Erstbesuch Kleidung": " | ".join(visit.wear),
        "Erstbesuch Mitbringen": " | ".join(visit.bring),
        "Erstbesuch Kosten": _cost(visit.cost),
        "Erstbesuch Zuschauen": visit.watch,
        "Erstbesuch Weg": " | ".join(map(_step, visit.way)),
    }


def _cost(cost: Cost) -> str:
    """As the import reads it: `free`, `first_free: 3`, `3,50 €`."""
    if cost.kind == "first_free":
        return f"first_free: {cost.visits}"
    return f"{cost.cents // 100},{cost.cents % 100:02d} €" if cost.kind == "amount" else cost.kind


def _step(step: Step) -> str:
    """`bus 37, 76: Rathaus`, `walk: 5`, `lift`."""
    lines = f" {step.lines}" if step.lines and step.code not in NUMBERED else ""
    return f"{step.code}{lines}" + (f": {step.name}" if step.name else "")


def _said(document: OrganisationDocument, about: About, terms: Vocabulary) -> dict[str, str]:
    days = {
        "Geprüft am": document.checked_on,
        "Geschlossen von": document.closed_from,
        "Geschlossen bis": document.closed_until,
        "Endet am": document.ends_on,
    }
    topics = (terms.topic_by_slug[slug].names for slug in document.topics if slug in terms.topic_by_slug)
    flags = (terms.flag_by_slug[slug].names for slug in document.flags if slug in terms.flag_by_slug)
    return {
        "Zustand": document.state,
        "Abteilung von": about.parent,
        **{head: day.isoformat() if day else "" for head, day in days.items()},
        "Themen in Worten": _words(label(names, "de") for names in topics),
        "Sprachen in Worten": _words(language_name(one.code, "de").name for one in document.languages),
        "Offenheit in Worten": _words(label(names, "de") for names in flags),
    }


def _words(words: Iterable[str]) -> str:
    return " · ".join(words)


def row(found: Mapping[str, str], heads: Sequence[str]) -> list[str]:
    """The cells in the order of the headers."""
    return [found.get(head, "") for head in heads]
