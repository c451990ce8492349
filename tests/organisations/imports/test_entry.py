"""One row as an entry: what it says, and why it may be refused."""

import pytest

from organisations.imports import values
from organisations.imports.cells import RowRefusedError
from organisations.imports.entry import read_entry
from organisations.imports.mapping import Mapping
from organisations.imports.reader import RawRow
from organisations.imports.words import Words
from tests.organisations.imports.files import shipped_vocabulary
from tests.organisations.imports.rows import entry_of, reason, said


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


def test_remarks_of_an_office_are_not_taken_for_a_description() -> None:
    assert "description" not in said(Name="Chor", Bemerkung="Zahlt nicht.")
