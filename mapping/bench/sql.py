"""The plainest SQL for each workload: what somebody would write by hand for the same ids. Printed with `--sql`.

It reads the tables as they are and follows the meaning of organisations/matching.py and organisations/facets.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Statement:
    """A text with its parameters."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def rows(self, connection: psycopg.Connection[Any]) -> list[Row]:
        """What it gives; nothing if it only writes."""
        cursor = connection.execute(self.text.encode(), self.values)
        return cursor.fetchall() if cursor.description else []


_PARTS = {
    "{public}": "state = 'public' AND (ends_on IS NULL OR ends_on >= %(today)s)",
    "{listed}": "state = 'public' AND (ends_on IS NULL OR ends_on >= %(today)s) AND vouched_on >= %(hidden)s",
    "{box}": "ST_Intersects(point, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326))",
    "{topic}": "topics && %(topics)s::int[]",
    "{language}": "languages && %(languages)s::varchar[]",
    "{age}": "CASE WHEN checked_on >= %(ageing)s THEN 0 WHEN checked_on >= %(unconfirmed)s THEN 1 ELSE 2 END",
    "{fresh}": "CASE WHEN checked_on >= %(ageing)s THEN 1.0 WHEN checked_on >= %(unconfirmed)s THEN 0.8 ELSE 0.6 END",
    "{name}": "sort_name",
    "{spoken}": "unnest(languages, spoken_checked, spoken_sure) spoken(code, checked, promised)",
    "{stale}": "NOT EXISTS (SELECT FROM unnest(languages, spoken_checked) spoken(code, checked)"
    " WHERE code = ANY(%(languages)s) AND checked >= %(stale)s)",
    "{here}": "ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326)::geography",
    "{of}": "organisation_id = %(id)s",
}


def _sql(text: str) -> str:
    for name, part in _PARTS.items():
        text = text.replace(name, part)
    return text


IDS_IN_BOX = _sql("SELECT id FROM organisations_listing WHERE {listed} AND {box} ORDER BY id")
COUNT_IN_BOX = _sql("SELECT count(*) FROM organisations_listing WHERE {listed} AND {box}")
FILTERED_IN_BOX = _sql(
    "SELECT id FROM organisations_listing WHERE {listed} AND {box} AND {topic} AND {language} ORDER BY id"
)
_CELLS = """
    SELECT round(avg(ST_X(point))::numeric, 5)::float8, round(avg(ST_Y(point))::numeric, 5)::float8, count(*)
    FROM organisations_listing WHERE {listed} AND {box}{more}
    GROUP BY floor((ST_X(point) + 180) / 360 * %(side)s),
        floor((1 - ln(tan(pi() / 4 + radians(ST_Y(point)) / 2)) / pi()) / 2 * %(side)s)
"""
CELLS_IN_BOX = _sql(_CELLS.replace("{more}", ""))
FILTERED_CELLS = _sql(_CELLS.replace("{more}", " AND {topic} AND {language}"))
FIRST_50 = _sql(
    "SELECT id FROM organisations_listing WHERE {listed} AND {box} AND {topic} AND {language}"
    " ORDER BY {stale}, {age}, approximate, {name}, id LIMIT 50"
)
FILTERED_COUNT = _sql("SELECT count(*) FROM organisations_listing WHERE {listed} AND {box} AND {topic} AND {language}")
NEAREST = _sql(
    "SELECT id FROM organisations_listing"
    " WHERE {listed} AND {topic} AND flags @> %(flags)s::int[] AND point IS NOT NULL"
    " ORDER BY approximate, ST_Distance(point::geography, {here}), {name}, id LIMIT 20"
)
NEAREST_COUNT = _sql(
    "SELECT count(*) FROM organisations_listing"
    " WHERE {listed} AND {topic} AND flags @> %(flags)s::int[] AND point IS NOT NULL"
)
EVERYTHING = _sql(
    "SELECT id FROM organisations_listing WHERE {listed} ORDER BY {age}, approximate, {name}, id LIMIT %(most)s"
)
SOME_ROW = "UPDATE organisations_listing SET checked_on = checked_on WHERE organisation_id = %(id)s"

# Facets: one statement for the values of each; its own condition is left out.
_FACET = "SELECT {value}, count(DISTINCT organisation_id) FROM organisations_listing{unnest} WHERE {listed} AND {box}"
_BOTH = " AND {topic} AND {language}"


def _facet(value: str, more: str = _BOTH, unnest: str = "", group: bool = True) -> str:
    text = _FACET.replace("{value}", value).replace("{unnest}", f", unnest({unnest}) value" if unnest else "")
    return _sql(text + more + (" GROUP BY 1" if group else ""))


FACETS: dict[str, str] = {
    "total": _facet("''", group=False),
    "topic": _facet("value", " AND {language}", "topics"),
    "language": _facet("value", " AND {topic}", "languages"),
    "sure": _sql(
        "SELECT code, count(DISTINCT organisation_id) FROM organisations_listing, {spoken}"
        " WHERE {listed} AND {box} AND {topic} AND promised AND checked >= %(stale)s GROUP BY 1"
    ),
    "sure_asked": _sql(
        "SELECT '', count(DISTINCT organisation_id) FROM organisations_listing, {spoken}"
        " WHERE {listed} AND {box} AND {topic} AND promised AND checked >= %(stale)s AND code = ANY(%(languages)s)"
    ),
    "understood": _facet("value", _BOTH + " AND NOT coalesce(german <= 1, false)", "languages"),
    "little": _facet("''", _BOTH + " AND german <= 1", group=False),
    "german": _facet("german", _BOTH + " AND german IS NOT NULL"),
    "open": _facet("value", unnest="flags"),
    "opening": _sql(
        "SELECT place, count(DISTINCT organisation_id)"
        " FROM organisations_listing, unnest(openings) WITH ORDINALITY AS until(last, place)"
        " WHERE {listed} AND {box} AND {topic} AND {language} AND last >= %(today)s GROUP BY 1"
    ),
    "kind": _facet("kind"),
    "area": _facet("value", unnest="areas"),
    "day": _facet("value", unnest="days"),
    "access": _facet("'wheelchair'", _BOTH + " AND wheelchair", group=False),
    "fresh": _facet("'1'", _BOTH + " AND checked_on >= %(ageing)s", group=False),
}

# One word of a search: as it is written (German stem, itself, or a beginning).
_WRITTEN = "(plainto_tsquery('german', %({word})s) || to_tsquery('simple', %({word})s || ':*'))"
Readings = Sequence[Sequence[Sequence[str]]]  # for each word asked what it is taken for: one word, or two of a compound


def corrected_search(readings: Readings, limit: bool) -> tuple[str, dict[str, str]]:
    """The text of a search for words that are corrected already, with its parameters; ids or the count."""
    words = list(dict.fromkeys(word for term in readings for reading in term for word in reading))
    written = {word: _WRITTEN.replace("{word}", f"word{place}") for place, word in enumerate(words)}
    terms = [
        " || ".join(f"({' && '.join(written[word] for word in reading)})" for reading in term) for term in readings
    ]
    where = "FROM organisations_listing WHERE {listed} AND {all}".replace(
        "{all}", " AND ".join(f"search @@ ({term})" for term in terms)
    )
    values = {f"word{place}": word for place, word in enumerate(words)}
    if not limit:
        return _sql("SELECT count(*) {where}".replace("{where}", where)), values
    order = " ORDER BY {rank}, {age}, approximate, {name}, id LIMIT 50".replace(
        "{rank}", f"ts_rank(search, {' || '.join(written.values())}) * {{fresh}} DESC"
    )
    return _sql("SELECT id {where}{order}".replace("{where}", where).replace("{order}", order)), values


def exact_search(words: int) -> str:
    """Whether all words occur as they are written: then the API does not look for similar ones."""
    found = [f"search @@ {_WRITTEN.replace('{word}', f'word{place}')}" for place in range(words)]
    text = "SELECT count(*) FROM organisations_listing WHERE {listed} AND {all}"
    return _sql(text.replace("{all}", " AND ".join(found)))


ENTRY: dict[str, str] = {
    "listing": _sql('SELECT * FROM organisations_listing WHERE {of} AND "primary" AND {public}'),
    "organisation": "SELECT * FROM organisations_organisation WHERE id = %(id)s",
    "topics": "SELECT t.slug FROM organisations_organisationtopic o JOIN organisations_topic t ON t.id = o.topic_id"
    " WHERE o.organisation_id = %(id)s ORDER BY o.position",
    "flags": "SELECT f.slug FROM organisations_organisation_flags o"
    " JOIN organisations_opennessflag f ON f.id = o.opennessflag_id WHERE o.organisation_id = %(id)s",
    "texts": _sql("SELECT * FROM organisations_translation WHERE {of} ORDER BY language"),
    "languages": _sql("SELECT * FROM organisations_spokenlanguage WHERE {of} ORDER BY position"),
    "meetings": _sql("SELECT * FROM organisations_meetingtime WHERE {of} ORDER BY position"),
    "places": "SELECT * FROM organisations_location l JOIN organisations_address a ON a.id = l.address_id"
    ' WHERE l.organisation_id = %(id)s AND l.active ORDER BY l."primary" DESC, l.position',
    "contacts": "SELECT * FROM organisations_contactperson p JOIN organisations_contactdetails d ON d.id = p.details_id"
    " WHERE p.organisation_id = %(id)s AND p.active AND p.consented_on IS NOT NULL AND p.withdrawn_on IS NULL",
    "parent": "SELECT p.id, p.slug, p.name, p.kind FROM organisations_organisation o"
    " JOIN organisations_organisation p ON p.id = o.parent_id WHERE o.id = %(id)s",
    "sections": _sql(
        'SELECT id, slug, name, kind FROM organisations_listing WHERE "primary" AND {public}'
        " AND organisation_id IN (SELECT id FROM organisations_organisation WHERE parent_id = %(id)s)"
    ),
}
