"""Imports in a browser: a curator reads a map file and a messy workbook, chooses, imports, takes back; axe agrees."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from playwright.sync_api import FilePayload, Page, expect

from organisations.models import Batch, CuratorRole, DataVersion, Decision, ImportSource, Organisation, Work
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import DARK, assert_nothing_found
from tests.browser.test_curate import committed
from tests.organisations.imports.staged import worked
from tests.signing_in import session_cookie

CURATOR = "i.muster"
OSM = b"""<osm version="0.6">
  <node id="11" version="1" lat="48.668" lon="9.221"><tag k="club" v="sport"/><tag k="name" v="Kartenclub Eins"/>
    <tag k="addr:street" v="Weg"/><tag k="addr:housenumber" v="3"/><tag k="addr:city" v="Filderstadt"/></node>
  <node id="12" version="1" lat="48.669" lon="9.222"><tag k="club" v="music"/><tag k="name" v="Kartenclub Zwei"/></node>
  <node id="13" version="1" lat="48.667" lon="9.220"><tag k="club" v="music"/></node>
</osm>"""
ROWS: list[list[Any]] = [
    ["Vereinsliste der Stadt", None, "Stand: gestern"],
    [],
    ["Nr.", "Was es ist", "Sparte", "PLZ/Ort", "Tel."],
    [1, "Tabellenverein Eins e.V.", "Schach, Gequatsche", "70794 Filderstadt", "0711 / 23 12 50 01"],
    [2, "Tabellenverein Zwei e.V.", "Gequatsche", "70794 Filderstadt", ""],
    [3, "=1+1", "", "", ""],
    [],
    [4, "", "Schach", "70794 Filderstadt", ""],
]


@pytest.fixture(autouse=True)
def curator(site: str) -> Iterator[None]:
    """A curator of everything; what they import is taken away again."""
    committed(_made)
    yield
    committed(_gone)


def _made() -> None:
    CuratorRole.objects.create(
        user=User.objects.create_user(CURATOR, "i@stadt.example", is_staff=True), everywhere=True
    )


def _gone() -> None:
    Organisation.objects.filter(name__regex="^(Karten|Tabellen)").delete()
    for model in (ImportSource, Work, Batch, Decision, User):
        model._default_manager.all().delete()
    DataVersion.increase()


def opened(visit: Any, **look: Any) -> Page:
    window = visit(**({"locale": "en-GB"} | look))
    cookie = committed(lambda: session_cookie(User.objects.get(username=CURATOR)))
    window.context.add_cookies([{**cookie, "url": window.site}])
    page: Page = window.open("/curate/import/", map=False)
    return page


def goes_on(page: Page, act: Callable[[], None], wanted: str) -> None:
    """Does something that starts work; the page shows by itself when the queue has done it."""
    with page.expect_navigation():
        act()
    committed(worked)
    page.wait_for_selector(wanted)


def given(page: Page, name: str, content: bytes) -> None:
    """Gives a file, and says what its columns mean."""
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    page.set_input_files("[name=file]", files=[file])
    page.select_option("[name=state]", "public")
    goes_on(page, lambda: page.locator(".import-form [type=submit]").click(), "a[href$='/columns/']")
    page.locator("a[href$='/columns/']").click()
    page.wait_for_selector(".import-columns")


def compared(page: Page) -> None:
    goes_on(page, lambda: page.locator(".import-form .button-main").click(), ".import-rows")


def public(beginning: str) -> list[str]:
    rows = Organisation.objects.filter(name__startswith=beginning, state="public").order_by("name")
    return list(committed(lambda: list(rows.values_list("name", flat=True))))


def test_a_map_file_is_imported_and_taken_back(visit: Any) -> None:
    page = opened(visit, **WIDE)
    assert_nothing_found(page)
    given(page, "clubs.osm", OSM)
    assert_nothing_found(page)
    compared(page)
    expect(page.locator(".import-row.is-new")).to_have_count(2)
    expect(page.locator(".import-row.is-refused")).to_contain_text("has no name")
    page.locator("[name=take]").first.uncheck()
    expect(page.locator("[data-chosen]")).to_have_text("1")
    page.locator("[name=take]").first.check()
    expect(page.locator("[data-chosen]")).to_have_text("2")
    assert_nothing_found(page)
    goes_on(page, lambda: page.locator("[value=import]").click(), "[value=undo]")
    assert public("Karten") == ["Kartenclub Eins", "Kartenclub Zwei"]
    assert_nothing_found(page)
    goes_on(page, lambda: page.locator("[value=undo]").click(), "[data-over]")
    assert public("Karten") == []
    expect(page.locator(".work-numbers")).to_contain_text("2")
    assert_nothing_found(page)
    deleted(page, "clubs")


def deleted(page: Page, name: str) -> None:
    """A source deleted by keyboard, after a question."""
    page.goto(page.url.partition("/curate/")[0] + "/curate/sources/")
    page.get_by_role("link", name=name).click()
    page.locator("summary", has_text="Delete this source").press("Enter")
    button = page.get_by_role("button", name="Yes, delete this source")
    expect(button).to_be_visible()
    assert_nothing_found(page)
    button.press("Enter")
    expect(page.locator("main")).to_contain_text("The source is deleted.")
    assert_nothing_found(page)


def changed_by_hand() -> None:
    entry = Organisation.objects.get(name__startswith="Tabellenverein Zwei")
    now = load_document(entry.pk)
    publish(replace(now, email="zwei@verein.example"), base=entry.number, author="user:1")


def workbook() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in ROWS:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_messy_workbook_is_explained_imported_and_taken_back_but_for_what_people_did_since(visit: Any) -> None:
    page = opened(visit, **PHONE, **DARK)
    given(page, "liste.xlsx", workbook())
    page.get_by_label("Was es ist").select_option("name")
    compared(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("a[href$='/words/']").click()
    page.wait_for_selector(".import-means")
    assert_nothing_found(page)
    page.get_by_label("Gequatsche", exact=True).fill("chess")
    compared(page)
    expect(page.locator("a[href$='/words/']")).to_have_text("What words were decided to mean")
    assert_nothing_found(page)
    goes_on(page, lambda: page.locator("[value=import]").click(), "[value=undo]")
    assert public("Tabellen") == ["Tabellenverein Eins e.V.", "Tabellenverein Zwei e.V."]
    committed(changed_by_hand)
    goes_on(page, lambda: page.locator("[value=undo]").click(), "[data-over]")
    assert public("Tabellen") == ["Tabellenverein Zwei e.V."]
    assert_nothing_found(page)


def test_a_hostile_file_is_refused_in_plain_words(visit: Any) -> None:
    page = opened(visit, **WIDE)
    file = FilePayload(name="a.xlsx", mimeType="x/y", buffer=b"Name;Ort\n")
    page.set_input_files("[name=file]", files=[file])
    goes_on(page, lambda: page.locator(".import-form [type=submit]").click(), "main .notice.danger:not([hidden])")
    expect(page.locator("main .notice.danger:not([hidden])")).to_contain_text(
        "the extension .xlsx is wrong, the content is plain text"
    )
    assert_nothing_found(page)
    assert committed(Batch.objects.count) == 0
