"""The words of a row that stand for terms of the vocabulary: topics, languages, German, kind, wheelchair access."""

import pytest

from organisations.imports.entry import read_entry
from organisations.imports.mapping import Mapping, Values
from organisations.imports.reader import RawRow
from organisations.imports.words import Words
from tests.organisations.imports.files import shipped_vocabulary
from tests.organisations.imports.rows import entry_of, said


def test_topics_are_found_by_name_slug_and_search_word() -> None:
    assert said(Name="A", Sparte="Fußball")["topic"] == ["football"]
    assert said(Name="A", Sparte="fussball")["topic"] == ["football"]
    assert said(Name="A", Sparte="soccer")["topic"] == ["football"]
    assert said(Name="A", Sparte="table-tennis")["topic"] == ["table-tennis"]


def test_several_topics_keep_their_order_and_a_parent_beside_its_subtopic_goes() -> None:
    assert said(Name="A", Sparte="Chor, Fußball / Tennis")["topic"] == ["choir", "football", "tennis"]
    assert said(Name="A", Sparte="Sport; Tennis")["topic"] == ["tennis"]
    assert said(Name="A", Sparte="Tennis und Fußball")["topic"] == ["tennis", "football"]


def test_a_name_with_an_and_in_it_is_one_topic() -> None:
    assert said(Name="A", Sparte="Turnen und Gymnastik")["topic"] == ["gymnastics"]


def test_unknown_words_are_counted_and_do_not_refuse_the_row() -> None:
    words = Words(shipped_vocabulary(), {})
    mapping = Mapping({"name": ("n",), "topic": ("t",)})
    for cell in ("Quidditch", "Quidditch", "Tennis"):
        read_entry(RawRow("line 1", {"n": "A", "t": cell}), mapping, words)
    assert words.unknown == {("topic", "Quidditch"): 2}


def test_value_maps_come_before_the_vocabulary() -> None:
    values: Values = {"topic": {"Quidditch": ("handball", "games"), "Sonstiges": (), "Tennis": ("table-tennis",)}}
    assert entry_of(values, Name="A", Sparte="quidditch; Sonstiges; Tennis").values["topic"] == [
        "handball",
        "games",
        "table-tennis",
    ]


def test_languages_are_found_by_their_german_english_and_own_names_and_codes() -> None:
    assert said(Name="A", Sprachen="Türkisch, English; العربية / uk")["languages"] == ["tr", "en", "ar", "uk"]


def test_the_level_of_german_is_understood() -> None:
    assert [said(Name="A", Deutschniveau=cell)["german"] for cell in ("keine", "A2", "B1", "")] == [
        "none",
        "little",
        "conversation",
        "",
    ]


@pytest.mark.parametrize(
    ("name", "word", "kind"),
    [
        ("Chor Harthausen e.V.", "", "club"),
        ("Elternbeirat der Beispielschule", "", "committee"),
        ("Nachbarschaftstreff", "", "initiative"),
        ("Irgendwas", "", "club"),
        ("Chor e.V.", "Initiative", "initiative"),
        ("Runde", "Gremium", "committee"),
    ],
)
def test_the_kind_is_read_from_its_word_else_from_the_name(name: str, word: str, kind: str) -> None:
    assert said(Name=name, Typ=word)["kind"] == kind


@pytest.mark.parametrize(("cell", "state"), [("ja", "yes"), ("nein", "no"), ("teilweise", "limited"), ("", "")])
def test_wheelchair_access_is_understood(cell: str, state: str) -> None:
    assert said(Name="A", Barrierefrei=cell)["wheelchair"] == state
