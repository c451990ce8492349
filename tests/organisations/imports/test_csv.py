"""CSV files as associations, towns and spreadsheets write them."""

from pathlib import Path

import pytest

from organisations.imports.reader import FileRefusedError
from tests.organisations.imports.files import csv_file, names_of, rows_of


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(["Name", "PLZ", "Ort"]) + "\n" + delimiter.join(["Chor Harthausen", "70794", "Filderstadt"])
    rows = rows_of(csv_file(tmp_path, text))
    assert rows[0].values == {"Name": "Chor Harthausen", "PLZ": "70794", "Ort": "Filderstadt"}


def test_a_comma_in_a_semicolon_file_is_no_delimiter(tmp_path: Path) -> None:
    text = "Name;Beschreibung;Breite\nChor;Singen, Lachen, Feiern;48,65\nBand;laut, aber nett;48,66\n"
    assert rows_of(csv_file(tmp_path, text))[1].values["Breite"] == "48,66"


def test_a_tab_file_with_the_extension_tsv_is_read(tmp_path: Path) -> None:
    assert names_of(csv_file(tmp_path, "Name\tOrt\nChor\tBonlanden\n", name="clubs.tsv")) == ["Chor"]


def test_the_delimiter_a_spreadsheet_names_in_its_first_line_counts(tmp_path: Path) -> None:
    assert names_of(csv_file(tmp_path, "sep=|\nName|Ort;PLZ\nChor|a;b\n")) == ["Chor"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_umlauts_are_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path, "Name;Ort\nFußballfreunde Möhringen;Köngen\n„Große“ Spaß–Runde;Aich\n", encoding)
    assert names_of(path) == ["Fußballfreunde Möhringen", "„Große“ Spaß–Runde"]


def test_a_file_that_mixes_encodings_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "clubs.csv"
    path.write_bytes("Name\nMöhringen äöü\nKöngen\n".encode() + "Grün\n".encode("cp1252"))
    with pytest.raises(FileRefusedError, match="line 4 is not UTF-8"):
        rows_of(path)


def test_bytes_that_no_encoding_has_are_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "clubs.csv"
    path.write_bytes(b"Name;Ort\nGr\xfcn;Aich\nBlau\x81;Aich\n")
    with pytest.raises(FileRefusedError, match="byte 0x81 in line 3"):
        rows_of(path)


def test_line_breaks_inside_quotes_belong_to_the_cell(tmp_path: Path) -> None:
    rows = rows_of(csv_file(tmp_path, 'Name;Text\nChor;"Erste Zeile\nzweite Zeile"\nBand;laut\n'))
    assert rows[0].values["Text"] == "Erste Zeile\nzweite Zeile"
    assert [row.where for row in rows] == ["lines 2 to 3", "line 4"]


def test_a_name_that_begins_with_a_quotation_mark_is_read(tmp_path: Path) -> None:
    assert names_of(csv_file(tmp_path, 'Name;Ort\n"Die Eulen" e.V.;Aich\nBand;Aich\n')) == ["Die Eulen e.V.", "Band"]


@pytest.mark.parametrize(
    "broken",
    [
        'Name;Text\nChor;"nie zu Ende\nBand;laut\nTanz;schön\n',
        'Name;Text\nChor;"nie zu Ende\nBand;"auch nicht\nTanz;schön\n',
        'Name;Text\nChor;"nie zu Ende\nTanz;"gut"\nBand;laut\n',
    ],
)
def test_a_quotation_mark_that_is_never_closed_loses_only_its_own_line(tmp_path: Path, broken: str) -> None:
    rows = rows_of(csv_file(tmp_path, broken))
    assert rows[0].where == "line 2"
    assert "quotation mark" in rows[0].problem
    assert {row.values.get("Name") for row in rows if not row.problem} >= {"Tanz"}
    assert len(rows) == 3


def test_short_and_long_rows_are_refused_and_the_others_kept(tmp_path: Path) -> None:
    rows = rows_of(csv_file(tmp_path, "Name;PLZ;Ort\nChor;70794\nBand;Musik;70794;Aich\nTanz;70794;Aich\n"))
    assert [bool(row.problem) for row in rows] == [True, True, False]
    assert rows[0].problem == "has 2 cells where the header has 3: probably shifted or cut off"
    assert rows[0].where == "line 2"


def test_empty_cells_behind_the_header_do_no_harm(tmp_path: Path) -> None:
    assert names_of(csv_file(tmp_path, "Name;Ort\nChor;Aich;;\n")) == ["Chor"]


def test_empty_rows_are_no_rows(tmp_path: Path) -> None:
    assert len(rows_of(csv_file(tmp_path, "Name;Ort\n\n;\nChor;Aich\n \n"))) == 1


def test_a_title_above_the_header_is_reported_and_the_header_found(tmp_path: Path) -> None:
    rows = rows_of(csv_file(tmp_path, "Vereinsliste der Stadt;;\nStand 2026;;\nName;PLZ;Ort\nChor;70794;Aich\n"))
    assert [row.problem for row in rows] == ["stands above the header in line 3"] * 2 + [""]
    assert rows[2].values["Ort"] == "Aich"


def test_a_column_that_stands_twice_keeps_both_and_is_reported(tmp_path: Path) -> None:
    rows = rows_of(csv_file(tmp_path, "Name;Telefon;Telefon;\nChor;1;2;3\n"))
    assert rows[0].where == "line 1"
    assert rows[0].problem.startswith("'Telefon' stands twice; column 3 is called 'Telefon (3)'")
    assert rows[1].values == {"Name": "Chor", "Telefon": "1", "Telefon (3)": "2", "column 4": "3"}


def test_a_nul_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "clubs.csv"
    path.write_bytes(b"Name;Ort" + b"\n" * 80 + b"Chor\0;Aich\n")
    with pytest.raises(FileRefusedError, match="line 81 holds a NUL byte"):
        rows_of(path)


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match=r"1000000|longer than 1000000 characters"):
        rows_of(csv_file(tmp_path, "Name" + ";" * 1_000_000 + "\n"))


def test_six_hundred_columns_are_refused_with_their_number(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="600 columns in line 1; at most 500"):
        rows_of(csv_file(tmp_path, ";".join(f"c{n}" for n in range(600)) + "\n"))


def test_a_cell_without_end_is_refused_and_the_next_row_read(tmp_path: Path) -> None:
    rows = rows_of(csv_file(tmp_path, f"Name;Ort\nChor;{'x' * 150_000}\nBand;Aich\n"))
    assert rows[0].problem
    assert rows[1].values["Name"] == "Band"
