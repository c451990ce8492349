"""Counts beside a query: for every value of every facet the number of organisations it would give.

A facet's own parameter is left out when its values are counted, but `open` is counted as if the flag were added, since
its flags must all hold. One SQL statement reads the matching listings once, each with the set of conditions it misses
(`missed`, a bit a facet): who misses none counts for all facets, who misses one facet's condition counts for that one.

What a listing counts for stands in it as numbers (facet_numbers.py), so all facets are one count over one column. An
organisation with one listing is counted by that one; of the few with several, each is counted once a value.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.db.models import BooleanField, Case, DateField, ExpressionWrapper, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from organisations.facet_numbers import Part, number, part_and_value
from organisations.freshness import ageing_since, stale_promise_since
from organisations.matching import Matching
from organisations.models.opening import OpeningKind
from organisations.models.organisation import Kind
from organisations.models.vocabulary import German
from organisations.promises import sure_in
from organisations.recurrence import WEEKDAYS
from organisations.search import ACCESSES
from organisations.vocabulary import Vocabulary

FACETS = ("topic", "language", "understood", "german", "opening", "kind", "area", "day", "access", "fresh")
BITS = {name: 1 << place for place, name in enumerate(FACETS)}
# The condition that is left out when a number of that part is counted; of the others (total, open) none is.
_OWN = {
    Part.TOPIC: BITS["topic"],
    Part.KIND: BITS["kind"],
    Part.GERMAN: BITS["german"],
    Part.LITTLE: BITS["understood"],
    Part.AREA: BITS["area"],
    Part.DAY: BITS["day"],
    Part.ACCESS: BITS["access"],
    Part.FRESH: BITS["fresh"],
    Part.OPENING: BITS["opening"],
}
_COLUMNS = ("organisation_id", "alone", "facets", "openings", "languages", "spoken_checked", "spoken_sure", "german")
_Row = tuple[str, int, int, str, int, int]

# The numbers of what is open on the day; most listings have nothing with an end at all.
_OPEN_NOW = f"""CASE WHEN openings = '{{}}' THEN '{{}}'::int[] ELSE ARRAY(
    SELECT ((place - 1) * {number(Part.TOTAL, 1)} + {number(Part.OPENING)})::int
    FROM unnest(openings) WITH ORDINALITY AS until(last, place) WHERE last >= day) END"""

# The first column says what is counted: n numbers of facet values; languages of those who need more than a little
# German (u) and of the others (l). The last one counts those of a language that are sure.
_STATEMENT = """
    WITH m AS MATERIALIZED (SELECT * FROM ({inner}) found WHERE missed & (missed - 1) = 0)
    SELECT 'n', missed, v, '', count(*), 0
    FROM (SELECT missed, unnest(facets || {today}) AS v FROM m WHERE alone) single GROUP BY 2, 3
    UNION ALL
    SELECT 'n', own, v, '', count(*), 0 FROM (
        SELECT DISTINCT organisation_id, v, {own_of_v} AS own
        FROM (SELECT organisation_id, missed, unnest(facets || {today}) AS v FROM m WHERE NOT alone) several
        WHERE missed & ~{own_of_v} = 0
    ) once GROUP BY 2, 3
    UNION ALL
    SELECT {part}, missed, 0, code, count(*), count(*) FILTER (WHERE {is_sure})
    FROM m, {spoken} WHERE alone GROUP BY 1, 2, 4
    UNION ALL
    SELECT {part}, missed, 0, code, count(DISTINCT organisation_id),
        count(DISTINCT organisation_id) FILTER (WHERE {is_sure})
    FROM m, {spoken} WHERE NOT alone GROUP BY 1, 2, 4
"""


@dataclass(frozen=True)
class Facets:
    """How many organisations match; the counts by parameter and value (values with none are not there).

    `little` is the count `understood` gives for a language nobody speaks: who needs at most a little German.
    `sure_of`: by language, how many of its count are sure (promised always or on certain days, and checked within
    PROMISE_MONTHS); `sure`: how many of the total are sure in a language asked for, None if none is asked for.
    """

    total: int
    counts: Mapping[str, Mapping[str, int]]
    little: int
    sure_of: Mapping[str, int]
    sure: int | None

    def understood(self, code: str) -> int:
        """The count of `understood` for any language."""
        return self.counts["understood"].get(code, self.little)


def count_facets(matching: Matching, terms: Vocabulary) -> Facets:
    """The facets of a query, exact, in one statement."""
    missed: Combinable = Value(0)
    for name in FACETS:
        if condition := matching.conditions.get(name):
            missed = missed + Case(When(condition, then=0), default=BITS[name], output_field=IntegerField())
    fresh = ExpressionWrapper(Q(checked_on__gte=ageing_since(matching.today)), output_field=BooleanField())
    rows = matching.listings(leave_out=FACETS).annotate(missed=missed, fresh=fresh)
    sure = sure_in(matching.query, matching.today)
    rows = rows.annotate(sure=sure or Value(False), day=Value(matching.today, DateField()))
    inner, params = rows.values(*_COLUMNS, "missed", "fresh", "sure", "day").query.sql_with_params()
    since = stale_promise_since(matching.today)
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(_statement(inner), [*params, since, since])
        return _facets(cursor.fetchall(), terms, asked=sure is not None)


def _statement(inner: str) -> str:
    """The statement around the listings `inner`; none of them missing more than one condition counts for anything."""
    own = " ".join(f"WHEN {part:d} THEN {bit}" for part, bit in _OWN.items())
    return _STATEMENT.format(
        inner=inner,
        today=f"{_when('fresh', Part.FRESH)} || {_when('sure', Part.SURE)} || {_OPEN_NOW}",
        spoken="unnest(languages, spoken_checked, spoken_sure) spoken(code, checked, promised)",
        is_sure="promised AND checked >= %s",
        own_of_v=f"(CASE v & 15 {own} ELSE 0 END)",
        part=f"CASE WHEN german <= {German.LITTLE.rank} THEN 'l' ELSE 'u' END",
    )


def _when(column: str, part: Part) -> str:
    """The number of a part where the column is true."""
    return f"CASE WHEN {column} THEN ARRAY[{number(part)}] ELSE '{{}}'::int[] END"


def _facets(rows: Iterable[_Row], terms: Vocabulary, asked: bool) -> Facets:
    """`asked`: a language is asked for."""
    raw: dict[Part, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    spoken: dict[str, int] = defaultdict(int)
    further: dict[str, int] = defaultdict(int)
    sure_of: dict[str, int] = defaultdict(int)
    for kind, missed, code, language, n, sure in rows:
        part, value = part_and_value(code)
        if kind == "n" and missed & ~_OWN.get(part, 0) == 0:
            raw[part][value] += n
        if kind != "n" and missed & ~BITS["language"] == 0:
            spoken[language] += n
            sure_of[language] += sure
        if kind == "u" and missed & ~BITS["understood"] == 0:
            further[language] += n
    little = raw[Part.LITTLE].get(0, 0)
    days = raw[Part.DAY]
    understood = {code: little + further.get(code, 0) for code in [*spoken, *further]}
    counts = {
        "topic": {terms.topic_by_id[pk].slug: n for pk, n in raw[Part.TOPIC].items()},
        "language": dict(spoken),
        "understood": {code: n for code, n in understood.items() if n},
        "german": _at_most(raw[Part.GERMAN]),
        "open": {terms.flag_by_id[pk].slug: n for pk, n in raw[Part.OPEN].items()},
        "opening": {OpeningKind.values[place]: n for place, n in raw[Part.OPENING].items()},
        "kind": {Kind.values[place]: n for place, n in raw[Part.KIND].items()},
        "area": {terms.area_by_id[pk].slug: n for pk, n in raw[Part.AREA].items()},
        "day": {WEEKDAYS[day]: days[day] for day in sorted(days)},
        "access": dict(zip(ACCESSES, raw[Part.ACCESS].values(), strict=False)),
        "fresh": dict(zip(["1"], raw[Part.FRESH].values(), strict=False)),
    }
    return Facets(
        total=raw[Part.TOTAL].get(0, 0),
        counts=counts,
        little=little,
        sure_of={code: n for code, n in sure_of.items() if n},
        sure=raw[Part.SURE].get(0, 0) if asked else None,
    )


def _at_most(by_rank: Mapping[int, int]) -> dict[str, int]:
    """Counts of each step and the steps below it; steps that give none are left out."""
    found, total = {}, 0
    for level in German:
        total += by_rank.get(level.rank, 0)
        if total:
            found[str(level)] = total
    return found
