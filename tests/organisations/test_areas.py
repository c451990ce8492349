"""Which area a place lies in."""

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from organisations.models import Area, DataVersion
from organisations.services.areas import Spot, find_area, find_areas
from tests.organisations.imports.files import square

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def areas() -> None:
    """Two places called Neuhausen, a big town with a district and one of its postcodes, a town with a double name."""
    town = area("grossstadt", "Großstadt", 9.0, 48.0, ["70173"])
    area("talheim", "Talheim", None, None, ["70199"], parent=town)
    area("neuhausen-fildern", "Neuhausen auf den Fildern", 9.2, 48.0, ["73765"])
    area("neuhausen", "Neuhausen", 9.4, 48.0, ["75242"])
    double = area("leinfelden-echterdingen", "Leinfelden-Echterdingen", 9.6, 48.0, ["70771"])
    area("echterdingen", "Echterdingen", None, None, ["70771"], parent=double)
    area("altdorf-1", "Altdorf", 9.8, 48.0, ["72655"])
    area("altdorf-2", "Altdorf", 9.8, 48.2, ["71155"])
    area("wernau", "Wernau (Neckar)", 9.0, 48.2, ["73249"])
    DataVersion.increase(vocabulary=True)


def area(slug: str, name: str, west: Any, south: Any, postcodes: list[str], parent: Area | None = None) -> Area:
    outline = MultiPolygon(Polygon(square(west, south, 0.1)), srid=4326) if west else None
    return Area.objects.create(
        slug=slug,
        name=name,
        kind="district" if parent else "municipality",
        parent=parent,
        outline=outline,
        centre=Point(west or 9.0, south or 48.0, srid=4326),
        postcodes=postcodes,
    )


def test_the_outline_around_the_point_decides() -> None:
    assert find_area((9.25, 48.05), "", "") == "neuhausen-fildern"


def test_the_point_counts_before_the_words() -> None:
    assert find_area((9.25, 48.05), "70173", "Großstadt") == "neuhausen-fildern"


def test_a_point_outside_all_outlines_leaves_it_to_the_words() -> None:
    assert find_area((20.0, 20.0), "70173", "Großstadt") == "grossstadt"


def test_the_smallest_outline_around_the_point_counts() -> None:
    inner = area("mitte", "Mitte", 9.0, 48.0, [], parent=Area.objects.get(slug="grossstadt"))
    inner.outline = MultiPolygon(Polygon(square(9.04, 48.04, 0.02)), srid=4326)
    inner.save()
    DataVersion.increase(vocabulary=True)
    assert find_areas([Spot((9.05, 48.05)), Spot((9.01, 48.01))]) == ["mitte", "grossstadt"]


@pytest.mark.parametrize(
    ("postcode", "town", "slug"),
    [
        ("70173", "Großstadt", "grossstadt"),
        ("", "grossstadt", "grossstadt"),
        ("70565", "Großstadt", "grossstadt"),  # a town has more postcodes than registers give
        ("20095", "Großstadt", None),  # another place of that name, far away
        ("75242", "Neuhausen", "neuhausen"),
        ("73765", "Neuhausen", "neuhausen-fildern"),
        ("73765", "Neuhausen a.d.F.", "neuhausen-fildern"),
        ("73765", "Neuhausen auf den Fildern", "neuhausen-fildern"),
        ("78579", "Neuhausen ob Eck", None),
        ("", "Altdorf", None),  # two of that name: the postcode has to decide
        ("71155", "Altdorf", "altdorf-2"),
        ("72655", "Altdorf", "altdorf-1"),
        ("73249", "Wernau", "wernau"),
        ("", "Wernau (Neckar)", "wernau"),
        ("70173", "", None),  # a postcode alone is no place
        ("", "", None),
        ("10115", "Berlin", None),
    ],
)
def test_postcode_and_town_decide_where_there_is_no_point(postcode: str, town: str, slug: str | None) -> None:
    assert find_area(None, postcode, town) == slug


@pytest.mark.parametrize("town", ["Talheim", "Großstadt-Talheim", "Großstadt (Talheim)"])
def test_a_district_that_the_town_names_is_found(town: str) -> None:
    assert find_area((9.05, 48.05), "", town) == "talheim"
    assert find_area(None, "70199", town) == "talheim"


def test_a_district_in_a_column_of_its_own_is_found() -> None:
    assert find_area(None, "70173", "Großstadt", "Talheim") == "talheim"


def test_an_unknown_district_leaves_the_municipality() -> None:
    assert find_area(None, "70173", "Großstadt", "Nirgendwo") == "grossstadt"


def test_a_double_name_is_not_taken_for_its_second_half() -> None:
    assert find_area(None, "70771", "Leinfelden-Echterdingen") == "leinfelden-echterdingen"
    assert find_area((9.65, 48.05), "70771", "Leinfelden-Echterdingen") == "leinfelden-echterdingen"


def test_many_places_cost_one_query(django_assert_num_queries: Any) -> None:
    find_area(None, "", "")
    with django_assert_num_queries(2):  # the other one asks for the version of the vocabulary
        find_areas([Spot((9.05, 48.05))] * 300)
