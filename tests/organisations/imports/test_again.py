"""A second import of a source: what it changes, and what people changed in between."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from organisations.document import OrganisationDocument
from organisations.imports import planning
from organisations.models import Address, Area, Batch, ContactPerson, ExternalId, Listing, Organisation, Revision
from organisations.services.consent import record_consent
from organisations.services.rows import load_documents
from tests.organisations.imports.town import BAND, CHOIR, HEADER, changed, document, edit, run

pytestmark = pytest.mark.usefixtures("vocabulary")


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

    monkeypatch.setattr(planning, "load_documents", meanwhile)
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


def test_a_changed_address_leaves_the_old_values_to_the_old_revision(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    run(tmp_path, changed(CHOIR, Straße="Schulstr. 5"))
    assert sorted(Address.objects.values_list("street", flat=True)) == ["Schulstr. 3", "Schulstr. 5"]
    assert ExternalId.objects.get().revision == 2


def test_what_the_source_said_is_not_kept_in_plain_words(tmp_path: Path) -> None:
    run(tmp_path, CHOIR)
    kept = str(ExternalId.objects.get().seen)
    assert not any(word in kept for word in ("Erika", "23125001", "Schulstr", "info@"))
