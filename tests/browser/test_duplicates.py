"""Duplicates in a browser: a curator merges two entries and takes it back; axe agrees on every page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from organisations.models import CuratorRole, DataVersion, Decision, DuplicatePair, Organisation
from organisations.services.duplicate_pairs import find_pairs
from organisations.services.publish import publish
from tests.browser.conftest import PHONE, WIDE, follow
from tests.browser.test_accessibility import DARK, assert_nothing_found
from tests.browser.test_curate import committed
from tests.factories import document
from tests.signing_in import session_cookie

NAMES = ("Doppelter Reigen", "Doppelter Reigen e. V.")
CURATOR = "d.doppelt"


@pytest.fixture(autouse=True)
def pair(site: str) -> Iterator[int]:
    """Two entries with one name; all of it is taken away again."""
    yield committed(_made)
    committed(_gone)


def _made() -> int:
    for name, more in zip(NAMES, ({"phone": "0711 1"}, {"website": "https://reigen.example"}), strict=True):
        publish(document(name, **more), base=0, author="test")
    curator = User.objects.create_user(CURATOR, "d@stadt.example", is_staff=True)
    CuratorRole.objects.create(user=curator, everywhere=True)
    find_pairs()
    return int(DuplicatePair.objects.get(first__name=NAMES[0], second__name=NAMES[1]).pk)


def _gone() -> None:
    Organisation.objects.filter(name__in=NAMES).delete()
    Decision.objects.all().delete()
    User.objects.filter(username=CURATOR).delete()
    DataVersion.increase()


def opened(visit: Any, path: str, **look: Any) -> Page:
    """A page of the desk, the curator signed in."""
    window = visit(**look)
    cookie = committed(lambda: session_cookie(User.objects.get(username=CURATOR)))
    window.context.add_cookies([{**cookie, "url": window.site}])
    page: Page = window.open(path)
    return page


def checked(page: Page) -> None:
    """Nothing for axe, nothing wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_nothing_found(page)


def test_a_curator_merges_a_duplicate_and_undoes_it(visit: Any, pair: int) -> None:
    page = opened(visit, "/curate/duplicates/?q=Reigen", **WIDE)
    checked(page)
    follow(page, f"a[href='/curate/duplicates/{pair}/']")
    checked(page)
    page.locator("[name='row-name'][value=second]").check()
    follow(page, "[value=merge]")
    expect(page.locator(".staff-messages")).to_contain_text(NAMES[0])
    checked(page)
    kept, old = committed(lambda: list(Organisation.objects.filter(name__in=NAMES).values_list("slug", "state")))
    assert {kept[1], old[1]} == {"public", "archived"}
    gone = next(slug for slug, state in (kept, old) if state == "archived")
    visitor = visit(**PHONE).open(f"/de/o/{gone}/")
    expect(visitor.locator("h1")).to_contain_text(NAMES[1])
    expect(visitor.locator("main")).to_contain_text("reigen.example")
    follow(page, "[value=part]")
    expect(page.locator("[name=keep]")).to_have_count(2)
    states = committed(lambda: list(Organisation.objects.filter(name__in=NAMES).values_list("state", flat=True)))
    assert states == ["public", "public"]


def test_pairs_are_decided_by_keyboard_and_what_follows_the_entry_that_stays_turns_with_it(
    visit: Any, pair: int
) -> None:
    page = opened(visit, "/curate/duplicates/?q=Reigen", **WIDE)
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    name = page.locator("[name='row-name']")
    expect(page.locator("[name=keep]:checked")).to_have_value("first")
    page.locator("[name='row-phone'][value=second]").check()
    page.locator("[name=keep][value=second]").check()
    expect(name.and_(page.locator(":checked"))).to_have_value("second")
    expect(page.locator("[data-follows]").first).to_contain_text("B:")
    checked(page)
    page.keyboard.press("d")
    expect(page.locator("[data-distinct]")).to_be_focused()
    page.goto(page.url.replace(f"{pair}/", ""))
    for key in ("j", "d", "?", "Escape"):
        page.keyboard.press(key)
    expect(page.locator(f"#pair-{pair} [data-distinct]")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(f"#pair-{pair}")).to_have_count(0)
    page.locator(".entry-more summary").click()
    page.locator("#one").fill(NAMES[0])
    page.locator("#other").fill("gibt es nicht")
    follow(page, ".entry-more .desk-save")
    expect(page.locator("#other")).to_have_value("gibt es nicht")
    checked(page)
    page.locator("#other").fill(NAMES[1])
    follow(page, ".entry-more .desk-save")
    expect(page.locator("h1")).to_be_visible()


def test_on_a_dark_phone_without_javascript_it_is_all_there(visit: Any, pair: int) -> None:
    page = opened(visit, f"/curate/duplicates/{pair}/", java_script_enabled=False, **PHONE | DARK)
    follow(page, "[value=distinct]")
    page.goto(page.url.split("/curate/")[0] + f"/curate/duplicates/{pair}/")
    follow(page, "[value=reopen]")
    expect(page.locator("[value=merge]")).to_have_count(1)
    page = opened(visit, f"/curate/duplicates/{pair}/", **PHONE | DARK)
    checked(page)
    page.goto(page.url.replace(f"{pair}/", ""))
    checked(page)


def test_the_shortlist_of_a_device_follows_a_merged_entry(visit: Any, pair: int) -> None:
    window = visit(**PHONE)
    page = window.open("/de/shortlist/")
    slugs = committed(lambda: {row.name: row.slug for row in Organisation.objects.filter(name__in=NAMES)})
    page.evaluate(f'localStorage.setItem(\'shortlist\', \'{{"v":1,"slugs":["{slugs[NAMES[1]]}"]}}\')')
    desk = opened(visit, f"/curate/duplicates/{pair}/", **WIDE)
    desk.locator("[name=keep][value=first]").check()
    desk.locator("[name='row-name'][value=first]").check()
    follow(desk, "[value=merge]")
    window.open("/de/shortlist/")
    page.wait_for_url(f"**/shortlist/?id={slugs[NAMES[0]]}")
    page.wait_for_selector("html[data-ready=kept]", state="attached")
    expect(page.locator("#cards .card")).to_have_count(1)
    assert slugs[NAMES[0]] in str(page.evaluate("localStorage.getItem('shortlist')"))
