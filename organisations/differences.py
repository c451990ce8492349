"""Differences between documents in words that everybody can read: what a part is called, what it was, what it is."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.cards import checked_text, how_text
from organisations.document import Contact, Language, Meeting, OrganisationDocument, Place
from organisations.first_visit import answers_of
from organisations.forms.choices import WHEELCHAIR
from organisations.languages import language_name
from organisations.merging import Change, Key
from organisations.models.location import Wheelchair
from organisations.models.organisation import Kind, Origin, State
from organisations.openings.phrases import FACTS
from organisations.openings.values import Opening
from organisations.openings.words import fact_text, opening_lines, own_words
from organisations.times import rule_text, schedule_of
from organisations.visit_phrases import ASK_FOR, BRING, COST, WATCH, WAY, WEAR, WHEN
from organisations.vocabulary import Vocabulary, label, vocabulary

LABELS: dict[str, Any] = {
    "kind": _("Kind"),
    "name": _("Name"),
    "state": _("State"),
    "parent": _("Section of"),
    "language": _("Language of the texts"),
    "topics": _("Topics"),
    "flags": _("How it is open"),
    "german": _("German needed"),
    "area": _("Area"),
    "website": _("Website"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "checked_on": _("Last checked by a person"),
    "closed_from": _("Closed from"),
    "closed_until": _("Closed until"),
    "ends_on": _("Ends on"),
    "sample": _("Example entry"),
    "meetings": _("Meeting times"),
    "openings": _("Open seats and offers"),
    "places": _("Place"),
    "contacts": _("Contact person"),
    "summary": _("Summary"),
    "description": _("Description"),
    "audience": _("For whom"),
    "origin": _("Who wrote it"),
}
QUESTIONS = {
    "when": WHEN,
    "ask_for": ASK_FOR,
    "person": ASK_FOR,
    "wear": WEAR,
    "bring": BRING,
    "cost": COST,
    "watch": WATCH,
    "way": WAY,
}
ORIGINS = {Origin.HUMAN: _("A human"), Origin.MACHINE: _("A machine")}
MOST_COMPARED = 1_000_000  # pairs of words
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a difference. `mark`: "" in both, "del" only before, "ins" only after."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that changed: its key, what people call it, and its words before and after (empty: it was not there).

    `lang` is the language the words themselves are written in, where that is known.
    """

    key: Key
    label: str
    before: str
    after: str
    lang: str = ""

    @property
    def field(self) -> str:
        """The key as one word, for names of form fields."""
        return ".".join(self.key)

    @property
    def was(self) -> list[Piece]:
        """What it was, with what went away marked."""
        return [piece for piece in pieces(self.before, self.after) if piece.mark != "ins"]

    @property
    def becomes(self) -> list[Piece]:
        """What it becomes, with what is new marked."""
        return [piece for piece in pieces(self.before, self.after) if piece.mark != "del"]


def in_words(
    changes: Iterable[Change],
    before: OrganisationDocument,
    after: OrganisationDocument,
    terms: Vocabulary | None = None,
) -> list[Difference]:
    """The changes from one document to the other, in the active language. With `terms` there is no query."""
    known = terms or vocabulary("default")
    old, new = Words(before, known), Words(after, known)
    found = [
        Difference(change.key, label_of(change.key), old.value(change.key, change.before),
                   new.value(change.key, change.after), _lang(change.key, after))
        for change in changes if not _goes_without_saying(change)
    ]  # fmt: skip
    return [one for one in found if one.before != one.after]


def label_of(key: Key) -> str:
    """What people call that part of an entry, in the active language."""
    match key:
        case ("texts", code, part):
            return f"{LABELS[part]} ({_language(code)})"
        case ("languages", code):
            return _language(code)
        case ("first_visit", part):
            return gettext(QUESTIONS[part].text)
        case ("committee", part):
            return gettext(FACTS[part].text) if part in FACTS else gettext("Note")
    return str(LABELS[key[0]])


def pieces(before: str, after: str) -> list[Piece]:
    """Two texts as one row of pieces, compared word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > MOST_COMPARED:  # the time grows with the square of the length
        old, new = [before] * bool(before), [after] * bool(after)
    found = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("".join(old[i:j])))
            continue
        found += [Piece("".join(old[i:j]), "del")] * (j > i) + [Piece("".join(new[k:m]), "ins")] * (m > k)
    return found


def _language(code: str) -> str:
    return language_name(code, formats.locale().language).name


def _goes_without_saying(change: Change) -> bool:
    """Whether it is that a new text was written by a human."""
    return change.key[-1] == "origin" and not change.before and change.after == Origin.HUMAN


def _lang(key: Key, document: OrganisationDocument) -> str:
    if key[0] == "texts":
        return key[1] if key[2] != "origin" else ""
    return document.language if key[0] in ("name", "places", "contacts") else ""


class Words:
    """The values of one document in words."""

    def __init__(self, document: OrganisationDocument, terms: Vocabulary) -> None:
        self.document, self.terms = document, terms

    def value(self, key: Key, value: Any) -> str:
        """The value of a part; several lines where it has several."""
        if value is None or value == "" or value == ():
            return ""
        if key[0] == "first_visit":
            return self._visit(key[1])
        if key[-1] == "origin":
            return str(ORIGINS[Origin(value)])
        if key[0] == "committee":
            return fact_text(key[1], value) if key[1] in FACTS else self._note(value)
        told = getattr(self, f"_{key[0]}", None)
        return told(value) if told else _plain(value)

    def _kind(self, value: str) -> str:
        return str(Kind(value).label)

    def _state(self, value: str) -> str:
        return str(State(value).label)

    def _german(self, value: str) -> str:
        return self._labels([value], self.terms.level_by_slug)

    def _language(self, value: str) -> str:
        return _language(value)

    def _topics(self, slugs: Sequence[str]) -> str:
        return self._labels(slugs, self.terms.topic_by_slug)

    def _flags(self, slugs: Sequence[str]) -> str:
        return self._labels(slugs, self.terms.flag_by_slug)

    def _labels(self, slugs: Sequence[str], known: Any) -> str:
        active = formats.locale().language
        return "\n".join(label(known[slug].names, active) if slug in known else slug for slug in slugs)

    def _area(self, slug: str) -> str:
        area = self.terms.area_by_key.get(slug)
        return area.name if area else slug

    def _languages(self, one: Language) -> str:
        how = how_text(one.assurance, list(one.days)) or gettext("Slow, simple German")
        lines = [how, one.note, checked_text(one.checked_on.isoformat() if one.checked_on else "")]
        return "\n".join(line for line in lines if line)

    def _places(self, one: Place) -> str:
        address = one.address
        town = f"{address.postcode} {address.town}".strip()
        lines = [address.name, address.street, town]
        if one.wheelchair != Wheelchair.UNKNOWN:
            lines.append(gettext("Accessible by wheelchair") + f": {dict(WHEELCHAIR)[one.wheelchair]}")
        if address.point:
            lines.append(gettext("On the map at %(point)s") % {"point": "{1:.5f}, {0:.5f}".format(*address.point)})
        lines += [gettext("private: only the town is shown")] * one.private + [gettext("Main place")] * one.primary
        return "\n".join(str(line) for line in lines if line)

    def _contacts(self, one: Contact) -> str:
        spoken = formats.joined([_language(code) for code in one.languages]) if one.languages else ""
        return "\n".join(line for line in (one.name, one.role, spoken, one.phone, one.email) if line)

    def _meetings(self, meetings: Sequence[Meeting]) -> str:
        return "\n".join(self._meeting(one) for one in meetings)

    def _meeting(self, one: Meeting) -> str:
        hours = formats.clock(one.starts_at) + (f"–{formats.clock(one.ends_at)}" if one.ends_at else "")
        words = [self._own(one.title), rule_text(schedule_of(one).rule), hours]
        place = next((p for p in self.document.places if p.id == one.place), None)
        words += [self._isolated(place.address.name or place.address.street)] if place else []
        words += [self._own(one.note)]
        if one.exceptions:
            days = formats.joined([formats.long_date(day) for day in sorted(one.exceptions)])
            words.append(gettext("not on %(days)s") % {"days": days})
        told = " · ".join(word for word in words if word)
        return "\n".join([told, *self._in_other_languages(one.title, one.note)])

    def _openings(self, value: Opening | Sequence[Opening]) -> str:
        return "\n".join(map(self._opening, [value] if isinstance(value, Opening) else value))

    def _opening(self, one: Opening) -> str:
        german = self._german(one.german) if one.german else ""
        lines = opening_lines(one, self._own(one.title), self._own(one.text), german)
        return "\n".join(lines + self._in_other_languages(one.title, one.text))

    def _note(self, words: Mapping[str, str]) -> str:
        return "\n".join([self._own(words), *self._in_other_languages(words)])

    def _in_other_languages(self, *words: Mapping[str, str]) -> list[str]:
        """A line for each further language that any of the words are in, with its name before them."""
        said: dict[str, list[str]] = {}
        for one in words:
            shown = self.document.language if self.document.language in one else next(iter(one), "")
            for code in one:
                said.setdefault(code, []).extend([one[code]] if code != shown else [])
        return [f"{_language(code)}: \u2068{' · '.join(texts)}\u2069" for code, texts in said.items() if texts]

    def _own(self, words: Mapping[str, str]) -> str:
        """In the entry's own language, if they are there in it."""
        return self._isolated(own_words(words, self.document.language))

    def _isolated(self, words: str) -> str:
        """Words of the entry within a sentence of ours: their direction disturbs nothing."""
        otherwise = (language_name(self.document.language, "de").direction == "rtl") != get_language_bidi()
        return f"\u2068{words}\u2069" if words and otherwise else words

    def _visit(self, part: str) -> str:
        alone = replace(self.document, languages=(), meetings=())
        wanted = "ask_for" if part == "person" else part
        return "\n".join(line for answer in answers_of(alone, (), ()) if answer.key == wanted for line in answer.texts)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, date):
        return formats.long_date(value)
    if isinstance(value, time):
        return formats.clock(value)
    return str(value)
