"""Areas from GeoJSON files."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from django.core.management import CommandError, call_command

from mapping.areas import import_areas, load_areas
from organisations.document import Address, OrganisationDocument, Place
from organisations.imports.reader import FileRefusedError
from organisations.models import Area, Listing, Organisation, Revision
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.organisations.imports.files import feature, geojson_file, square

pytestmark = pytest.mark.usefixtures("vocabulary")
FILDERSTADT = "08116077"


def polygon(*ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(ring)}


def municipality(
    ags: str, name: str, west: float, south: float, size: float = 0.2, **properties: Any
) -> dict[str, Any]:
    return feature(polygon(square(west, south, size)), AGS=ags, GEN=name, **properties)


def entry(name: str, **address: Any) -> OrganisationDocument:
    document = OrganisationDocument(kind="club", name=name, state="public", places=(Place(Address(**address)),))
    publish(document, base=0, author="user:1")
    return document


def outline_of(area: Area) -> MultiPolygon:
    assert area.outline is not None
    return area.outline


def area_of(document: OrganisationDocument) -> str | None:
    return load_document(document.id).places[0].address.area


def test_a_municipality_is_made_with_slug_centre_and_postcode(tmp_path: Path) -> None:
    details = {"center_lon": "8,15", "center_lat": "47,95", "zip": "79999"}
    report = import_areas(
        geojson_file(tmp_path, [municipality("08315113", "Köngen am Bach", 8.1, 47.9, destatis=details)])
    )
    area = Area.objects.get(ags="08315113")
    assert (report.areas, report.new, report.features) == (1, 1, 1)
    assert (area.slug, area.name, area.kind, area.postcodes) == (
        "koengen-am-bach",
        "Köngen am Bach",
        "municipality",
        ["79999"],
    )
    assert (area.centre.x, area.centre.y, area.in_region) == (8.15, 47.95, False)


def test_a_centre_outside_the_outline_or_missing_becomes_a_point_inside(tmp_path: Path) -> None:
    far = {"center_lon": "1,0", "center_lat": "1,0"}
    import_areas(
        geojson_file(
            tmp_path, [municipality("08999001", "A", 8.1, 47.9, destatis=far), municipality("08999002", "B", 8.5, 47.9)]
        )
    )
    for area in Area.objects.filter(ags__startswith="08999"):
        assert outline_of(area).contains(area.centre)


def test_parts_of_one_key_are_united(tmp_path: Path) -> None:
    parts = [
        municipality("08335063", "Radolfzell", 8.1, 47.9, 0.1),
        municipality("08335063", "Radolfzell", 8.2, 47.9, 0.1),
    ]
    report = import_areas(geojson_file(tmp_path, parts))
    area = Area.objects.get(ags="08335063")
    assert (report.features, report.areas) == (2, 1)
    assert outline_of(area).area == pytest.approx(0.02)
    assert len(outline_of(area)) == 1


def test_a_crossed_outline_is_repaired_and_named(tmp_path: Path) -> None:
    bow = [[8.0, 48.0], [8.2, 48.2], [8.2, 48.0], [8.0, 48.2], [8.0, 48.0]]
    report = import_areas(geojson_file(tmp_path, [feature(polygon(bow), AGS="08119079", GEN="Winnenden")]))
    assert report.repaired == ["Winnenden"]
    area = Area.objects.get(ags="08119079")
    assert outline_of(area).valid
    assert outline_of(area).area == pytest.approx(0.02)


def test_a_feature_without_key_or_outline_is_refused_with_its_place(tmp_path: Path) -> None:
    point = feature({"type": "Point", "coordinates": [9, 48]}, AGS="08999003", GEN="Punkt")
    report = import_areas(
        geojson_file(tmp_path, [feature(None, GEN="Ohne Schlüssel"), point, municipality("08999001", "A", 8.1, 47.9)])
    )
    assert report.refused == [
        ("feature 1 (Ohne Schlüssel)", "has no official key (AGS) or no name"),
        ("feature 2 (Punkt)", "its geometry is neither Polygon nor MultiPolygon"),
    ]
    assert report.areas == 1


def test_a_file_without_any_area_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="has no area with an official key"):
        import_areas(geojson_file(tmp_path, [feature(None, name="Chor")]))


def test_places_of_one_name_get_slugs_with_their_keys(tmp_path: Path) -> None:
    import_areas(
        geojson_file(
            tmp_path, [municipality("08115002", "Altdorf", 8.1, 47.9), municipality("08116004", "Altdorf", 8.5, 47.9)]
        )
    )
    assert set(Area.objects.filter(name="Altdorf").values_list("slug", flat=True)) == {
        "altdorf-08115002",
        "altdorf-08116004",
    }


def test_a_hand_drawn_area_is_replaced_and_keeps_slug_districts_and_postcodes(tmp_path: Path) -> None:
    before = Area.objects.get(ags=FILDERSTADT)
    path = geojson_file(
        tmp_path, [municipality(FILDERSTADT, "Filderstadt", 9.1, 48.6, zip="70790")], source="© Register"
    )
    import_areas(path)
    after = Area.objects.get(ags=FILDERSTADT)
    assert (after.pk, after.slug, after.in_region) == (before.pk, "filderstadt", True)
    assert after.postcodes == ["70790", "70794"]
    assert after.source == "© Register"
    assert after.districts.filter(slug="bernhausen").exists()
    assert not outline_of(after).equals(outline_of(before))


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    path = geojson_file(
        tmp_path, [municipality(FILDERSTADT, "Filderstadt", 9.1, 48.6), municipality("08999001", "A", 8.1, 47.9)]
    )
    import_areas(path)
    report = import_areas(path)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)


def test_the_region_is_set_by_keys_or_their_beginnings(tmp_path: Path) -> None:
    path = geojson_file(tmp_path, [municipality("08116004", "A", 8.1, 47.9), municipality("08115002", "B", 8.5, 47.9)])
    import_areas(path, region=["08116"])
    assert Area.objects.get(ags="08116004").in_region
    assert not Area.objects.get(ags="08115002").in_region


def test_entries_find_their_area_by_point_and_by_words(tmp_path: Path) -> None:
    by_point = entry("Chor A", point=(8.15, 47.95), point_origin="import")
    by_words = entry("Chor B", postcode="79999", town="Neustadt")
    outside = entry("Chor C", town="Hamburg")
    assert area_of(by_point) is None
    report = import_areas(geojson_file(tmp_path, [municipality("08315113", "Neustadt", 8.1, 47.9, zip="79999")]))
    assert [area_of(document) for document in (by_point, by_words, outside)] == ["neustadt", "neustadt", None]
    assert report.moved == 2
    assert Listing.objects.get(name="Chor A").card["place"] == "Neustadt"
    assert Revision.objects.count() == 3


def test_a_district_somebody_chose_stays(tmp_path: Path) -> None:
    document = entry("Chor A", point=(9.218, 48.678), point_origin="hand", area="bernhausen", town="Filderstadt")
    import_areas(geojson_file(tmp_path, [municipality(FILDERSTADT, "Filderstadt", 9.1, 48.6)]))
    assert area_of(document) == "bernhausen"


def test_an_entry_at_the_border_moves_to_the_area_the_register_says(tmp_path: Path) -> None:
    document = entry("Chor A", point=(9.21, 48.66), point_origin="import", area="filderstadt")
    import_areas(
        geojson_file(
            tmp_path,
            [municipality(FILDERSTADT, "Filderstadt", 9.0, 48.5, 0.1), municipality("08999001", "Aich", 9.2, 48.6)],
        )
    )
    assert area_of(document) == "aich"


def test_listings_equal_a_rebuild_after_areas_changed(tmp_path: Path) -> None:
    from organisations.services.listing import refresh_listings

    entry("Chor A", point=(9.21, 48.66), point_origin="import", area="filderstadt")
    private = OrganisationDocument(
        kind="club",
        name="B",
        state="public",
        places=(Place(Address(town="Filderstadt", area="bernhausen"), private=True),),
    )
    publish(private, base=0, author="user:1")
    publish(
        OrganisationDocument(kind="initiative", name="C", state="public", area="filderstadt"), base=0, author="user:1"
    )
    import_areas(geojson_file(tmp_path, [municipality(FILDERSTADT, "Filderstadt neu", 9.1, 48.6)]))
    fields = [field.name for field in Listing._meta.fields]
    stored = list(Listing.objects.order_by("pk").values(*fields))
    refresh_listings(list(Organisation.objects.values_list("pk", flat=True)))
    assert list(Listing.objects.order_by("pk").values(*fields)) == stored


def test_loading_the_shipped_areas_again_writes_nothing(settings: Any) -> None:
    assert load_areas(settings.BASE_DIR / "fixtures" / "areas.geojson") == 0
    assert Area.objects.filter(kind="municipality", outline__isnull=False).count() >= 6
    assert Area.objects.get(slug="bernhausen").parent == Area.objects.get(slug="filderstadt")


def test_loading_the_shipped_areas_never_overwrites_an_imported_outline(tmp_path: Path, settings: Any) -> None:
    import_areas(geojson_file(tmp_path, [municipality(FILDERSTADT, "Filderstadt", 9.1, 48.6)]))
    load_areas(settings.BASE_DIR / "fixtures" / "areas.geojson", overwrite=True)
    assert outline_of(Area.objects.get(ags=FILDERSTADT)).area == pytest.approx(0.04)


def test_a_changed_shipped_area_is_brought_up_to_date_with_its_listings_when_asked_for(
    tmp_path: Path, settings: Any
) -> None:
    entry("Chor A", town="Filderstadt", area="filderstadt")
    data = json.loads((settings.BASE_DIR / "fixtures" / "areas.geojson").read_text(encoding="utf-8"))
    town = next(item for item in data["features"] if item["properties"]["slug"] == "filderstadt")
    town["properties"]["centre"] = [9.25, 48.65]
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert load_areas(path) == 0
    assert load_areas(path, overwrite=True) == 1
    assert Listing.objects.get().point == Point(9.25, 48.65, srid=4326)


def test_the_command_prints_what_it_did(tmp_path: Path) -> None:
    out = StringIO()
    path = geojson_file(tmp_path, [municipality("08999001", "A", 8.1, 47.9), feature(None, GEN="X")])
    call_command("import_areas", path, region="08999", stdout=out)
    text = " ".join(out.getvalue().split())
    assert "1 areas from 2 features: 1 new, 0 changed, 0 unchanged, 1 refused" in text
    assert "has no official key" in text


def test_the_command_refuses_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no such file"):
        call_command("import_areas", tmp_path / "nothing.geojson")
    with pytest.raises(CommandError, match="'Filderstadt' is no official key"):
        call_command("import_areas", tmp_path / "nothing.geojson", region="Filderstadt")
