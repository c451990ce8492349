"""Whom a caller may be: the curators' list finds entries by number, mail, person and note; visitors find none so."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.document import Contact
from organisations.ids import new_id
from organisations.services.labels import note_down
from organisations.services.ownership import add_editor
from tests.factories import document, organisation, organisations

LIST = "/curate/entries/"
PERSON = Contact(name="Zübeyde Öztürk-Kramm", phone="0711 998877", email="zkramm@post.example")


@pytest.fixture
def reached(club):
    """An entry with all by which somebody can be reached, beside the club; and the same outside of the area."""
    entry = organisation("Nähtreff", phone="+49 711 5551234", email="stoffe@garn.example", contacts=(PERSON,))
    add_editor(entry.pk, "pflege@garn.example", name="Wanda Quell", added_by="test")
    note_down(entry.pk, "Rückruf versprochen, (0157) 333-444-55", author="user:1")
    organisation("Fremd", area="ostfildern", places=(), phone="0711 5551234", contacts=(replace(PERSON, id=new_id()),))
    return entry


@pytest.mark.parametrize(
    "text",
    [
        "0711/555 12 34", "0049 711 5551234", "51234", "0711 998877", "(+49) 711 / 99 88 77", "0157 33344455",
        "stoffe@garn.example", "STOFFE@", "zkramm@post", "pflege@garn.example",
        "Zübeyde", "Öztürk", "kramm zübeyde", "Kramm, Zübeyde", "Quell", "rückruf vers",
    ],
)  # fmt: skip
def test_a_caller_is_found_in_the_own_areas_alone_and_by_no_visitor(desk, client, reached, text):
    found = desk.get(LIST, {"q": text}).context["table"].rows
    assert [row.listing.name for row in found] == ["Nähtreff"]
    assert "Nähtreff" not in client.get("/de/", {"q": text}).content.decode()


@pytest.mark.parametrize(
    "text", ["0711", "1234", "@", "@@@", "ramm", "(((", "\\", "a", ".*", "%%%%", "0" * 200, "x@" * 90]
)
def test_what_is_too_short_or_odd_finds_nothing_by_it(desk, reached, text):
    answer = desk.get(LIST, {"q": text})
    assert answer.status_code == 200 and answer.context["table"].rows == []


def test_words_still_find_what_they_found_and_filters_still_hold(desk, reached):
    assert [row.listing.name for row in desk.get(f"{LIST}?q=bunter").context["table"].rows] == ["Bunter Ball"]
    assert desk.get(f"{LIST}?q=kramm&state=draft").context["table"].rows == []
    assert len(desk.get(f"{LIST}?q=kramm&sort=relevance").context["table"].rows) == 1


def test_it_is_one_statement_however_many_there_are(desk, reached):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{LIST}?q=0711 998877").status_code == 200
        return len(queries)

    asked()
    few = asked()
    organisations([document(f"Verein {n}", contacts=(Contact(name="X", phone="0711 998877"),)) for n in range(9)])
    assert asked() == few
