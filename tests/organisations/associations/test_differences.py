"""A difference is read by people who know nothing of documents."""

from dataclasses import replace

import pytest
from django.utils import translation

from organisations.differences import Difference, Piece, in_words, pieces
from organisations.document import Contact, FirstVisit, Language, OrganisationDocument, Text
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
        ({"german": "none"}, "German needed", "None"),
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
