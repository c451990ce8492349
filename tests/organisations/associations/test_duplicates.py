"""A new entry that is there already: by name, number, mail, host and distance; visitors learn public facts only."""

from typing import Any

import pytest
from django.db import connection

from organisations.document import Contact
from organisations.likeness import digits_of, host_of
from organisations.models import Suggestion
from organisations.section_names import core_of
from organisations.services.consent import record_consent
from organisations.services.duplicates import candidates, public_candidates
from organisations.services.suggestions import suggest_entry
from tests.factories import document, organisation, organisations, place
from tests.organisations.associations.conftest import sender

pytestmark = pytest.mark.django_db

FAR = (9.4, 48.9)


def new(name: str = "Etwas ganz anderes", **values: Any) -> Any:
    """A document nobody published, far from all others."""
    return document(name, **({"places": (place(FAR),)} | values))


@pytest.mark.parametrize("name", ["bunter ball", "Bunter Ball e.V.", "Bunter Bal", "BUNTER  BALL (e. V.)"])
def test_the_same_name_is_found_whatever_its_legal_form(club, name):
    (found,) = candidates(new(name))
    assert found.id == club.pk
    assert "same_name" in found.reasons
    assert public_candidates([found])


def test_a_name_that_is_only_alike_counts_where_it_is_near(club):
    assert candidates(new("Bunte Ballspieler")) == []
    (found,) = candidates(new("Bunte Ballspieler", places=(place(),)))
    assert set(found.reasons) >= {"near"}


def test_neighbours_in_one_house_with_other_names_are_no_doubles(club):
    assert candidates(new("Chor Harmonie", places=(place(),))) == []


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ({"phone": "+49 711 123456"}, {"phone": "0711/12 34 56"}),
        ({"email": "Vorstand@Verein.example"}, {"email": "vorstand@verein.example"}),
        ({"website": "http://verein.example/kontakt"}, {"website": "https://www.verein.example"}),
    ],
)
def test_the_same_number_address_or_host_is_found(vocabulary, mine, other):
    there = organisation("Alter Verein", **other)
    assert [one.id for one in candidates(new(**mine))] == [there.pk]


def test_a_host_of_many_entries_says_nothing(vocabulary):
    organisations([document(f"Rat {number}", website="https://stadt.example/") for number in range(6)])
    organisation("Seite", website="https://www.facebook.com/seite")
    assert candidates(new(website="https://stadt.example/neu")) == []
    assert candidates(new(website="https://facebook.com/neu")) == []


def test_a_hidden_person_or_a_draft_is_told_to_curators_alone(vocabulary):
    silent = Contact(name="Still", phone="0711 998877")
    there = organisation("Verein mit Person", contacts=(silent,))
    draft = organisation("Entwurf", state="draft", email="entwurf@x.example")
    found = candidates(new(phone="0711 998877", email="entwurf@x.example"))
    assert {one.id for one in found} == {there.pk, draft.pk}
    assert public_candidates(found) == []
    record_consent([silent.id], text="ja", way="paper")
    assert public_candidates(candidates(new(phone="0711 998877"))) == []  # still no way to ask whose number that is


def test_all_candidates_are_stored_for_the_curator(club):
    organisation("Bunter Ball", state="archived")
    suggest_entry(new("Bunter Ball"), sender=sender())
    stored = Suggestion.objects.get().candidates
    assert len(stored) == 2
    assert all("same_name" in one["reasons"] for one in stored)


def test_two_statements_answer_however_many_entries_there_are(club, django_assert_num_queries):
    organisations([document(f"Bunter Ball {number}", email="x@y.example") for number in range(60)])
    with django_assert_num_queries(6) as asked:  # two, a savepoint around one, the vocabulary's version
        candidates(new("Bunter Ball", email="x@y.example"))
    assert len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]) == 4


def test_every_part_of_the_question_has_an_index(club):
    statement = """SELECT indexname FROM pg_indexes WHERE indexname IN ('listing_names', 'listing_geography',
        'organisation_phone', 'organisation_email', 'organisation_host', 'contact_phone', 'contact_email')"""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert len(cursor.fetchall()) == 7
        cursor.execute("SET LOCAL enable_seqscan = off")
        for part, name in (
            ("organisation WHERE right(regexp_replace(phone, '[^0-9]', '', 'g'), 8) = '1'", "organisation_phone"),
            (
                "organisation WHERE substring(lower(website), '^https?://(?:www[.]|m[.])?([^/:?#]+)') = 'x'",
                "organisation_host",
            ),
            ("contactdetails WHERE right(regexp_replace(phone, '[^0-9]', '', 'g'), 8) = '1'", "contact_phone"),
            ("contactdetails WHERE lower(email) = 'x'", "contact_email"),
        ):
            cursor.execute(f"EXPLAIN SELECT id FROM organisations_{part}")
            assert name in str(cursor.fetchall())


def test_what_two_entries_are_compared_by():
    assert core_of("Verein für Bewegung e. V.") == "verein fur bewegung"
    assert core_of("e.V.") == "e v"
    assert digits_of("110") == ""
    assert digits_of("+49 (0)711 / 12 34 56") == "11123456"
    assert host_of("https://www.x.example:8/y") == "x.example"
    assert host_of("https://[") == ""
