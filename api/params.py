"""Parsing: what an address asks for, or a list of what is wrong with it."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import QueryDict

from mapping.places import LONGEST_PLACE, clean_place
from organisations.search import PARSERS, OrganisationQuery, Problem
from organisations.vocabulary import Vocabulary

MOST_ROWS = 500  # keeps an answer well below a megabyte
FEW_ROWS = 100
DEEPEST_ZOOM = 19
_WHOLE = re.compile(r"(0|[1-9][0-9]{0,3})")


class ParameterError(Exception):
    """Parameters that are not known or not well-formed."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(", ".join(problem.parameter for problem in problems))


@dataclass(frozen=True)
class Asked:
    """A parsed request: the query and the endpoint's own values; `lang` is a language of the interface."""

    query: OrganisationQuery
    terms: Vocabulary
    lang: str = settings.LANGUAGE_CODE
    limit: int = FEW_ROWS
    zoom: int | None = None
    after: str = ""
    place: str = ""
    bbox: tuple[float, float, float, float] | None = None
    q: str = ""
    given: dict[str, Any] = field(default_factory=dict)


def read(
    values: QueryDict, terms: Vocabulary, own: Collection[str], with_query: bool, unread: Collection[str] = ()
) -> Asked:
    """The parsed parameters. `own`: names the endpoint reads itself; `with_query`: it answers the one query too, but
    for its parameters `unread`.

    Raises ParameterError for a name nobody reads, a value that is malformed, and a second value of a single one.
    """
    if with_query:
        query, problems = OrganisationQuery.from_querydict(values, terms, also=own)
        known = [name for name in unread if name in values]
        problems = [problem for problem in problems if problem.parameter not in known]
        problems += [Problem(name, "", "unknown") for name in known]
    else:
        query = OrganisationQuery()
        problems = [Problem(name[:60], "", "unknown") for name in values if name not in own]
    given: dict[str, Any] = {}
    for name in own:
        texts = [text for text in values.getlist(name) if text]
        try:
            if len(texts) > 1:
                raise ValueError("repeated")
            if texts:
                given[name] = OWN[name](texts[0], terms)
        except ValueError as error:
            problems.append(Problem(name, texts[0][:60], str(error)))
    if problems:
        raise ParameterError(problems)
    return Asked(query, terms, given=given, **given)


def _lang(text: str, terms: Vocabulary) -> str:
    if text not in dict(settings.LANGUAGES):
        raise ValueError("value")
    return text


def _number(least: int, most: int) -> Callable[[str, Vocabulary], int]:
    def parse(text: str, terms: Vocabulary) -> int:
        if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
            raise ValueError("malformed")
        return int(text)

    return parse


def _q(text: str, terms: Vocabulary) -> str:
    if "\0" in text:
        raise ValueError("malformed")
    words: str = PARSERS["q"](text, terms)
    return words


def _after(text: str, terms: Vocabulary) -> str:
    if len(text) > 2_000:
        raise ValueError("malformed")
    return text


def _place(text: str, terms: Vocabulary) -> str:
    if len(text) > LONGEST_PLACE or "\0" in text:
        raise ValueError("malformed")
    return clean_place(text)


OWN: dict[str, Callable[[str, Vocabulary], Any]] = {
    "q": _q,
    "lang": _lang,
    "limit": _number(1, MOST_ROWS),
    "zoom": _number(0, DEEPEST_ZOOM),
    "after": _after,
    "place": _place,
    "bbox": PARSERS["bbox"],
}
