"""Openings and the facts of a committee for a reader, on the page of an entry and in the list of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from organisations import formats
from organisations.cards import Reader
from organisations.document import OrganisationDocument
from organisations.languages import language_name
from organisations.openings.phrases import FACTS
from organisations.openings.translated import old_in
from organisations.openings.values import Committee, Opening
from organisations.openings.ways import Ways, ways_of
from organisations.openings.words import ages_text, answer_text, fact_text, until_text
from organisations.sentences import say
from organisations.vocabulary import label, worded


@dataclass(frozen=True)
class Told:
    """An opening in words. `lang` of title and text: empty if it is the reader's own language."""

    opening: Opening
    reader: Reader
    slug: str
    ways: Ways
    old: bool = False  # the original has changed since it was put into the reader's language

    @property
    def kind(self) -> str:
        """What is offered: "Free seat"."""
        return say(self.opening.kind)

    @property
    def url(self) -> str:
        """The page of the entry."""
        return reverse("entry", args=[self.slug])

    @property
    def title(self) -> dict[str, str]:
        """The words of the title, with language and direction."""
        return _in_words(self.opening.title, self.reader)

    @property
    def text(self) -> dict[str, str]:
        """The same of the text."""
        return _in_words(self.opening.text, self.reader)

    @property
    def heading(self) -> str:
        """Kind and title in one line."""
        return f"{self.kind}: {self.title['words']}" if self.title["words"] else self.kind

    @property
    def until(self) -> str:
        """Its last day in words."""
        return until_text(self.opening.until)

    @property
    def month(self) -> str:
        """The short month of the last day."""
        return formats.month_names("abbreviated")[self.opening.until.month - 1]

    @property
    def german(self) -> dict[str, str] | None:
        """Label and icon of the German needed."""
        level = self.reader.terms.level_by_slug.get(self.opening.german)
        return {"label": label(level.names, self.reader.language), "icon": level.icon} if level else None

    @property
    def ages(self) -> str:
        """For which ages."""
        return ages_text(self.opening)

    @property
    def answer(self) -> dict[str, str]:
        """How to answer, and what is linked for it: an address, or a telephone number. Where the entry shows no number
        or address (any more), a message is what remains.
        """
        code = self.opening.answer if self.ways.has(self.opening.answer) else "message"
        shown = f"{self.url}#contact"
        urls = {
            "message": reverse("contact-entry", args=[self.slug]),
            "website": self.ways.website,
            "phone": "" if self.ways.phone else shown,
            "email": shown,
        }
        phone = self.ways.phone if code == "phone" else ""
        return {"words": answer_text(code), "url": urls.get(code, ""), "phone": phone, "code": code}

    @property
    def lines(self) -> list[str]:
        """All but the heading as plain text, for calendars and feeds."""
        german = gettext("German needed") + f": {self.german['label']}" if self.german else ""
        found = [self.text["words"], self.until, german, self.ages, self.answer["words"]]
        return [line for line in found if line]


def open_now(document: OrganisationDocument, reader: Reader, slug: str) -> list[Told]:
    """What of a public document is open on the reader's day, the soonest end first."""
    ways, found = ways_of(document), [opening for opening in document.openings if opening.until >= reader.today]
    old = old_in(document, reader.language, reader.today) if found else ()
    return [
        Told(opening, reader, slug, ways, str(opening.id) in old)
        for opening in sorted(found, key=lambda opening: opening.until)
    ]


def committee_facts(committee: Committee, reader: Reader) -> list[dict[str, Any]]:
    """What a committee says of its seats: icon, question and the lines of the answer; what is not known is left out."""
    found: list[dict[str, Any]] = [
        {"icon": question.icon, "question": gettext(question.text), "lines": fact_text(name, value).split("\n")}
        for name, question in FACTS.items()
        if (value := getattr(committee, name))
    ]
    note = _in_words(committee.note, reader)
    if note["words"]:
        found.append({"icon": "info-circle", "question": gettext("Note"), "lines": [note["words"]], **note})
    return found


def _in_words(words: Mapping[str, str], reader: Reader) -> dict[str, str]:
    """Words for that reader, with their language and direction."""
    text, lang = worded(words, reader.language)
    return {"words": text, "lang": lang, "dir": language_name(lang, lang).direction if lang else ""}
