"""The page as a whole: weight, privacy, narrow screens, right to left, dark, without scripts, without a network."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, WIDE, Visit, follow, texts
from tests.faults.processes import Site

HEAVIEST = 120_000  # bytes over the wire, headers too, first view on a phone without tiles
HEAVIEST_SCRIPTS = 70_000
MOST_REQUESTS = 38
NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def served(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same entries from the real web server: its headers and its compressed files are what travels."""
    folder = tmp_path_factory.mktemp("served")
    database = connections["default"].settings_dict
    environment = {
        "DJANGO_SETTINGS_MODULE": "mapping.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(database),
        "STATIC_ROOT": str(folder / "static"),
        "TILE_URL": "",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=settings.BASE_DIR, env=os.environ | environment, check=True)
    server = Site(environment, folder / "web.log")
    server.wait()
    yield f"http://127.0.0.1:{server.port}"
    server.child.terminate()  # leaves no connection to the test database
    server.child.wait()


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_first_view_on_a_phone_is_light(browser: Browser, served: str, language: str) -> None:
    """Bodies and headers of everything that arrives, as the browser itself counts them."""
    context = browser.new_context(**PHONE, service_workers="block")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    kinds: dict[str, tuple[str, str]] = {}
    sizes: dict[str, int] = {}
    wire.on("Network.responseReceived", lambda of: kinds.update({of["requestId"]: (of["type"], of["response"]["url"])}))
    wire.on("Network.loadingFinished", lambda of: sizes.update({of["requestId"]: of["encodedDataLength"]}))
    wire.send("Network.enable")
    page.goto(f"{served}/{language}/")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_load_state("networkidle")
    context.close()
    weights = {url.split("/", 3)[3]: sizes.get(key, 0) for key, (_kind, url) in kinds.items()}
    assert len(kinds) <= MOST_REQUESTS
    assert len(weights) > 20 and min(weights.values()) > 0
    assert sum(weights.values()) <= HEAVIEST, weights
    assert sum(sizes[key] for key, (kind, _url) in kinds.items() if kind == "Script") <= HEAVIEST_SCRIPTS


def test_nobody_else_is_asked_and_no_cookie_is_set(wide: Visit) -> None:
    page = wide.open("/de/?topic=sport")
    page.locator("#cards .card h2 a").first.click()
    page.wait_for_load_state("networkidle")
    wide.open("/de/about/", map=False)
    assert {url.split("/")[2] for url in wide.requests if url.startswith("http")} == {wide.site.split("/")[2]}
    assert wide.context.cookies() == []
    storage = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert storage == [0, 0]


@pytest.mark.parametrize(
    "path", ["/de/", "/ar/?topic=sport&language=ar", "/de/about/", "/ar/privacy/", "/de/o/nothing/"]
)
def test_320_pixels_are_wide_enough(visit: Any, path: str) -> None:
    page = visit(**NARROW).open(path)
    assert sideways(page) == 0


def test_320_pixels_are_wide_enough_for_sheet_map_and_every_awkward_entry(visit: Any) -> None:
    narrow: Visit = visit(**NARROW)
    page = narrow.open("/de/")
    page.locator(".bar [data-open]").click()
    assert sideways(page) == 0
    page.locator("#filter-sheet [data-close]").click()
    page.locator("[data-tab=map]").click()
    page.wait_for_selector("#map .marker, #map .cluster")
    assert sideways(page) == 0
    longest = page.request.get(f"{narrow.site}/api/v1/listings?limit=500").json()["features"]
    slugs = sorted({item["properties"]["slug"] for item in longest}, key=len)[-2:]
    for slug in slugs:
        narrow.open(f"/de/o/{slug}/")
        assert sideways(page) == 0


def sideways(page: Page) -> int:
    found: int = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return max(0, found)


def test_arabic_stands_mirrored_with_western_digits(wide: Visit) -> None:
    page = wide.open("/ar/?topic=sport")
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    left = {
        name: (page.locator(name).bounding_box() or {"x": -1})["x"] for name in (".filters", ".list-pane", ".map-pane")
    }
    assert left[".filters"] > left[".list-pane"] > left[".map-pane"]
    zoom, pane = page.locator("#map .leaflet-bar").bounding_box(), page.locator("#map").bounding_box()
    assert zoom and pane and zoom["x"] - pane["x"] < 40
    page.locator('.facet-row:has([value="football"])').click()
    words = page.locator("#results").inner_text()
    assert re.search(r"\d", words)
    assert not re.search("[٠-٩۰-۹]", words)


def test_a_german_name_in_an_arabic_list_keeps_its_own_direction(wide: Visit) -> None:
    page = wide.open("/ar/")
    name = page.locator("#cards .card h2 bdi").first
    assert name.get_attribute("lang") == "de"
    assert name.evaluate("name => getComputedStyle(name).unicodeBidi") == "isolate"


def test_dark_follows_the_system(visit: Any) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = visit(**PHONE, color_scheme=scheme).open("/de/")
        grounds.append(page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor"))
    assert grounds[0] != grounds[1]


def test_everything_is_there_without_scripts(visit: Any) -> None:
    plain: Visit = visit(**PHONE, java_script_enabled=False)
    page = plain.open("/de/")
    number = int(re.sub(r"\D", "", page.locator("#result-count").inner_text()))
    assert page.locator("#cards .card").count() == 20
    page.locator(".bar [data-open]").click()
    page.locator('.facet-row:has([value="sport"])').click()
    page.locator("#filters-submit").click()
    assert "topic=sport" in page.url
    assert int(re.sub(r"\D", "", page.locator("#result-count").inner_text())) < number
    page.locator(".pager [rel=next]").click()
    assert "page=2" in page.url and "topic=sport" in page.url
    page.locator("#cards .card h2 a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Filter Sport und Bewegung entfernen").click()
    assert "topic" not in page.url
    page.locator("#q").fill("Schach")
    page.locator("#q").press("Enter")
    assert "q=Schach" in page.url
    assert any("Schach" in text for text in texts(page, "#cards .card"))


def test_an_unknown_parameter_is_left_out_with_a_note(wide: Visit) -> None:
    page = wide.open("/de/?topic=sport&color=red")
    expect(page.locator("#notes .notice")).to_contain_text("color")
    page.locator('.facet-row:has([value="ar"])').click()
    expect(page.locator("#notes .notice")).to_have_count(0)
    assert "color" not in page.url


def test_a_network_that_fails_before_the_first_tap_is_said_and_the_next_tap_works(phone: Visit) -> None:
    phone.context.route("**/api/v1/compact*", lambda route: route.abort())
    phone.context.route("**/api/v1/compact/**", lambda route: route.abort())
    page = phone.open("/de/")
    page.locator("#tiles a").first.click()
    expect(page.locator("#offline-notice")).to_be_visible()
    phone.context.unroute("**/api/v1/compact*")
    phone.context.unroute("**/api/v1/compact/**")
    page.locator("#chips a").first.click()
    expect(page.locator("#chips li")).to_have_count(0)
    expect(page.locator("#offline-notice")).to_be_hidden()


def test_an_error_of_the_server_is_said(phone: Visit) -> None:
    phone.context.route("**/api/v1/compact*", lambda route: route.fulfill(status=500, body="{}"))
    page = phone.open("/de/")
    page.locator("#tiles a").first.click()
    expect(page.locator("#error-notice")).to_be_visible()


def test_menus_close_with_escape(wide: Visit) -> None:
    page = wide.open("/de/")
    page.locator(".drop-language summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".drop-language")).not_to_have_attribute("open", "")
    expect(page.locator(".drop-language summary")).to_be_focused()


def test_another_language_keeps_the_filters(wide: Visit) -> None:
    page = wide.open("/de/")
    page.locator('.facet-row:has([value="sport"])').click()
    expect(page.locator("#chips li")).to_have_count(1)
    page.locator(".drop-language summary").click()
    page.locator('[data-language="en"]').click()
    page.wait_for_url("**/en/?topic=sport")


def test_sharing_copies_the_address(visit: Any) -> None:
    page = visit(**WIDE, permissions=["clipboard-read", "clipboard-write"]).open("/de/", map=False)
    follow(page, page.locator("#cards .card h2 a").first)
    page.evaluate("navigator.share = undefined")
    page.locator("[data-share]").click()
    expect(page.locator("[data-share]")).to_contain_text("kopiert")
    assert "/de/o/" in page.evaluate("navigator.clipboard.readText()")


def test_the_skip_link_leads_to_the_results_and_changes_nothing(wide: Visit) -> None:
    page = wide.open("/de/?topic=sport")
    page.locator(".list-pane").evaluate("pane => { pane.scrollTop = 900; }")
    page.evaluate("window.cards = document.getElementById('cards').firstElementChild")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    assert page.evaluate("window.cards === document.getElementById('cards').firstElementChild")
