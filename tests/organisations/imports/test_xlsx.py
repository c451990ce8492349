"""Excel workbooks."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest

from organisations.imports.reader import FileRefusedError
from tests.organisations.imports.files import names_of, rows_of, xlsx_file


def test_cells_are_read_as_people_see_them(tmp_path: Path) -> None:
    rows = rows_of(
        xlsx_file(
            tmp_path,
            [
                ["Name", "PLZ", "Breite", "seit", "barrierefrei", "Hausnummer"],
                ["Chor", 70794, 48.65, datetime.date(1990, 5, 1), True, 3.0],
            ],
        )
    )
    assert list(rows[0].values.values()) == ["Chor", "70794", "48.65", "1990-05-01", "yes", "3"]
    assert rows[0].where == "row 2"


def test_short_rows_are_normal_as_empty_cells_are_not_stored(tmp_path: Path) -> None:
    rows = rows_of(xlsx_file(tmp_path, [["Name", "PLZ", "Ort"], ["Chor"], ["Band", None, "Aich"]]))
    assert [dict(row.values) for row in rows] == [{"Name": "Chor"}, {"Name": "Band", "PLZ": "", "Ort": "Aich"}]


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    rows = rows_of(xlsx_file(tmp_path, [["Name", "Ort"], ["Chor", "Aich", "zu viel"], ["Band", "Aich"]]))
    assert "has 3 cells where the header has 2" in rows[0].problem
    assert rows[1].values["Name"] == "Band"


def test_a_formula_refuses_its_row_and_names_the_cell(tmp_path: Path) -> None:
    rows = rows_of(xlsx_file(tmp_path, [["Name", "Ort"], ["Chor", "=A2"], ["Band", "Aich"]]))
    assert rows[0].problem == "cell B2 holds a formula; copy its value"
    assert not rows[1].problem


def test_a_title_above_the_header_is_reported(tmp_path: Path) -> None:
    rows = rows_of(xlsx_file(tmp_path, [["Vereine 2026"], [], ["Vereinsname", "Ort"], ["Chor", "Aich"]]))
    assert rows[0].problem == "stands above the header in row 3"
    assert rows[1].values["Vereinsname"] == "Chor"


def test_the_first_sheet_with_rows_is_read_and_further_ones_are_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, rows in (("Chöre", [["Name", "Ort"], ["Chor", "Aich"]]), ("Bands", [["Name", "Ort"], ["Band", "Aich"]])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "clubs.xlsx")
    read = rows_of(tmp_path / "clubs.xlsx")
    assert [row.values.get("Name", row.where) for row in read] == ["Chor", "sheet 'Bands'"]
    assert "say which one is to be read" in read[1].problem
    assert [row.values["Name"] for row in rows_of(tmp_path / "clubs.xlsx", "Bands")] == ["Band"]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["Name"], ["Chor"]])
    with pytest.raises(FileRefusedError, match=r"no sheet 'Vereine'; it has 'Sheet'"):
        rows_of(path, "Vereine")


def test_the_size_a_sheet_claims_is_not_believed(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["Name", "Ort"], ["Chor", "Aich"]])
    changed = tmp_path / "claims.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            content = old.read(item).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
            new.writestr(item, content)
    assert names_of(changed) == ["Chor"]


def test_a_cell_far_to_the_right_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1"] = "Name", "far"
    book.save(tmp_path / "clubs.xlsx")
    with pytest.raises(FileRefusedError, match="16384 columns in row 1"):
        rows_of(tmp_path / "clubs.xlsx")


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    with pytest.raises(FileRefusedError, match=r"sheet1\.xml unpacks to more than 400 times its size, a zip bomb"):
        rows_of(path)


def test_an_archive_of_many_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_100):
            archive.writestr(f"xl/{number}.xml", "")
    with pytest.raises(FileRefusedError, match="2100 parts"):
        rows_of(path)


def test_xml_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["Name", "Ort"], ["Chor", "Aich"]])
    changed = tmp_path / "entities.xlsx"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item, bomb + content if item.filename.startswith("xl/worksheets") else content)
    with pytest.raises(FileRefusedError, match="cannot be read"):
        rows_of(changed)


def test_another_zip_archive_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "hello")
    with pytest.raises(FileRefusedError, match=r"xl/workbook\.xml is missing"):
        rows_of(path)


def test_a_workbook_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = xlsx_file(tmp_path, [["Name", "Ort"], ["Chor", "Aich"]]).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileRefusedError, match=r"cut\.xlsx is no readable"):
        rows_of(path)


def test_what_a_parser_says_of_a_broken_sheet_does_not_tell_where_the_file_lies(tmp_path: Path) -> None:
    good, bad = xlsx_file(tmp_path, [["Name"], ["Chor"]]), tmp_path / "bad.xlsx"
    with zipfile.ZipFile(good) as parts, zipfile.ZipFile(bad, "w") as written:
        for part in parts.namelist():
            harm = b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"
            written.writestr(part, harm if part.startswith("xl/worksheets/sheet") else parts.read(part))
    with pytest.raises(FileRefusedError) as refused:
        rows_of(bad)
    assert str(tmp_path) not in str(refused.value) and "bad.xlsx" in str(refused.value)
