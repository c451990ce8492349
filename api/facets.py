"""GET /api/v1/facets: for every value of every parameter the number of organisations it would give."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from api import shapes
from api.corrections import corrections_of
from api.endpoint import Endpoint
from api.params import Asked
from mapping.results import facets_of
from organisations import formats
from organisations.languages import language_name
from organisations.matching import Matching
from organisations.recurrence import WEEKDAYS
from organisations.sentences import say
from organisations.vocabulary import Vocabulary, label

IN_ORDER = {"german", "day"}  # their values have an order of their own; all others begin with the largest count


class Facets(Endpoint):
    """Exact counts beside a query: organisations, not places; values that give none are left out.

    `sure` counts those whose promise of the language is for always or certain days and was checked in the last months.
    """

    shape = shapes.FACETS
    with_query = True
    unread = ("sort", "page")

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """The total and, by parameter, value, label and count."""
        matching = Matching.of(asked.query, asked.terms)
        found = facets_of(matching, asked.terms)
        names = labels(asked.terms, asked.lang)
        facets = {name: _values(name, counts, names[name]) for name, counts in found.counts.items()}
        for language in facets["language"]:
            language["sure"] = found.sure_of.get(language["value"], 0)
        sure = {} if found.sure is None else {"sure": found.sure}
        return {"total": found.total, **sure} | corrections_of(matching) | {"facets": facets}, {}


def _values(name: str, counts: Mapping[str, int], label_of: Callable[[str], str]) -> list[dict[str, Any]]:
    values = [{"value": value, "label": label_of(value), "count": n} for value, n in counts.items()]
    return values if name in IN_ORDER else sorted(values, key=lambda value: (-value["count"], value["label"]))


def labels(terms: Vocabulary, lang: str) -> dict[str, Callable[[str], str]]:
    """For every parameter with values the name of a value in that language (which must be the active one)."""

    def language(code: str) -> str:
        return language_name(code, lang).name

    return {
        "topic": lambda slug: label(terms.topic_by_slug[slug].names, lang),
        "language": language,
        "understood": language,
        "german": lambda slug: label(terms.level_by_slug[slug].names, lang),
        "open": lambda slug: label(terms.flag_by_slug[slug].names, lang),
        "opening": say,
        "kind": say,
        "area": lambda slug: terms.area_by_key[slug].name,
        "day": lambda day: formats.days_listed()[WEEKDAYS.index(day)],
        "access": lambda _value: _("Wheelchair accessible"),
        "fresh": lambda _value: _("Checked within the last year"),
    }
