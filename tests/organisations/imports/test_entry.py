"""One row as an entry: what it says, and why it may be refused."""

from typing import Any

import pytest

from organisations.curate.telling import pieces_of
from organisations.imports import values
from organisations.imports.cells import RowRefusedError
from organisations.imports.entry import Entry, read_entry
from organisations.imports.headers import guess
from organisations.imports.mapping import Mapping, Values
from organisations.imports.reader import RawRow
from organisations.imports.words import Words
from tests.organisations.imports.files import shipped_vocabulary


def entry_of(values: Values, **cells: str) -> Entry:
    """The entry of a row with these cells; __ in a name stands for a blank, the columns are guessed."""
    named = {column.replace("__", " "): cell for column, cell in cells.items()}
    mapping = Mapping({target: (column,) for target, column in guess(tuple(named)).items()}, values=values)
    return read_entry(RawRow("line 2", named), mapping, Words(shipped_vocabulary(), mapping.values))


def said(**cells: str) -> dict[str, Any]:
    return entry_of({}, **cells).values


def reason(**cells: str) -> str:
    with pytest.raises(RowRefusedError) as refused:
        entry_of({}, **cells)
    assert not any(piece.foreign for piece in pieces_of(str(refused.value)))  # it is told in any language
    return str(refused.value)


def test_street_and_house_number_become_one_line() -> None:
    assert said(Name="Chor", Straße="Schulstraße", Hausnummer="3 a")["street"] == "Schulstraße 3 a"
    assert said(Name="Chor", Straße="Schulstraße 3", Hausnummer="3")["street"] == "Schulstraße 3"


@pytest.mark.parametrize(
    "address",
    [
        "Schulstr. 3, 70794 Filderstadt",
        "Schulstr. 3 70794 Filderstadt",
        "Schulstr. 3; D-70794 Filderstadt",
        "Schulstr. 3\n70794 Filderstadt",
    ],
)
def test_an_address_in_one_cell_is_taken_apart(address: str) -> None:
    values = said(Name="Chor", Adresse=address)
    assert (values["street"], values["postcode"], values["town"]) == ("Schulstr. 3", "70794", "Filderstadt")


def test_postcode_and_town_in_one_cell_are_taken_apart() -> None:
    assert said(Name="Chor", Ort="70794 Filderstadt")["postcode"] == "70794"
    assert said(Name="Chor", PLZ__Ort="70794 Filderstadt")["town"] == "Filderstadt"


@pytest.mark.parametrize("cell", ["keine öffentliche Anschrift", "auf Anfrage", "privat"])
@pytest.mark.parametrize("column", ["Straße", "Adresse", "Ort"])
def test_an_address_that_is_not_public_becomes_private(column: str, cell: str) -> None:
    values = said(**{"Name": "Chor", "PLZ": "70794", column: cell})
    assert values["private"] is True
    assert cell not in (values["street"], values["town"])


def test_a_column_may_say_that_the_address_is_private() -> None:
    assert said(Name="Chor", Straße="Schulstr. 3", Privat="ja")["private"] is True
    assert said(Name="Chor", Straße="Schulstr. 3", Privat="nein")["private"] is False


def test_a_street_that_is_none_is_empty_and_not_private() -> None:
    values = said(Name="Chor", Straße="keine", Ort="Filderstadt")
    assert (values["street"], values["private"]) == ("", False)


@pytest.mark.parametrize("column", ["Telefon", "E-Mail", "Homepage", "Hausnummer", "PLZ", "Telefon Ansprechpartner"])
@pytest.mark.parametrize("cell", ["keine", "auf Anfrage", "k. A."])
def test_a_cell_that_says_there_is_none_is_empty(column: str, cell: str) -> None:
    assert cell not in str(said(**{"Name": "Chor", "Straße": "Am Bach", column: cell}))


def test_entities_are_decoded_once() -> None:
    assert said(Name="Turn &amp;amp; Sport", Straße="Stra&szlig;e 1")["name"] == "Turn &amp; Sport"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Name": ""}, "has no name"),
        ({"Name": "-"}, "has no name"),
        ({"Name": "70794"}, "is no name; the row may be shifted"),
        ({"Name": "info@chor.example"}, "is no name; the row may be shifted"),
        ({"Name": "x" * 201}, "has 201 characters; at most 200"),
        ({"Name": "Chor", "PLZ": "Filderstadt", "Ort": "0711 23"}, "column 'PLZ' holds 'Filderstadt'"),
        ({"Name": "Chor", "Ort": "info@chor.example"}, "is no town"),
        ({"Name": "Chor", "Straße": "70794", "PLZ": "70794"}, "is no street"),
        ({"Name": "Chor", "E-Mail": "0711 23125001"}, "which is no e-mail address; the row may be shifted"),
        ({"Name": "Chor", "Telefon": "Frau Muster"}, "column 'Telefon' holds 'Frau Muster'"),
        ({"Name": "Chor", "Homepage": "Filderstadt"}, "is no web address"),
        ({"Name": "Chor", "Hausnummer": "2024-05-03", "Straße": "A-Str."}, "is no house number"),
        ({"Name": "Chor", "PLZ": "70794", "Ort": "73760 Ostfildern"}, "postcode 70794 differs from that in"),
        ({"Name": "Chor", "Lat": "48.6", "Lon": ""}, "only one of latitude and longitude"),
        ({"Name": "Chor", "Lat": "9.2", "Lon": "48.6"}, "look swapped"),
        ({"Name": "FuÃŸball"}, "broken by a wrong encoding"),
        ({"Name": "Chor", "Ort": "=A1"}, "column 'Ort' holds a formula"),
        ({"Name": "Chor", "Beschreibung": "x" * 10_001}, "at most 10000 fit"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_with_the_reason(cells: dict[str, str], sentence: str) -> None:
    assert sentence in reason(**cells)


def test_a_row_the_reader_could_not_use_keeps_its_reason() -> None:
    with pytest.raises(RowRefusedError, match="has 2 cells"):
        read_entry(
            RawRow("line 3", problem="has 2 cells"),
            Mapping({"name": ("Name",)}),
            Words(shipped_vocabulary(), {}),
        )


def test_coordinates_of_zero_count_as_missing_and_are_noted() -> None:
    entry = entry_of({}, Name="Chor", Lat="0", Lon="0", Ort="Filderstadt")
    assert entry.values["point"] is None
    assert entry.notes == ("its coordinates are 0/0 and were taken as missing",)


def test_a_missing_point_is_no_fault() -> None:
    assert said(Name="Chor", Lat="", Lon="", Ort="Filderstadt")["point"] is None


def test_the_point_of_a_geometry_counts_unless_columns_have_one() -> None:
    mapping = Mapping({"name": ("n",), "latitude": ("y",), "longitude": ("x",)})
    words = Words(shipped_vocabulary(), {})
    drawn = read_entry(RawRow("feature 1", {"n": "Chor"}, point=(9.25, 48.6)), mapping, words)
    typed = read_entry(RawRow("feature 1", {"n": "Chor", "y": "48,7", "x": "9,3"}, point=(9.25, 48.6)), mapping, words)
    assert (drawn.values["point"], typed.values["point"]) == ([9.25, 48.6], [9.3, 48.7])


def test_a_geometry_with_latitude_and_longitude_swapped_is_refused() -> None:
    with pytest.raises(RowRefusedError, match="look swapped"):
        read_entry(
            RawRow("feature 1", {"n": "Chor"}, point=(48.6, 9.2)),
            Mapping({"name": ("n",)}),
            Words(shipped_vocabulary(), {}),
        )


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


def test_the_address_of_the_contact_person_is_not_shown_as_the_clubs_own() -> None:
    values = said(**{"Name": "Chor", "Ansprechpartner": "Frau Erika Muster", "E-Mail": "e.muster@mail.example"})
    assert (values["email"], values["contact_email"]) == ("", "e.muster@mail.example")


def test_a_mobile_number_beside_a_contact_person_is_taken_as_hers() -> None:
    values = said(Name="Chor", Ansprechpartner="Erika Muster", Telefon="0151 23125001")
    assert (values["phone"], values["contact_phone"]) == ("", "0151 23125001")


def test_general_channels_stay_the_clubs_own() -> None:
    cells = {
        "Name": "Chor",
        "Ansprechpartner": "Erika Muster",
        "E-Mail": "info@chor.example",
        "Telefon": "0711 23125001",
    }
    values = said(**cells)
    assert (values["email"], values["phone"]) == ("info@chor.example", "0711 23125001")
    assert values["contact_name"] == "Erika Muster"


def test_a_teaser_is_made_from_the_description_where_the_file_has_none() -> None:
    text = "Wir singen jeden Montag. " * 20
    values = said(Name="Chor", Beschreibung=text)
    assert len(values["summary"]) <= 200
    assert values["summary"].endswith("Montag.")
    assert values["description"] == text.strip()


def test_a_teaser_that_is_too_long_is_kept_whole_in_the_description() -> None:
    values = said(Name="Chor", Kurzbeschreibung="Singen " * 40, Beschreibung="Mehr.")
    assert values["summary"].endswith("…")
    assert values["description"].startswith("Singen Singen")
    assert values["description"].endswith("Mehr.")


def test_shortened_texts_end_at_a_word() -> None:
    assert values.beginning("eins zwei drei vier", 12) == "eins zwei…"


def test_a_row_without_an_id_is_known_by_name_postcode_and_town() -> None:
    assert (
        entry_of({}, Name="Chor  HARTHAUSEN!", PLZ="70794", Ort="Filderstadt").identity
        == "chor harthausen|70794 filderstadt"
    )


def test_the_id_of_the_source_is_the_identity() -> None:
    assert entry_of({}, ID="V-17", Name="Chor", Ort="Filderstadt").identity == "V-17"


# What a spreadsheet has spoilt


@pytest.mark.parametrize("cell", ["711771401", "4971177140", "4,97115E+11"])
def test_a_number_that_a_spreadsheet_has_cut_says_nothing_and_that_is_told(cell: str) -> None:
    entry = entry_of({}, Name="Chor", Telefon=cell, Telefon__Ansprechperson=cell)
    assert not {"phone", "contact_phone"} & entry.values.keys()
    assert len(entry.notes) == 2 and "it is left out" in entry.notes[0] and cell in entry.notes[0]
    assert not any(piece.foreign for note in entry.notes for piece in pieces_of(note))


@pytest.mark.parametrize("cell", ["0711771401", "+4971177140", "711 771401", "115", "771401"])
def test_other_numbers_are_taken_as_they_are(cell: str) -> None:
    assert said(Name="Chor", Telefon=cell)["phone"] == cell


@pytest.mark.parametrize("cell", ["?????????", "??? ????", "(?????? ????????)", "Chor Muster – ?????", "???"])
@pytest.mark.parametrize("column", ["Name", "Beschreibung", "Beschreibung (ar)", "Weitere Orte (genau)"])
def test_a_text_that_has_lost_its_letters_refuses_the_row(column: str, cell: str) -> None:
    assert "has lost letters" in reason(**{"Name": "Chor", column: cell})


@pytest.mark.parametrize("cell", ["Habt ihr Lust???", "Wer macht mit? Alle?", "Was ist das?!?? Ein Chor."])
def test_question_marks_behind_words_are_the_writers_own(cell: str) -> None:
    assert said(Name="Chor", Beschreibung=cell)["description"] == cell


def test_a_postcode_alone_in_the_cell_of_postcode_and_town_is_taken() -> None:
    values = said(Name="Chor", PLZ__Ort="70794")
    assert (values["postcode"], values["town"]) == ("70794", "")
    assert "may have cut a 0" in reason(Name="Chor", PLZ__Ort="1067")


def test_remarks_of_an_office_are_not_taken_for_a_description() -> None:
    assert "description" not in said(Name="Chor", Bemerkung="Zahlt nicht.")
