"""GET /api/v1/suggest"""

import pytest

from api import shapes
from organisations.services.words import refresh_words
from organisations.text import fold
from tests.api.conftest import fits
from tests.factories import organisation


def _found(get, text, **more):
    answer = get("suggest", q=text, **more)
    assert answer.status_code == 200
    fits(answer.json(), shapes.SUGGESTIONS)
    return [(one["kind"], one["value"]) for one in answer.json()["suggestions"]]


@pytest.mark.parametrize(
    "text", ["futbol", "كرة القدم", "كره", "футбол", "Fussbal", "Fußba", "FOOTBALL", "foot", "Kicken"]
)
def test_football_is_suggested_first_in_whatever_language_and_script_it_is_typed(cast, get, text):
    assert _found(get, text)[0] == ("topic", "football")


def test_a_misspelt_word_is_suggested_for_and_it_is_said_what_it_was_taken_for(cast, get):
    refresh_words()
    assert _found(get, "Fusbsall")[0] == ("topic", "football")
    assert get("suggest", q="Fusbsall").json()["corrected"] == "fussball"
    assert get("suggest", q="Fußball").json()["corrected"] is None


def test_labels_come_in_the_language_asked_for_with_the_word_that_was_typed_beside_them(cast, get):
    one = get("suggest", q="futbol", lang="en").json()["suggestions"][0]
    assert (one["label"], fold(one["matched"]), one["count"]) == ("Football", "futbol", 2)
    assert get("suggest", q="footb", lang="en").json()["suggestions"][0]["matched"] is None


def test_languages_are_found_by_their_own_name_and_by_that_in_other_languages(cast, get):
    for text in ("Türk", "turkce", "Turkish", "التركية"):
        assert ("language", "tr") in _found(get, text), text


def test_areas_are_found_by_name_and_postcode(cast, get):
    assert _found(get, "Bernh")[0] == ("area", "bernhausen")
    assert ("area", "filderstadt") in _found(get, "70794")


def test_entries_are_found_by_every_word_of_their_name_and_lead_to_their_page(cast, get):
    assert _found(get, "beisp fuss") == [("entry", cast.football.slug), ("entry", cast.section.slug)]
    assert _found(get, "mädch fuss") == [("entry", cast.section.slug)]
    one = get("suggest", q="frauentr", lang="ar").json()["suggestions"][-1]
    assert (one["kind"], one["entry_kind"], one["label_language"]) == ("entry", "initiative", "de")
    assert one["url"].endswith(f"/ar/o/{cast.women.slug}/")


def test_nothing_is_suggested_that_would_find_nothing(cast, get):
    assert _found(get, "Ukrainisch") == []
    assert ("topic", "chess") not in _found(get, "Schach")


def test_hidden_entries_are_not_suggested(cast, get):
    assert _found(get, "canary") == []
    organisation("Schlummerverein", state="draft")
    assert _found(get, "Schlumm") == []


@pytest.mark.parametrize("text", ["", "   ", "((((", "' & | ! :*", "a" * 200, "\u200f", "x y z " * 30])
def test_odd_texts_are_answered(cast, get, text):
    assert isinstance(_found(get, text), list)


def test_a_text_that_is_too_long_and_a_parameter_nobody_reads_are_named(cast, get):
    for parameter, value in (("q", "x" * 201), ("q", "a\0b"), ("limit", "3")):
        answer = get("suggest", **{parameter: value})
        assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_what_is_unchanged_is_not_sent_again(cast, get):
    first = get("suggest", q="foot")
    assert get("suggest", headers={"If-None-Match": first["ETag"]}, q="foot").status_code == 304
