"""Which column goes where."""

import json
from pathlib import Path
from typing import Any

import pytest

from organisations.imports.headers import guess
from organisations.imports.mapping import mapping_for
from organisations.imports.reader import FileRefusedError


def mapping_file(folder: Path, **said: Any) -> Path:
    path = folder / "mapping.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def test_the_headers_of_german_lists_are_known() -> None:
    columns = (
        "Vereins-Nr., Vereinsname, Straße, Hausnr., PLZ, Ort, Ortsteil, Telefon, E-Mail, Homepage, Ansprechpartner/in,"
        " Breitengrad, Längengrad, Sparte, Sprachen, Kurzbeschreibung, Beschreibung, Zielgruppe, Art, Barrierefrei"
    ).split(", ")
    assert guess(tuple(columns)) == {
        "id": "Vereins-Nr.",
        "name": "Vereinsname",
        "street": "Straße",
        "house_number": "Hausnr.",
        "postcode": "PLZ",
        "town": "Ort",
        "district": "Ortsteil",
        "phone": "Telefon",
        "email": "E-Mail",
        "website": "Homepage",
        "contact_name": "Ansprechpartner/in",
        "latitude": "Breitengrad",
        "longitude": "Längengrad",
        "topic": "Sparte",
        "languages": "Sprachen",
        "summary": "Kurzbeschreibung",
        "description": "Beschreibung",
        "audience": "Zielgruppe",
        "kind": "Art",
        "wheelchair": "Barrierefrei",
    }


def test_english_headers_are_known() -> None:
    guessed = guess(
        ("Organization", "Street address", "ZIP", "City", "Phone", "Email", "Website", "Lat", "Lng", "Category")
    )
    assert set(guessed) == {
        "name",
        "street",
        "postcode",
        "town",
        "phone",
        "email",
        "website",
        "latitude",
        "longitude",
        "topic",
    }


def test_a_number_is_a_house_number_right_after_the_street_only() -> None:
    assert guess(("Name", "Strasse", "Nr.", "PLZ"))["house_number"] == "Nr."
    assert "house_number" not in guess(("Nr.", "Name", "Strasse", "PLZ"))


def test_a_running_number_is_no_id() -> None:
    assert "id" not in guess(("Nr.", "Lfd. Nr.", "Name"))


def test_a_better_header_for_the_name_wins() -> None:
    assert guess(("Name", "Verein", "Ort"))["name"] == "Verein"


def test_the_mapping_file_changes_single_targets_of_the_guess(tmp_path: Path) -> None:
    file = mapping_file(
        tmp_path, columns={"name": "Titel 2", "phone": None, "topic": ["A", "B"]}, constants={"town": "Aich"}
    )
    mapping = mapping_for("csv", ("Name", "Titel 2", "Telefon", "PLZ", "A", "B"), file)
    assert mapping.columns == {"postcode": ("PLZ",), "name": ("Titel 2",), "topic": ("A", "B")}
    assert mapping.constants == {"town": "Aich"}
    assert mapping.unused(("Name", "PLZ", "A")) == ["Name"]


def test_a_column_the_file_names_is_not_guessed_for_something_else(tmp_path: Path) -> None:
    mapping = mapping_for("csv", ("Name", "Kontakt"), mapping_file(tmp_path, columns={"description": "Kontakt"}))
    assert "contact_name" not in mapping.columns


def test_without_a_column_for_the_name_the_file_is_refused() -> None:
    with pytest.raises(FileRefusedError, match=r"No column holds the name .* There are 'PLZ', 'Ort'"):
        mapping_for("csv", ("PLZ", "Ort"))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"columns": {"nome": "Name"}}, "there is no target 'nome'"),
        ({"columns": {"name": "Nom"}}, "there is no column 'Nom' for name"),
        ({"columns": []}, "must be an object with the objects"),
        ({"spalten": {}}, "has the unknown part 'spalten'"),
        ({"constants": {"town": 7}}, "constant for town must be a text"),
        ({"values": {"topic": {"Sport": 3}}}, "must be a slug, a list of slugs or null"),
    ],
)
def test_a_wrong_mapping_file_is_refused_with_a_sentence(tmp_path: Path, said: Any, sentence: str) -> None:
    with pytest.raises(FileRefusedError, match=sentence):
        mapping_for("csv", ("Name", "Ort"), mapping_file(tmp_path, **said))


@pytest.mark.parametrize("text", ["{", "[1]", "[" * 5_000])
def test_a_mapping_file_that_is_no_json_object_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(text)
    with pytest.raises(FileRefusedError, match=r"mapping\.json (is no valid JSON|must be an object)"):
        mapping_for("csv", ("Name",), path)
