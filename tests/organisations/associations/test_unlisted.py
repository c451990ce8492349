"""Who does not want to be listed is not brought back by any file."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from organisations.imports.run import run_import
from organisations.models import Organisation
from organisations.services.ownership import remove
from tests.factories import organisation

HEAD = "id,name,kind,town,postcode,phone,email,website\n"


def imported(tmp_path: Path, *rows: str, source: str = "town") -> list[tuple[str, str]]:
    file = tmp_path / "list.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    report = run_import(file, source=source)
    return [(outcome.action, outcome.detail) for outcome in report.outcomes]


@pytest.fixture
def unlisted(vocabulary: None) -> Organisation:
    """An entry in Bernhausen that went off the map."""
    found = organisation(
        "Bunter Ball e.V.", email="a@ball.example", phone="0711 123456", website="https://www.ball.example/"
    )
    remove(found.pk, author="test")
    return found


@pytest.mark.parametrize(
    "row",
    [
        "7,Bunter Ball,club,Filderstadt,70794,,,",
        "7,BUNTER BALL e. V.,club,,,+49 711 123456,,",
        "7,Bunter Ball,club,,,,A@Ball.example,",
        "7,Bunter Ball,club,,,,,http://ball.example/verein",
    ],
    ids=["area", "telephone", "mail", "web host"],
)
def test_a_row_with_its_name_and_one_thing_more_is_refused(unlisted: Organisation, tmp_path: Path, row: str) -> None:
    assert imported(tmp_path, row) == [("refused", "does not want to be listed")]
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "row",
    ["7,Bunter Ball,club,Ostfildern,73760,,,", "7,Anderer Ball,club,Filderstadt,70794,0711 123456,,"],
    ids=["another town", "another name"],
)
def test_other_rows_come_in(unlisted: Organisation, tmp_path: Path, row: str) -> None:
    assert imported(tmp_path, row)[0][0] == "new"


def test_a_row_with_its_id_is_refused_whatever_its_name(vocabulary: None, tmp_path: Path) -> None:
    imported(tmp_path, "7,Bunter Ball,club,Filderstadt,70794,,,")
    remove(Organisation.objects.get().pk, author="test")
    for name in ("Bunter Ball", "Ganz anders"):
        rows = imported(tmp_path, f"7,{name},club,Ostfildern,73760,,,", "8,Neuer Verein,club,Ostfildern,73760,,,")
        assert rows[0] == ("refused", "does not want to be listed")
    assert Organisation.objects.get(name="Neuer Verein").state == "public"


def test_the_report_counts_them(unlisted: Organisation, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "list.csv"
    file.write_text(HEAD + "7,Bunter Ball,club,Filderstadt,70794,,,\n", encoding="utf-8")
    call_command("import_organisations", str(file), source="town")
    assert "1 of the refused rows: does not want to be listed." in capsys.readouterr().out
