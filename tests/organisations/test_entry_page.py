"""The page of one entry."""

import json
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.document import Contact, Language, Text
from organisations.models import ExternalId
from organisations.services.consent import record_consent, withdraw_consent
from tests import factories
from tests.html import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]
TODAY = date.today()


def page(client, slug="beispielverein", language="de"):
    answer = client.get(f"/{language}/o/{slug}/")
    assert answer.status_code == 200
    return parse(answer.content.decode())


def test_a_visitor_learns_what_for_whom_and_how_much_german(client):
    texts = {"de": Text("Wir spielen ohne Liga.", "Erster Absatz.\n\nZweiter.", "Für alle ab 14.")}
    factories.organisation(texts=texts)
    tree = page(client)
    assert tree.one("h1").text == "Beispielverein"
    assert tree.one(".lead").text == "Wir spielen ohne Liga."
    assert "Für alle ab 14." in tree.one(".for-whom").text
    assert [part.text for part in tree.all(".prose p")] == ["Erster Absatz.", "Zweiter."]
    assert tree.one(".steps [aria-current=step]").text == "Ein wenig"
    assert tree.one(".fact").text == "Neue willkommen"


def test_the_text_is_in_the_readers_language_or_says_that_it_is_not(client):
    factories.organisation(texts={"de": Text("Wir spielen."), "en": Text("We play.")})
    assert page(client, language="en").one(".lead").text == "We play."
    arabic = page(client, language="ar")
    assert (arabic.one(".lead").get("lang"), arabic.one(".lead").get("dir")) == ("de", "ltr")
    assert "الألمانية" in arabic.one("main").text


def test_a_visitor_sees_when_next_and_what_comes_then(client):
    tomorrow = TODAY + timedelta(days=1)
    day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[tomorrow.weekday()]
    factories.organisation(meetings=(factories.meeting(f"FREQ=WEEKLY;BYDAY={day}", starts_at=time(18)),))
    tree = page(client)
    assert tree.one(".leaf").get("datetime") == tomorrow.isoformat()
    assert tree.one(".leaf b").text == str(tomorrow.day)
    assert "Morgen, " in tree.one(".at-times li").text
    assert "Danach:" in tree.one(".at-times li").text


def test_each_language_says_how_sure_and_when_it_was_checked(client):
    factories.organisation(
        languages=(
            Language("ar", "always", note="Samir ist da.", checked_on=TODAY - timedelta(days=10)),
            Language("tr", "certain_days", days=(1,), checked_on=TODAY - timedelta(days=300)),
        )
    )
    arabic, turkish = page(client).all(".at-languages li")
    assert arabic.one(".own").get("lang") == "ar"
    assert "Samir ist da." in arabic.text
    assert "Geprüft am" in arabic.text
    assert "bitte vorher fragen" in turkish.text


def test_the_way_is_a_geo_address_and_a_plain_link(client):
    factories.organisation()
    links = [link.get("href") for link in page(client).all(".place a")]
    assert links[0] == "geo:48.679,9.2197?q=48.679,9.2197(Beispielverein)"
    assert links[1].startswith("https://www.openstreetmap.org/?mlat=48.679&mlon=9.2197")


def test_of_a_private_place_only_the_town_is_shown(client):
    secret = factories.place((9.2301, 48.6699), private=True, street="Geheimweg 7", name="Bei Familie Geheim")
    factories.organisation(places=(secret,))
    source = client.get("/de/o/beispielverein/").content.decode()
    assert "Geheim" not in source
    assert "9.2301" not in source
    assert "70794" not in source
    assert "Filderstadt" in source
    assert "geo:" not in source


def test_an_entry_without_a_place_says_where_it_is_active(client):
    factories.organisation(places=())
    where = page(client).one(".place").text
    assert "Ohne festen Ort" in where
    assert "Bernhausen" in where


def test_a_place_that_nobody_knows_is_said_to_be_unknown(client):
    factories.organisation(places=(), area=None)
    found = page(client).text
    assert found.count("Ort nicht bekannt") == 2
    assert "Ohne festen Ort" not in found


@pytest.mark.parametrize(
    ("value", "named"),
    [("node/240109189", True), ("way/7", True), ("relation/7", True), ("17", False), ("node/x", False)],
)
def test_an_entry_from_openstreetmap_names_its_source(client, value, named):
    made = factories.organisation()
    ExternalId.objects.create(organisation=made, source="vereine", value=value, revision=1)
    assert ("© OpenStreetMap-Mitwirkende" in page(client).text) is named


def test_a_contact_person_is_shown_only_with_consent(client):
    person = Contact(name="Petra Beispiel", phone="030 23125 001", email="petra@verein.example", languages=("en",))
    factories.organisation(contacts=(person,))
    assert b"Petra" not in client.get("/de/o/beispielverein/").content
    record_consent([person.id], text="Ja", way="letter")
    shown = page(client).one("#contact").text
    assert "Petra Beispiel" in shown
    assert "spricht Englisch" in shown
    withdraw_consent([person.id])
    assert b"Petra" not in client.get("/de/o/beispielverein/").content


def test_the_bodys_own_telephone_mail_and_website_are_shown(client):
    factories.organisation(phone="0711 123456", email="info@verein.example", website="https://verein.example/")
    links = [link.get("href") for link in page(client).all("#contact .contact a")]
    assert links == ["tel:0711123456", "mailto:info@verein.example", "https://verein.example/"]


def test_a_closure_and_an_end_are_said(client):
    end = TODAY + timedelta(days=40)
    factories.organisation(closed_from=TODAY, ends_on=end)
    notices = [notice.text for notice in page(client).all(".entry-top .notice")]
    assert notices[0] == "Zurzeit geschlossen"
    assert notices[1].startswith("Nur bis")


def test_sections_and_their_body_name_one_another(client):
    club = factories.organisation("Großer Verein")
    factories.organisation("Abteilung Ball", parent=club.pk)
    factories.organisation("Entwurf", parent=club.pk, state="draft")
    assert [link.get("href") for link in page(client, "grosser-verein").all(".sections a")] == ["/de/o/abteilung-ball/"]
    assert page(client, "abteilung-ball").one(".sections a").get("href") == "/de/o/grosser-verein/"


def test_a_section_of_a_hidden_body_does_not_name_it(client):
    club = factories.organisation("Versteckter Verein", state="draft")
    factories.organisation("Abteilung Ball", parent=club.pk)
    assert "Versteckter" not in client.get("/de/o/abteilung-ball/").content.decode()


def test_an_old_address_leads_to_the_new_one(client):
    entry = factories.organisation("Alter Name")
    factories.change(entry, name="Neuer Name")
    answer = client.get("/ar/o/alter-name/")
    assert (answer.status_code, answer["Location"]) == (301, "/ar/o/neuer-name/")


@pytest.mark.parametrize("state", ["draft", "rejected", "archived"])
def test_what_is_not_public_is_not_found(client, state):
    entry = factories.organisation("Alter Name")
    factories.change(entry, name="Neuer Name", state=state)
    assert client.get("/de/o/neuer-name/").status_code == 404
    assert client.get("/de/o/alter-name/").status_code == 404


def test_an_entry_that_has_ended_is_not_found(client):
    factories.organisation(ends_on=TODAY - timedelta(days=1))
    assert client.get("/de/o/beispielverein/").status_code == 404


def test_search_machines_get_facts_but_no_mail_address(client):
    entry = factories.organisation("</script><b>Verein", email="info@verein.example", phone="0711 123456")
    answer = client.get(f"/de/o/{entry.slug}/").content.decode()
    block = answer.split('<script type="application/ld+json">')[1].split("</script>")[0]
    facts = json.loads(block)
    assert facts["name"] == "</script><b>Verein"
    assert facts["telephone"] == "0711 123456"
    assert facts["location"][0]["address"]["addressLocality"] == "Filderstadt"
    assert "@verein" not in block


def test_nothing_is_sent_again_to_somebody_who_has_it(client):
    factories.organisation()
    first = client.get("/de/o/beispielverein/")
    again = client.get("/de/o/beispielverein/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_number_of_queries_does_not_grow_with_the_entry(client):
    factories.organisation("Klein", places=(factories.place(primary=True),), meetings=(), languages=())
    places = tuple(factories.place() for _ in range(3))
    contacts = tuple(Contact(name=f"Person {number}") for number in range(3))
    factories.organisation("Groß", places=places, contacts=contacts, meetings=(factories.meeting(),) * 4)
    counts = []
    for slug in ("klein", "gross"):
        client.get(f"/de/o/{slug}/")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/de/o/{slug}/")
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 6
