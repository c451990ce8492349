"""What can be chosen, in the language of the page."""

from functools import lru_cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations import formats
from organisations.document import OrganisationDocument, Place
from organisations.forms.rules import FORTNIGHTLY, WEEKLY
from organisations.languages import language_name, written_in
from organisations.models.location import Wheelchair
from organisations.models.organisation import Assurance, Kind
from organisations.text import fold
from organisations.vocabulary import Vocabulary, label

Choice = tuple[str, Any]

KINDS: list[tuple[str, Promise]] = [
    (Kind.CLUB, _("A club (Verein)")),
    (Kind.COMMITTEE, _("A committee or council (Gremium)")),
    (Kind.INITIATIVE, _("An initiative or open group")),
]
ASSURANCES: list[tuple[str, Promise]] = [
    (Assurance.ALWAYS, _("Yes, always somebody there")),
    (Assurance.CERTAIN_DAYS, _("On certain days")),
    (Assurance.ON_REQUEST, _("If you ask us before")),
    (Assurance.INTERPRETER, _("With an interpreter")),
    (Assurance.SLOW_GERMAN, _("No, but slow, simple German")),
]
WHEELCHAIR: list[tuple[str, Promise]] = [
    (Wheelchair.UNKNOWN, _("I do not know")),
    (Wheelchair.YES, _("Yes")),
    (Wheelchair.LIMITED, _("In part, or with help")),
    (Wheelchair.NO, _("No")),
]
REPEATS: list[tuple[str, Promise]] = [
    (WEEKLY, _("Every week")),
    (FORTNIGHTLY, _("Every second week")),
    ("1", pgettext_lazy("such a weekday", "The first of the month")),
    ("2", pgettext_lazy("such a weekday", "The second of the month")),
    ("3", pgettext_lazy("such a weekday", "The third of the month")),
    ("4", pgettext_lazy("such a weekday", "The fourth of the month")),
    ("-1", pgettext_lazy("such a weekday", "The last of the month")),
    ("1,3", pgettext_lazy("such a weekday", "The first and third of the month")),
    ("2,4", pgettext_lazy("such a weekday", "The second and fourth of the month")),
]
# Spoken by many people in Germany; they stand first. The names come from CLDR.
COMMON = tuple("de en ar uk ru tr fa prs ps ku pl ro hr sr sq it es fr pt el bg hu ti so am ur hi vi zh ta".split())


def weekdays() -> list[tuple[int, str]]:
    """0 for Monday to 6, with their names."""
    return list(enumerate(formats.day_names()))


def months() -> list[tuple[int, str]]:
    """1 for January to 12, with their names."""
    return list(enumerate(formats.month_names(), 1))


def languages(interface: str, *more: str) -> list[Any]:
    """Languages: those of many people first, then others by name. `more`: codes that stand there already."""
    first, rest = _languages(interface)
    there = {code for code, _name in (*first, *rest)}
    others = [(code, _named(code, interface)) for code in dict.fromkeys(more) if code and code not in there]
    return [*others, *first, (_("More languages"), list(rest))]


@lru_cache(maxsize=32)
def _languages(interface: str) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    own = [code for code, _name in settings.LANGUAGES if "-" not in code]
    first = dict.fromkeys([written_in(interface), *COMMON, *own])
    # Two letters: the languages with many speakers. With the five hundred others of CLDR the list would be no help.
    known = (str(code) for code in Locale.parse(written_in(interface)).languages)
    rest = [code for code in known if len(code) == 2 and code not in first]
    named = [(code, _named(code, interface)) for code in rest]
    return tuple((code, _named(code, interface)) for code in first), tuple(sorted(named, key=lambda one: fold(one[1])))


def common_languages(interface: str, *more: str) -> list[Choice]:
    """The languages of many people, and those that stand there already."""
    return [(code, _named(code, interface)) for code in dict.fromkeys([*more, *COMMON[:18]]) if code]


def _named(code: str, interface: str) -> str:
    name = language_name(code, interface)
    return name.name if name.own == name.name else f"{name.name} · {name.own}"


def topics(terms: Vocabulary, interface: str) -> list[tuple[str, list[Choice]]]:
    """Topics by top topic; that one stands first among its own."""
    tops = [topic for topic in terms.topics if topic.parent_id is None]
    groups = {top.pk: [top] for top in tops}
    for topic in terms.topics:
        if topic.parent_id in groups:
            groups[topic.parent_id].append(topic)
    return [
        (label(top.names, interface), [(one.slug, label(one.names, interface)) for one in groups[top.pk]])
        for top in tops
    ]


def flags(terms: Vocabulary, interface: str) -> list[Choice]:
    """Openness flags in the order of the vocabulary."""
    return [(flag.slug, label(flag.names, interface)) for flag in terms.flags]


def german(terms: Vocabulary, interface: str) -> list[Choice]:
    """The four steps of German needed, each with a sentence that says what it means."""
    steps = [
        (
            level.slug,
            format_html("{}<br><small>{}</small>", label(level.names, interface), label(level.sentences, interface)),
        )
        for level in terms.levels
    ]
    return [*steps, ("", _("I do not know"))]


def german_names(terms: Vocabulary, interface: str) -> list[Choice]:
    """The same by name alone."""
    return [("", _("I do not know")), *((level.slug, label(level.names, interface)) for level in terms.levels)]


def places(document: OrganisationDocument) -> list[Choice]:
    """The places a time can be at; none: the main one."""
    return [("", _("At the main place")), *((str(place.id), place_name(place)) for place in document.places)]


def place_name(place: Place) -> str:
    """What people call a place: its name, else its street, else its town."""
    address = place.address
    parts = [part for part in (address.name or address.street, address.town) if part]
    return ", ".join(dict.fromkeys(parts)) or "–"
