"""`manage.py import_organisations`."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from organisations.models import ExternalId, Organisation
from tests.organisations.imports.files import csv_file, xlsx_file

pytestmark = pytest.mark.usefixtures("vocabulary")
TEXT = "Name;PLZ;Ort;Sparte;Farbe\nChor Muster;70794;Filderstadt;Gurgeln;rot\nBand;Filderstadt;x;;\n"


def output(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_organisations", path, stdout=out, **options)
    return " ".join(out.getvalue().split())


def test_a_dry_run_shows_columns_rows_reasons_and_unknown_words(tmp_path: Path) -> None:
    text = output(csv_file(tmp_path, TEXT), dry_run=True)
    for expected in ("Columns of the csv file", "not used", "Farbe", "Chor Muster", "line 3", "refused", "Gurgeln"):
        assert expected in text
    assert "2 rows: 1 new, 0 changed, 0 unchanged, 1 refused." in text
    assert "Nothing was written" in text
    assert not Organisation.objects.exists()


def test_a_run_reports_refused_rows_and_the_sum(tmp_path: Path) -> None:
    text = output(csv_file(tmp_path, TEXT))
    assert "line 3" in text
    assert "which is no postcode" in text
    assert Organisation.objects.get().name == "Chor Muster"


def test_the_source_is_the_name_of_the_file_unless_given(tmp_path: Path) -> None:
    output(csv_file(tmp_path, TEXT, name="vereine.2026.csv"))
    output(csv_file(tmp_path, TEXT), source="county")
    assert set(ExternalId.objects.values_list("source", flat=True)) == {"vereine", "county"}


def test_markup_in_a_cell_is_printed_as_it_stands(tmp_path: Path) -> None:
    assert "[red]Chor[/red]" in output(csv_file(tmp_path, "Name;Ort\n[red]Chor[/red];Aich\n"), dry_run=True)


def test_a_workbook_is_imported_from_the_sheet_named(tmp_path: Path) -> None:
    output(xlsx_file(tmp_path, [["Name", "PLZ", "Ort"], ["Chor", 70794, "Filderstadt"]]), sheet="Sheet")
    assert Organisation.objects.get().name == "Chor"


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"clubs\.csv has no header|holds no rows"):
        output(csv_file(tmp_path, "\n\n"))


def test_a_mapping_file_is_used(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"columns": {"topic": "Farbe"}, "values": {"topic": {"rot": "choir"}}}')
    output(csv_file(tmp_path, TEXT), mapping=mapping)
    assert [topic.slug for topic in Organisation.objects.get().topics.all()] == ["choir"]
