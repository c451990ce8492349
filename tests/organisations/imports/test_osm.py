"""OpenStreetMap files."""

from pathlib import Path

import osmium
import pytest
from django.contrib.gis.geos import LinearRing, Point, Polygon

from organisations.imports.reader import FileRefusedError
from tests.organisations.imports.files import rows_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">'
# Nodes 1 to 8: a horseshoe whose centre of gravity lies outside. Nodes 11 to 14, 21 to 24: a square and a hole in it.
CORNERS = {
    1: (9.00, 48.00),
    2: (9.30, 48.00),
    3: (9.30, 48.30),
    4: (9.20, 48.30),
    5: (9.20, 48.10),
    6: (9.10, 48.10),
    7: (9.10, 48.30),
    8: (9.00, 48.30),
    11: (8.00, 48.00),
    12: (8.90, 48.00),
    13: (8.90, 48.90),
    14: (8.00, 48.90),
    21: (8.10, 48.10),
    22: (8.80, 48.10),
    23: (8.80, 48.80),
    24: (8.10, 48.80),
}
NODES = "".join(f'<node id="{id}" version="1" lon="{lon}" lat="{lat}"/>' for id, (lon, lat) in CORNERS.items())


def tags(**pairs: str) -> str:
    return "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in pairs.items())


def way(id: int, nodes: list[int], **pairs: str) -> str:
    refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
    return f'<way id="{id}" version="1">{refs}{tags(**pairs)}</way>'


def osm_file(folder: Path, body: str, name: str = "town.osm") -> Path:
    path = folder / name
    path.write_text(f"{HEAD}{body}</osm>", encoding="utf-8")
    return path


def test_a_node_is_read_with_its_tags_and_id(tmp_path: Path) -> None:
    tagged = tags(club="music", name="Chor", addr__street="Schulstraße")
    node = f'<node id="5" version="1" lon="9.21" lat="48.65">{tagged}</node>'
    row = rows_of(osm_file(tmp_path, node))[0]
    assert (row.where, row.identity, row.point) == ("node 5", "node/5", (9.21, 48.65))
    assert row.values == {"club": "music", "name": "Chor", "addr:street": "Schulstraße"}


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("club", "anything", True),
        ("office", "association", True),
        ("office", "ngo", True),
        ("office", "lawyer", False),
        ("amenity", "community_centre", True),
        ("amenity", "social_centre", True),
        ("amenity", "arts_centre", True),
        ("amenity", "restaurant", False),
        ("leisure", "sports_centre", True),
        ("leisure", "park", False),
    ],
)
def test_only_places_of_associations_are_read(tmp_path: Path, key: str, value: str, wanted: bool) -> None:
    node = f'<node id="5" version="1" lon="9.21" lat="48.65">{tags(**{key: value})}</node>'
    other = f'<node id="6" version="1" lon="9.21" lat="48.65">{tags(club="other")}</node>'
    assert [row.where for row in rows_of(osm_file(tmp_path, node + other))] == (["node 5"] if wanted else []) + [
        "node 6"
    ]


def test_the_point_of_a_closed_way_lies_inside_its_area(tmp_path: Path) -> None:
    row = rows_of(osm_file(tmp_path, NODES + way(7, [1, 2, 3, 4, 5, 6, 7, 8, 1], club="sport")))[0]
    assert row.point is not None
    assert Polygon([CORNERS[n] for n in (1, 2, 3, 4, 5, 6, 7, 8, 1)]).contains(Point(*row.point))


def test_the_point_of_an_open_way_lies_on_it(tmp_path: Path) -> None:
    assert rows_of(osm_file(tmp_path, NODES + way(7, [11, 12], club="sport")))[0].point == pytest.approx((8.45, 48.0))


def test_the_point_of_a_relation_lies_between_its_outer_and_inner_ring(tmp_path: Path) -> None:
    ways = way(1, [11, 12, 13]) + way(2, [13, 14, 11]) + way(3, [21, 22, 23, 24, 21])
    members = "".join(
        f'<member type="way" ref="{n}" role="{role}"/>' for n, role in ((1, "outer"), (2, "outer"), (3, "inner"))
    )
    relation = f'<relation id="9" version="1">{members}{tags(type="multipolygon", club="sport", name="TSV")}</relation>'
    row = rows_of(osm_file(tmp_path, NODES + ways + relation))[0]
    outer, inner = (LinearRing([CORNERS[n] for n in ring]) for ring in ((11, 12, 13, 14, 11), (21, 22, 23, 24, 21)))
    assert (row.identity, row.problem) == ("relation/9", "")
    assert row.point is not None
    assert Polygon(outer, inner).contains(Point(*row.point))


def test_an_object_whose_position_is_not_in_the_file_is_refused(tmp_path: Path) -> None:
    rows = rows_of(osm_file(tmp_path, way(7, [901, 902, 903, 901], club="sport")))
    assert (rows[0].where, rows[0].problem[:37]) == ("way 7", "its position is not in the file: the ")
    assert rows[0].values["club"] == "sport"  # so that the report can say which one


def test_a_pbf_file_gives_the_same_rows(tmp_path: Path) -> None:
    text = osm_file(tmp_path, NODES + way(7, [1, 2, 3, 4, 5, 6, 7, 8, 1], club="sport", name="TSV"))
    binary = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(str(binary)) as writer:
        for item in osmium.FileProcessor(str(text)):
            writer.add(item)
    assert rows_of(binary) == rows_of(text)


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = osm_file(tmp_path, NODES + way(7, [1, 2, 3, 1], club="sport")).read_text()
    path = tmp_path / "cut.osm"
    path.write_text(whole[:-40])
    with pytest.raises(FileRefusedError, match=r"cut\.osm is no readable OpenStreetMap file"):
        rows_of(path)


def test_a_pbf_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number in range(20_000):
            tagged = {"club": "sport", "name": f"Verein {number}"}
            writer.add_node(osmium.osm.mutable.Node(id=number + 1, location=(9.2, 48.6), tags=tagged))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(FileRefusedError, match=r"town\.osm\.pbf is no readable OpenStreetMap file"):
        rows_of(path)


def test_a_pbf_file_with_broken_letters_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(osmium.io.File(str(path), "pbf,pbf_compression=none")) as writer:
        tagged = {"club": "sport", "name": "Muster"}
        writer.add_node(osmium.osm.mutable.Node(id=1, location=(9.2, 48.6), tags=tagged))
    path.write_bytes(path.read_bytes().replace(b"Muster", b"M\xed\xa0\x80st"))
    with pytest.raises(FileRefusedError, match=r"town\.osm\.pbf is no readable OpenStreetMap file"):
        rows_of(path)


def test_xml_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    path = tmp_path / "bomb.osm"
    node = '<node id="1" version="1" lon="9" lat="48"><tag k="club" v="&b;"/></node>'
    path.write_text(f'<?xml version="1.0"?>{bomb}<osm version="0.6">{node}</osm>')
    with pytest.raises(FileRefusedError, match="no readable OpenStreetMap file"):
        rows_of(path)


def test_positions_beyond_the_globe_are_refused(tmp_path: Path) -> None:
    node = f'<node id="5" version="1" lon="9.21" lat="148.65">{tags(club="music", name="Chor")}</node>'
    try:
        rows = rows_of(osm_file(tmp_path, node))
    except FileRefusedError:
        return
    assert rows[0].problem
