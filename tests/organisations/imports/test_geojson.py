"""GeoJSON files."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point, Polygon

from organisations.imports.reader import FileRefusedError
from tests.organisations.imports.files import feature, geojson_file, rows_of, square

# A U: its centre of gravity lies outside.
HORSESHOE = [
    [9.0, 48.0],
    [9.3, 48.0],
    [9.3, 48.3],
    [9.2, 48.3],
    [9.2, 48.1],
    [9.1, 48.1],
    [9.1, 48.3],
    [9.0, 48.3],
    [9.0, 48.0],
]


def test_a_point_and_its_properties_become_a_row(tmp_path: Path) -> None:
    path = geojson_file(
        tmp_path, [feature({"type": "Point", "coordinates": [9.21, 48.65, 390]}, Name="Chor", Mitglieder=40)]
    )
    row = rows_of(path)[0]
    assert (row.where, row.point) == ("feature 1", (9.21, 48.65))
    assert row.values == {"Name": "Chor", "Mitglieder": "40"}


def test_the_id_of_a_feature_is_its_identity(tmp_path: Path) -> None:
    path = geojson_file(tmp_path, [feature(None, Name="Chor") | {"id": 17}, feature(None, Name="Band")])
    assert [row.identity for row in rows_of(path)] == ["17", ""]


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_the_point_of_an_area_lies_inside_it(tmp_path: Path, kind: str) -> None:
    rings: Any = [HORSESHOE]
    path = geojson_file(
        tmp_path, [feature({"type": kind, "coordinates": rings if kind == "Polygon" else [rings]}, Name="Park")]
    )
    point = rows_of(path)[0].point
    assert point is not None
    assert Polygon(HORSESHOE).contains(Point(*point))


def test_the_point_of_a_crossed_outline_lies_inside_what_it_encloses(tmp_path: Path) -> None:
    bow = [[9.0, 48.0], [9.2, 48.2], [9.2, 48.0], [9.0, 48.2], [9.0, 48.0]]
    path = geojson_file(tmp_path, [feature({"type": "Polygon", "coordinates": [bow]}, Name="Schleife")])
    point = rows_of(path)[0].point
    assert point is not None
    assert Polygon(bow).make_valid().contains(Point(*point))


def test_the_point_of_a_line_lies_on_it_half_way(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[9.0, 48.0], [9.2, 48.0]]}
    assert rows_of(geojson_file(tmp_path, [feature(line, Name="Lauftreff")]))[0].point == pytest.approx((9.1, 48.0))


def test_a_collection_is_represented_by_its_area(tmp_path: Path) -> None:
    members = [{"type": "Point", "coordinates": [1, 1]}, {"type": "Polygon", "coordinates": [square(9.0, 48.0)]}]
    path = geojson_file(tmp_path, [feature({"type": "GeometryCollection", "geometries": members}, Name="Hof")])
    assert rows_of(path)[0].point == pytest.approx((9.005, 48.005))


def test_nested_properties_and_lists_become_text(tmp_path: Path) -> None:
    path = geojson_file(
        tmp_path, [feature(None, Name="Chor", ort={"plz": 70794}, themen=["Musik", "Chor"], aktiv=True)]
    )
    assert rows_of(path)[0].values == {"Name": "Chor", "ort.plz": "70794", "themen": "Musik; Chor", "aktiv": "yes"}


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "Point", "coordinates": [9.2, 148.6]}, "not on the globe"),
        ({"type": "Point", "coordinates": [513000.0, 5390000.0]}, "not in degrees"),
        ({"type": "Point", "coordinates": [None, 48.6]}, "not a pair of numbers"),
        ({"type": "Point", "coordinates": "9.2,48.6"}, "not a pair of numbers"),
        ({"type": "Polygon", "coordinates": [[[9, 48], [9.1, 48]]]}, "fewer than four positions"),
        ({"type": "Circle", "coordinates": [9, 48]}, "unknown type 'Circle'"),
        ({"type": ["Point"], "coordinates": [9.2, 48.6]}, "unknown type"),
        ({"type": {"a": 1}, "coordinates": [9.2, 48.6]}, "unknown type"),
        ([9.2, 48.6], "not an object"),
    ],
)
def test_a_geometry_that_makes_no_sense_refuses_its_feature_only(tmp_path: Path, geometry: Any, reason: str) -> None:
    rows = rows_of(geojson_file(tmp_path, [feature(geometry, Name="Chor"), feature(None, Name="Band")]))
    assert reason in rows[0].problem
    assert rows[1].values["Name"] == "Band"


def test_not_a_number_counts_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "clubs.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"Name":"a","x":NaN},"geometry":null}]}'
    )
    assert rows_of(path)[0].values == {"Name": "a", "x": ""}


def test_another_coordinate_system_is_refused(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    with pytest.raises(FileRefusedError, match=r"coordinates in urn:ogc:def:crs:EPSG::25832; only degrees"):
        rows_of(geojson_file(tmp_path, [feature(None, Name="Chor")], crs=crs))


def test_deep_nesting_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "deep.geojson"
    path.write_text('{"type":"FeatureCollection","features":[' + "[" * 10_000 + "]" * 10_000 + "]}")
    with pytest.raises(FileRefusedError, match="from line 1 on: it is nested deeper than 40 levels"):
        rows_of(path)


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = geojson_file(tmp_path, [feature(None, Name=f"Chor {n}") for n in range(2_000)]).read_text()
    path = tmp_path / "cut.geojson"
    path.write_text(whole[: len(whole) // 2])
    with pytest.raises(FileRefusedError, match="the file ends in the middle"):
        rows_of(path)


def test_features_longer_than_a_chunk_are_read_whole(tmp_path: Path) -> None:
    text = 'Straße "Am Bach" \\ {[' * 9_000
    path = geojson_file(tmp_path, [feature(None, Name=f"Chor {n}", text=text[: 70_000 + n]) for n in range(3)])
    assert [len(row.values["text"]) for row in rows_of(path)] == [70_000, 70_001, 70_002]


def test_a_list_named_features_inside_a_property_is_not_mistaken(tmp_path: Path) -> None:
    path = geojson_file(
        tmp_path, [feature(None, Name="Chor", features=["a"])], extra={"features": [1]}, note="features"
    )
    assert [row.values["Name"] for row in rows_of(path)] == ["Chor"]


@pytest.mark.parametrize("text", ['{"type":"Feature"}', "[1,2]", '{"features":{}}', '{"a":"features"}'])
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(FileRefusedError, match="no list of features"):
        rows_of(path)


def test_a_member_that_is_no_feature_is_refused_with_its_number(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="member 2 of features is not a GeoJSON Feature"):
        rows_of(geojson_file(tmp_path, [feature(None, Name="Chor"), {"name": "Band"}]))


def test_broken_json_inside_a_feature_is_refused_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "broken.geojson"
    path.write_text('{"features":[{"type":"Feature","properties":{"Name":"a",}}]}')
    with pytest.raises(FileRefusedError, match="feature 1 is not valid JSON"):
        rows_of(path)


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.geojson"
    path.write_bytes(json.dumps({"features": [feature(None, Name="Köngen")]}, ensure_ascii=False).encode("cp1252"))
    with pytest.raises(FileRefusedError, match="the text is not UTF-8"):
        rows_of(path)


@pytest.mark.parametrize("stray", ['"quatsch"', "null", "7"])
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_member_that_is_no_object_is_not_lost_silently(tmp_path: Path, stray: str, place: str) -> None:
    whole = '{"type":"Feature","properties":{"name":"A"},"geometry":null}'
    members = [stray, whole] if place == "first" else [whole, stray]
    file = tmp_path / "odd.geojson"
    file.write_text('{"type":"FeatureCollection","features":[' + ", ".join(members) + "]}")
    with pytest.raises(FileRefusedError, match="which is no Feature"):
        rows_of(file)
