"""What a spreadsheet has spoilt: numbers that were cut and texts without letters are told, all others taken."""

import pytest

from organisations.curate.telling import pieces_of
from tests.organisations.imports.rows import entry_of, reason, said


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
