"""GET /api/v1/map"""

from datetime import timedelta

import pytest

from api import map as module
from api import shapes
from mapping.cells import CELLS_AT_MOST, fitting_zoom
from organisations.services.publish import Change, publish_many
from organisations.services.words import refresh_words
from tests.api.conftest import fits
from tests.factories import change, document, place

BOX = "9.0,48.5,9.5,48.9"


@pytest.fixture
def many(vocabulary, monkeypatch):
    """Forty entries, more than may be shown one by one in this test."""
    monkeypatch.setattr(module, "POINTS_AT_MOST", 10)
    made = [document(f"Verein {n}", places=(place((9.10 + n % 8 / 50, 48.60 + n % 5 / 50)),)) for n in range(40)]
    publish_many([Change(one) for one in made], author="test")


def test_few_listings_are_points(cast, get):
    answer = get("map", bbox=BOX, zoom=12)
    fits(answer.json(), shapes.MAP)
    assert answer["Content-Type"] == "application/geo+json"
    assert answer.json()["mode"] == "points"
    assert len(answer.json()["features"]) == 7


def test_a_point_says_what_a_marker_needs(cast, get, today):
    (feature,) = [f for f in get("map", topic="football").json()["features"] if f["properties"]["closed"]]
    assert feature["geometry"] == {"type": "Point", "coordinates": [9.2197, 48.679]}
    assert feature["properties"] == {
        "slug": "fussballverein-beispiel-maedchen",
        "name": "Fußballverein Beispiel – Mädchen",
        "kind": "club",
        "topic": "football",
        "approximate": False,
        "fixed": True,
        "checked_on": "2026-09-01",
        "closed": True,
    }


def test_an_entry_is_closed_from_its_first_to_its_last_day(cast, get, today):
    day = timedelta(days=1)
    for closed_from, closed_until, expected in [
        (today, today, True),
        (today + day, today + day, False),
        (today - day, today - day, False),
        (None, today, True),
        (today, None, True),
        (today + day, None, False),
        (None, None, False),
    ]:
        change(cast.section, closed_from=closed_from, closed_until=closed_until)
        features = get("map").json()["features"]
        section = next(f["properties"] for f in features if f["properties"]["slug"] == cast.section.slug)
        assert section["closed"] is expected, (closed_from, closed_until)


def test_the_map_shows_the_same_listings_as_the_list(cast, get):
    for query in ({}, {"topic": "football"}, {"area": "harthausen"}, {"q": "Musik"}, {"bbox": "9.25,48.63,9.27,48.65"}):
        listed = {feature["id"] for feature in get("listings", **query).json()["features"]}
        assert {feature["id"] for feature in get("map", **query).json()["features"]} == listed, query


def test_many_listings_are_counts_of_cells(many, get):
    answer = get("map", bbox=BOX, zoom=9)
    fits(answer.json(), shapes.MAP)
    assert answer.json()["mode"] == "cells"
    counts = [feature["properties"]["count"] for feature in answer.json()["features"]]
    assert sum(counts) == 40
    assert counts == sorted(counts, reverse=True)
    assert 1 < len(counts) < 40


def test_deeper_zoom_means_smaller_cells(many, get):
    sizes = [len(get("map", bbox=BOX, zoom=zoom).json()["features"]) for zoom in (0, 7, 9, 11, 13)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 1


def test_a_cell_stands_amid_its_listings(many, get):
    (cell,) = get("map", bbox=BOX, zoom=0).json()["features"]
    longitude, latitude = cell["geometry"]["coordinates"]
    assert 9.10 < longitude < 9.24
    assert 48.60 < latitude < 48.68


def test_few_of_the_many_are_points_again(many, get):
    answer = get("map", bbox="9.095,48.595,9.105,48.605", zoom=15).json()
    assert answer["mode"] == "points"
    assert {feature["properties"]["slug"] for feature in answer["features"]} == {"verein-0"}


def test_no_box_and_zoom_ask_for_more_cells_than_allowed():
    for box in ((-180, -90, 180, 90), (5.9, 47.3, 15, 55), (9, 48, 10, 49), (9.2, 48.6, 9.201, 48.601)):
        zoom = fitting_zoom(box, 19)
        columns = (box[2] - box[0]) / 360 * 4 * 2**zoom
        assert columns <= CELLS_AT_MOST
    assert fitting_zoom((9.2, 48.6, 9.201, 48.601), 19) == 19
    assert fitting_zoom((-180, -90, 180, 90), 19) == 3


def test_nothing_found_is_an_empty_map(vocabulary, get):
    assert get("map", bbox=BOX).json() == {"type": "FeatureCollection", "mode": "points", "features": []}


def test_an_impossible_zoom_is_refused(vocabulary, get):
    for zoom in ("20", "-1", "x", "1.5"):
        assert get("map", zoom=zoom).json()["parameter"] == "zoom"


def test_the_map_costs_few_statements(cast, get, django_assert_num_queries):
    with django_assert_num_queries(2):
        get("map", bbox=BOX, zoom=12, topic="sport")


def test_corrections_are_said_as_beside_the_list(cast, get):
    refresh_words()
    said = get("map", q="Fusballverein", zoom=12).json()
    fits(said, shapes.MAP)
    assert said["corrections"] == get("listings", q="Fusballverein").json()["corrections"]
    assert "corrections" not in get("map", q="Fußballverein").json()


def test_corrections_are_said_beside_counts_too(many, get):
    refresh_words()
    said = get("map", q="Verien", zoom=12).json()
    fits(said, shapes.MAP)
    assert (said["mode"], said["corrections"]["text"]) == ("cells", "Verein")
