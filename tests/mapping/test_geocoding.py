"""Points of addresses: what is asked, what is taken for an answer, and what stays as it was."""

from dataclasses import replace
from itertools import product

import pytest

from mapping.geocoding.answers import forget_old_answers
from mapping.geocoding.run import geocode
from organisations import outgoing
from organisations.models import AddressDue, GeocoderAnswer, Listing, Revision
from organisations.services.geocoding import needs_point, note_missing, places_without_point
from organisations.services.rows import load_document, load_documents
from tests.factories import BERNHAUSEN, change, document, organisation, organisations, place
from tests.mapping.addresses import HOUSE, PLATTENHARDT, address_of, entry, reasons
from tests.mapping.nominatim import house, nominatim, street
from tests.organisations.loopback import server_context

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_words", "impatient")]


def point_on_the_map(entry):
    point = Listing.objects.get(organisation=entry).point
    return point.coords if point else None


# Found


def test_the_point_of_an_address_is_published_by_the_geocoder(geocoder):
    made = entry()
    tally = geocode()
    address = address_of(made)
    revision = Revision.objects.filter(organisation=made).latest("number")
    assert (tally.found, address.point, address.point_origin) == (1, HOUSE, "geocoder")
    assert (revision.number, revision.author) == (2, "geocoder")
    assert not Listing.objects.get(organisation=made).approximate
    assert not AddressDue.objects.exists() and reasons() == []


def test_a_point_that_was_found_makes_nothing_due_again(geocoder):
    entry()
    geocode()
    assert geocode().done == 0
    assert note_missing() == 0
    assert len(geocoder.asked) == 1


def test_the_question_is_structured_and_honest(geocoder, settings):
    settings.GEOCODER_EMAIL, settings.GEOCODER_COUNTRIES = "karte@stadt.example", ["de", "at"]
    entry(street="Mühlstraße 4")
    geocode()
    asked = geocoder.asked[0]
    assert asked.path == "/geo/search"
    assert {name: asked.query.get(name) for name in ("street", "city", "postalcode", "q")} == {
        "street": "Mühlstraße 4",
        "city": "Filderstadt",
        "postalcode": "70794",
        "q": None,
    }
    assert asked.query["countrycodes"] == "de,at"
    west, south, east, north = (float(number) for number in asked.query["viewbox"].split(","))
    assert west < settings.MAP_EXTENT[0] and south < settings.MAP_EXTENT[1]
    assert east > settings.MAP_EXTENT[2] and north > settings.MAP_EXTENT[3]
    assert "bounded" not in asked.query
    assert asked.headers["User-Agent"].startswith("MIT-Mapping/")
    assert "karte@stadt.example" in asked.headers["User-Agent"]


@pytest.mark.parametrize(("given", "asked"), [("", "/search"), ("/", "/search"), ("/a/b.c/v1", "/a/b.c/v1/search")])
def test_the_server_may_have_any_path(geocoder, settings, given, asked):
    settings.GEOCODER_URL = geocoder.url.removesuffix("/geo") + given
    made = entry()
    geocode()
    assert geocoder.asked[0].path == asked
    assert address_of(made).point == HOUSE


@pytest.mark.parametrize("trusted", [True, False])
def test_a_server_behind_tls_is_asked_at_its_port_if_it_is_trusted(settings, tmp_path, monkeypatch, trusted):
    context = server_context(tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    outgoing._tls.cache_clear()
    with nominatim(lambda query: [house(*HOUSE)], context) as running:
        settings.GEOCODER_URL = running.url
        made = entry()
        geocode()
    outgoing._tls.cache_clear()
    assert running.url.startswith("https://localhost:")
    assert (address_of(made).point, len(running.asked)) == ((HOUSE, 1) if trusted else (None, 0))


@pytest.mark.parametrize("ending", ["/", "/search", "/search/"])
def test_the_address_of_the_server_may_end_as_people_write_it(geocoder, settings, ending):
    settings.GEOCODER_URL = geocoder.url + ending
    made = entry()
    geocode()
    assert geocoder.asked[0].path == "/geo/search"
    assert address_of(made).point == HOUSE


@pytest.mark.parametrize(
    "answer",
    [
        {"lat": str(HOUSE[1]), "lon": str(HOUSE[0])},
        house(*HOUSE, address=None),
        house(*HOUSE, address={"suburb": "Bernhausen", "country_code": "de"}),
        house(*HOUSE, display_name=None, place_rank=None, addresstype="building"),
        house(*HOUSE) | {"place_rank": "30", "class": None, "type": 7},
    ],
)
def test_no_single_key_of_the_answer_is_needed_but_the_point(geocoder, answer):
    geocoder.answer = lambda query: [answer]
    made = entry()
    geocode()
    assert address_of(made).point == HOUSE
    assert reasons() == []


def test_a_place_without_an_area_gets_that_of_its_point(geocoder):
    geocoder.answer = lambda query: [house(*HOUSE, display_name="4, Musterweg, Oberfeld, 70794")]
    made = organisation(area=None, places=(place(None, town="Oberfeld", area=None),))
    geocode()
    assert address_of(made).area == "filderstadt"


def test_a_street_without_its_house_is_taken_and_flagged(geocoder):
    geocoder.answer = lambda query: [street(*HOUSE)]
    made = entry()
    assert geocode().found == 1
    assert address_of(made).point == HOUSE
    assert reasons() == ["street_only"]
    change(made, phone="0711 123456")
    assert reasons() == ["street_only"]
    change(made, places=(replace(load_document(made.pk).places[0], address=place(BERNHAUSEN).address),))
    assert reasons() == []


def test_a_square_without_numbers_is_a_good_answer(geocoder):
    geocoder.answer = lambda query: [street(*HOUSE)]
    entry(street="Rathausplatz")
    assert geocode().found == 1
    assert reasons() == []


# Never asked


def test_a_private_address_is_never_asked_nor_kept(geocoder):
    made = entry(private=True)
    assert note_missing() == 0
    assert geocode().done == 0
    assert (geocoder.asked, GeocoderAnswer.objects.count()) == ([], 0)
    assert point_on_the_map(made) == (9.2197, 48.664)
    assert Listing.objects.get(organisation=made).approximate


def test_a_private_address_without_an_area_stands_at_that_of_its_town():
    made = organisation(area=None, places=(place(None, private=True, area=None),))
    assert point_on_the_map(made) == (9.2197, 48.664)


def test_an_address_that_becomes_private_is_forgotten(geocoder):
    made = entry()
    geocode()
    assert GeocoderAnswer.objects.count() == 1
    change(made, places=(replace(load_document(made.pk).places[0], private=True),))
    assert not GeocoderAnswer.objects.exists()


def test_earlier_addresses_of_a_place_that_becomes_private_are_forgotten_too(geocoder):
    made = entry()
    geocode()
    spot = load_document(made.pk).places[0]
    change(made, places=(replace(spot, address=replace(spot.address, street="Neue Straße 9")),))
    geocode()
    assert GeocoderAnswer.objects.count() == 2
    change(made, state="archived")
    change(made, places=(replace(load_document(made.pk).places[0], private=True),))
    assert not GeocoderAnswer.objects.exists()


def test_an_address_that_is_erased_is_forgotten_and_no_other(geocoder):
    made, other = entry(), entry("Anderer", street="Neue Straße 9")
    geocode()
    made.delete()
    assert GeocoderAnswer.objects.count() == 1
    other.delete()
    assert not GeocoderAnswer.objects.exists()


def test_answers_that_no_address_could_find_any_more_go_at_night(geocoder, settings):
    entry()
    geocode()
    assert forget_old_answers() == 0
    settings.GEOCODER_URL = geocoder.url + "2"
    assert forget_old_answers() == 1


def test_an_address_that_becomes_private_while_it_waits_is_not_asked(geocoder):
    made = entry()
    change(made, places=(replace(load_document(made.pk).places[0], private=True),))
    assert not AddressDue.objects.exists()
    AddressDue.objects.create(address_id=address_of(made).row, organisation=made)  # even if a row was left
    assert geocode().gone == 1
    assert geocoder.asked == []


def test_an_address_that_becomes_public_is_looked_up(geocoder):
    made = entry(private=True)
    change(made, places=(replace(load_document(made.pk).places[0], private=False),))
    geocode()
    assert address_of(made).point == HOUSE


def test_an_entry_is_asked_for_once_it_is_public(geocoder):
    made = organisation(state="draft", places=(place(None),))
    assert geocode().done == 0
    change(made, state="public")
    assert geocode().found == 1


@pytest.mark.parametrize("words", [{"street": ""}, {"street": "", "town": ""}, {"town": "", "area": None}])
def test_a_postcode_alone_is_no_question(geocoder, words):
    organisation(area=None, places=(place(None, postcode="70790", **words),))
    assert note_missing() == 0
    assert geocode().done == 0
    assert geocoder.asked == []


@pytest.mark.parametrize("origin", ["hand", "import"])
def test_a_point_by_hand_or_import_stays(geocoder, origin):
    spot = place(BERNHAUSEN)
    made = organisation(places=(replace(spot, address=replace(spot.address, point_origin=origin)),))
    note_missing()
    geocode()
    assert geocoder.asked == []
    assert address_of(made).point == BERNHAUSEN


def test_without_a_geocoder_nothing_is_asked_and_the_address_waits(geocoder, settings):
    settings.GEOCODER_URL = ""
    entry()
    assert geocode().done == 0
    assert geocoder.asked == []
    assert AddressDue.objects.count() == 1


def test_rows_and_documents_agree_on_what_needs_a_point():
    made = []
    for state, private, origin in product(("public", "draft"), (False, True), ("", "hand", "area")):
        for words in ({}, {"street": ""}, {"town": ""}, {"town": "", "area": None}):
            spot = place(BERNHAUSEN if origin else None, private=private, **words)
            spot = replace(spot, address=replace(spot.address, point_origin=origin))
            made.append(document(state=state, area=None, places=(spot,)))
    organisations(made)
    documents = load_documents([item.id for item in made])
    needed = {p.id for d in documents.values() for p in d.places if needs_point(d, p)}
    assert len(needed) == 4
    assert {row.pk for row in places_without_point()} == needed
    assert set(AddressDue.objects.values_list("address__location", flat=True)) == needed


# Changed meanwhile


def test_the_point_goes_when_the_words_of_the_address_change(geocoder):
    made = entry()
    geocode()
    geocoder.answer = lambda query: [house(*PLATTENHARDT)]
    spot = load_document(made.pk).places[0]
    change(made, places=(replace(spot, address=replace(spot.address, street="Neue Straße 9")),))
    assert address_of(made).point is None
    geocode()
    assert address_of(made).point == PLATTENHARDT


def test_a_point_by_hand_stays_when_the_words_change(geocoder):
    made = organisation()
    spot = load_document(made.pk).places[0]
    change(made, places=(replace(spot, address=replace(spot.address, street="Neue Straße 9")),))
    assert address_of(made).point == BERNHAUSEN
    assert not AddressDue.objects.exists()


def test_other_places_of_the_entry_stay_due(geocoder):
    organisation(places=(place(None), place(None, street="Neue Straße 9")))
    assert geocode(limit=1).found == 1
    assert AddressDue.objects.count() == 1
    assert geocode().found == 1
