"""The numbers of every month: how many public entries, by topic, language, flag, kind and freshness, in every area.

They are counted from the stored versions: a month that has passed as it stood at its end, the present one as it stands
now. So months from before there were any numbers can be counted later. What they cannot know: entries that were erased
since are in none of them, and areas are those of today.

An entry counts for the areas in which the lists show it (services/listing.py), so that a number is that of its list,
and none says in which district a place is that shows nothing but its town.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from organisations.freshness import is_hidden, step, vouched_on
from organisations.models import Snapshot
from organisations.vocabulary import Vocabulary, vocabulary

MOST_MONTHS = 36  # as far back as numbers are made
HIDDEN = "hidden"  # counted beside the age of the last check
UNCHECKED = "unchecked"
_ONE = ("", "")  # counts every entry once
# Raised with every change of what is counted: months that passed are then counted anew, from the versions.
_FORM = {"": 2}
_LOCK = 6_018
_VERSIONS = """
    WITH span AS (
        SELECT id, organisation_id, created_at AS since,
            lead(created_at) OVER (PARTITION BY organisation_id ORDER BY number) AS until
        FROM organisations_revision
    )
    SELECT span.since, span.until, entry.published_on, document->>'kind',
        jsonb_build_array(
            document->'topics', jsonb_path_query_array(document, '$.languages[*].code'), document->'flags'
        )::text,
        document->>'german',
        document->>'checked_on', document->>'ends_on', document->>'area',
        (
            SELECT jsonb_agg(jsonb_build_array(value.area_id, coalesce(location.private, false)))::text
            FROM jsonb_array_elements(document->'places') place
            LEFT JOIN organisations_address value ON value.id = (place->>'address')::uuid
            LEFT JOIN organisations_location location ON location.id = value.location_id
        )
    FROM span JOIN organisations_revision revision ON revision.id = span.id
    JOIN organisations_organisation entry ON entry.id = span.organisation_id
    WHERE document->>'state' = 'public'
        AND EXISTS (
            SELECT 1 FROM unnest(%s::timestamptz[]) moment
            WHERE span.since < moment AND (span.until IS NULL OR span.until >= moment)
        )
"""


@dataclass(frozen=True, slots=True)
class _Version:
    """A stored version of a public entry, and from when to when it was the newest one."""

    since: datetime
    until: datetime | None
    facts: tuple[tuple[str, str], ...]  # dimension, value
    pairs: tuple[str, ...]  # language and topic
    areas: tuple[int | None, ...]
    checked_on: date | None
    published_on: date | None
    ends_on: date | None


def count_if_due(today: date | None = None) -> bool:
    """Counts once a day, and the months that are missing; returns whether it did."""
    day = today or timezone.localdate()
    if _counted().filter(month=day.replace(day=1), counted_on=day).exists():
        return False
    count(day)
    return True


@transaction.atomic
def count(today: date | None = None) -> None:
    """Counts the present month, and those before it that nobody has counted at their end. One at a time."""
    day = today or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    days = [*_missing(day), day]
    tally = _Tally(days)
    for version in _versions([_end(one) for one in days], vocabulary("default")):
        tally.add(version)
    Snapshot.objects.filter(month__in=[one.replace(day=1) for one in days]).delete()
    Snapshot.objects.exclude(offers={}).update(offers={})
    Snapshot.objects.bulk_create(tally.snapshots(), batch_size=500)


def last_counted() -> date | None:
    """The day of the newest numbers; None if nothing was ever counted."""
    found: date | None = Snapshot.objects.aggregate(day=Max("counted_on"))["day"]
    return found


def _missing(today: date) -> list[date]:
    """The last days of the months that passed and were not counted on that day, back to the first version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(created_at) FROM organisations_revision")
        (first,) = cursor.fetchone()
    if first is None:
        return []
    counted = set(_counted().values_list("month", "counted_on"))
    month = max(timezone.localtime(first).date(), today - relativedelta(months=MOST_MONTHS)).replace(day=1)
    days = []
    while month < today.replace(day=1):
        end = month + relativedelta(months=1) - timedelta(days=1)
        if (month, end) not in counted:
            days.append(end)
        month += relativedelta(months=1)
    return days


def _counted() -> QuerySet[Snapshot]:
    """The numbers of everywhere that are of the present form."""
    return Snapshot.objects.filter(area=None, counts__form=_FORM)


def _end(day: date) -> datetime:
    """The end of a day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _versions(moments: Sequence[datetime], terms: Vocabulary) -> Iterator[_Version]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_VERSIONS, [list(moments)])
        while rows := cursor.fetchmany(2_000):
            for row in rows:
                yield _version(row, terms)


def _version(row: Sequence[Any], terms: Vocabulary) -> _Version:
    since, until, published, kind, lists, german, checked, ends, area, places = row
    topics, languages, flags = json.loads(lists)
    slugs = dict.fromkeys(
        one.slug for slug in topics if (topic := terms.topic_by_slug.get(slug)) for one in terms.topic_path(topic)
    )
    facts = [_ONE, ("kind", kind)]
    for dimension, values in (("topic", slugs), ("language", languages), ("flag", flags)):
        facts += [(dimension, value) for value in values]
        facts += [(dimension, "")] if not values else []  # none of them at all
    facts.append(("german", german or ""))
    pairs = tuple(f"{language} {topic}" for language in languages for topic in slugs)
    return _Version(
        since,
        until,
        tuple(facts),
        pairs,
        _areas(area, json.loads(places or "[]"), terms),
        _day(checked),
        published,
        _day(ends),
    )


def _areas(own: str | None, places: Sequence[tuple[int | None, bool]], terms: Vocabulary) -> tuple[int | None, ...]:
    """Everywhere (None), the areas that are shown of the entry's places (each its area and whether it is private), or
    the entry's own without any, and those that they are districts of."""
    fallback = terms.area_by_key.get(own or "")
    found = [(terms.area_by_id.get(id or 0) or fallback, private) for id, private in places] or [(fallback, False)]
    shown = [terms.town(area) if private else area for area, private in found if area]
    ids = dict.fromkeys(one.id for area in shown for one in terms.area_path(area))
    return (None, *ids)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class _Tally:
    """The numbers of several days while they are counted."""

    def __init__(self, days: Sequence[date]) -> None:
        self.days = days
        self._ends = [_end(day) for day in days]
        self._counts: dict[tuple[int, int | None], Counter[tuple[str, str]]] = defaultdict(Counter)
        self._offers: dict[int | None, Counter[str]] = defaultdict(Counter)

    def add(self, version: _Version) -> None:
        """Counts a version on the days on which it was the newest one and the entry had not ended."""
        for number, (day, end) in enumerate(zip(self.days, self._ends, strict=True)):
            over = version.until is not None and version.until < end
            if version.since >= end or over or (version.ends_on and version.ends_on < day):
                continue
            facts = (*version.facts, *_freshness(version, day))
            for area in version.areas:
                self._counts[number, area].update(facts)
                if number == len(self.days) - 1:
                    self._offers[area].update(version.pairs)

    def snapshots(self) -> Iterator[Snapshot]:
        """A row a month and area; everywhere always has one."""
        for number in range(len(self.days)):
            self._counts[number, None].update(())
        for (number, area), counter in sorted(self._counts.items(), key=lambda item: (item[0][0], item[0][1] or 0)):
            newest = number == len(self.days) - 1
            day = self.days[number]
            yield Snapshot(
                month=day.replace(day=1),
                area_id=area,
                counted_on=day,
                entries=counter.pop(_ONE, 0),
                counts=_nested(counter) | ({"form": _FORM} if area is None else {}),
                offers=dict(self._offers[area]) if newest else {},
            )


def _freshness(version: _Version, day: date) -> Iterator[tuple[str, str]]:
    """The age of the last check on that day, as the lists of the desk have it; and if it is in no list any more."""
    yield "fresh", step(version.checked_on, day).value if version.checked_on else UNCHECKED
    if is_hidden(vouched_on(version.checked_on, version.published_on), day):
        yield "fresh", HIDDEN


def _nested(counter: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (dimension, value), number in counter.items():
        found.setdefault(dimension, {})[value] = number
    return found
