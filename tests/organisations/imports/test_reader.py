"""What holds for every file."""

from pathlib import Path
from typing import Any

import pytest

from organisations.imports.reader import FileRefusedError
from tests.organisations.imports.files import csv_file, rows_of, xlsx_file


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.geojson", "a.osm", "a.osm.pbf"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(FileRefusedError, match=rf"{name} is empty"):
        rows_of(tmp_path / name)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="there is no such file"):
        rows_of(tmp_path / "a.csv")


def test_an_unknown_extension_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Name\nChor\n", name="clubs.doc")
    with pytest.raises(FileRefusedError, match=r"cannot be imported. Known are \.csv"):
        rows_of(path)


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path, settings: Any) -> None:
    settings.IMPORT_MAX_MB = 1
    with (tmp_path / "big.csv").open("wb") as handle:
        handle.truncate(200_000_000)
    with pytest.raises(FileRefusedError, match=r"big.csv has 200 MB; at most 1 MB are read"):
        rows_of(tmp_path / "big.csv")


def test_too_many_rows_are_refused_with_the_place(tmp_path: Path, settings: Any) -> None:
    settings.IMPORT_MAX_ROWS = 3
    with pytest.raises(FileRefusedError, match=r"more than 3 rows .* see line 5"):
        rows_of(csv_file(tmp_path, "Name;Ort\n" + "Chor;Aich\n" * 10))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("clubs.csv", r"the extension .csv is wrong, the content is zip"),
        ("clubs.osm", r"the extension .osm is wrong, the content is zip"),
        ("clubs.geojson", r"the extension .geojson is wrong, the content is zip"),
    ],
)
def test_a_wrong_extension_is_named_with_the_content(tmp_path: Path, name: str, sentence: str) -> None:
    path = xlsx_file(tmp_path, [["Name"], ["Chor"]])
    with pytest.raises(FileRefusedError, match=sentence):
        rows_of(path.rename(tmp_path / name))


def test_text_with_the_extension_of_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match=r"the extension \.xlsx is wrong, the content is text"):
        rows_of(csv_file(tmp_path, "Name;Ort\nChor;Aich\n", name="clubs.xlsx"))


def test_an_old_or_protected_workbook_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "clubs.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(FileRefusedError, match=r"old Excel file \(.xls\) or protected by a password"):
        rows_of(path)


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="holds no rows"):
        rows_of(csv_file(tmp_path, "Name;Ort\n"))
