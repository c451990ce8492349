"""Organisations in the admin: each save is one publication."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from organisations.document import Address, Place
from organisations.merging import difference
from organisations.models import ContactPerson, DataVersion, Listing, Organisation, Revision
from organisations.services.consent import record_consent
from organisations.services.rows import load_document
from tests.factories import change, organisation
from tests.organisations.admin_forms import entry_address, faults, open_form, row, save, shown

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_saving_an_unchanged_form_makes_no_revision(admin, entry):
    before, version = load_document(entry.pk), DataVersion.current()
    save(admin, entry)
    assert difference(before, load_document(entry.pk)) == []
    assert Revision.objects.filter(organisation=entry).count() == 1
    assert DataVersion.current() == version


def test_a_changed_name_is_one_revision_by_that_user_and_stands_in_the_listing(admin, entry, superuser):
    save(admin, entry, name="Neuer Name", reason="Umbenannt")
    revision = Revision.objects.get(organisation=entry, number=2)
    assert (revision.author, revision.reason) == (f"user:{superuser.pk}", "Umbenannt")
    assert set(Listing.objects.filter(organisation=entry).values_list("name", flat=True)) == {"Neuer Name"}


def test_what_the_form_does_not_show_stays(admin, entry):
    before = load_document(entry.pk)
    save(admin, entry, phone="0711 999")
    after = load_document(entry.pk)
    assert after == replace(before, phone="0711 999")
    assert {text.made_from for text in after.texts.values()} == {0, 1}


def test_a_translation_that_is_edited_is_made_from_the_present_original(admin, entry):
    form = open_form(admin, entry_address(entry.pk))
    number = next(n for n in (0, 1) if form[f"texts-{n}-language"] == ["ar"])
    save(admin, entry, **{f"texts-{number}-summary": "أقصر"})
    assert load_document(entry.pk).texts["ar"].made_from == 2


def test_a_new_entry_is_published_with_its_parts(admin):
    form = open_form(admin, entry_address(None)) | {"name": "Schachfreunde", "state": "public", "main_topic": "chess"}
    form = row("texts", form, language="de", summary="Schach für alle.", origin="human")
    form = row("places", form, street="Musterweg 1", postcode="70794", town="Filderstadt", wheelchair="no",
               point_lng="9.2197", point_lat="48.679")  # fmt: skip
    form = row(
        "meetings", form, rrule="FREQ=WEEKLY;BYDAY=FR", starts_on="2026-01-02", starts_at="19:00", title="de: Abend"
    )
    assert admin.post(entry_address(None), form).status_code == 302
    made = load_document(Organisation.objects.get(name="Schachfreunde").pk)
    assert (made.topics, made.texts["de"].summary, made.meetings[0].title) == (
        ("chess",),
        "Schach für alle.",
        {"de": "Abend"},
    )
    address = made.places[0].address
    assert (address.point, address.point_origin, address.area) == ((9.2197, 48.679), "hand", "filderstadt")
    assert Listing.objects.public().filter(organisation=made.id).count() == 1


def test_a_point_that_is_moved_is_one_set_by_hand(admin):
    found = Address(
        street="Musterweg 4", postcode="70794", town="Filderstadt", point=(9.2, 48.66), point_origin="geocoder"
    )
    entry = organisation(places=(Place(found),))
    save(admin, entry, phone="0711 1")
    assert load_document(entry.pk).places[0].address.point_origin == "geocoder"
    save(admin, entry, **{"places-0-point_lng": "9.21"})
    address = load_document(entry.pk).places[0].address
    assert (address.point, address.point_origin) == ((9.21, 48.66), "hand")


@pytest.mark.parametrize(
    ("lng", "lat"),
    [("181", "48"), ("9", "91"), ("nan", "48"), ("9", "inf"), ("0", "0"), ("9", ""), ("9" * 400, "48"), ("x", "48"),
     ("SRID=4326;POINT(9 48)", "48"), ('{"type":"Point","coordinates":[9,48]}', "48"), ("1e999", "48")],
)  # fmt: skip
def test_a_point_that_is_no_point_is_refused_at_its_field(admin, entry, lng, lat):
    form = open_form(admin, entry_address(entry.pk)) | {"places-0-point_lng": lng, "places-0-point_lat": lat}
    response = admin.post(entry_address(entry.pk), form)
    assert response.status_code == 200
    assert "degrees" in faults(response.content.decode()) or "Both numbers" in faults(response.content.decode())
    assert Revision.objects.filter(organisation=entry).count() == 1


def test_a_removed_place_is_gone_and_an_added_language_is_there(admin, entry):
    form = open_form(admin, entry_address(entry.pk)) | {"places-1-DELETE": "on"}
    form = row("languages", form, code="uk", assurance="on_request")
    assert admin.post(entry_address(entry.pk), form).status_code == 302
    document = load_document(entry.pk)
    assert [one.address.name for one in document.places] == ["Halle"]
    assert [one.code for one in document.languages] == ["ar", "tr", "uk"]
    assert document.meetings[0].place is None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("website", "javascript:alert(1)", "http://"),
        ("phone", "anrufen!", "digits"),
        ("language", "deutsch sprechend", "BCP 47"),
        ("closed_until", "2026-07-01", "before it begins"),
        ("texts-0-summary", "x" * 201, "200"),
        ("languages-0-code", "tr", "once"),
        ("meetings-0-rrule", "FREQ=SECONDLY", "rule"),
        ("meetings-0-title", "ohne Sprache", "language code"),
        ("meetings-0-exceptions", "Weihnachten", "2026-12-24"),
        ("openings-0-title", "de: " + "x" * 121, "120"),
        ("openings-0-age_to", "5", "first is not above"),
        ("committee_note", "de: " + "x" * 301, "300"),
    ],
)
def test_what_may_not_be_published_is_said_at_its_field_and_nothing_typed_is_lost(admin, entry, field, value, sentence):
    form = open_form(admin, entry_address(entry.pk)) | {field: value, "reason": "meine Mühe"}
    response = admin.post(entry_address(entry.pk), form)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in faults(page)
    assert "meine Mühe" in page
    assert Revision.objects.filter(organisation=entry).count() == 1


def test_a_section_of_itself_is_refused(admin, entry):
    form = open_form(admin, entry_address(entry.pk)) | {"parent": str(entry.pk)}
    assert "section of itself" in faults(admin.post(entry_address(entry.pk), form).content.decode())


class TestSomebodyElseSavedMeanwhile:
    def test_nothing_is_published_and_the_page_says_so(self, admin, entry):
        form = open_form(admin, entry_address(entry.pk)) | {"phone": "0711 777"}
        change(entry, website="https://neu.example/")
        response = admin.post(entry_address(entry.pk), form)
        assert response.status_code == 409
        assert "Somebody else saved this entry meanwhile" in response.content.decode()
        assert Revision.objects.filter(organisation=entry).count() == 2

    def test_the_form_then_holds_both_changes_and_can_be_saved(self, admin, entry):
        form = row("contacts", open_form(admin, entry_address(entry.pk)), name="Neue Person") | {"phone": "0711 777"}
        change(entry, website="https://neu.example/")
        again = shown(admin.post(entry_address(entry.pk), form | {"reason": "darum"}).content.decode())
        assert again["reason"] == ["darum"]
        assert admin.post(entry_address(entry.pk), again).status_code == 302
        document = load_document(entry.pk)
        assert (document.phone, document.website) == ("0711 777", "https://neu.example/")
        assert [one.name for one in document.contacts] == ["Petra Beispiel", "Neue Person"]
        assert Revision.objects.filter(organisation=entry).count() == 3

    def test_what_both_changed_is_named_with_both_words_and_stays_as_typed(self, admin, entry):
        form = open_form(admin, entry_address(entry.pk)) | {"phone": "0711 777"}
        change(entry, phone="0711 888")
        page = admin.post(entry_address(entry.pk), form).content.decode()
        assert "0711 888" in page
        assert shown(page)["phone"] == ["0711 777"]

    def test_a_base_nobody_published_is_refused(self, admin, entry):
        form = open_form(admin, entry_address(entry.pk))
        for base in ("99", "-1", "x", "", "9" * 30):
            assert admin.post(entry_address(entry.pk), form | {"base": base}).status_code == 400


class TestConsent:
    def test_a_consent_is_recorded_with_words_way_and_day(self, admin, entry):
        words = {"consent": "record", "consent_text": "Ja, gern.", "consent_way": "mail", "consented_on": "2026-11-02"}
        save(admin, entry, **{f"contacts-0-{name}": value for name, value in words.items()})
        person = ContactPerson.objects.shown().get(organisation=entry)
        assert (person.consent_text, person.consent_way) == ("Ja, gern.", "mail")
        assert person.consented_on == date(2026, 11, 2)
        assert Revision.objects.filter(organisation=entry).count() == 1

    def test_a_consent_without_words_is_refused(self, admin, entry):
        form = open_form(admin, entry_address(entry.pk)) | {"contacts-0-consent": "record"}
        assert "with its words" in faults(admin.post(entry_address(entry.pk), form).content.decode())
        assert not ContactPerson.objects.shown().exists()

    def test_a_new_person_can_be_saved_with_the_consent(self, admin, entry):
        form = row("contacts", open_form(admin, entry_address(entry.pk)), name="Neue Person", consent="record",
                   consent_text="Ja.", consent_way="paper")  # fmt: skip
        assert admin.post(entry_address(entry.pk), form).status_code == 302
        assert ContactPerson.objects.shown().filter(details__name="Neue Person").exists()

    def test_a_withdrawn_consent_hides_the_person(self, admin, entry):
        record_consent(ContactPerson.objects.values_list("pk", flat=True), text="Ja.", way="mail")
        assert "Consented on" in admin.get(entry_address(entry.pk)).content.decode()
        save(admin, entry, **{"contacts-0-consent": "withdraw"})
        assert not ContactPerson.objects.shown().exists()


class TestList:
    address = "/admin/organisations/organisation/"

    def act(self, admin: Client, action: str, *entries: Organisation) -> None:
        chosen = {"action": action, "_selected_action": [str(entry.pk) for entry in entries]}
        assert admin.post(self.address, chosen).status_code == 302

    def test_archiving_takes_entries_off_the_map_by_one_revision_each(self, admin, entry, superuser):
        other = organisation("Anderer Verein")
        self.act(admin, "archive", entry, other)
        assert not Listing.objects.public().exists()
        assert set(Revision.objects.filter(number=2).values_list("author", flat=True)) == {f"user:{superuser.pk}"}
        self.act(admin, "archive", entry)
        assert Revision.objects.filter(organisation=entry).count() == 2

    def test_an_archived_entry_can_be_made_public_again(self, admin, entry):
        change(entry, state="archived")
        self.act(admin, "make_public", entry)
        assert Listing.objects.public().filter(organisation=entry).exists()

    def test_entries_cannot_be_deleted(self, admin, entry):
        self.act(admin, "delete_selected", entry)
        assert admin.post(f"{self.address}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
        assert Organisation.objects.filter(pk=entry.pk).exists()

    def test_the_list_makes_the_same_number_of_queries_for_many_entries(self, admin, django_assert_max_num_queries):
        for number in range(12):
            organisation(f"Verein {number}")
        with django_assert_max_num_queries(9):
            assert "Verein 11" in admin.get(self.address).content.decode()

    def test_search_and_filters_work(self, admin, entry):
        organisation("Ganz anders", kind="initiative")
        page = admin.get(self.address + "?q=anders&kind__exact=initiative").content.decode()
        assert "Ganz anders" in page
        assert "Verein mit allem" not in page

    @pytest.mark.parametrize(
        "lookup", ["area__outline__bbcontains", "area__centre__dwithin", "email__contains", "topics__slug"]
    )
    def test_other_lookups_are_refused(self, admin, lookup):
        assert admin.get(f"{self.address}?{lookup}=x").status_code == 400


def test_the_history_of_an_entry_is_its_revisions(admin, entry):
    change(entry, name="Zweiter Name")
    page = admin.get(f"{entry_address(entry.pk).replace('change', 'history')}", follow=True).content.decode()
    assert "2 " in page
    assert admin.get("/admin/organisations/revision/add/").status_code == 403
    last = Revision.objects.get(organisation=entry, number=2)
    document = admin.get(f"/admin/organisations/revision/{last.pk}/change/").content.decode()
    assert "Zweiter Name" in document
    assert "Petra Beispiel" not in document


def test_an_entry_that_is_not_there_leads_back_to_the_list(admin):
    for id in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        response = admin.get(f"/admin/organisations/organisation/{id}/change/")
        assert response.status_code == 302
