"""Statistics and exports in a browser: a view is taken out and brought back; gaps lead on; axe and keyboard agree."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from organisations.imports.run import run_import
from organisations.models import CuratorRole, Export, Organisation, Revision, Snapshot, Wish
from organisations.services.counting import count
from tests.browser.conftest import PHONE, WIDE, follow, texts
from tests.browser.test_accessibility import DARK, assert_nothing_found
from tests.browser.test_curate import committed
from tests.signing_in import session_cookie

NAME = "s.muster"


@pytest.fixture(autouse=True)
def numbers(site: str) -> Iterator[None]:
    """Counted entries, some wishes, and a curator who decides everywhere; all of it is taken away again."""
    committed(_made)
    yield
    committed(_gone)


def _made() -> None:
    count()
    wishes = {"language=uk&topic=chess": 9, "language=ti&topic=football&area=bernhausen": 4, "q=bogen": 5}
    for asked, number in wishes.items():
        Wish.objects.create(day=timezone.localdate(), asked=asked, count=number)
    user = User.objects.create_user(NAME, "s@stadt.example", is_staff=True)
    CuratorRole.objects.create(user=user, everywhere=True)


def _gone() -> None:
    for model in (Snapshot, Wish, Export, User):
        model.objects.all().delete()


def opened(visit: Any, path: str, **look: Any) -> Page:
    """A page in the window of the curator."""
    window = visit(**({"locale": "en-GB"} | look))
    cookie = committed(lambda: session_cookie(User.objects.get(username=NAME)))
    window.context.add_cookies([{**cookie, "url": window.site}])
    page: Page = window.open(path, map=False)
    return page


def test_a_view_is_taken_out_and_brought_back_without_a_change(visit: Any, tmp_path: Path) -> None:
    page = opened(visit, "/curate/entries/?topic=sport&state=public", **WIDE)
    follow(page, page.get_by_role("link", name="Export"))
    number = Organisation.objects.filter(pk__in=_of_view()).count()
    expect(page.locator(".lead")).to_contain_text(f"{number} entries")
    for label, end in (("CSV", "csv"), ("Excel (XLSX)", "xlsx"), ("OpenDocument (ODS)", "ods"), ("GeoJSON", "geojson")):
        page.get_by_label(label).check()
        with page.expect_download() as download:
            page.get_by_role("button", name="Export").click()
        assert download.value.suggested_filename.endswith(f".{end}")
        file = tmp_path / f"view.{end}"
        download.value.save_as(file)
        before = Revision.objects.count()
        report = committed(partial(run_import, file, source="view"))
        assert report.counts() == {"new": 0, "changed": 0, "unchanged": number, "refused": 0}, report.outcomes[:3]
        assert Revision.objects.count() == before
    page.reload()
    assert texts(page, ".desk-lines b") == ["GeoJSON", "OpenDocument (ODS)", "Excel (XLSX)", "CSV"]
    assert_nothing_found(page)


def _of_view() -> Any:
    from organisations.models import Listing
    from organisations.vocabulary import vocabulary

    sport = vocabulary("default").topic_by_slug["sport"].pk
    return Listing.objects.filter(state="public", topics__contains=[sport]).values("organisation")


def test_a_gap_is_followed_by_keyboard_to_those_who_could_be_asked(visit: Any) -> None:
    page = opened(visit, "/curate/statistics/", **WIDE)
    assert page.locator("svg.plot").count() == 2
    page.get_by_role("link", name="Wishes and gaps").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    cell = page.locator("td.heat-4 a").first
    cell.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Ukrainian · Chess")
    follow(page, page.get_by_role("link", name="All entries of the topic and area"))
    expect(page.locator("h1")).to_have_text("Entries")


@pytest.mark.parametrize("look", [WIDE, {**PHONE, **DARK}], ids=["wide", "dark phone"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(visit: Any, look: dict[str, Any]) -> None:
    paths = ("statistics/?by=language", "statistics/wishes/", "statistics/gap/?language=uk&topic=chess", "export/")
    page = opened(visit, "/curate/statistics/", **look)
    for path in paths:
        page.goto(f"{page.url.partition('/curate/')[0]}/curate/{path}")
        for summary in page.locator("details summary").all():
            summary.click()
        assert_nothing_found(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_on_paper_stands_what_it_is_about_and_no_button(visit: Any) -> None:
    page = opened(visit, "/curate/statistics/?area=filderstadt&months=24", **WIDE)
    page.emulate_media(media="print")
    expect(page.locator(".stats .print-only")).to_be_visible()
    assert "Filderstadt" in page.locator(".stats .print-only").inner_text()
    assert "2 years" in page.locator(".stats .print-only").inner_text()
    assert not [one for one in page.locator("main .button, header .button").all() if one.is_visible()]


def test_all_of_it_is_there_without_scripts(visit: Any) -> None:
    page = opened(visit, "/curate/statistics/wishes/?board=area", java_script_enabled=False, **PHONE)
    assert page.locator(".stats-heat td a").count() == 2
    page.locator("#stats-months").select_option("3")
    follow(page, ".stats-choice button")
    assert "months=3" in page.url and page.locator(".stats-heat td a").count() == 2
