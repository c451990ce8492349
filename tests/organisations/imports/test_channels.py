"""Cells with a number or an address: what is taken, what is left out because it is private, and that both are told."""

import pytest

from tests.organisations.imports.rows import entry_of, reason, said

COLUMNS = {"phone": "Telefon", "email": "E-Mail", "website": "Homepage"}


def taken(target: str, cell: str) -> tuple[str, list[str]]:
    """What is taken of a cell, and what is noted about it."""
    entry = entry_of({}, **{"Name": "Chor", COLUMNS[target]: cell})
    return entry.values[target], list(entry.notes)


@pytest.mark.parametrize(
    ("target", "cell", "value"),
    [
        ("email", "info@privat-musik.de", "info@privat-musik.de"),
        ("email", "privat@chor.example", "privat@chor.example"),
        ("email", "privat(at)chor.example", "privat@chor.example"),
        ("website", "https://www.privat-musik.de/", "https://www.privat-musik.de/"),
        ("website", "www.auf-anfrage.example", "https://www.auf-anfrage.example"),
        ("website", "https://chor.example/privat/auf-anfrage", "https://chor.example/privat/auf-anfrage"),
    ],
)
def test_a_word_that_is_part_of_an_address_makes_nothing_private(target: str, cell: str, value: str) -> None:
    assert taken(target, cell) == (value, [])


@pytest.mark.parametrize(
    ("target", "cell"),
    [
        ("email", "info@chor.example (privat)"),
        ("email", "privat: info@chor.example"),
        ("phone", "0711 23125001 privat"),
        ("website", "chor.example (nicht öffentlich)"),
    ],
)
def test_what_is_marked_as_private_is_left_out_and_that_is_told(target: str, cell: str) -> None:
    note = f"column {COLUMNS[target]!r} is marked as private and left out"
    assert taken(target, cell) == ("", [note])


@pytest.mark.parametrize("cell", ["keine", "auf Anfrage", "privat", ""])
@pytest.mark.parametrize("target", COLUMNS)
def test_a_cell_that_holds_none_is_left_out_without_a_word(target: str, cell: str) -> None:
    assert taken(target, cell) == ("", [])


@pytest.mark.parametrize(
    ("target", "cell", "value"),
    [
        ("phone", "0711 23125001, 0711 23125002", "0711 23125001"),
        ("phone", "0711 23125001 oder 0151 23125003", "0711 23125001"),
        ("phone", "0711 23125001 (ab 18 Uhr)", "0711 23125001"),
        ("email", "info@chor.example; kasse@chor.example", "info@chor.example"),
        ("website", "https://chor.example, https://zwei.example", "https://chor.example"),
    ],
)
def test_of_several_in_one_cell_the_first_is_taken_and_that_is_told(target: str, cell: str, value: str) -> None:
    assert taken(target, cell) == (value, [f"of column {COLUMNS[target]!r} only {value!r} is taken"])


@pytest.mark.parametrize(
    ("target", "cell", "value"),
    [
        ("phone", "Tel. 0711 23125001", "0711 23125001"),
        ("phone", "+49 (0)711 / 23125001", "+49 711 / 23125001"),
        ("email", "mailto:info@chor.example", "info@chor.example"),
        ("email", "E-Mail: info(at)chor(dot)example", "info@chor.example"),
        ("website", "chor.example/", "https://chor.example/"),
    ],
)
def test_labels_and_what_goes_without_saying_are_no_loss(target: str, cell: str, value: str) -> None:
    assert taken(target, cell) == (value, [])


def test_a_second_number_of_a_contact_person_is_told_too() -> None:
    cells = {"Name": "Chor", "Ansprechpartner": "Erika Muster", "Telefon Ansprechpartner": "0711 1234, 0711 5678"}
    assert said(**cells)["contact_phone"] == "0711 1234"
    assert list(entry_of({}, **cells).notes) == ["of column 'Telefon Ansprechpartner' only '0711 1234' is taken"]


def test_a_cell_that_is_neither_an_address_nor_private_refuses_its_row() -> None:
    assert "which is no e-mail address" in reason(**{"Name": "Chor", "E-Mail": "beim Vorstand"})
