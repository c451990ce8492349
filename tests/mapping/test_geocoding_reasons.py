"""What cannot be taken for the point of an address is flagged with its reason; answers are kept for a while."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from mapping.geocoding.answers import forget_old_answers
from mapping.geocoding.run import geocode
from organisations.models import AddressDue, Area, Attention, GeocoderAnswer, Listing, Revision
from organisations.services.geocoding import note_missing
from organisations.services.rows import load_document
from tests.factories import BERNHAUSEN, change, organisation, place
from tests.mapping.addresses import HOUSE, MUNICH, PLATTENHARDT, address_of, entry, reasons
from tests.mapping.nominatim import house, nominatim, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_words", "impatient")]


def test_an_unknown_address_stays_and_is_flagged(geocoder):
    geocoder.answer = lambda query: []
    made = entry()
    tally = geocode()
    assert (tally.found, tally.flagged, reasons()) == (0, 1, ["no_hit"])
    assert Listing.objects.get(organisation=made).approximate
    assert Revision.objects.filter(organisation=made).count() == 1
    assert not AddressDue.objects.exists()


def test_a_whole_town_is_no_answer(geocoder):
    geocoder.answer = lambda query: [town(9.2197, 48.664)]
    entry()
    geocode()
    assert reasons() == ["no_hit"]


def test_several_places_are_flagged(geocoder):
    geocoder.answer = lambda query: [house(*HOUSE), house(*PLATTENHARDT)]
    made = organisation(places=(place(None, area="filderstadt"),))
    geocode()
    assert (reasons(), address_of(made).point) == (["several_hits"], None)


def test_the_district_of_the_address_decides_between_several(geocoder):
    geocoder.answer = lambda query: [house(*HOUSE), house(*PLATTENHARDT)]
    made = entry(area="plattenhardt")
    geocode()
    assert (reasons(), address_of(made).point) == ([], PLATTENHARDT)


def test_several_hits_at_one_place_are_one(geocoder):
    geocoder.answer = lambda query: [house(*HOUSE), house(HOUSE[0] + 0.0005, HOUSE[1])]
    made = entry(area="filderstadt")
    geocode()
    assert (reasons(), address_of(made).point) == ([], HOUSE)


@pytest.mark.parametrize("postcode", ["70794", "70790"])
def test_a_hit_in_munich_is_no_address_in_filderstadt(geocoder, postcode):
    geocoder.answer = lambda query: [house(*MUNICH)]  # whatever names the answer carries
    made = entry(postcode=postcode)
    geocode()
    assert (reasons(), address_of(made).point) == (["outside"], None)
    assert "Filderstadt" in Attention.objects.get().detail


def test_a_hit_outside_does_not_make_one_inside_ambiguous(geocoder):
    geocoder.answer = lambda query: [house(*MUNICH), house(*HOUSE)]
    made = entry()
    geocode()
    assert (reasons(), address_of(made).point) == ([], HOUSE)


def test_an_area_without_outline_is_a_circle(geocoder):
    Area.objects.filter(slug="filderstadt").update(outline=None)
    near, far_off = entry("Nah"), entry("Fern", street="Neue Straße 9")
    geocoder.answer = lambda query: [house(*(HOUSE if "Muster" in query["street"] else (9.45, 48.66)))]
    geocode()
    assert (address_of(near).point, address_of(far_off).point) == (HOUSE, None)
    assert reasons() == ["outside"]


def test_a_town_of_no_area_must_stand_in_the_answer(geocoder):
    names = {"Musterweg 4": "4, Musterweg, 72581 Dettingen an der Erms", "Neue Straße 9": "9, Neue Straße, Metzingen"}
    geocoder.answer = lambda query: [house(9.345, 48.53, display_name=names[query["street"]], address={})]
    words = {"postcode": "72581", "town": "Dettingen", "area": None}
    named = organisation("Genannt", area=None, places=(place(None, **words),))
    other = organisation("Anders", area=None, places=(place(None, street="Neue Straße 9", **words),))
    geocode()
    assert address_of(named).point == (9.345, 48.53)
    assert (address_of(other).point, reasons()) == (None, ["unchecked"])


def test_a_postcode_that_contradicts_the_town_is_flagged_and_not_asked(geocoder):
    entry(postcode="80331")
    geocode()
    assert (geocoder.asked, reasons()) == ([], ["unclear_area"])


def test_a_reason_goes_when_somebody_sets_the_point(geocoder):
    geocoder.answer = lambda query: []
    made = entry()
    geocode()
    spot = load_document(made.pk).places[0]
    change(made, places=(replace(spot, address=replace(spot.address, point=BERNHAUSEN, point_origin="hand")),))
    assert reasons() == []


def test_asking_again_keeps_the_day_of_the_reason(geocoder):
    geocoder.answer = lambda query: []
    entry()
    geocode()
    since = Attention.objects.get().created_at
    note_missing()
    geocode()
    assert Attention.objects.get().created_at == since


# Kept answers


def test_the_same_address_is_asked_once(geocoder):
    first, second = entry("Eins"), entry("Zwei", street="MUSTERWEG 4")
    geocode()
    assert address_of(first).point == address_of(second).point == HOUSE
    assert len(geocoder.asked) == 1


@pytest.mark.parametrize("answer", [[], [house(*HOUSE), house(*PLATTENHARDT)]])
def test_what_was_found_in_vain_is_not_asked_again_at_once(geocoder, answer):
    geocoder.answer = lambda query: answer
    entry(area="filderstadt")
    geocode()
    note_missing()
    assert geocode().flagged == 1
    assert len(geocoder.asked) == 1


def test_an_old_answer_is_asked_for_anew(geocoder):
    geocoder.answer = lambda query: []
    made = entry()
    geocode()
    geocoder.answer = lambda query: [house(*HOUSE)]
    GeocoderAnswer.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    note_missing()
    geocode()
    assert (address_of(made).point, reasons()) == (HOUSE, [])


def test_misses_are_kept_shorter_than_hits(geocoder):
    entry()
    geocode()
    hit = GeocoderAnswer.objects.get()
    geocoder.answer = lambda query: []
    entry(street="Neue Straße 9")
    geocode()
    miss = GeocoderAnswer.objects.exclude(pk=hit.pk).get()
    assert timezone.now() < miss.expires_at < hit.expires_at
    GeocoderAnswer.objects.filter(pk=miss.pk).update(expires_at=timezone.now())
    assert forget_old_answers() == 1


def test_another_geocoder_is_asked_anew(geocoder, settings):
    geocoder.answer = lambda query: []
    made = entry()
    geocode()
    with nominatim(lambda query: [house(*HOUSE)]) as other:
        settings.GEOCODER_URL = other.url
        note_missing()
        geocode()
    assert address_of(made).point == HOUSE
