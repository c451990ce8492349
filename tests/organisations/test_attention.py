"""Points that an import gave outside their area are flagged, and everything flagged is listed for curators."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from mapping.areas import import_areas
from organisations.document import Point
from organisations.models import Area, Attention, Organisation, Reason
from organisations.services.areas import OUTLINE_METRES, metres_outside
from organisations.services.attention import Notice, check_given_points_again, far, note, open_attention
from organisations.services.publish import publish
from organisations.services.rows import load_document
from organisations.vocabulary import vocabulary as terms
from tests.factories import BERNHAUSEN, change, organisation, place
from tests.organisations.imports.files import feature, geojson_file, square
from tests.organisations.imports.town import CHOIR, changed, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

MUNICH = (11.521, 48.1329)
STUTTGART = (9.18, 48.775)


def imported(point: Point, name: str = "Beispielverein", origin: str = "import", **words):
    """A public entry with a point of that origin."""
    spot = place(point, **words)
    return organisation(name, places=(replace(spot, address=replace(spot.address, point_origin=origin)),))


def reasons() -> list[str]:
    return list(Attention.objects.values_list("reason", flat=True))


def listed() -> str:
    out = StringIO()
    call_command("attention", stdout=out)
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize("point", [MUNICH, STUTTGART, (9.145, 48.689)])
@pytest.mark.parametrize("postcode", ["70794", "70790", ""])
def test_an_imported_point_outside_the_town_of_its_address_is_flagged_and_stays(point: Point, postcode: str) -> None:
    made = imported(point, postcode=postcode)
    assert reasons() == ["outside"]
    assert load_document(made.pk).places[0].address.point == point


def test_an_imported_point_in_its_town_is_sound() -> None:
    imported(BERNHAUSEN)
    imported((9.1985, 48.6535), "Anderer Ortsteil", town="Bernhausen")  # a suburb is not the town
    assert reasons() == []


def test_a_point_by_hand_is_never_questioned() -> None:
    imported(MUNICH, origin="hand")
    assert reasons() == []


def test_a_town_that_is_no_area_says_nothing() -> None:
    imported(MUNICH, postcode="72581", town="Dettingen", area=None)
    imported(MUNICH, "Ohne Ort", town="", area=None)
    assert reasons() == []


def test_a_file_with_a_wrong_point_is_imported_and_flagged(tmp_path: Path) -> None:
    wrong = changed(CHOIR, Lat="48,1329", Lon="11,521")
    assert run(tmp_path, wrong).counts()["new"] == 1
    assert reasons() == ["outside"]
    run(tmp_path, CHOIR)
    assert reasons() == []


def test_the_reason_goes_when_the_point_is_set_right() -> None:
    made = imported(MUNICH)
    spot = load_document(made.pk).places[0]
    change(made, name="Neuer Name")
    assert reasons() == ["outside"]
    change(made, places=(replace(spot, address=replace(spot.address, point=BERNHAUSEN, point_origin="hand")),))
    assert reasons() == []


def test_the_reason_goes_with_its_place() -> None:
    made = imported(MUNICH)
    change(made, places=())
    assert reasons() == []


def test_an_old_version_brings_its_reason_back() -> None:
    made = imported(MUNICH)
    wrong = load_document(made.pk)
    change(made, places=())
    made.refresh_from_db()
    publish(wrong, base=made.number, author="user:1")
    assert reasons() == ["outside"]


def test_points_are_looked_at_again_when_areas_change(tmp_path: Path) -> None:
    imported(MUNICH)
    imported(BERNHAUSEN, "Guter Punkt")
    around_munich = {"type": "Polygon", "coordinates": [square(11.4, 48.0, 0.3)]}
    import_areas(geojson_file(tmp_path, [feature(around_munich, AGS="08116077", GEN="Filderstadt")]))
    row = Attention.objects.get()
    assert (row.organisation.name, row.reason) == ("Guter Punkt", "outside")
    assert check_given_points_again() == 1


def test_outlines_may_miss_a_little_and_an_area_without_one_is_a_circle() -> None:
    area = terms("default").area_by_key["filderstadt"]
    assert metres_outside([]) == []
    outline = Area.objects.get(slug="filderstadt").outline
    assert outline
    longitude, latitude = max((corner for part in outline for corner in part[0].coords), key=lambda corner: corner[1])
    north = (longitude, latitude + 0.003)  # 330 metres off its northernmost corner
    inside, near, far_off = metres_outside([(area, BERNHAUSEN), (area, north), (area, STUTTGART)])
    assert (inside, near) == (0, 0)
    assert 9_000 < far_off + OUTLINE_METRES < 10_000
    Area.objects.filter(slug="filderstadt").update(outline=None)
    inside, neighbour, far_off = metres_outside([(area, BERNHAUSEN), (area, (9.279, 48.683)), (area, MUNICH)])
    assert inside == 0
    assert 0 < neighbour < 3_000  # well within another town's outline
    assert 160_000 < far_off < 180_000


def test_the_command_lists_entry_address_reason_and_detail() -> None:
    imported(MUNICH)
    text = listed()
    assert "Beispielverein" in text and "Musterweg 4, 70794 Filderstadt" in text
    assert "The point lies outside the area that postcode and town name" in text
    assert "km outside Filderstadt" in text
    assert "1 to look at" in text


def test_the_command_never_shows_a_private_address() -> None:
    imported(MUNICH, private=True)
    text = listed()
    assert "70794 Filderstadt" in text
    assert "Musterweg" not in text and "11.5" not in text


@pytest.mark.parametrize(("state", "count"), [("draft", 1), ("public", 1), ("rejected", 0), ("archived", 0)])
def test_only_entries_that_are_public_or_may_become_so_are_listed(state: str, count: int) -> None:
    change(imported(MUNICH), state=state)
    assert open_attention().count() == count


def test_a_place_has_one_reason_and_keeps_its_day() -> None:
    made = organisation()
    address = load_document(made.pk).places[0]
    assert address.address.row

    def noted(reason: str, detail: str) -> Attention:
        assert address.address.row
        note([Notice(made.pk, address.id, address.address.row, reason, detail)])
        return Attention.objects.get()

    first = noted(Reason.NO_HIT, "")
    assert noted(Reason.NO_HIT, "again").created_at == first.created_at
    assert noted(Reason.OUTSIDE, "").created_at > first.created_at


def test_what_is_deleted_is_not_listed() -> None:
    made = imported(MUNICH)
    Organisation.objects.filter(pk=made.pk).delete()
    assert not Attention.objects.exists()


def test_distances_are_said_in_words() -> None:
    assert [far(metres) for metres in (3, 740, 3_420, 178_000)] == ["100 m", "700 m", "3.4 km", "178 km"]
