"""Whole imports: what they publish and report."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.imports import run as run_module
from organisations.imports.reader import FileRefusedError
from organisations.imports.run import run_import
from organisations.models import (
    Batch,
    ContactDetails,
    ContactPerson,
    ExternalId,
    Listing,
    Organisation,
    Revision,
)
from organisations.services.listing import refresh_listings
from organisations.validation import ADDRESS_LENGTHS
from tests.organisations.imports.files import feature, geojson_file
from tests.organisations.imports.town import BAND, CHOIR, changed, document, run

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_a_row_becomes_a_public_unchecked_entry(tmp_path: Path) -> None:
    report = run(tmp_path, CHOIR)
    entry = document()
    address = entry.places[0].address
    assert report.counts() == {"new": 1, "changed": 0, "unchanged": 0, "refused": 0}
    assert (entry.state, entry.kind, entry.checked_on, entry.topics) == ("public", "club", None, ("choir",))
    assert (address.street, address.postcode, address.town, address.area) == (
        "Schulstr. 3",
        "70794",
        "Filderstadt",
        "filderstadt",
    )
    assert (address.point, address.point_origin) == ((9.22, 48.66), "import")
    assert entry.texts["de"].summary == "Wir singen."
    assert [(language.code, language.assurance, language.checked_on) for language in entry.languages] == [
        ("tr", "on_request", None)
    ]


def test_an_imported_contact_person_is_not_shown(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    assert ContactDetails.objects.get().name == "Erika Muster"
    assert not ContactPerson.objects.shown().exists()


def test_entries_can_be_imported_as_drafts(tmp_path: Path) -> None:
    run(tmp_path, CHOIR, state="draft")
    assert not Listing.objects.public().exists()


def test_a_dry_run_finds_out_the_same_and_writes_nothing(tmp_path: Path) -> None:
    report = run(tmp_path, CHOIR, BAND, "3;;;;;;;;;;;;;", dry_run=True)
    assert report.counts() == {"new": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert not Organisation.objects.exists()
    assert not Batch.objects.exists()


def test_two_sources_may_use_the_same_id(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    run(tmp_path, BAND.replace("2;", "1;"), source="county")
    assert ExternalId.objects.filter(value="1").count() == 2


def test_an_entry_that_stands_twice_is_refused_with_the_first_place(tmp_path: Path) -> None:
    report = run(tmp_path, CHOIR, BAND, CHOIR)
    assert report.counts() == {"new": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert "the same entry stands in line 2" in report.outcomes[2].detail


def test_every_row_has_an_outcome_in_the_order_of_the_file(tmp_path: Path) -> None:
    report = run(tmp_path, "x;y", CHOIR, ";;;;;;;;;;;;;", BAND, BAND + ";;;zu viel")
    assert [(outcome.where, outcome.action) for outcome in report.outcomes] == [
        ("line 2", "refused"),
        ("line 3", "new"),
        ("line 5", "new"),
        ("line 6", "refused"),
    ]


def test_an_entry_outside_all_areas_shows_its_town(tmp_path: Path) -> None:
    run(tmp_path, "9;Chor Hamburg;Hafenweg 1;20095;Hamburg;53,55;9,99;;;;;;;")
    listing = Listing.objects.get()
    assert (listing.areas, listing.card["place"], listing.point) == ([], "Hamburg", Point(9.99, 53.55, srid=4326))


def test_an_entry_with_nothing_but_a_name_has_no_place(tmp_path: Path) -> None:
    run(tmp_path, "9;Runder Tisch;;;;;;;;;;;;")
    assert document("Runder Tisch").places == ()
    assert Listing.objects.get().point is None


def test_listings_equal_a_rebuild_after_an_import(tmp_path: Path) -> None:
    run(tmp_path, CHOIR, BAND)
    run(tmp_path, changed(CHOIR, Straße="privat"), changed(BAND, Lat="48.7", Lon="9.3"))
    fields = [field.name for field in Listing._meta.fields]
    stored = list(Listing.objects.order_by("pk").values(*fields))
    refresh_listings(list(Organisation.objects.values_list("pk", flat=True)))
    assert list(Listing.objects.order_by("pk").values(*fields)) == stored


def test_an_entry_that_may_not_be_published_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ADDRESS_LENGTHS, "street", 10)
    report = run(tmp_path, CHOIR, BAND)
    assert [outcome.action for outcome in report.outcomes] == ["refused", "new"]
    assert report.outcomes[0].detail == "places.street: At most 10 characters, these are 11."


def test_a_file_cut_off_in_the_middle_imports_nothing(tmp_path: Path) -> None:
    whole = geojson_file(tmp_path, [feature(None, name=f"Verein {n}") for n in range(1_500)]).read_text()
    path = tmp_path / "cut.geojson"
    path.write_text(whole[:-200])
    with pytest.raises(FileRefusedError):
        run_import(path, source="town")
    assert not Organisation.objects.exists()


def test_an_interrupted_import_is_finished_by_running_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "CHUNK", 2)
    rows = [f"{n};Verein {n};;70794;Filderstadt;;;;;;;;;" for n in range(5)]

    def stop(done: int, total: int) -> None:
        if done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, *rows, progress=stop)
    assert Organisation.objects.count() == 2
    assert run(tmp_path, *rows).counts() == {"new": 3, "changed": 0, "unchanged": 2, "refused": 0}
    assert Revision.objects.count() == 5


def queries(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def rows_numbered(numbers: Sequence[int], phone: str) -> list[str]:
    return [
        f"{n};Verein {n} Muster;Weg {n};70794;Filderstadt;48,66;9,22;{phone};;;Chor;Text;Erika Muster;Türkisch"
        for n in numbers
    ]


def test_the_number_of_queries_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    few = queries(lambda: run(tmp_path, *rows_numbered(range(2), "0711 1111"), source="few"))
    many = queries(lambda: run(tmp_path, *rows_numbered(range(100, 150), "0711 1111"), source="many"))
    few_changed = queries(lambda: run(tmp_path, *rows_numbered(range(2), "0711 2222"), source="few"))
    many_changed = queries(lambda: run(tmp_path, *rows_numbered(range(100, 150), "0711 2222"), source="many"))
    assert many <= few + 2
    assert many_changed <= few_changed + 2
