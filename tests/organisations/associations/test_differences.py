"""A difference is read by people who know nothing of documents."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from organisations.differences import Difference, Piece, in_words, pieces
from organisations.document import Committee, Contact, FirstVisit, Language, Opening, OrganisationDocument, Text
from organisations.merging import difference
from tests.factories import document, meeting, place

pytestmark = pytest.mark.django_db


def told(**values: object) -> list[Difference]:
    before: OrganisationDocument = document()
    after = replace(before, **values)  # type: ignore[arg-type]
    with translation.override("en"):
        return in_words(difference(before, after), before, after)


@pytest.mark.parametrize(
    ("values", "label", "after"),
    [
        ({"kind": "committee"}, "Kind", "Committee"),
        ({"german": "none"}, "German needed", "No German needed"),
        ({"area": "harthausen"}, "Area", "Harthausen"),
        ({"texts": {"de": Text(summary="Neu", description="Wer neu ist, ist willkommen.")}}, "Summary (German)", "Neu"),
        ({"contacts": (Contact(name="Farah", languages=("ar",)),)}, "Contact person", "Farah\nArabic"),
        (
            {"meetings": (meeting("FREQ=MONTHLY;BYDAY=2SA"),)},
            "Meeting times",
            "Training · second Saturday of the month",
        ),
        ({"first_visit": FirstVisit(when="call")}, "When can I come?", "Please phone us before you come."),
    ],
)
def test_a_part_has_a_name_and_its_value_words(vocabulary, values, label, after):
    (found,) = told(**values)
    assert (found.label, found.after[: len(after)]) == (label, after)


def test_in_arabic_nothing_is_german_but_the_entry_s_own_words_which_keep_their_direction(vocabulary):
    before = document(german="none", meetings=(meeting(),))
    after = replace(before, german="little", meetings=(replace(meeting(), exceptions=(date(2026, 12, 24),)),))
    with translation.override("ar"):
        found = {one.key[0]: one.after for one in in_words(difference(before, after), before, after)}
    assert not re.search("[A-Za-z]", found["german"])
    assert found["meetings"].startswith("\u2068Training\u2069 · ") and "كل" in found["meetings"]


def test_that_a_new_text_was_written_by_a_human_goes_without_saying(vocabulary):
    human, machine = Text(summary="Neu"), Text(summary="Yeni", origin="machine")
    labels = [(one.label, one.after) for one in told(texts={"de": human, "tr": machine})]
    assert ("Who wrote it (Turkish)", "A machine") in labels
    assert not any(label == "Who wrote it (German)" for label, _after in labels)


def test_a_place_says_what_is_private(vocabulary):
    kept, added = told(places=(place(private=True, street="Ring 1"),))
    assert (kept.after, added.before) == ("", "")
    assert "private: only the town is shown" in added.after


def test_a_language_is_named_with_its_promise(vocabulary):
    found = told(languages=(Language("ar", "on_request", note="Frau Haddad"),))
    assert [one.label for one in found] == ["Arabic"]
    assert found[0].after.startswith("on request\nFrau Haddad")


def test_words_that_went_and_came_are_marked():
    assert pieces("Wir spielen ohne Liga.", "Wir spielen ohne Druck.") == [
        Piece("Wir spielen ohne "),
        Piece("Liga.", "del"),
        Piece("Druck.", "ins"),
    ]


def test_a_new_part_is_marked_whole():
    found = Difference(("phone",), "Telephone", "", "0711 1")
    assert (found.was, found.becomes) == ([], [Piece("0711 1", "ins")])


def test_words_of_an_offer_in_another_language_are_a_difference_too():
    offer = Opening("seat", date(2027, 5, 1), title={"de": "Beirat"}, text={"de": "Kommt!"})
    before = document(openings=(offer,), committee=Committee(note={"de": "Selten"}))
    arabic = replace(offer, title={**offer.title, "ar": "مجلس"})
    after = replace(before, openings=(arabic,), committee=Committee(note={"de": "Selten", "tr": "Nadiren"}))
    with translation.override("en"):
        first, note = in_words(difference(before, after), before, after)
    assert first.after == first.before + "\nArabic: \u2068مجلس\u2069"
    assert note.after == "Selten\nTurkish: \u2068Nadiren\u2069"


def test_words_of_a_meeting_in_another_language_are_a_difference_too():
    choir = replace(meeting("FREQ=WEEKLY;BYDAY=TU"), title={"de": "Probe"}, note={"de": "Im Keller"})
    before = document(meetings=(choir,))
    after = replace(before, meetings=(replace(choir, note={**choir.note, "tr": "Bodrumda"}),))
    with translation.override("en"):
        (one,) = in_words(difference(before, after), before, after)
    assert one.after == one.before + "\nTurkish: \u2068Bodrumda\u2069"
