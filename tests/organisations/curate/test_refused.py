"""The rows that imports refused: the desk's number is that of the list it opens."""

import pytest

from organisations.imports.tabular import other_sheet
from organisations.models import CuratorRole
from tests.html import parse
from tests.organisations.imports.staged import compared, imported
from tests.organisations.imports.town import CHOIR, HEADER

BAD = "2;;Weg 5;70794;Filderstadt;;;;;;Band;;;"


@pytest.fixture
def everywhere(curator):
    """The curator of the desk decides everywhere."""
    CuratorRole.objects.filter(user=curator.user).update(everywhere=True)


def number(browser) -> int:
    """What the desk says."""
    (found,) = (one for one in browser.get("/curate/").context["today"].numbers if one.reason.name == "refused")
    page = browser.get(found.url)
    assert page.context["refused"].count == found.count == len(page.context["refused"].rows)
    return int(found.count)


def test_the_number_leads_to_the_rows_with_why_each_was_refused(desk, curator, everywhere):
    run = compared(curator.user, CHOIR, BAD)
    assert number(desk) == 1
    page = parse(desk.get("/curate/import/refused/", headers={"accept-language": "de"}).content.decode()).one("main")
    assert "hat keinen Namen" in page.text and run.file in page.text


def test_the_same_rows_in_a_newer_file_count_once(desk, curator, everywhere):
    for _ in range(2):
        imported(compared(curator.user, CHOIR, BAD))
    assert number(desk) == 1
    compared(curator.user, CHOIR)
    assert number(desk) == 0


def test_titles_above_the_names_of_the_columns_are_no_refused_rows(desk, curator, everywhere):
    run = compared(curator.user, CHOIR, header=f"Liste der Vereine{';' * 13}\n{HEADER}")
    assert run.rows.filter(action="refused").count() == 1 and number(desk) == 0


def test_nobody_sees_rows_of_somebody_elses_files(desk, other_desk, curator):
    compared(curator.user, BAD)
    assert number(desk) == 1 and number(other_desk) == 0


def test_sheets_that_nobody_asked_for_and_columns_of_one_name_are_no_refused_rows(desk, curator):
    run = compared(curator.user, f"{CHOIR};x", header=f"{HEADER};Name")
    assert run.rows.filter(action="refused").count() == 1, "the second column called Name"
    detail = other_sheet("Vorstand", "Vereine")[2]
    run.rows.create(position=99, raw="[]", place="sheet 'Vorstand'", action="refused", detail=detail)
    assert number(desk) == 0
