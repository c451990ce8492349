"""Around the markers of the map: what lies below them, where the visitor is, phones, and the way back."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, Visit
from tests.browser.maps import open_at_phone, zoom_in
from tests.browser.pmtiles import world_of_land


def test_tiles_that_never_come_leave_outlines_and_names(wide: Visit, settings: Any) -> None:
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    wide.context.route("**/tiles/**", lambda route: route.abort())
    page = wide.open("/de/?topic=sport")
    expect(page.locator("#map-status")).to_contain_text("Umrisse")
    expect(page.locator("#map")).not_to_have_class(re.compile("has-tiles"))
    expect(page.locator("#map .area-outline").nth(4)).to_be_attached()
    expect(page.locator("#map .area-label:visible").nth(2)).to_be_visible()
    assert all("localhost" in url for url in wide.requests)


@pytest.mark.parametrize("look", [PHONE, WIDE], ids=["phone", "wide"])
def test_the_sentence_on_missing_tiles_leaves_the_legend_free(visit: Any, settings: Any, look: Any) -> None:
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    visitor = visit(**look)
    visitor.context.route("**/tiles/**", lambda route: route.abort())
    page = visitor.open("/de/#map")
    expect(page.locator("#map-status")).to_contain_text("Umrisse")
    for _opened in range(2):
        sentence, legend = page.locator("#map-status").bounding_box(), page.locator("#map-legend").bounding_box()
        assert sentence and legend and sentence["y"] + sentence["height"] <= legend["y"]
        if page.locator("#map-legend summary").is_visible():
            page.locator("#map-legend summary").click()


def test_tiles_lie_below_the_outlines(wide: Visit, settings: Any) -> None:
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc000000301"
        "0100c9fe92ef0000000049454e44ae426082"
    )
    wide.context.route("**/tiles/**", lambda route: route.fulfill(body=dot, content_type="image/png"))
    page = wide.open("/de/")
    expect(page.locator("#map")).to_have_class(re.compile("has-tiles"))
    expect(page.locator("#map-status")).to_be_empty()
    expect(page.locator("#map .area-outline").nth(4)).to_be_attached()
    expect(page.locator("#map .leaflet-control-attribution a")).to_have_text("OpenStreetMap")


def test_a_map_file_is_drawn_below_the_outlines(wide: Visit, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "world.pmtiles").write_bytes(world_of_land())
    settings.PMTILES_FILE = str(tmp_path / "world.pmtiles")
    page = wide.open("/de/")
    expect(page.locator("#map")).to_have_class(re.compile("has-tiles"))
    page.wait_for_function(
        """() => [...document.querySelectorAll('#map canvas')].some(canvas =>
          canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3] === 255)"""
    )
    expect(page.locator("#map .area-outline").nth(4)).to_be_attached()
    assert all("localhost" in url for url in wide.requests)


def test_a_map_file_that_is_missing_leaves_outlines(wide: Visit, settings: Any) -> None:
    settings.PMTILES_FILE = "/nowhere.pmtiles"
    page = wide.open("/de/")
    expect(page.locator("#map-status")).to_contain_text("Umrisse")
    expect(page.locator("#map .area-outline").nth(4)).to_be_attached()


def test_without_leaflet_the_page_says_so_and_the_list_stays(wide: Visit) -> None:
    wide.context.route("**/leaflet.js", lambda route: route.abort())
    page = wide.open("/de/", map=False)
    expect(page.locator("#map-status")).to_contain_text("Karte")
    page.locator('.facet-row:has([value="sport"])').click()
    expect(page.locator("#chips li")).to_have_count(1)


def test_on_a_phone_the_chosen_marker_opens_its_card_below_the_map(phone: Visit) -> None:
    page = open_at_phone(phone, 48.679, 9.22, 17)
    page.locator("#map .marker").first.click()
    sheet = page.locator("#map-sheet")
    expect(sheet).to_be_visible()
    name = sheet.locator("h2").inner_text()
    sheet.get_by_role("button", name="Nächster Eintrag").click()
    expect(sheet.locator("h2")).not_to_have_text(name)
    box, below = page.locator("#map .marker.is-chosen, #map .cluster.is-lit").bounding_box(), sheet.bounding_box()
    assert box and below and box["y"] + box["height"] <= below["y"]
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator("#map .marker.is-chosen")).to_have_count(0)


def test_opening_an_entry_and_going_back_keeps_filters_scroll_and_view(wide: Visit) -> None:
    page = wide.open("/de/?topic=sport")
    zoom_in(page)
    page.wait_for_timeout(500)
    page.locator(".list-pane").evaluate("pane => { pane.scrollTop = 1200; }")
    view = page.evaluate("JSON.stringify(history.state.view)")
    card = page.locator("#cards .card").nth(7)
    card.scroll_into_view_if_needed()
    top = card.evaluate("card => card.getBoundingClientRect().top")
    card.locator("h2 a").click()
    page.wait_for_url("**/o/**")
    page.go_back()
    page.wait_for_selector("#map .marker, #map .cluster")
    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(re.compile(re.escape("/de/?topic=sport") + "$"))
    again = page.locator("#cards .card").nth(7)
    assert again.evaluate("card => card.getBoundingClientRect().top") == pytest.approx(top, abs=2)
    assert page.evaluate("JSON.stringify(history.state.view)") == view


def test_going_back_on_a_phone_keeps_the_map_and_its_view(phone: Visit) -> None:
    page = open_at_phone(phone, 48.679, 9.22, 17)
    page.locator("#map .marker").first.click()
    page.locator("#map-sheet .button-main").click()
    page.wait_for_url("**/o/**")
    page.go_back()
    page.wait_for_selector("#map .marker")
    expect(page).to_have_url(re.compile(re.escape("#map") + "$"))
    assert page.evaluate("Math.round(history.state.view.zoom)") == 17
    expect(page.locator("#map-sheet .card")).to_be_visible()
    expect(page.locator("#map .marker.is-chosen")).to_have_count(1)


def test_the_entry_shows_its_place_on_a_small_map(visit: Any) -> None:
    for look in (PHONE, WIDE):
        page = visit(**look).open("/de/?kind=club&sort=name", map=False)
        page.locator("#cards .card h2 a").first.click()
        page.locator("#entry-map").scroll_into_view_if_needed()
        expect(page.locator("#entry-map .marker")).to_have_count(1)
        expect(page.locator("#entry-map .area-outline").first).to_be_attached()


def test_the_link_to_the_list_goes_back_to_the_filters(wide: Visit) -> None:
    page = wide.open("/de/?topic=sport&language=ar")
    page.locator("#cards .card h2 a").first.click()
    expect(page.locator("[data-back]")).to_have_text(re.compile(r"^ Zurück zu \d+ Angeboten$"))
    page.locator("[data-back]").click()
    page.wait_for_url("**/de/?topic=sport&language=ar")
