"""GET /api/v1/compact, /compact/cards, /compact/words: all listings in columns, for a browser to filter by itself.

The first file has points and facet values but no words; the second what the cards say, in one language; the third is
for searches and entries without a connection. All are in the same order of organisations: by name, then by the id of
the primary listing. What the columns mean is described for people in templates/api/docs.html; static/js/core/compact.js
reads them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.exceptions import NotFound

from api import compact_shapes
from api.endpoint import Endpoint
from api.params import Asked
from organisations.cards import Reader, parent_of, teaser_of
from organisations.models import DataVersion, Listing, Opening
from organisations.models.organisation import Kind
from organisations.times import gap_of_facts, next_days, schedule_of_facts, this_hour, titled_rule
from organisations.vocabulary import Vocabulary, worded

FIRST_DAY = date(2000, 1, 1)
NEXT_DATES = 3


class Compact(Endpoint):
    """Points and facet values of all listings."""

    shape = compact_shapes.COMPACT
    may_be_missing = True

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """Columns by row (a place) and by organisation; values as indexes into the lists of slugs and codes."""
        owners = _owners()
        terms, head = asked.terms, _head()
        areas = sorted({area for places in owners for place in places for area in place.areas})
        codes = _codes(owners)
        return head | {
            "topics": [topic.slug for topic in terms.topics],
            "topic_parents": [_index(terms.topics, topic.parent_id) for topic in terms.topics],
            "languages": codes,
            "flags": [flag.slug for flag in terms.flags],
            "areas": [_area(area, areas, terms) for area in areas],
            "organisations": len(owners),
            "rows": _rows(owners, areas),
            "facts": _facts(owners, codes, terms),
            "openings": list(_openings(owners)),
        }, {}


class Cards(Endpoint):
    """What the cards say, in one language."""

    shape = compact_shapes.CARDS
    may_be_missing = True

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """One list an organisation, in the order of the other file and of the same version."""
        owners = _owners()
        codes = {code: place for place, code in enumerate(_codes(owners))}
        reader = Reader(asked.lang, timezone.localdate(), asked.terms, now=this_hour())
        return _head() | {"lang": asked.lang, "cards": [_card(places, codes, reader) for places in owners]}, {}


class Words(Endpoint):
    """What is needed without a connection only: folded words of all organisations, titles of what they offer."""

    shape = compact_shapes.WORDS
    may_be_missing = True

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """One text an organisation, in the order of the other files and of the same version."""
        owners = _owners()
        return _head() | {"words": [places[0].words for places in owners], "openings": list(_offers(owners))}, {}


def _owners() -> list[list[Listing]]:
    """All public listings by organisation, the primary one first. Raises NotFound when they are too many."""
    rows = Listing.objects.listed().defer("search").order_by("sort_name", F("primary").desc(), "id")
    if rows.primary().order_by()[: settings.COMPACT_LIMIT + 1].count() > settings.COMPACT_LIMIT:
        raise NotFound(f"There is no compact file for more than {settings.COMPACT_LIMIT} organisations.")
    owners: dict[Any, list[Listing]] = {}
    for row in rows:
        owners.setdefault(row.organisation_id, []).append(row)
    return list(owners.values())


def _head() -> dict[str, Any]:
    return {"version": DataVersion.current()[0], "date": timezone.localdate().isoformat()}


def _codes(owners: Iterable[list[Listing]]) -> list[str]:
    return sorted({code for places in owners for code in places[0].languages})


def _index(items: Iterable[Any], pk: int | None) -> int:
    return next((place for place, item in enumerate(items) if item.pk == pk), -1)


def _area(pk: int, areas: list[int], terms: Vocabulary) -> dict[str, Any]:
    area = terms.area_by_id[pk]
    return {"slug": area.slug, "ags": area.ags, "parent": areas.index(area.parent) if area.parent in areas else -1}


def _rows(owners: list[list[Listing]], areas: list[int]) -> dict[str, list[Any]]:
    places = [(owner, row) for owner, rows in enumerate(owners) for row in rows]
    index = {area: place for place, area in enumerate(areas)}
    return {
        "organisation": [owner for owner, _row in places],
        "lat": [round(row.point.y * 1e5) if row.point else None for _owner, row in places],
        "lng": [round(row.point.x * 1e5) if row.point else None for _owner, row in places],
        "approximate": [int(row.approximate) for _owner, row in places],
        "fixed": [int(row.fixed) for _owner, row in places],
        "areas": [[index[area] for area in row.areas] for _owner, row in places],
        "days": [sum(1 << day for day in row.days) for _owner, row in places],
        "wheelchair": [int(row.wheelchair) for _owner, row in places],
    }


def _facts(owners: list[list[Listing]], codes: list[str], terms: Vocabulary) -> dict[str, list[Any]]:
    rows = [places[0] for places in owners]
    topics = {topic.slug: place for place, topic in enumerate(terms.topics)}
    flags = {flag.pk: place for place, flag in enumerate(terms.flags)}
    languages = {code: place for place, code in enumerate(codes)}
    return {
        "kind": [Kind.values.index(row.kind) for row in rows],
        "topics": [[topics[slug] for slug in row.card["topics"]] for row in rows],
        "languages": [[languages[code] for code in row.languages] for row in rows],
        "promised": [_promised(row) for row in rows],
        "flags": [[flags[flag] for flag in row.flags] for row in rows],
        "german": [-1 if row.german is None else row.german for row in rows],
        "checked": [_days_since(row.checked_on) for row in rows],
    }


def _openings(owners: list[list[Listing]]) -> Iterable[list[Any]]:
    """Few organisations have any: organisation, kind, last day. Whether one is over the browser says."""
    for owner, places in enumerate(owners):
        for kind, day in places[0].card.get("openings", ()):
            yield [owner, kind, _days_since(date.fromisoformat(day))]


def _offers(owners: list[list[Listing]]) -> Iterable[list[Any]]:
    """Each opening by itself, the soonest end first: organisation, kind, last day, titles by language. One query."""
    place = {places[0].organisation_id: owner for owner, places in enumerate(owners)}
    there = Opening.objects.using(settings.READ_DATABASE).filter(until__gte=timezone.localdate())
    for opening in there.order_by("until", "position", "pk"):
        if opening.organisation_id in place:  # a draft or one that is over may have some too
            owner = place[opening.organisation_id]
            yield [owner, opening.kind, _days_since(opening.until), opening.title]


def _promised(row: Listing) -> list[int]:
    """Beside each language twice the day its promise was checked, plus one if it can be sure; -1 if it never was."""
    spoken = zip_longest(row.languages, row.spoken_checked, row.spoken_sure)
    return [2 * _days_since(day) + bool(sure) if day else -1 for _code, day, sure in spoken]


def _days_since(day: date | None) -> int:
    return (day - FIRST_DAY).days if day else -1


def _card(places: list[Listing], codes: Mapping[str, int], reader: Reader) -> list[Any]:
    row = places[0]
    facts = row.card
    # A card with language promises never shows its teaser (organisations/cards.py), so it need not be sent.
    teaser, teaser_language = teaser_of(facts, reader) if not facts["languages"] else ("", "")
    closed = [facts["closed_from"], facts["closed_until"]]
    return [
        row.slug,
        row.name,
        facts["language"],
        teaser,
        teaser_language,
        [place.card["place"] for place in places],
        list(_times(row, reader)),
        [[*_promise(promise, codes), facts.get("notes", {}).get(promise[0], "")] for promise in facts["languages"]],
        closed if any(closed) else None,
        parent_of(facts["parent"], reader.today) or None,
    ]


def _times(row: Listing, reader: Reader) -> Iterable[list[Any]]:
    """Title and rule in words, the next local moments ("2026-11-24T17:30"), language of a foreign title.

    Times that are over are left out.
    """
    gap = gap_of_facts(row.card, row.ends_on)
    for item in row.card["times"]:
        schedule = schedule_of_facts(item)
        days = next_days(schedule, reader.today, NEXT_DATES, gap, reader.now)
        if days:
            moments = [f"{day.isoformat()}T{item['starts_at']}" for day in days]
            yield [titled_rule(schedule, reader.language), moments, worded(schedule.title, reader.language)[1]]


def _promise(promise: list[Any], codes: Mapping[str, int]) -> list[Any]:
    code, assurance, days, checked = promise
    day = date.fromisoformat(checked) if checked else None
    return [codes[code], assurance, sum(1 << number for number in days), _days_since(day)]
