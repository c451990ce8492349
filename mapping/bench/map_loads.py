"""Workloads W1 to W4: the map, and the list beside it with its filters and counts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from mapping.bench import sql
from mapping.bench.client import Answer, Client
from mapping.bench.ground import Box, Ground
from mapping.bench.sql import Row
from mapping.bench.workload import API, Case, Workload, at_most, feature_ids, ids, twice_and_three
from mapping.cells import CELLS_A_TILE, fitting_zoom
from organisations.models.opening import OpeningKind
from organisations.models.vocabulary import German
from organisations.recurrence import WEEKDAYS

GERMANY = Box(5.5, 47.0, 15.5, 55.2)
POINTS_AT_MOST = 1_000  # more than that the map is told as counts
CLOSE = 2e-5  # degrees; both sides round the middle of a cell to five decimals


class CellList(list[tuple[int, float, float]]):
    """Cells as count, longitude and latitude, largest first; equal if the middles are close."""

    def __eq__(self, other: object) -> bool:
        """Cell by cell."""
        if not isinstance(other, CellList) or len(self) != len(other):
            return False
        return all(
            one[0] == two[0] and abs(one[1] - two[1]) <= CLOSE and abs(one[2] - two[2]) <= CLOSE
            for one, two in zip(sorted(self), sorted(other), strict=True)
        )


def map_loads(ground: Ground) -> list[Workload]:
    """W1 to W3."""
    small = [_map_case(ground, ground.small.moved(chance)) for _, chance in ground.variants("small")]
    large = [_map_case(ground, ground.large.moved(chance)) for _, chance in ground.variants("large")]
    whole = [_wider(number) for number, _ in ground.variants("whole")]
    return [
        Workload("W1", f"map, box of {_about(ground, ground.small)}", small, twice_and_three),
        Workload("W2", f"map, box of {_about(ground, ground.large)}", large, twice_and_three),
        Workload("W3a", "map of Germany, zoom 6", [_map_case(ground, box, zoom=6) for box in whole]),
        Workload(
            "W3b",
            "the same with topic and language",
            [_map_case(ground, box, number, zoom=6) for number, box in enumerate(whole)],
        ),
    ]


def unchanged_load(ground: Ground, client: Client, cases: Sequence[Case]) -> Workload:
    """Requests for what the visitor has already: 304, made of their entity tags."""
    known = [client.get(case.paths[0]) for case in cases]
    asked = [
        replace(case, statements=(), wanted=lambda rows: [""], given=_bodies, etag=answer.etag)
        for case, answer in zip(cases, known, strict=True)
    ]
    return Workload("304", "W1 and W7 unchanged", asked, at_most(3), status=304)


def list_load(ground: Ground) -> Workload:
    """W4: the first 50 with all counts beside them."""
    cases = []
    for number, chance in ground.variants("list"):
        box = ground.large.moved(chance)
        topic, language, values = ground.filters(number)
        query = urlencode({"bbox": box.text, "topic": topic, "language": language})
        texts = [sql.FIRST_50, sql.FILTERED_COUNT, *sql.FACETS.values()]
        cases.append(
            Case(
                paths=(f"{API}/listings?{query}&limit=50", f"{API}/facets?{query}"),
                statements=tuple(ground.statement(text, **box.values, **values) for text in texts),
                wanted=lambda rows: _list_of_rows(ground, rows),
                given=_list_of_answers,
            )
        )
    return Workload("W4", "first 50 and facets, 3 filters", cases, twice_and_three)


def _about(ground: Ground, box: Box) -> str:
    return f"{ground.count(box):,}"


def _wider(number: int) -> Box:
    """Germany with a margin of its own: another address of the same."""
    margin = number / 100
    return Box(GERMANY.west - margin, GERMANY.south - margin, GERMANY.east + margin, GERMANY.north + margin)


def _map_case(ground: Ground, box: Box, filtered: int | None = None, zoom: int | None = None) -> Case:
    """Points while they are few, else counts by cell: the SQL is the one of the two that will be answered."""
    zoom = box.zoom if zoom is None else zoom
    query: dict[str, Any] = {"bbox": box.text, "zoom": zoom}
    values: dict[str, Any] = dict(box.values)
    points, cells, count = sql.IDS_IN_BOX, sql.CELLS_IN_BOX, sql.COUNT_IN_BOX
    if filtered is not None:
        query["topic"], query["language"], more = ground.filters(filtered)
        values |= more
        points, cells, count = sql.FILTERED_IN_BOX, sql.FILTERED_CELLS, sql.FILTERED_COUNT
    path = f"{API}/map?{urlencode(query)}"
    if ground.rows(count, **values)[0][0] <= POINTS_AT_MOST:
        return Case((path,), (ground.statement(points, **values),), lambda rows: ids(rows[0]), _points)
    sides: tuple[float, float, float, float] = tuple(box.values.values())  # type: ignore[assignment]
    values["side"] = CELLS_A_TILE * 2 ** fitting_zoom(sides, zoom)
    return Case((path,), (ground.statement(cells, **values),), _cells_of_rows, _cells)


def _points(answers: Sequence[Answer]) -> list[str]:
    return sorted(feature_ids(answers[0]))


def _cells(answers: Sequence[Answer]) -> CellList:
    features = answers[0].data["features"]
    return CellList((one["properties"]["count"], *one["geometry"]["coordinates"]) for one in features)


def _cells_of_rows(rows: list[list[Row]]) -> CellList:
    return CellList((count, longitude, latitude) for longitude, latitude, count in rows[0])


def _bodies(answers: Sequence[Answer]) -> list[str]:
    return [answer.body.decode() for answer in answers]


def _list_of_answers(answers: Sequence[Answer]) -> dict[str, Any]:
    page, facets = answers[0].data, answers[1].data
    counts = {
        name: {one["value"]: one["count"] for one in values if one["count"]}
        for name, values in facets["facets"].items()
    }
    return {
        "ids": feature_ids(answers[0]),
        "matched": page["numberMatched"],
        "total": facets["total"],
        "sure_asked": facets["sure"],
        "sure": {one["value"]: one["sure"] for one in facets["facets"]["language"] if one["sure"]},
        **{name: values for name, values in counts.items() if values},
    }


def _list_of_rows(ground: Ground, rows: list[list[Row]]) -> dict[str, Any]:
    """The same of the statements: keys of rows become slugs, steps of German add up."""
    page, matched, *facets = rows
    raw: dict[str, dict[Any, int]] = {name: dict(found) for name, found in zip(sql.FACETS, facets, strict=True)}
    terms, little = ground.terms, raw["little"][""]
    spoken = raw["language"].keys() | raw["understood"].keys()
    counts = {
        "topic": {terms.topic_by_id[key].slug: n for key, n in raw["topic"].items()},
        "language": raw["language"],
        "understood": {code: little + raw["understood"].get(code, 0) for code in spoken},
        "german": {level.value: sum(n for rank, n in raw["german"].items() if rank <= level.rank) for level in German},
        "open": {terms.flag_by_id[key].slug: n for key, n in raw["open"].items()},
        "opening": {OpeningKind.values[place - 1]: n for place, n in raw["opening"].items()},
        "kind": raw["kind"],
        "area": {terms.area_by_id[key].slug: n for key, n in raw["area"].items()},
        "day": {WEEKDAYS[key]: n for key, n in raw["day"].items()},
        "access": raw["access"],
        "fresh": raw["fresh"],
    }
    shown = {name: {value: n for value, n in found.items() if n} for name, found in counts.items()}
    return {
        "ids": ids(page),
        "matched": matched[0][0],
        "total": raw["total"][""],
        "sure_asked": raw["sure_asked"][""],
        "sure": raw["sure"],
        **{name: values for name, values in shown.items() if values},
    }
