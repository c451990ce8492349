"""A directory too large for the compact files: the same page, answered by the server."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, Visit, texts


@pytest.fixture(autouse=True)
def large(settings: Any) -> None:
    """251 sample entries are many today."""
    settings.COMPACT_LIMIT = 100


def test_a_tap_fetches_the_results_and_the_counts(wide: Visit) -> None:
    page = wide.open("/de/")
    assert wide.asked_for("/api/v1/compact") == []
    everything = page.locator("#result-count").inner_text()
    with page.expect_response("**/de/results/?topic=sport"), page.expect_response("**/api/v1/facets?*topic=sport*"):
        page.locator('.facet-row:has([value="sport"])').click()
    expect(page.locator("#result-count")).not_to_have_text(everything)
    expect(page.locator("#chips li")).to_have_count(1)
    number = re.sub(r"\D", "", page.locator("#result-count").inner_text())
    expect(page.locator('.facet-row:has([value="sport"]) .facet-count')).to_have_text(number)


def test_list_and_order_are_those_of_the_whole_page(visit: Any) -> None:
    with_scripts, without = visit(**WIDE), visit(**WIDE, java_script_enabled=False)
    page = with_scripts.open("/de/")
    page.locator('.facet-row:has([value="ar"])').click()
    expect(page.locator("#chips li")).to_have_count(1)
    with page.expect_response("**/results/*sort=name*"):
        page.locator("#sort").select_option("name")
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    plain = without.open("/de/?language=ar&sort=name", map=False)
    assert texts(page, "#cards .card") == texts(plain, "#cards .card")
    expect(page.locator("#sort")).to_have_value("name")


def test_paging_stays_in_the_page(wide: Visit) -> None:
    page = wide.open("/de/")
    first = texts(page, "#cards .card h2")
    page.evaluate("window.stayed = true")
    page.wait_for_load_state("networkidle")  # what comes last draws the list once more, and the link with it
    page.locator(".pager [rel=next]").click()
    page.wait_for_url("**page=2")
    expect(page.locator("#cards .card h2").first).not_to_have_text(first[0])
    assert page.evaluate("window.stayed")


def test_the_map_asks_for_what_is_in_sight_and_names_each_apart_at_once(wide: Visit) -> None:
    page = wide.open("/de/")
    page.evaluate("window.requestAnimationFrame = () => 0")  # no frame may be needed for a name
    with page.expect_response("**/api/v1/map?*"):
        page.get_by_role("button", name="Vergrößern", exact=True).click()
    page.wait_for_function(
        """() => {
          const names = [...document.querySelectorAll('#map .marker, #map .cluster')].map((one) => one.ariaLabel);
          return names.length > 0 && new Set(names).size === names.length;
        }"""
    )


def test_numbers_per_cell_stand_for_many_and_lead_nearer(wide: Visit) -> None:
    def cells(route: Any) -> None:
        point = {"type": "Point", "coordinates": [9.22, 48.66]}
        feature = {"type": "Feature", "geometry": point, "properties": {"count": 1234}}
        route.fulfill(json={"type": "FeatureCollection", "mode": "cells", "features": [feature]})

    wide.context.route("**/api/v1/map?*", cells)
    page = wide.open("/de/")
    cell = page.locator("#map .cluster")
    expect(cell).to_have_text("1,2k")
    expect(cell).to_have_attribute("aria-label", re.compile("^1234 Angebote bei "))
    zoom = page.evaluate("history.state?.view?.zoom ?? 0")
    cell.press("Enter")
    page.wait_for_function("zoom => (history.state?.view?.zoom ?? 0) > zoom", arg=zoom)


def test_on_a_phone_a_marker_opens_a_card(phone: Visit) -> None:
    page = phone.open("/de/")
    page.evaluate("history.replaceState({ view: { lat: 48.679, lng: 9.22, zoom: 17 } }, '', '/de/#map')")
    page.reload()
    page.locator("#map .marker").first.click()
    expect(page.locator("#map-sheet .card")).to_be_visible()


def test_a_failed_answer_is_said_and_the_list_stays(visit: Any) -> None:
    offline: Visit = visit(**PHONE)
    page: Page = offline.open("/de/")
    before = texts(page, "#cards .card h2")
    offline.context.set_offline(True)
    page.locator("#tiles a").first.click()
    expect(page.locator("#offline-notice")).to_be_visible()
    assert texts(page, "#cards .card h2") == before


def test_while_an_answer_takes_long_outlines_stand_for_the_cards(wide: Visit) -> None:
    page = wide.open("/de/")
    wide.context.route("**/de/results/**", lambda route: None)
    page.locator('.facet-row:has([value="sport"])').click()
    expect(page.locator("#results")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#cards > li:not(.card)")).to_have_count(3)
    expect(page.locator("#result-count")).to_have_text("Wird geladen")
