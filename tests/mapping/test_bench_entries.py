"""The synthetic entries of the benchmark: always the same, valid, and spread like settlements."""

import math
import subprocess
import sys
from collections import Counter
from random import Random

import pytest
from django.conf import settings

from mapping.bench import load, synthetic, words
from mapping.bench.land import AREAS, SETTLEMENTS, land, within
from mapping.bench.scratch import environment
from organisations.models import Area, ContactPerson, Listing, Organisation
from organisations.models.opening import OpeningKind
from organisations.openings.values import NOTHING_SAID
from organisations.services.publish import publish
from organisations.validation import faults
from organisations.vocabulary import vocabulary as current_vocabulary

SOME = [synthetic.entry(number) for number in range(1_500)]


def test_an_entry_is_the_same_in_every_process():
    code = "from mapping.bench.process import begin; import os; begin(dict(os.environ));"
    code += "from mapping.bench.synthetic import entry; print(repr([entry(n) for n in (0, 7, 619_999)]))"
    other = environment("mit_bench") | {"PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=other, capture_output=True, text=True
    )
    assert done.stdout.strip() == repr([synthetic.entry(n) for n in (0, 7, 619_999)])


@pytest.mark.django_db
def test_all_entries_may_be_published():
    load.prepare_database()
    terms = current_vocabulary("default")
    assert [fault for document in SOME for fault in faults(document, terms)] == []


@pytest.mark.django_db
def test_a_slice_is_published_with_its_consents_and_only_public_entries_are_shown():
    load.prepare_database()
    assert load.publish_slice(500, 560) == 60
    shown = set(Listing.objects.public().values_list("organisation_id", flat=True))
    right = [synthetic.entry(n) for n in range(500, 560)]
    assert shown == {one.id for one in right if one.state == "public" and one.ends_on is None}
    people = [person for document in right for person in synthetic.agreed(document)]
    assert set(ContactPerson.objects.shown().values_list("pk", flat=True)) == set(people)


@pytest.mark.django_db
def test_what_is_stored_is_the_document_so_that_publishing_it_again_changes_nothing():
    load.prepare_database()
    load.publish_slice(0, 20)
    assert Area.objects.count() == AREAS
    base = Organisation.objects.get(pk=synthetic.entry_id(3)).number
    assert publish(synthetic.entry(3), base=base, author="bench") is None


def test_no_two_entries_share_type_motto_and_year():
    names = len(words.TYPES) * len(words.MOTTOS) * words.YEARS
    assert names >= synthetic.MOST
    assert math.gcd(names, synthetic.STEP) == 1
    assert len({document.name for document in SOME}) == len(SOME)


def test_ids_rise_like_those_of_real_entries():
    ids = [document.id for document in SOME]
    assert ids == sorted(ids)
    assert {id.version for id in ids} == {7}


def test_a_section_has_its_parent_before_it_in_the_same_chunk():
    place = {document.id: number for number, document in enumerate(SOME)}
    pairs = [(place[document.parent], number) for number, document in enumerate(SOME) if document.parent]
    assert len(pairs) > 10
    assert all(parent < number and parent // synthetic.CHUNK == number // synthetic.CHUNK for parent, number in pairs)


def test_one_in_twenty_offers_something_of_every_kind_open_or_over_and_most_committees_say_how_one_gets_in():
    offering = [document for document in SOME if document.openings]
    assert 0.03 < len(offering) / len(SOME) < 0.07
    made = [opening for number in range(6_000) for opening in synthetic.entry(number).openings]
    assert {opening.kind for opening in made} == set(OpeningKind.values)
    assert {opening.until >= synthetic.DAY for opening in made} == {True, False}
    assert len({opening.id for opening in made}) == len(made)
    committees = [document for document in SOME if document.kind == "committee"]
    saying = [document for document in committees if document.committee != NOTHING_SAID]
    assert 0.5 < len(saying) / len(committees) < 0.8
    assert all(document in committees for document in SOME if document.committee != NOTHING_SAID)


def test_states_places_and_languages_are_mixed():
    states = Counter(document.state for document in SOME)
    assert 0.91 < states["public"] / len(SOME) < 0.97
    assert {"draft", "archived", "rejected"} < states.keys()
    several = sum(len(document.places) > 1 for document in SOME) / len(SOME)
    assert 0.03 < several < 0.07
    assert any(not document.places for document in SOME)
    assert any(place.private for document in SOME for place in document.places)
    assert {"de", "en", "ar"} == {code for document in SOME for code in document.texts}
    assert sum(document.ends_on is not None for document in SOME) > 3


def test_settlements_have_names_of_their_own_and_lie_in_the_outline():
    places = land().settlements
    assert len({place.slug for place in places}) == len(places) == SETTLEMENTS
    assert all(within(place.middle) for place in places)
    assert not within((2.0, 50.0))


def test_entries_crowd_in_few_large_settlements():
    homes = Counter(document.places[0].address.town for document in SOME if document.places)
    largest = {place.name for place in land().settlements[:40]}
    share = sum(count for town, count in homes.items() if town in largest) / homes.total()
    assert 0.25 < share < 0.6  # a hundredth of the settlements
    assert len(homes) > 300


def test_points_lie_near_the_middle_of_their_settlement():
    chance = Random(1)
    for place in land().settlements[::500]:
        points = [place.somewhere(chance) for _ in range(50)]
        longitude, latitude = place.middle
        assert all(abs(lat - latitude) * 111.2 < 4 * place.reach for _, lat in points)
        assert all(abs(lng - longitude) * 70 < 6 * place.reach for lng, _ in points)
