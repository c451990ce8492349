"""The forms of an entry on a phone: rows with and without JavaScript, a point by keyboard and by tap."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from organisations.models import Organisation
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import COMBINATIONS, LOOKS, assert_nothing_found
from tests.conftest import DEEP

ALL = "about,topics,open,languages,places,times,visit,contacts"


@pytest.fixture(autouse=True)
def _page_with_forms(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.browser.section_pages"


def opened(visit: Any, keys: str, language: str = "de", **device: Any) -> Page:
    places = Organisation.objects.filter(state="public", locations__address__point__isnull=False)
    slug = places.filter(locations__private=False).order_by("slug")[0].slug
    page: Page = visit(**device).open(f"/{language}/form/{keys}/{slug}/", map=False)
    return page


def saved(page: Page) -> str:
    page.locator("main .button-main").click()
    return page.locator("#saved").inner_text()


def test_rows_are_added_removed_and_brought_back_without_asking_the_server(visit: Any) -> None:
    page = opened(visit, "languages", **PHONE)
    rows = page.locator("[data-row]:visible")
    before = rows.count()
    page.locator("[data-add]").click()
    page.locator("[data-add]").click()
    expect(rows).to_have_count(before + 2)
    page.locator(f"[name=languages-{before}-code]").select_option("so")
    page.locator(f"[name=languages-{before + 1}-code]").select_option("ti")
    page.locator("[data-remove]:visible").nth(before).click()
    expect(rows).to_have_count(before + 1)
    page.locator("[data-undo]:visible").click()
    expect(rows).to_have_count(before + 2)
    page.locator("[data-remove]:visible").nth(before).click()
    found = saved(page)
    assert "code='ti'" in found and "code='so'" not in found


def test_rows_are_added_and_removed_without_javascript(visit: Any) -> None:
    page = opened(visit, "languages", java_script_enabled=False, **PHONE)
    before = page.locator("[data-row]").count()
    page.locator("[data-add]").click()
    expect(page.locator("[data-row]")).to_have_count(before + 1)
    page.locator(f"[name=languages-{before}-code]").select_option("so")
    page.locator("[data-remove]").nth(0).click()
    expect(page.locator("[data-row]")).to_have_count(before)
    assert "code='so'" in saved(page)


def test_a_point_is_set_by_keyboard_and_by_tap(visit: Any) -> None:
    page = opened(visit, "places", **WIDE)
    fields = page.locator("[name=places-0-lat], [name=places-0-lng]")
    start = [field.input_value() for field in fields.all()]
    page.locator("[data-point-open]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#point-map.leaflet-container")).to_be_visible()
    page.locator("#point-map").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    by_keyboard = [field.input_value() for field in fields.all()]
    assert by_keyboard != start and all(re.fullmatch(r"-?\d+\.\d{6}", number) for number in by_keyboard)
    page.locator("#point-map").click(position={"x": 30, "y": 40})
    by_tap = [field.input_value() for field in fields.all()]
    assert by_tap != by_keyboard
    assert "point_origin='hand'" in saved(page)


def test_the_point_goes_when_the_address_is_changed(visit: Any) -> None:
    page = opened(visit, "places", **PHONE)
    page.locator("[name=places-0-street]").fill("Andere Straße 5")
    page.locator("[name=places-0-town]").focus()
    expect(page.locator("[name=places-0-lat]")).to_have_value("")


@pytest.mark.parametrize(("language", "look"), COMBINATIONS if DEEP else [("de", "phone"), ("ar", "phone")])
def test_all_sections_pass_the_checks_of_accessibility_and_fit(visit: Any, language: str, look: str) -> None:
    page = opened(visit, ALL, language, **LOOKS[look])
    assert_nothing_found(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    parts = "main button:not(.sr), main select, main summary, main .pick, main input:not(.check)"
    small = page.evaluate(
        f"[...document.querySelectorAll('{parts}')]"
        ".filter(e => e.offsetWidth > 1 && e.offsetHeight < 44).map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []


def test_a_fault_is_named_at_the_top_with_a_way_to_its_field(visit: Any) -> None:
    page = opened(visit, "about", **PHONE)
    page.locator("[name=about-name]").fill("")
    page.locator("main .button-main").click()
    expect(page.locator("#errors")).to_be_focused()
    page.locator("#errors a").first.click()
    expect(page.locator("#id_about-name")).to_be_focused()
