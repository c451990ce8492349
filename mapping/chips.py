"""What is chosen, as chips that can be removed one by one, and addresses of the list for a query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mapping.places import name_near
from organisations import formats
from organisations.languages import language_name, written_in
from organisations.recurrence import WEEKDAYS
from organisations.search import OrganisationQuery
from organisations.sentences import say
from organisations.vocabulary import Vocabulary, label
from organisations.wording import QUOTES


def url_of(query: OrganisationQuery) -> str:
    """The address of the list for a query."""
    text = query.to_querystring()
    return reverse("map") + (f"?{text}" if text else "")


def link_of(query: OrganisationQuery, here: tuple[float, float] | None) -> str:
    """The address of a query; `here` is a measured position, which never stands in it.

    An empty `near` means nothing to the query; it tells the page that this link gives the position up.
    """
    if here is None:
        return url_of(query)
    if query.near is None:
        address = url_of(query)
        return f"{address}{'&' if '?' in address else '?'}near="
    sort = "" if query.sort == "distance" else query.sort
    return url_of(replace(query, near=None, radius=None, sort=sort))


@dataclass(frozen=True)
class Chip:
    """One chosen filter: parameter and value, its words, and the address without it."""

    parameter: str
    value: str
    label: str
    url: str
    lang: str = ""

    @property
    def key(self) -> str:
        """Parameter and value as one word: "topic:sport"."""
        return f"{self.parameter}:{self.value}"

    @property
    def remove(self) -> str:
        """The accessible name."""
        return _("Remove filter %(name)s") % {"name": self.label}


def chips_of(query: OrganisationQuery, terms: Vocabulary, language: str, measured: bool = False) -> list[Chip]:
    """What is chosen, in the order of the parameters; sort, page and radius are no filters of their own.

    `measured`: the position is the visitor's own, which is not written anywhere.
    """
    found = []
    for name, value in query.pairs():
        if name in ("sort", "page", "radius"):
            continue
        own = measured and name == "near"
        text, lang = (here_text(query.radius), "") if own else chip_text(name, value, query, terms, language)
        found.append(Chip(name, "" if own else value, text, url_of(query.without(name, value)), lang))
    return found


def here_text(radius: float | None) -> str:
    """ "Im Umkreis von 2 km", "In der Nähe"."""
    return _("Within %(distance)s") % {"distance": formats.radius(radius)} if radius else _("Near me")


def near_text(near: tuple[float, float], radius: float | None, terms: Vocabulary) -> str:
    """ "Im Umkreis von 2 km um Bernhausen", "Bei Bernhausen"; far from all areas "Bei diesem Ort"."""
    words = {"distance": formats.radius(radius or 0), "place": name_near(near, terms)}
    if radius:
        known, unknown = _("Within %(distance)s of \u2068%(place)s\u2069"), _("Within %(distance)s of this place")
    else:
        known, unknown = _("Near \u2068%(place)s\u2069"), _("Near this place")
    return (known if words["place"] else unknown) % words


def chip_text(name: str, value: str, query: OrganisationQuery, terms: Vocabulary, language: str) -> tuple[str, str]:
    """The words of a chip and, if they are in another language than the page, that language."""
    if name == "language":
        return language_name(value, language).own, value
    if name == "understood":
        other = _("%(language)s or little German") % {"language": language_name(value, language).name}
        return (_("My language or little German") if value == written_in(language) else other), ""
    if name == "near" and query.near:
        return near_text(query.near, query.radius, terms), ""
    if name == "area":
        return terms.area_by_key[value].name, "de"
    words: Mapping[str, Callable[[], str]] = {
        "q": lambda: _("“%(text)s”") % {"text": value.strip(QUOTES)},
        "topic": lambda: label(terms.topic_by_slug[value].names, language),
        "german": lambda: label(terms.level_by_slug[value].names, language),
        "open": lambda: label(terms.flag_by_slug[value].names, language),
        "opening": lambda: say(value),
        "kind": lambda: say(value),
        "day": lambda: formats.days_listed()[WEEKDAYS.index(value)],
        "access": lambda: _("Wheelchair accessible"),
        "fresh": lambda: _("Checked within 12 months"),
        "bbox": lambda: pgettext("filter", "This part of the map"),
    }
    return words[name](), ""
