"""OpenDocument spreadsheets: what people see is what is read, repetitions and odd cells among it."""

from pathlib import Path

from tests.organisations.imports.files import rows_of
from tests.organisations.imports.hostile_files import ods_row, spreadsheet


def cell(**attributes: str) -> str:
    """A cell with a value and no text; `table_x` and `office_x` become attributes."""
    said = " ".join(f'{name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in attributes.items())
    first = "<table:table-cell><text:p>A</text:p></table:table-cell>"
    return f"<table:table-row>{first}<table:table-cell {said}/></table:table-row>"


def read(folder: Path, *rows: str, sheet: str = "") -> list[tuple[str, dict[str, str], str]]:
    path = folder / "clubs.ods"
    spreadsheet([ods_row("Name", "Ort"), *rows])(path)
    return [(row.where, dict(row.values), row.problem) for row in rows_of(path, sheet)]


def test_text_stands_as_people_wrote_it(tmp_path):
    odd = "Chor<text:s text:c='2'/>und<text:tab/><text:span>Band</text:span><text:line-break/>e.V."
    (row,) = read(tmp_path, ods_row(odd, "Aich"))
    assert row == ("row 2", {"Name": "Chor  und Band\ne.V.", "Ort": "Aich"}, "")


def test_numbers_days_and_truth_are_read_as_in_other_formats(tmp_path):
    cases = {
        "70794": cell(office_value_type="float", office_value="70794"),
        "48.66": cell(office_value_type="float", office_value="48.66"),
        "2026-11-25": cell(office_value_type="date", office_date_value="2026-11-25T00:00:00"),
        "yes": cell(office_value_type="boolean", office_boolean_value="true"),
        "18:30:00": cell(office_value_type="time", office_time_value="PT18H30M00S"),
    }
    assert [values["Ort"] for _, values, _ in read(tmp_path, *cases.values())] == list(cases)


def test_a_formula_refuses_its_row_alone(tmp_path):
    formula = cell(table_formula="of:=1+1", office_value_type="float", office_value="2")
    rows = read(tmp_path, formula, ods_row("Band", "Aich"))
    assert rows[0][2] == "cell B2 holds a formula; copy its value" and rows[1][2] == ""


def test_repeated_rows_are_read_as_often_as_they_stand_there_and_empty_ones_are_only_counted(tmp_path):
    empty = "<table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row>"
    rows = read(tmp_path, ods_row("Chor", "Aich", times=2), empty, ods_row("Band", "Aich"))
    assert [where for where, _, _ in rows] == ["row 2", "row 3", "row 1048004"]


def test_notes_of_cells_are_not_part_of_them(tmp_path):
    noted = "Chor<office:annotation><text:p>prüfen!</text:p></office:annotation>"
    assert read(tmp_path, ods_row(noted, "Aich"))[0][1]["Name"] == "Chor"


def test_other_sheets_are_named_and_can_be_chosen(tmp_path):
    second = f"</table:table><table:table table:name='Archiv'>{ods_row('Name', 'Ort')}{ods_row('Alt', 'Aich')}"
    rows = read(tmp_path, ods_row("Chor", "Aich"), second)
    assert rows[1][2] == "is not read, as sheet 'Liste' is; say which one is to be read"
    assert read(tmp_path, ods_row("Chor", "Aich"), second, sheet="Archiv")[0][1]["Name"] == "Alt"
