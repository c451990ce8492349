"""Whole imports: what they publish, what a second run does, and what people changed in between."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.document import OrganisationDocument
from organisations.imports import run as run_module
from organisations.imports.reader import FileRefusedError
from organisations.imports.run import Report, run_import
from organisations.models import (
    Address,
    Area,
    Batch,
    ContactDetails,
    ContactPerson,
    ExternalId,
    Listing,
    Organisation,
    Revision,
)
from organisations.services.consent import record_consent
from organisations.services.listing import refresh_listings
from organisations.services.publish import publish
from organisations.services.rows import load_document, load_documents
from organisations.validation import ADDRESS_LENGTHS
from tests.organisations.imports.files import csv_file, feature, geojson_file

pytestmark = pytest.mark.usefixtures("vocabulary")

HEADER = "ID;Name;Straße;PLZ;Ort;Lat;Lon;Telefon;E-Mail;Website;Sparte;Beschreibung;Ansprechpartner;Sprachen"
CHOIR = (
    "1;Chor Muster e.V.;Schulstr. 3;70794;Filderstadt;48,66;9,22;0711 23125001;info@chor.example;;Chor;Wir singen.;"
    "Erika Muster;Türkisch"
)
BAND = "2;Band Muster;Weg 5;73760;Ostfildern;;;;;;Band;;;"


def run(folder: Path, *rows: str, header: str = HEADER, **options: Any) -> Report:
    return run_import(csv_file(folder, "\n".join([header, *rows])), **{"source": "town", **options})


def changed(row: str, **cells: str) -> str:
    """The row with other cells, by column."""
    columns, values = HEADER.split(";"), row.split(";")
    return ";".join(cells.get(column.replace("-", ""), value) for column, value in zip(columns, values, strict=True))


def document(name: str = "Chor Muster e.V.") -> OrganisationDocument:
    return load_document(Organisation.objects.get(name=name).pk)


def edit(change: Callable[[OrganisationDocument], OrganisationDocument]) -> None:
    """A person changes the choir's entry."""
    before = document()
    publish(change(before), base=Organisation.objects.get(pk=before.id).number, author="user:1")


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


def test_a_second_run_of_the_same_file_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, CHOIR, BAND)
    report = run(tmp_path, CHOIR, BAND)
    assert report.counts() == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}
    assert (Revision.objects.count(), Batch.objects.count(), Organisation.objects.count()) == (2, 1, 2)


def test_rows_may_be_known_again_without_an_id(tmp_path: Path) -> None:
    rows = [row.split(";", 1)[1] for row in (CHOIR, BAND)]
    header = HEADER.split(";", 1)[1]
    run(tmp_path, *rows, header=header)
    report = run(tmp_path, *reversed(rows), header=header)
    assert report.counts()["unchanged"] == 2


def test_a_changed_row_makes_one_revision_and_names_its_fields(tmp_path: Path) -> None:
    run(tmp_path, CHOIR, BAND)
    report = run(tmp_path, changed(CHOIR, Telefon="0711 23125777", Sparte="Band"), BAND)
    assert report.counts() == {"new": 0, "changed": 1, "unchanged": 1, "refused": 0}
    assert report.outcomes[0].detail == "phone, topic"
    assert Revision.objects.count() == 3
    assert document().phone == "0711 23125777"


def test_a_dry_run_shows_the_fields_a_change_would_touch(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    report = run(tmp_path, changed(CHOIR, Ort="Ostfildern", PLZ="73760"), dry_run=True)
    assert (report.outcomes[0].action, report.outcomes[0].detail) == ("changed", "postcode, town")
    assert document().places[0].address.town == "Filderstadt"


def test_what_people_changed_stays_when_the_file_is_the_same(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    edit(lambda entry: replace(entry, phone="0711 23125999", flags=("childcare",)))
    report = run(tmp_path, CHOIR)
    assert report.counts()["unchanged"] == 1
    assert document().phone == "0711 23125999"


def test_what_people_changed_stays_when_the_file_changes_something_else(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    edit(lambda entry: replace(entry, phone="0711 23125999"))
    run(tmp_path, changed(CHOIR, Website="www.chor.example"))
    run(tmp_path, changed(CHOIR, Website="www.chor2.example"))
    assert (document().phone, document().website) == ("0711 23125999", "https://www.chor2.example")


def test_what_both_changed_stays_as_people_set_it_and_is_reported(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    edit(lambda entry: replace(entry, phone="0711 23125999"))
    report = run(tmp_path, changed(CHOIR, Telefon="0711 23125777"))
    assert document().phone == "0711 23125999"
    assert report.outcomes[0].notes == ("phone stays as it was changed here",)
    assert run(tmp_path, changed(CHOIR, Telefon="0711 23125777")).outcomes[0].notes == ()
    assert Revision.objects.count() == 2


def test_a_place_that_people_removed_does_not_come_back(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    edit(lambda entry: replace(entry, places=(), meetings=()))
    run(tmp_path, changed(CHOIR, Straße="Schulstr. 4"))
    assert document().places == ()


def test_a_point_set_by_hand_stays(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)

    def moved(entry: OrganisationDocument) -> OrganisationDocument:
        place = entry.places[0]
        address = replace(place.address, point=(9.23, 48.67), point_origin="hand")
        return replace(entry, places=(replace(place, address=address),))

    edit(moved)
    run(tmp_path, changed(CHOIR, Lat="48,665", Lon="9,225"))
    assert document().places[0].address.point == (9.23, 48.67)


def test_a_point_that_was_only_looked_up_gives_way_to_the_files(tmp_path: Path) -> None:
    run(tmp_path, changed(CHOIR, Lat="", Lon=""))

    def geocoded(entry: OrganisationDocument) -> OrganisationDocument:
        place = entry.places[0]
        address = replace(place.address, point=(9.23, 48.67), point_origin="geocoder")
        return replace(entry, places=(replace(place, address=address),))

    edit(geocoded)
    run(tmp_path, CHOIR)
    assert document().places[0].address.point == (9.22, 48.66)


def test_a_new_contact_person_does_not_inherit_the_consent_of_the_old(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    record_consent([document().contacts[0].id], text="yes", way="letter")
    run(tmp_path, changed(CHOIR, Ansprechpartner="Max Beispiel"))
    assert [contact.name for contact in document().contacts] == ["Max Beispiel"]
    assert not ContactPerson.objects.shown().exists()


def test_consent_stays_when_the_file_says_the_same(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    record_consent([document().contacts[0].id], text="yes", way="letter")
    run(tmp_path, changed(CHOIR, Website="www.chor.example"))
    assert ContactPerson.objects.shown().count() == 1


def test_a_cell_that_was_emptied_empties_the_field(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    run(tmp_path, changed(CHOIR, Telefon="", Beschreibung="", Ansprechpartner=""))
    assert (document().phone, document().texts, document().contacts) == ("", {}, ())


def test_an_address_that_became_private_hides_the_point(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    run(tmp_path, changed(CHOIR, Straße="keine öffentliche Anschrift"))
    listing, town = Listing.objects.get(), Area.objects.get(slug="filderstadt")
    assert document().places[0].private
    assert (listing.approximate, listing.card["place"]) == (True, "Filderstadt")
    assert listing.point == town.centre


def test_a_column_the_file_no_longer_has_leaves_its_field_alone(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    report = run(tmp_path, "1;Chor Muster e.V.", header="ID;Name")
    assert report.counts()["unchanged"] == 1
    assert document().phone == "0711 23125001"


def test_the_state_a_curator_gave_stays(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    edit(lambda entry: replace(entry, state="archived"))
    run(tmp_path, changed(CHOIR, Telefon="0711 23125777"))
    assert document().state == "archived"


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


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_somebody_changes_in_this_moment_keeps_both_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, CHOIR)
    edits = iter([lambda: in_another_session(lambda: edit(lambda entry: replace(entry, email="neu@chor.example")))])

    def meanwhile(ids: Any) -> Any:
        found = load_documents(ids)
        next(edits, lambda: None)()
        return found

    monkeypatch.setattr(run_module, "load_documents", meanwhile)
    run(tmp_path, changed(CHOIR, Telefon="0711 23125777"))
    assert (document().email, document().phone) == ("neu@chor.example", "0711 23125777")
    assert Revision.objects.count() == 3


def in_another_session(work: Callable[[], Any]) -> None:
    """Does the work with a database connection of its own."""

    def body() -> None:
        work()
        connection.close()

    thread = Thread(target=body)
    thread.start()
    thread.join()


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


def test_a_changed_address_leaves_the_old_values_to_the_old_revision(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    run(tmp_path, changed(CHOIR, Straße="Schulstr. 5"))
    assert sorted(Address.objects.values_list("street", flat=True)) == ["Schulstr. 3", "Schulstr. 5"]
    assert ExternalId.objects.get().revision == 2


def test_what_the_source_said_is_not_kept_in_plain_words(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    kept = str(ExternalId.objects.get().seen)
    assert not any(word in kept for word in ("Erika", "23125001", "Schulstr", "info@"))
