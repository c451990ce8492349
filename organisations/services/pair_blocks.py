"""Which entries have something in common: found by blocks of equal values, so that nobody compares all with all.

A value that very many entries share says nothing and makes no block. A fixed number of statements, whose memory does
not grow with the pairs: what comes back are blocks of a few ids each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import connections

from organisations.likeness import NEAR_METRES, PORTAL, TAIL, host_of

Pair = tuple[UUID, UUID]
NEAR_LIKE = 0.3  # likeness of names (pg_trgm) from which near entries are worth a look
SQUARE = (0.0054, 0.0027)  # degrees of longitude and latitude: 300 m up to 60 degrees north
CROWD = 100  # places at one spot; more of them are no addresses but a mistake of somebody's
MOST_ALIKE = 10  # entries with a key of the name in common
FETCHED = 5_000  # pairs at a time
LONGEST_NAME = 8  # words that are left out one at a time
_OPEN = "state IN ('public', 'draft')"
_DIGITS = f"right(regexp_replace({{0}}.phone, '[^0-9]', '', 'g'), {TAIL})"
_MAIL = "lower({0}.email)"
_GIVEN = f"""
    WITH given AS (
        SELECT entry.id, {{own}} AS value, true AS own FROM organisations_organisation entry WHERE {_OPEN}
        UNION ALL
        SELECT entry.id, {{persons}}, false FROM organisations_contactdetails details
        JOIN organisations_contactperson person ON person.details_id = details.id AND person.active
        JOIN organisations_organisation entry ON entry.id = person.organisation_id WHERE {_OPEN}
    )
    SELECT value, array_agg(DISTINCT id), array_agg(DISTINCT id) FILTER (WHERE own) FROM given
    WHERE length(value) >= 5 GROUP BY value HAVING count(DISTINCT id) BETWEEN 2 AND {PORTAL - 1}
"""  # noqa: S608  made of the fixed pieces above
_HOSTS = f"""
    SELECT substring(lower(website), '^https?://(?:www[.]|m[.])?([^/:?#]+)') AS host, array_agg(id)
    FROM organisations_organisation WHERE website <> '' AND {_OPEN}
    GROUP BY host HAVING count(*) BETWEEN 2 AND {PORTAL - 1}
"""  # noqa: S608
# What sources call an entry: the fingerprint of the name, keys made of name and town, ids of OpenStreetMap.
_SOURCES = f"""
    SELECT said, array_agg(DISTINCT entry.id) FROM organisations_externalid external
    JOIN organisations_organisation entry ON entry.id = external.organisation_id,
    LATERAL (VALUES (external.seen->>'name'), (substring(value, '^.+[|/].+$'))) AS says(said)
    WHERE said IS NOT NULL AND {_OPEN} GROUP BY said HAVING count(DISTINCT entry.id) BETWEEN 2 AND {PORTAL - 1}
"""  # noqa: S608
# In squares of that many metres or a little more: what is near is in the same one or beside it.
_NEAR = f"""
    WITH exact AS MATERIALIZED (
        SELECT organisation_id AS id, sort_name, point, floor(ST_X(point) / {SQUARE[0]})::int AS x,
            floor(ST_Y(point) / {SQUARE[1]})::int AS y, count(*) OVER (PARTITION BY ST_X(point), ST_Y(point)) AS crowd
        FROM organisations_listing WHERE {_OPEN} AND point IS NOT NULL AND NOT approximate
    )
    SELECT DISTINCT one.id, other.id FROM exact one
    CROSS JOIN generate_series(-1, 1) AS east CROSS JOIN generate_series(-1, 1) AS north
    JOIN exact other ON other.x = one.x + east AND other.y = one.y + north AND one.id < other.id
    WHERE one.crowd <= {CROWD} AND other.crowd <= {CROWD} AND similarity(one.sort_name, other.sort_name) >= {NEAR_LIKE}
        AND ST_DistanceSphere(one.point, other.point) <= {NEAR_METRES}
"""  # noqa: S608
_ALIKE = f"""
    SELECT array_agg(DISTINCT id) FROM name_keys GROUP BY key HAVING count(DISTINCT id) BETWEEN 2 AND {MOST_ALIKE}
"""  # noqa: S608


@dataclass
class Blocks:
    """What pairs have in common; `shared` by reason, with none for names that are worth a look."""

    shared: dict[Pair, set[str]] = field(default_factory=dict)

    def add(self, ids: Iterable[UUID], *reasons: str) -> None:
        """All of these have that in common."""
        for pair in combinations(sorted(ids), 2):
            self.shared.setdefault(pair, set()).update(reasons)


def blocks(names: Iterable[tuple[UUID, str, int | None]]) -> Blocks:
    """Pairs of public and draft entries that share something. `names`: id, core of the name, town of each entry.

    Within the caller's transaction.
    """
    found = Blocks()
    _alike(found, names)
    _given(found, "phone", _DIGITS)
    _given(found, "email", _MAIL)
    for host, ids in _rows(_HOSTS):
        if host and host_of(f"https://{host}"):
            found.add(ids, "website")
    for _said, ids in _rows(_SOURCES):
        found.add(ids, "source")
    return found


def near_pairs() -> Iterator[Pair]:
    """Pairs of public and draft entries that are near each other and whose names are a little alike. In a transaction:
    where the places of a whole list stand in the middle of their towns there are very many, so they come one by one."""
    with connections["default"].chunked_cursor() as cursor:
        cursor.execute(_NEAR)
        while rows := cursor.fetchmany(FETCHED):
            yield from rows


def name_keys(core: str, town: int | None) -> set[int]:
    """Numbers that the cores of alike names share: of all words, and with one of them left out; of a single word with
    one letter left out. Each once more with the town, for names that occur everywhere."""
    words = sorted(core.split())
    keys = {" ".join(words)}
    if 1 < len(words) <= LONGEST_NAME:
        keys |= {" ".join(words[:place] + words[place + 1 :]) for place in range(len(words))}
    elif len(core) > 4:
        keys |= {core[:place] + core[place + 1 :] for place in range(len(core))}
    return {hash(key) for key in keys} | {hash((key, town)) for key in keys if town}


def _given(found: Blocks, reason: str, value: str) -> None:
    """Numbers or addresses: of the bodies themselves, or also of people of theirs."""
    statement = _GIVEN.format(own=value.format("entry"), persons=value.format("details"))
    for _value, ids, own in _rows(statement):
        found.add(ids, "person")
        for pair in combinations(sorted(own or ()), 2):
            found.shared[pair] = found.shared[pair] - {"person"} | {reason}


def _alike(found: Blocks, names: Iterable[tuple[UUID, str, int | None]]) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE name_keys (id uuid, key bigint)")
        with cursor.copy("COPY name_keys FROM STDIN") as copy:
            for id, core, town in names:
                for key in name_keys(core, town):
                    copy.write_row((id, key))
    for (ids,) in _rows(_ALIKE):
        found.add(ids)
    with connections["default"].cursor() as cursor:
        cursor.execute("DROP TABLE name_keys")


def _rows(statement: str) -> Iterator[tuple[Any, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)
        yield from cursor.fetchall()
