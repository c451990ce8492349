"""The answers of the first-visit card in the active language: lines made of pieces, names in them set apart."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_currency
from django.utils.translation import gettext, ngettext

from organisations import formats
from organisations.document import Contact, Cost, FirstVisit, OrganisationDocument, Step
from organisations.languages import language_name
from organisations.models.organisation import Assurance
from organisations.sentences import Plural, digits, say
from organisations.visit_phrases import (
    ASK_FOR,
    BRING,
    COST,
    LANGUAGES,
    MORE_LANGUAGES,
    NUMBERED,
    WATCH,
    WAY,
    WEAR,
    WHEN,
    WITH_LINES,
    Question,
)

MOST_TIMES, MOST_LANGUAGES = 2, 4
WITHOUT_TIMES = ("by_appointment", "call", "write", "course")  # meeting times would say: just come
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_ISOLATES = re.compile("[\u2068\u2069]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line. `lang`: their language, of names that stand as they are and keep their own direction."""

    text: str
    lang: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer: whole lines, or `together` short phrases that stand beside each other."""

    key: str
    icon: str
    question: str
    lines: tuple[Line, ...]
    together: bool = False

    @property
    def texts(self) -> list[str]:
        """The lines as plain text."""
        return ["".join(piece.text for piece in line) for line in self.lines]


def answers_of(
    document: OrganisationDocument,
    times: Sequence[Mapping[str, Any]],
    languages: Sequence[Mapping[str, Any]],
    most_times: int = MOST_TIMES,
) -> list[Answer]:
    """The answers that are known, in the order of the card. `document` is a public one: it names nobody unasked.

    `times` and `languages` as the entry's page shows them, in the active language.
    """
    visit = document.first_visit
    person = next((contact for contact in document.contacts if contact.id == visit.person), None)
    found = [
        _answer("when", WHEN, _when(visit, [time for time in times if time["next"]][:most_times])),
        _answer("ask_for", ASK_FOR, _ask_for(visit, person, document.language), together=True),
        _answer("wear", WEAR, (phrase(WEAR.answers[code]) for code in visit.wear), together=True),
        _answer("bring", BRING, (phrase(BRING.answers[code]) for code in visit.bring), together=True),
        _answer("cost", COST, _cost(visit.cost)),
        _answer("watch", WATCH, _one(WATCH, visit.watch)),
        _answer("way", WAY, map(_step, visit.way)),
        _answer("languages", LANGUAGES, _languages(languages), together=True),
    ]
    return [answer for answer in found if answer.lines]


def phrase(sentence: str | Plural, n: int = 1, **values: str) -> Line:
    """A sentence in the active language; the values of its placeholders become pieces of their own.

    `n` chooses among plural forms. Everything but numbers and amounts is a name.
    """
    text = gettext(sentence) if isinstance(sentence, str) else ngettext(*sentence, n)
    known = {"n": digits(n)} | values
    pieces = []
    for position, part in enumerate(_PLACEHOLDER.split(text)):
        if position % 2 == 0:
            pieces.append(Piece(part))
        else:
            pieces.append(Piece(known.get(part, ""), "de" if part in ("name", "lines") else ""))
    return tuple(piece for piece in pieces if piece.text)


def _answer(key: str, question: Question, lines: Iterable[Line], together: bool = False) -> Answer:
    return Answer(key, question.icon, gettext(question.text), tuple(lines), together)


def _one(question: Question, code: str) -> Iterator[Line]:
    if code:
        yield phrase(question.answers[code])


def _when(visit: FirstVisit, times: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    yield from _one(WHEN, visit.when)
    if visit.when not in WITHOUT_TIMES:
        for time in times:
            yield (*_rule(time), Piece(" · "), Piece(time["hours"].replace(" ", formats.NO_BREAK)))


def _rule(time: Mapping[str, Any]) -> Iterator[Piece]:
    """The rule in words; a title in another language, which is isolated in it, becomes a piece of its own."""
    for position, part in enumerate(_ISOLATES.split(time["rule"])):
        if part:
            yield Piece(part, time["lang"] if position % 2 else "")


def _ask_for(visit: FirstVisit, person: Contact | None, lang: str) -> Iterator[Line]:
    if person:
        yield (Piece(person.name, lang),)
    yield from _one(ASK_FOR, visit.ask_for)
    if person and person.languages:
        active = formats.locale().language
        spoken = formats.joined([language_name(code, active).within for code in person.languages])
        yield phrase("speaks %(languages)s", languages=spoken)


def _cost(cost: Cost) -> Iterator[Line]:
    if cost.kind:
        yield phrase(COST.answers[cost.kind], n=cost.visits, amount=digits(_money(cost.cents)))


def _money(cents: int) -> str:
    """An amount in euros by CLDR; whole euros without cents."""
    locale = formats.locale()
    if cents % 100:
        return format_currency(cents / 100, "EUR", locale=locale)
    pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(cents // 100, "EUR", pattern, locale=locale, currency_digits=False)


def _step(step: Step) -> Line:
    if step.code in NUMBERED:
        return phrase(WAY.answers[step.code], n=int(step.name))
    code = f"{step.code}_line" if step.lines and step.code in WITH_LINES else step.code
    return phrase(WAY.answers[code], name=step.name, lines=step.lines)


def _languages(languages: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """The promises of the entry, as sure as they are; those that nobody has checked (for long) in a line together."""
    spoken_there = [item for item in languages if item["assurance"] != Assurance.SLOW_GERMAN]
    lines: dict[str, tuple[str, list[str]]] = {}
    for item in spoken_there[:MOST_LANGUAGES]:
        is_stale = item["css"] == "stale"
        how = say("stale" if item["checked"] else "promise_unchecked") if is_stale else item["how"]
        lines.setdefault(how if is_stale else item["name"], (how, []))[1].append(item["name"])
    for how, names in lines.values():
        yield (Piece(f"{formats.joined(names)}: "), Piece(how))
    if more := len(spoken_there[MOST_LANGUAGES:]):
        yield phrase(MORE_LANGUAGES, n=more)
