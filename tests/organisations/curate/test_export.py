"""The export page: whose entries, with whom, what is noted, how many queries."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.exports.columns import SAID
from organisations.exports.files import FORMATS
from organisations.models import Export, ImportRun
from organisations.services.consent import record_consent
from organisations.services.rows import load_document
from tests.factories import Contact, document, organisation, organisations, place
from tests.organisations.associations.conftest import curator_for
from tests.organisations.curate.test_import import upload
from tests.organisations.imports.staged import worked
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")
PAGE = "/curate/export/"


@pytest.fixture
def desk() -> Client:
    """An English browser in which a curator of Filderstadt is signed in."""
    return signed_in(curator_for("clara", "filderstadt"), Client(HTTP_ACCEPT_LANGUAGE="en"))


@pytest.fixture
def everywhere() -> Client:
    """An English browser of somebody who decides everywhere."""
    return signed_in(User.objects.create_superuser("root", "root@example.org"), Client(HTTP_ACCEPT_LANGUAGE="en"))


def rows_of(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV file that was sent."""
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_has_the_entries_of_the_view_in_the_curators_areas(desk):
    far = place(None, street="", postcode="", town="Ostfildern", area="ostfildern")
    organisations(
        [document("Ball"), document("Chor", state="draft"), document("Fern", area="ostfildern", places=(far,))]
    )
    assert "2 entries" in desk.get(PAGE).content.decode()
    assert {row["Name"] for row in rows_of(desk.post(PAGE, {"format": "csv"}))} == {"Ball", "Chor"}
    assert [row["Name"] for row in rows_of(desk.post(f"{PAGE}?state=draft", {"format": "csv"}))] == ["Chor"]


@pytest.mark.parametrize(
    ("page", "view"),
    [
        ("/curate/entries/?q=ball&state=draft", "?q=ball&amp;state=draft"),
        ("/curate/entries/", ""),
        ("/curate/duplicates/", "?reason=duplicate"),
        ("/curate/links/", "?reason=links"),
        ("/curate/statistics/", "?state=public&amp;area=filderstadt&amp;ended=no"),
        ("/curate/statistics/wishes/", "?state=public&amp;area=filderstadt&amp;ended=no"),
        ("/curate/statistics/gap/?topic=choir", "?state=public&amp;topic=choir&amp;area=filderstadt&amp;ended=no"),
    ],
)
def test_every_list_offers_its_export_at_its_head(desk, page, view):
    text = desk.get(page).content.decode()
    head = text.partition('<div class="desk-head">')[2].partition("</div>")[0]
    assert f'href="{PAGE}{view}"' in head
    assert desk.get(f"{PAGE}{view.replace('&amp;', '&')}").status_code == 200


def test_contact_persons_leave_with_those_alone_who_decide_everywhere(desk, everywhere):
    person = Contact(name="Petra Beispiel", email="p@person.example")
    organisation("Chor", contacts=(person,))
    record_consent([person.id], text="x", way="mail")
    asked = {"format": "csv", "contacts": "1"}
    assert "Ansprechperson" not in rows_of(desk.post(PAGE, asked))[0]
    assert rows_of(everywhere.post(PAGE, asked))[0]["Ansprechperson"] == "Petra Beispiel"
    assert "Ansprechperson" not in rows_of(everywhere.post(PAGE, {"format": "csv"}))[0]
    assert list(Export.objects.order_by("at").values_list("contacts", flat=True)) == [False, True, False]


def test_every_file_is_noted_with_its_view_and_the_log_is_shown(desk, everywhere):
    organisation("Ball")
    b"".join(desk.post(f"{PAGE}?topic=sport&page=7", {"format": "ods"}).streaming_content)
    noted = Export.objects.get()
    assert (noted.format, noted.view, noted.entries, noted.contacts) == ("ods", "topic=sport", 1, False)
    for browser in (desk, everywhere):
        page = browser.get(PAGE).content.decode()
        assert "OpenDocument (ODS)</b> · 1 entry · without contact persons" in page and "topic=sport" in page
    other = signed_in(curator_for("otto", "ostfildern"))
    assert "topic=sport" not in other.get(PAGE).content.decode()


def test_nonsense_gives_the_usual_file_and_visitors_get_none(desk, client):
    organisation("Ball")
    for given in ({}, {"format": "exe"}, {"format": "csv", "contacts": "1"}):
        assert desk.post(f"{PAGE}?topic=nonsense&x=y&page=0", given).status_code == 200
    assert client.post(PAGE, {"format": "csv"}).status_code in (302, 403)
    assert Export.objects.count() == 3


def test_queries_grow_with_the_chunks_and_not_with_the_entries(everywhere):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            rows_of(everywhere.post(PAGE, {"format": "csv", "contacts": "1"}))
        return len(found)

    organisation("A")
    before = queries()
    organisations([document(f"E{n}") for n in range(49)])
    assert queries() == before


def imported(desk: Client, content: bytes, name: str) -> tuple[ImportRun, dict[str, str]]:
    """The file uploaded, its columns as they are guessed, its rows compared; with what the columns are taken for."""
    page = upload(desk, content, name).headers["Location"]
    worked()
    rows = desk.get(f"{page}columns/").context["columns"].rows
    desk.post(f"{page}columns/", {row["field"]: row["target"] for row in rows})
    worked()
    return ImportRun.objects.latest("created_at"), {row["name"]: row["target"] for row in rows}


@pytest.mark.parametrize("format", FORMATS)
def test_a_view_comes_back_through_the_pages_of_the_import_without_a_change(format, desk, entry):
    content = b"".join(desk.post(PAGE, {"format": format}).streaming_content)
    run, targets = imported(desk, content, f"entries.{format}")
    assert list(run.rows.values_list("action", flat=True)) == ["unchanged"]
    unused = {name for name, target in targets.items() if not target}
    assert unused <= set(SAID) and targets["Kurzbeschreibung (ar)"] == "summary@ar"
    page = desk.get(f"/curate/import/{run.pk}/columns/").content.decode()
    assert "Times, exact" in page and "(Arabic)" in page


def test_what_was_edited_in_the_file_is_imported_and_taken_back(desk, entry):
    before = load_document(entry.pk)
    content = b"".join(desk.post(PAGE, {"format": "csv"}).streaming_content).decode("utf-8-sig")
    run, _targets = imported(desk, content.replace("0711 123", "0711 999").encode(), "entries.csv")
    page = f"/curate/import/{run.pk}/"
    rows = [one.row.pk for one in desk.get(page).context["rows"].lines]
    desk.post(page, {"row": rows, "take": rows, "action": "import"})
    worked()
    assert load_document(entry.pk) == replace(before, phone="0711 999")
    run.refresh_from_db()
    assert run.work
    desk.post(f"/curate/work/{run.work.pk}/", {"action": "undo"})
    worked()
    assert load_document(entry.pk) == before
