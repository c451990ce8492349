"""axe finds nothing, in German and Arabic, on phones and wide screens: WCAG 2.2 A and AA, and its good practices."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE
from tests.conftest import DEEP

DARK = {"color_scheme": "dark"}
LOOKS: dict[str, dict[str, Any]] = {"phone": PHONE, "wide": WIDE, "dark phone": PHONE | DARK, "dark wide": WIDE | DARK}
LANGUAGES = ["de", "ar", "de-simple"] if DEEP else ["de", "ar"]
STATES = {
    "near me": lambda page: page.locator("[data-near]").click(),
    "suggestions": lambda page: suggested(page),
    "menu": lambda page: page.locator(".drop:not(.drop-language) summary").click(),
    "languages": lambda page: page.locator(".drop-language summary").click(),
    "legend": lambda page: legend_shown(page),
}
# Of pages that stand deeper in the site, one after the other: of each language and each look something, or all of both.
COMBINATIONS = (
    [(language, look) for language in LANGUAGES for look in LOOKS] if DEEP else [("de", "phone"), ("ar", "dark wide")]
)
TEXTS = ["about", "imprint", "privacy", "accessibility", "languages", "openings"]

in_each_language = pytest.mark.parametrize("language", LANGUAGES)
combined = pytest.mark.parametrize(("language", "look"), COMBINATIONS)
on_one_screen = pytest.mark.parametrize("look", LOOKS if DEEP else ["phone"])


def findings(page: Page) -> list[tuple[str, str, str]]:
    found = Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"][:200], rule["nodes"][0]["failureSummary"]) for rule in found]


def assert_nothing_found(page: Page) -> None:
    assert findings(page) == []


@combined
def test_list_and_map(visit: Any, language: str, look: str) -> None:
    page = visit(**LOOKS[look]).open(f"/{language}/?language=ar")
    assert_nothing_found(page)


def suggested(page: Page) -> None:
    page.locator("#q").press_sequentially("fu")
    page.wait_for_selector("#q-suggestions li")


def legend_shown(page: Page) -> None:
    page.locator("[data-tab=map]").click()
    page.wait_for_selector("#map .marker, #map .cluster")
    page.locator("#map-legend summary").click()


@in_each_language
@on_one_screen
@pytest.mark.parametrize("state", STATES if DEEP else ["near me", "languages", "legend"])
def test_list_with_something_open(visit: Any, language: str, look: str, state: str) -> None:
    if state == "legend" and "phone" not in look:
        pytest.skip("on wide screens the legend stands open")
    page = visit(**LOOKS[look]).open(f"/{language}/")
    STATES[state](page)
    page.wait_for_timeout(200)
    assert_nothing_found(page)


@in_each_language
def test_map_on_a_phone_with_a_chosen_marker(visit: Any, language: str) -> None:
    page = visit(**PHONE).open(f"/{language}/")
    page.locator("[data-tab=map]").click()
    while not page.locator("#map .marker").count():
        page.locator("#map .cluster").first.press("Enter")
        page.wait_for_timeout(500)
    page.locator("#map .marker").first.press("Enter")
    page.wait_for_selector("#map-sheet .card")
    page.wait_for_timeout(400)
    assert_nothing_found(page)


@in_each_language
@on_one_screen
def test_filter_sheet(visit: Any, language: str, look: str) -> None:
    page = visit(**LOOKS[look]).open(f"/{language}/?topic=football")
    if "phone" in look:
        page.locator(".bar [data-open]").click()
    page.locator("#filters details").evaluate_all("groups => groups.forEach(group => { group.open = true; })")
    assert_nothing_found(page)


@in_each_language
@on_one_screen
def test_empty_result(visit: Any, language: str, look: str) -> None:
    page = visit(**LOOKS[look]).open(f"/{language}/?topic=chess&kind=committee")
    assert_nothing_found(page)


@combined
def test_entry(visit: Any, language: str, look: str) -> None:
    page = visit(**LOOKS[look]).open(f"/{language}/?sort=name", map=False)
    page.locator("#cards .card h2 a").first.click()
    page.locator("#entry-map").scroll_into_view_if_needed()
    page.wait_for_selector("#entry-map .marker")
    assert_nothing_found(page)


@in_each_language
def test_page_that_is_not_there(visit: Any, language: str) -> None:
    page = visit(**PHONE).open(f"/{language}/o/nothing-of-that-name/", map=False)
    assert_nothing_found(page)


@in_each_language
@on_one_screen
def test_texts_and_what_is_kept_and_printed(visit: Any, language: str, look: str) -> None:
    one = visit(**LOOKS[look])
    page = one.open(f"/{language}/", map=False)
    slugs = [card.get_attribute("data-slug") for card in page.locator("#cards .card").all()[:3]]
    shortlist = f"shortlist/?id={','.join(map(str, slugs))}"
    kept = [shortlist, "sheet/?topic=sport", "offline/", f"o/{slugs[0]}/first-visit/", "near/?place=Nirgendwo"]
    found = {}
    for address in [*(f"{name}/" for name in TEXTS), *kept]:
        page.goto(f"{one.site}/{language}/{address}", wait_until="networkidle" if address in kept else "load")
        found[address] = findings(page)
    assert {address: rules for address, rules in found.items() if rules} == {}
