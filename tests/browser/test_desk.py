"""The desk in a browser: a curator finds entries without a place and has them looked up; the list by keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from mapping.geocoding.run import geocode
from organisations.curate import table
from organisations.models import AddressDue, DataVersion, Label, Organisation, SavedView, Work
from organisations.services import work as works
from organisations.services.rows import load_document
from tests.browser.conftest import PHONE, WIDE, Visit, follow, texts
from tests.browser.test_accessibility import findings
from tests.browser.test_curate import committed
from tests.factories import document, organisations, place
from tests.mapping.nominatim import house, nominatim
from tests.signing_in import session_cookie

HOUSE = (9.2201, 48.6795)
LOST = [f"Schreibtisch ohne Punkt {n} e.V." for n in (1, 2)]
WITHOUT_PLACE = "/curate/entries/?reason=place&state=public&q=Schreibtisch"


@pytest.fixture
def desk(site: str, settings: Any) -> Iterator[dict[str, Any]]:
    """A curator, two entries whose address has no point, and a geocoder on this machine; all goes away again."""
    with nominatim(lambda query: [house(*HOUSE)]) as running:
        settings.GEOCODER_URL, settings.GEOCODER_INTERVAL = running.url, 0
        yield {"cookie": committed(_made), "geocoder": running}
    committed(_gone)


def _made() -> dict[str, str]:
    organisations([document(name, places=(place(None),), texts={}) for name in LOST])
    AddressDue.objects.all().delete()
    return session_cookie(User.objects.create_superuser("desk@stadt.example", "desk@stadt.example"))


def _gone() -> None:
    Organisation.objects.filter(name__startswith="Schreibtisch").delete()
    for model in (Work, SavedView, Label, AddressDue, User, Session):
        model.objects.all().delete()
    DataVersion.increase()


def opened(visit: Any, desk: dict[str, Any], path: str, **look: Any) -> Any:
    window: Visit = visit(**look)
    cookie: Any = {**desk["cookie"], "url": window.site}
    window.context.add_cookies([cookie])
    return window.open(path, map=False)


def points() -> list[Any]:
    """The points of the two entries."""
    found = Organisation.objects.filter(name__in=LOST).order_by("name")
    return [load_document(entry.pk).places[0].address.point for entry in found]


def test_entries_without_a_place_are_found_and_looked_up_together(visit: Any, desk: dict[str, Any]) -> None:
    page = opened(visit, desk, "/curate/", **WIDE)
    expect(page.locator("#map .cluster").first).to_be_visible()
    with page.expect_navigation():
        page.locator(".desk-number[href*='reason=place']").click()
    page.locator("#list-q").fill("Schreibtisch")
    follow(page, ".list-bar button")
    assert texts(page, ".list-name a") == LOST
    page.locator("[name=which]").select_option("all")
    page.locator("[name=act]").select_option("geocode")
    follow(page, ".list-acts .button-main")
    assert sorted(texts(page, ".bulk-names li")) == LOST and findings(page) == []
    follow(page, "[name=do]")
    committed(lambda: works.go_on(30))
    committed(geocode)
    page.reload()
    expect(page.locator(".work-numbers dd").nth(1)).to_have_text("2")
    assert points() == [HOUSE, HOUSE] and len(desk["geocoder"].asked) == 1
    assert findings(page) == []
    follow(page, "[value=undo]")
    committed(lambda: works.go_on(30))
    assert points() == [None, None]


def test_the_list_by_keyboard_alone(visit: Any, desk: dict[str, Any]) -> None:
    page = opened(visit, desk, WITHOUT_PLACE, **WIDE)
    for key in ("j", "j", "x", "k"):
        page.keyboard.press(key)
    expect(page.locator("[data-row].is-chosen")).to_have_count(1)
    expect(page.locator(".list-name a").first).to_be_focused()
    expect(page.locator("[data-chosen]")).to_contain_text("(1)")
    page.keyboard.press("f")
    page.keyboard.type("jx")  # letters in a field are letters
    expect(page.locator("#list-q")).to_have_value("jx")
    page.locator("[data-all]").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-row].is-chosen")).to_have_count(2)
    page.keyboard.press("k")
    page.keyboard.press("?")
    expect(page.locator("#keys summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".list-name a").last).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("[name=act]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".list-name a").last).to_be_focused()
    page.locator("h1").click()
    with page.expect_navigation():
        page.keyboard.press("j")
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(LOST[0])


def test_what_is_chosen_stays_chosen_on_other_pages_and_on_the_way_back(
    visit: Any, desk: dict[str, Any], monkeypatch: Any
) -> None:
    monkeypatch.setattr(table, "PAGE", 1)
    page = opened(visit, desk, WITHOUT_PLACE, **PHONE)
    page.locator("[name=pick]").check()
    follow(page, "[data-after]")
    expect(page.locator("#list-picked")).to_contain_text("1")
    page.locator("[name=pick]").check()
    bar = page.locator(".list-acts")
    expect(bar).to_be_in_viewport(ratio=1)
    follow(page, ".list-acts .button-main")
    assert sorted(texts(page, ".bulk-names li")) == LOST
    follow(page, "a.link")
    expect(page.locator("[name=pick]")).to_be_checked()
    page.locator("[data-none]").click()
    expect(page.locator("[name=pick]")).not_to_be_checked()
    expect(page.locator("#list-picked")).to_be_hidden()
    assert findings(page) == []


def test_on_a_phone_without_javascript_a_view_is_kept_and_a_label_put_on(visit: Any, desk: dict[str, Any]) -> None:
    page = opened(visit, desk, WITHOUT_PLACE, java_script_enabled=False, **PHONE)
    page.locator(".list-keep summary").click()
    page.locator("#view-name").fill("Ohne Ort")
    follow(page, ".list-box button")
    expect(page.locator(".list-view[aria-current]")).to_have_text("Ohne Ort")
    page.locator("[name=pick]").first.check()
    page.locator("[name=act]").select_option("label-on")
    follow(page, ".list-acts .button-main")
    page.locator("#value").fill("Anrufen")
    follow(page, ".bulk-form .button-main")
    follow(page, "[name=do]")
    committed(lambda: works.go_on(30))
    page.reload()
    expect(page.locator(".work-numbers dd").first).to_have_text("1")
    page.goto(page.url.split("/curate/")[0] + "/curate/entries/?label=anrufen")
    assert texts(page, ".list-name a") == LOST[:1]
