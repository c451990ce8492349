"""Counts beside a query: for every value of every facet the number of organisations it would give.

A facet's own parameter is left out when its values are counted, but `open` is counted as if the flag were added, since
its flags must all hold. One SQL statement reads the matching listings once, each with the set of conditions it misses
(`missed`, a bit a facet): who misses none counts for all facets, who misses one facet's condition counts for that one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.db.models import BooleanField, Case, ExpressionWrapper, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from organisations.freshness import ageing_since
from organisations.matching import PLACE_PARAMETERS, Matching
from organisations.models.vocabulary import German
from organisations.recurrence import WEEKDAYS
from organisations.vocabulary import Vocabulary

FACETS = ("topic", "language", "understood", "german", "kind", "area", "day", "access", "fresh")
BITS = {name: 1 << place for place, name in enumerate(FACETS)}
_PLACE_BITS = sum(bit for name, bit in BITS.items() if name in PLACE_PARAMETERS)
_DISTINCT = "count(DISTINCT organisation_id)"
_COLUMNS = (
    "organisation_id",
    "primary",
    "topics",
    "languages",
    "flags",
    "areas",
    "days",
    "german",
    "kind",
    "wheelchair",
)


@dataclass(frozen=True)
class Facets:
    """How many organisations match; the counts by parameter and value (values with none are not there).

    `little` is the count `understood` gives for a language nobody speaks: who needs at most a little German.
    """

    total: int
    counts: Mapping[str, Mapping[str, int]]
    little: int

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
    inner, params = rows.values(*_COLUMNS, "missed", "fresh").query.sql_with_params()
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(_statement(inner, by_place=matching.by_place()), params)
        return _facets(cursor.fetchall(), terms)


def _statement(inner: str, by_place: bool) -> str:
    """The statement around the listings `inner`: `m` has all places, `o` one row an organisation."""
    each = (
        "SELECT DISTINCT ON (organisation_id) * FROM m WHERE missed & {bits} = 0"
        if by_place
        else 'SELECT * FROM m WHERE "primary"'
    )
    little = German.LITTLE.rank
    parts = [
        "SELECT 'total' AS facet, '' AS value, count(*) AS n FROM o WHERE missed = 0",
        _unnested("topic", "topics"),
        _unnested("language", "languages"),
        _unnested("understood", "languages", f"NOT coalesce(german <= {little}, false)"),
        f"SELECT 'little', '', count(*) FROM o WHERE {_others('understood')} AND german <= {little}",
        f"SELECT 'german', german::text, count(*) FROM o WHERE {_others('german')} AND german IS NOT NULL GROUP BY 2",
        "SELECT 'open', v::text, count(*) FROM o, unnest(flags) v WHERE missed = 0 GROUP BY 2",
        f"SELECT 'kind', kind, count(*) FROM o WHERE {_others('kind')} GROUP BY 2",
        f"SELECT 'fresh', '1', count(*) FROM o WHERE {_others('fresh')} AND fresh",
        _unnested_places("area", "areas"),
        _unnested_places("day", "days"),
        f"SELECT 'access', 'wheelchair', {_DISTINCT} FROM m WHERE {_others('access')} AND wheelchair",
    ]
    heads = f"WITH m AS MATERIALIZED ({inner}), o AS MATERIALIZED ({each.format(bits=_PLACE_BITS)}) "
    return heads + " UNION ALL ".join(parts)


def _others(name: str) -> str:
    """Every facet's condition but this one's holds."""
    return f"missed & ~{BITS[name]} = 0"


def _unnested(name: str, column: str, also: str = "true") -> str:
    return f"SELECT '{name}', v::text, count(*) FROM o, unnest({column}) v WHERE {_others(name)} AND {also} GROUP BY 2"


def _unnested_places(name: str, column: str) -> str:
    return f"SELECT '{name}', v::text, {_DISTINCT} FROM m, unnest({column}) v WHERE {_others(name)} GROUP BY 2"


def _facets(rows: Iterable[tuple[str, str, int]], terms: Vocabulary) -> Facets:
    raw: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, value, n in rows:
        if n:
            raw[facet][value] = n
    little = raw["little"].get("", 0)
    counts = {
        "topic": {terms.topic_by_id[int(key)].slug: n for key, n in raw["topic"].items()},
        "language": raw["language"],
        "understood": {code: little + raw["understood"].get(code, 0) for code in raw["language"] | raw["understood"]},
        "german": _at_most(raw["german"]),
        "open": {terms.flag_by_id[int(key)].slug: n for key, n in raw["open"].items()},
        "kind": raw["kind"],
        "area": {terms.area_by_id[int(key)].slug: n for key, n in raw["area"].items()},
        "day": {WEEKDAYS[int(key)]: raw["day"][key] for key in sorted(raw["day"])},
        "access": raw["access"],
        "fresh": raw["fresh"],
    }
    return Facets(total=raw["total"].get("", 0), counts=counts, little=little)


def _at_most(by_rank: Mapping[str, int]) -> dict[str, int]:
    """Counts of each step and the steps below it; steps that give none are left out."""
    found, total = {}, 0
    for level in German:
        total += by_rank.get(str(level.rank), 0)
        if total:
            found[str(level)] = total
    return found
