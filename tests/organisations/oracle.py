"""A slow reading of documents that answers queries by itself: no SQL filter, no listing, other formulas."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from geopy.distance import geodesic

from organisations.document import OrganisationDocument, Place
from organisations.models import Area, Topic
from organisations.search import OrganisationQuery
from organisations.text import STOP_WORDS, words

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
LEVELS = ["none", "little", "conversation", "fluent"]


@dataclass(frozen=True)
class Spot:
    """One place as a visitor may know it."""

    areas: frozenset[str]
    point: tuple[float, float] | None
    days: frozenset[int]
    wheelchair: bool


class Oracle:
    """All documents with the vocabulary they need, read once."""

    def __init__(self, documents: Iterable[OrganisationDocument], today: date) -> None:
        self.today = today
        self.topics = {topic.slug: topic for topic in Topic.objects.select_related("parent")}
        self.areas = {area.slug: area for area in Area.objects.select_related("parent")}
        self.documents = [d for d in documents if d.state == "public" and (not d.ends_on or d.ends_on >= today)]
        self.stems: dict[str, str] = {}
        self.spots = {document.id: self._spots(document) for document in self.documents}
        self.occurring = {document.id: self._occurring(document) for document in self.documents}
        self.taken_for: dict[str, list[tuple[str, ...]]] = {}  # by word of a text what to look for in its place

    def matches(self, query: OrganisationQuery) -> set[UUID]:
        """The ids of the organisations that match."""
        return {document.id for document in self.documents if self._holds(document, query)}

    def facet(self, query: OrganisationQuery, name: str) -> dict[str, int]:
        """The counts of one facet: each value tried out by itself."""
        counts: Counter[str] = Counter()
        for value in self._values(name):
            if name == "open":
                tried = replace(query, open=tuple(dict.fromkeys([*query.open, value])))
            elif name == "fresh":
                tried = replace(query, fresh=True)
            elif name in {"understood", "german", "access"}:
                tried = _with(query, name, value)
            else:
                tried = _with(query, name, (WEEKDAYS.index(value) if name == "day" else value,))
            counts[value] = len(self.matches(tried))
        return {value: n for value, n in counts.items() if n}

    def sure(self, query: OrganisationQuery, codes: tuple[str, ...]) -> int:
        """How many of the organisations that match are sure in one of these languages."""
        month = self.today.month - 6
        since = date(self.today.year - (month < 1), (month - 1) % 12 + 1, min(self.today.day, 28))
        return sum(
            any(
                item.code in codes
                and item.assurance in ("always", "certain_days")
                and item.checked_on is not None
                and item.checked_on >= since
                for item in document.languages
            )
            for document in self.documents
            if self._holds(document, query)
        )

    def _values(self, name: str) -> list[str]:
        spoken = sorted({language.code for document in self.documents for language in document.languages})
        return {
            "topic": list(self.topics),
            "language": spoken,
            "understood": spoken,
            "german": LEVELS,
            "open": sorted({flag for document in self.documents for flag in document.flags}),
            "opening": ["seat", "guest", "trial", "helper", "internship"],
            "kind": ["club", "committee", "initiative"],
            "area": list(self.areas),
            "day": WEEKDAYS,
            "access": ["wheelchair"],
            "fresh": ["1"],
        }[name]

    def _holds(self, document: OrganisationDocument, query: OrganisationQuery) -> bool:
        topics = {slug for topic in document.topics for slug in (topic, self._parent(topic)) if slug}
        spoken = {language.code for language in document.languages}
        level = LEVELS.index(document.german) if document.german else 99
        return all(
            (
                not query.topic or topics & set(query.topic),
                not query.language or spoken & set(query.language),
                not query.understood or query.understood in spoken or level <= 1,
                not query.german or level <= LEVELS.index(query.german),
                set(query.open) <= set(document.flags),
                not query.opening or self._open(document) & set(query.opening),
                not query.kind or document.kind in query.kind,
                not query.fresh or self._fresh(document),
                not query.q or self._says(document, query.q),
                any(self._fits(spot, query) for spot in self.spots[document.id]),
            )
        )

    def _open(self, document: OrganisationDocument) -> set[str]:
        return {opening.kind for opening in document.openings if (opening.until - self.today).days >= 0}

    def _fits(self, spot: Spot, query: OrganisationQuery) -> bool:
        if query.area and not spot.areas & set(query.area):
            return False
        if query.day and not spot.days & set(query.day):
            return False
        if query.access and not spot.wheelchair:
            return False
        if (query.near or query.bbox) and spot.point is None:
            return False
        if query.near and query.radius and _kilometres(query.near, spot.point[::-1]) > query.radius:  # type: ignore[index]
            return False
        if query.bbox:
            (x, y), (west, south, east, north) = spot.point, query.bbox  # type: ignore[misc]
            return west <= x <= east and south <= y <= north
        return True

    def _spots(self, document: OrganisationDocument) -> list[Spot]:
        if document.places:
            return [self._spot(document, place) for place in document.places]
        days = {day for meeting in document.meetings for day in _days(meeting.rrule)}
        return [Spot(self._path(document.area), self._centre(document.area), frozenset(days), False)]

    def _spot(self, document: OrganisationDocument, place: Place) -> Spot:
        area = place.address.area or document.area
        point = place.address.point
        if place.private:
            parent = self.areas[area].parent if area else None
            area = parent.slug if parent else area
            point = place.address.public_point
        here = [m for m in document.meetings if m.place == place.id or (m.place is None and place.primary)]
        days = frozenset(day for meeting in here for day in _days(meeting.rrule))
        shown = point and (round(point[0], 5), round(point[1], 5))
        return Spot(self._path(area), shown or self._centre(area), days, place.wheelchair == "yes")

    def _path(self, area: str | None) -> frozenset[str]:
        found = set()
        row = self.areas.get(area or "")
        while row:
            found.add(row.slug)
            row = row.parent and self.areas[row.parent.slug]
        return frozenset(found)

    def _centre(self, area: str | None) -> tuple[float, float] | None:
        centre: Any = self.areas[area].centre if area else None
        return (round(centre.x, 5), round(centre.y, 5)) if centre else None

    def _parent(self, slug: str) -> str | None:
        parent = self.topics[slug].parent
        return parent.slug if parent else None

    def _fresh(self, document: OrganisationDocument) -> bool:
        year_ago = self.today.replace(year=self.today.year - 1) if self.today.day < 29 else self.today - timedelta(365)
        return document.checked_on is not None and document.checked_on >= year_ago

    def _occurring(self, document: OrganisationDocument) -> tuple[set[str], set[str]]:
        """All words of the document, plain and by their stems, and the stems alone."""
        topics = [self.topics[slug] for slug in document.topics]
        topics += [topic.parent for topic in topics if topic.parent]
        spots = [self.areas[slug].name for spot in self.spots[document.id] for slug in spot.areas]
        vocabulary = [name for topic in topics for name in topic.names.values()]
        vocabulary += [word for topic in topics for group in topic.search_words.values() for word in group]
        plain = words(" ".join([document.name, *vocabulary, *spots]))
        german = [t for language, text in document.texts.items() if language == "de" for t in _prose(text)]
        other = [t for language, text in document.texts.items() if language != "de" for t in _prose(text)]
        plain += words(" ".join(other))
        stems = {self._stem(word) for word in words(" ".join([document.name, *vocabulary, *spots, *german]))} - {""}
        return {*plain, *stems}, stems

    def _says(self, document: OrganisationDocument, text: str) -> bool:
        occurring, stems = self.occurring[document.id]
        asked = [word for word in dict.fromkeys(words(text)) if word not in STOP_WORDS] or words(text)

        def is_there(word: str) -> bool:
            begins = any(p == word or (len(word) > 2 and p.startswith(word)) for p in occurring)
            return begins or self._stem(word) in stems

        return all(
            any(all(map(is_there, reading)) for reading in self.taken_for.get(word, [(word,)])) for word in asked
        )

    def _stem(self, word: str) -> str:
        if word not in self.stems:
            with connection.cursor() as cursor:
                cursor.execute("SELECT array_to_string(ts_lexize('german_stem', %s), ' ')", [word])
                self.stems[word] = cursor.fetchone()[0] or ""
        return self.stems[word]


@cache
def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance of two points (latitude, longitude); asked again and again for the same ones."""
    return float(geodesic(one, other).km)


def _with(query: OrganisationQuery, name: str, value: Any) -> OrganisationQuery:
    return replace(query, **{name: value})


def _prose(text: Any) -> list[str]:
    return [text.summary, text.audience, text.description]


def _days(rrule: str) -> set[int]:
    listed = dict(part.split("=") for part in rrule.split(";"))["BYDAY"]
    return {WEEKDAYS.index(day[-2:]) for day in listed.split(",")}
