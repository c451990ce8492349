"""The one query: parsed and validated once, used by list, map, API, exports, feeds and the browser's twin.

`static/js/core/query.js` evaluates the same grammar over the compact file; fixtures/query_cases.json holds the two
together.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import urlencode

from organisations.languages import LANGUAGE_CODE
from organisations.models.opening import OpeningKind
from organisations.models.organisation import Kind
from organisations.models.vocabulary import German
from organisations.recurrence import WEEKDAYS
from organisations.text import clean
from organisations.vocabulary import Vocabulary

SORTS = ("relevance", "distance", "name", "checked")
REPEATED = frozenset({"topic", "language", "open", "opening", "kind", "area", "day"})
ACCESSES = ("wheelchair",)
LONGEST_TEXT = 200
LONGEST_VALUE = 300
MOST_VALUES = 50
WIDEST_RADIUS = 1000.0
LAST_PAGE = 100_000
_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")
_COUNT = re.compile(r"[1-9][0-9]{0,5}")


class MultiValue(Protocol):
    """What is read of a QueryDict: the names, and all values of a name."""

    def keys(self) -> Collection[str]: ...
    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that cannot be used: its name, what was given, and the reason as a code for the reader's language.

    Codes: unknown (no such parameter), repeated, malformed (not of its form), value (no such topic, area ...),
    needs_near.
    """

    parameter: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class OrganisationQuery:
    """What somebody looks for. `near` is latitude and longitude, `bbox` west, south, east, north, all in degrees
    (WGS 84); `radius` in kilometres; `days` 0 for Monday to 6. OR inside a tuple, except `open`: all of its flags."""

    q: str = ""
    topic: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    understood: str = ""
    german: str = ""
    open: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    near: tuple[float, float] | None = None
    radius: float | None = None
    bbox: tuple[float, float, float, float] | None = None
    day: tuple[int, ...] = ()
    access: str = ""
    fresh: bool = False
    sort: str = ""
    page: int = 1

    @classmethod
    def from_querydict(
        cls, values: MultiValue, vocabulary: Vocabulary, also: Collection[str] = ()
    ) -> tuple["OrganisationQuery", list[Problem]]:
        """The query of a request and what of the request could not be used. `also`: names the endpoint itself reads.

        An empty value counts as not given, so that a plain HTML form may send its empty fields.
        """
        found: dict[str, Any] = {}
        problems: list[Problem] = []
        for name in list(values.keys()):
            every = values.getlist(name)
            given = [value for value in every if value != ""]
            if name in REPEATED and len(every) > MOST_VALUES:
                problems.append(Problem(name, short(every[MOST_VALUES]), "repeated"))
            if name in also or not given:
                if name not in PARSERS and name not in also:
                    problems.append(Problem(short(name), "", "unknown"))
                continue
            if name not in PARSERS:
                problems.append(Problem(short(name), short(given[0]), "unknown"))
            elif len(given) > 1 and name not in REPEATED:
                problems.append(Problem(name, short(given[1]), "repeated"))
            else:
                _read(name, given, vocabulary, found, problems)
        query = cls(**found)
        if query.near is None and (query.radius is not None or query.sort == "distance"):
            name = "radius" if query.radius is not None else "sort"
            problems.append(Problem(name, short(values.getlist(name)[0]), "needs_near"))
            query = replace(query, radius=None, sort="" if query.sort == "distance" else query.sort)
        return query, problems

    @property
    def order(self) -> str:
        """How results are sorted: as asked, else nearest first when a position is given, else by relevance."""
        return self.sort or ("distance" if self.near else "relevance")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked but an order or a page."""
        return replace(self, sort="", page=1) == OrganisationQuery()

    def pairs(self) -> list[tuple[str, str]]:
        """The query as parameter names and values in one canonical order; page 1 and empty values are left out."""
        found: list[tuple[str, str]] = []
        for name in PARSERS:
            value = getattr(self, name)
            if name in REPEATED:
                found += [(name, WEEKDAYS[item] if name == "day" else str(item)) for item in value]
            elif name == "page":
                found += [] if value == 1 else [(name, str(value))]
            elif isinstance(value, tuple):
                found.append((name, ",".join(_plain(part) for part in value)))
            elif isinstance(value, bool):
                found += [(name, "1")] if value else []
            elif value not in ("", None):
                found.append((name, _plain(value) if isinstance(value, float) else str(value)))
        return found

    def to_querystring(self) -> str:
        """The query as the part of an address behind the question mark."""
        return urlencode(self.pairs())

    def without(self, name: str, value: str | None = None) -> "OrganisationQuery":
        """The query less one parameter, or less one value of a repeated one; back on page 1."""
        present = getattr(self, name)
        if value is not None and name in REPEATED:
            unwanted: Any = WEEKDAYS.index(value) if name == "day" else value
            kept: dict[str, Any] = {name: tuple(item for item in present if item != unwanted)}
            return replace(self, page=1, **kept)
        cleared: dict[str, Any] = {name: getattr(OrganisationQuery(), name)}
        if name == "near":
            cleared |= {"radius": None, "sort": "" if self.sort == "distance" else self.sort}
        return replace(self, page=1, **cleared)


def _read(
    name: str, given: Sequence[str], vocabulary: Vocabulary, found: dict[str, Any], problems: list[Problem]
) -> None:
    """Parse the values of one parameter into `found`; what cannot be used goes to `problems`, the rest is kept."""
    good = []
    for value in given[:MOST_VALUES]:
        try:
            if "\0" in value or len(value) > LONGEST_VALUE:
                raise ValueError("malformed")
            good.append(PARSERS[name](value, vocabulary))
        except ValueError as error:
            problems.append(Problem(name, short(value), str(error)))
    if name in REPEATED and good:
        found[name] = tuple(dict.fromkeys(good))
    elif good:
        found[name] = good[0]


def _text(value: str, vocabulary: Vocabulary) -> str:
    if len(value) > LONGEST_TEXT or any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        raise ValueError("malformed")
    return clean(value)


def _language(value: str, vocabulary: Vocabulary) -> str:
    if not LANGUAGE_CODE.fullmatch(value):
        raise ValueError("malformed")
    return value


def _known(known: Callable[[Vocabulary], Mapping[str, Any] | Collection[str]]) -> Callable[[str, Vocabulary], str]:
    def parse(value: str, vocabulary: Vocabulary) -> str:
        if value not in known(vocabulary):
            raise ValueError("value")
        return value

    return parse


def _area(value: str, vocabulary: Vocabulary) -> str:
    if value not in vocabulary.area_by_key:
        raise ValueError("value")
    return vocabulary.area_by_key[value].slug


def _day(value: str, vocabulary: Vocabulary) -> int:
    if value not in WEEKDAYS:
        raise ValueError("value")
    return WEEKDAYS.index(value)


def _degrees(value: str) -> list[float]:
    pieces = value.split(",")
    if not all(_NUMBER.fullmatch(piece) for piece in pieces):
        raise ValueError("malformed")
    return [float(piece) for piece in pieces]


def _near(value: str, vocabulary: Vocabulary) -> tuple[float, float]:
    numbers = _degrees(value)
    if len(numbers) != 2 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        raise ValueError("malformed")
    return numbers[0], numbers[1]


def _bbox(value: str, vocabulary: Vocabulary) -> tuple[float, float, float, float]:
    numbers = _degrees(value)
    if len(numbers) != 4:
        raise ValueError("malformed")
    west, south, east, north = numbers
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValueError("malformed")
    return west, south, east, north


def _radius(value: str, vocabulary: Vocabulary) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,6})?", value) or not 0 < float(value) <= WIDEST_RADIUS:
        raise ValueError("malformed")
    return float(value)


def _fresh(value: str, vocabulary: Vocabulary) -> bool:
    if value != "1":
        raise ValueError("malformed")
    return True


def _page(value: str, vocabulary: Vocabulary) -> int:
    if not _COUNT.fullmatch(value) or int(value) > LAST_PAGE:
        raise ValueError("malformed")
    return int(value)


def _plain(number: float) -> str:
    """A number without exponent and without a needless `.0`."""
    return str(int(number)) if number == int(number) else format(Decimal(repr(number)), "f")


def short(value: str) -> str:
    """A value as it may be shown in a message: harmless, at most 60 characters."""
    harmless = clean(value.replace("\0", "").encode("utf-8", "replace").decode("utf-8"))
    return harmless if len(harmless) <= 60 else harmless[:59] + "…"


Parser = Callable[[str, Vocabulary], Any]
PARSERS: dict[str, Parser] = {
    "q": _text,
    "topic": _known(lambda vocabulary: vocabulary.topic_by_slug),
    "language": _language,
    "understood": _language,
    "german": _known(lambda vocabulary: German.values),
    "open": _known(lambda vocabulary: vocabulary.flag_by_slug),
    "opening": _known(lambda vocabulary: OpeningKind.values),
    "kind": _known(lambda vocabulary: Kind.values),
    "area": _area,
    "near": _near,
    "radius": _radius,
    "bbox": _bbox,
    "day": _day,
    "access": _known(lambda vocabulary: ACCESSES),
    "fresh": _fresh,
    "sort": _known(lambda vocabulary: SORTS),
    "page": _page,
}
