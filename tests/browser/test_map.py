"""The map: markers with names, clusters, keyboard, and the same state as the list."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, Visit
from tests.browser.pmtiles import world_of_land

MOVED_ON = """before => {
  const now = document.activeElement;
  return now.matches('.marker, .cluster') && `${now.className} ${now.ariaLabel}` !== before;
}"""
NAMES = "elements => elements.map(element => element.getAttribute('aria-label'))"


def names(page: Page) -> list[str]:
    """The accessible names of everything that can be pressed on the map's ground."""
    found: list[str] = page.locator("#map .marker, #map .cluster").evaluate_all(NAMES)
    return found


def open_at(visit: Visit, query: str, lat: float, lng: float, zoom: int) -> Page:
    """The list and map as left at that view."""
    page = visit.open(f"/de/{query}")
    page.evaluate("view => history.replaceState({ view }, '')", {"lat": lat, "lng": lng, "zoom": zoom})
    page.reload()
    page.wait_for_selector("#map .marker, #map .cluster")
    page.wait_for_load_state("networkidle")
    return page


def zoom_in(page: Page) -> None:
    page.get_by_role("button", name="Vergrößern", exact=True).click()


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.className + ' ' + (document.activeElement.ariaLabel ?? '')")
    return text


def test_on_a_phone_the_map_is_loaded_when_it_is_opened(phone: Visit) -> None:
    page = phone.open("/de/")
    assert phone.asked_for("leaflet") == phone.asked_for("/js/map/") == []
    page.locator("[data-tab=map]").click()
    page.wait_for_selector("#map .marker, #map .cluster")
    assert phone.asked_for("leaflet.js")
    assert page.url.endswith("#map")
    page.go_back()
    expect(page.locator("#results")).to_be_visible()
    expect(page.locator("#map-pane")).to_be_hidden()


@pytest.mark.parametrize("query", ["", "?topic=sport", "?area=filderstadt"])
def test_every_marker_and_cluster_has_a_name_of_its_own(wide: Visit, query: str) -> None:
    page = wide.open(f"/de/{query}")
    for _ in range(4):
        found = names(page)
        assert found
        assert all(found)
        assert len(set(found)) == len(found)
        zoom_in(page)
        page.wait_for_timeout(400)


def test_a_marker_says_name_kind_topic_and_place(wide: Visit) -> None:
    page = open_at(wide, "?kind=committee", 48.679, 9.22, 17)
    assert any(re.fullmatch(r".+, Gremium, .+, Bernhausen.*", name) for name in names(page))


def test_a_cluster_says_how_many_and_where(wide: Visit) -> None:
    page = wide.open("/de/")
    clusters: list[str] = page.locator("#map .cluster").evaluate_all(NAMES)
    assert all(re.fullmatch(r"\d+ Angebote? (bei .+|hier), vergrößern( \(\d\))?", name) for name in clusters)


def test_the_keyboard_reaches_markers_opens_clusters_and_chooses(wide: Visit) -> None:
    page = wide.open("/de/?topic=music")
    page.locator("#map").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if "cluster" in focused(page):
            break
    for _ in range(8):
        if "marker " in focused(page):
            break
        before = focused(page)
        page.keyboard.press("Enter")
        page.wait_for_function(MOVED_ON, arg=before)
    assert "marker " in focused(page)
    page.keyboard.press("Enter")
    expect(page.locator("#map .marker.is-chosen")).to_have_count(1)
    expect(page.locator("#cards .card.is-chosen")).to_have_count(1)


def test_the_list_lights_the_marker_and_the_marker_lights_the_card(wide: Visit) -> None:
    page = open_at(wide, "?kind=committee&area=bernhausen", 48.679, 9.22, 17)
    marker = page.locator("#map .marker").first
    slug = (marker.get_attribute("data-id") or "").split("/")[0]
    card = page.locator(f'#cards .card[data-slug="{slug}"]')
    marker.hover()
    expect(card).to_have_class(re.compile("is-lit"))
    card.locator("h2 a").focus()
    expect(page.locator(f'#map .marker[data-id^="{slug}/"]').first).to_have_class(re.compile("is-lit"))
    page.locator("#q").focus()
    expect(page.locator("#map .marker.is-lit")).to_have_count(0)


def test_a_chosen_marker_of_another_page_brings_its_card_into_the_list(wide: Visit) -> None:
    page = open_at(wide, "", 48.679, 9.22, 17)
    listed = page.locator("#cards > .card").evaluate_all("cards => cards.map(card => card.dataset.slug)")
    ids = page.locator("#map .marker").evaluate_all("markers => markers.map(marker => marker.dataset.id)")
    other = next(found for found in ids if found.split("/")[0] not in listed)
    page.locator(f'#map .marker[data-id="{other}"]').click()
    expect(page.locator(f'#cards .card[data-slug="{other.split("/")[0]}"]')).to_be_visible()
    expect(page.locator("#cards .card.is-chosen")).to_have_count(1)


def test_searching_in_this_part_of_the_map_follows_the_view(wide: Visit) -> None:
    page = wide.open("/de/")
    everything = page.locator("#result-count").inner_text()
    page.locator("#map-search").check()
    zoom_in(page)
    page.wait_for_url("**bbox=*")
    expect(page.locator("#result-count")).not_to_have_text(everything)
    fewer = page.locator("#result-count").inner_text()
    zoom_in(page)
    expect(page.locator("#result-count")).not_to_have_text(fewer)
    page.locator("#map-search").uncheck()
    expect(page.locator("#result-count")).to_have_text(everything)
    assert "bbox" not in page.url


def test_several_entries_at_one_address_fan_out(wide: Visit) -> None:
    page = wide.open("/de/?area=bernhausen")
    pile = page.evaluate(
        """async () => {
          const { rows } = await (await fetch('/api/v1/compact')).json();
          const seen = new Map();
          rows.lat.forEach((lat, at) => {
            if (lat === null || rows.approximate[at]) return;
            const key = `${lat},${rows.lng[at]}`;
            seen.set(key, (seen.get(key) ?? 0) + 1);
          });
          const [key, n] = [...seen].filter(([, n]) => n > 1 && n <= 8)[0];
          return { lat: key.split(',')[0] / 1e5, lng: key.split(',')[1] / 1e5, n };
        }"""
    )
    page = open_at(wide, "", pile["lat"], pile["lng"], 19)
    before = page.locator("#map .marker").count()
    page.locator("#map .cluster").filter(has_text=str(pile["n"])).first.press("Enter")
    expect(page.locator("#map .marker")).to_have_count(before + pile["n"])
    expect(page.locator("#map .fan-line")).to_have_count(pile["n"])
    assert "marker " in focused(page)


def test_more_entries_at_one_place_than_a_fan_can_show_become_a_list(phone: Visit) -> None:
    page = phone.open("/de/")
    crowd = page.evaluate(
        """async () => {
          const { rows } = await (await fetch('/api/v1/compact')).json();
          const seen = new Map();
          rows.lat.forEach((lat, at) => {
            const key = `${lat},${rows.lng[at]}`;
            if (lat !== null) seen.set(key, (seen.get(key) ?? 0) + 1);
          });
          const [key, n] = [...seen].sort((a, b) => b[1] - a[1])[0];
          return { lat: key.split(',')[0] / 1e5, lng: key.split(',')[1] / 1e5, n };
        }"""
    )
    assert crowd["n"] > 8
    page = open_at_phone(phone, crowd["lat"], crowd["lng"], 19)
    page.locator("#map .cluster").filter(has_text=str(crowd["n"])).press("Enter")
    expect(page.locator("#map-sheet .card a")).to_have_count(crowd["n"])
    expect(page.locator("#map-sheet .card a").first).to_be_focused()
    page.get_by_role("button", name="Schließen").last.click()
    expect(page.locator("#map-sheet")).to_be_hidden()


def test_what_has_no_fixed_place_looks_so_and_says_so(wide: Visit) -> None:
    page = wide.open("/de/")
    lonely = page.evaluate(
        """async () => {
          const { rows } = await (await fetch('/api/v1/compact')).json();
          const keys = rows.lat.map((lat, at) => `${lat},${rows.lng[at]}`);
          const few = (at) => keys.filter(key => key === keys[at]).length < 8;
          const at = rows.fixed.findIndex((fixed, at) => !fixed && rows.lat[at] && few(at));
          return { lat: rows.lat[at] / 1e5, lng: rows.lng[at] / 1e5 };
        }"""
    )
    page = open_at(wide, "", lonely["lat"], lonely["lng"], 19)
    loose = page.locator("#map .marker.is-approximate")
    if not loose.count():
        page.locator("#map .cluster").first.press("Enter")
    expect(loose.first.locator(".marker-ring")).to_have_count(1)
    assert any("Ohne festen Ort" in name for name in names(page))


def test_tiles_that_never_come_leave_outlines_and_names(wide: Visit, settings: Any) -> None:
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    wide.context.route("**/tiles/**", lambda route: route.abort())
    page = wide.open("/de/?topic=sport")
    expect(page.locator("#map-status")).to_contain_text("Umrisse")
    expect(page.locator("#map")).not_to_have_class(re.compile("has-tiles"))
    expect(page.locator("#map .area-outline").nth(4)).to_be_attached()
    expect(page.locator("#map .area-label:visible").nth(2)).to_be_visible()
    assert all("localhost" in url for url in wide.requests)


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
    page.locator('.facet-row[data-value="sport"]').click()
    expect(page.locator("#chips li")).to_have_count(1)


def test_near_me_sorts_by_distance_and_marks_the_position(visit: Any) -> None:
    here = visit(**WIDE, permissions=["geolocation"], geolocation={"latitude": 48.66012345, "longitude": 9.22})
    page = here.open("/de/")
    page.locator("[data-near]").click()
    page.wait_for_url("**near=48.6601%2C9.22*")
    expect(page.locator("#map .here")).to_have_count(1)
    expect(page.locator("#sort")).to_have_value("distance")
    assert re.search(r"\d (m|km)$", page.locator("#cards .card-meta").first.inner_text().replace("\u00a0", " "))
    page.locator("[data-near]").click()
    expect(page.locator("#map .here")).to_have_count(0)


def test_a_position_that_is_refused_is_said(visit: Any) -> None:
    page = visit(**WIDE).open("/de/")
    page.locator("[data-near]").click()
    expect(page.locator("#map-status")).not_to_be_empty()


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


def open_at_phone(phone: Visit, lat: float, lng: float, zoom: int) -> Page:
    page = phone.open("/de/")
    page.evaluate("view => history.replaceState({ view }, '', '/de/#map')", {"lat": lat, "lng": lng, "zoom": zoom})
    page.reload()
    page.wait_for_selector("#map .marker, #map .cluster")
    return page


def test_opening_an_entry_and_going_back_keeps_filters_scroll_and_view(wide: Visit) -> None:
    page = wide.open("/de/?topic=sport")
    zoom_in(page)
    page.wait_for_timeout(500)
    page.locator(".list-pane").evaluate("pane => { pane.scrollTop = 1200; }")
    view = page.evaluate("JSON.stringify(history.state.view)")
    page.locator("#cards .card").nth(7).locator("h2 a").click()
    page.wait_for_url("**/o/**")
    page.go_back()
    page.wait_for_selector("#map .marker, #map .cluster")
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("/de/?topic=sport")
    assert page.locator(".list-pane").evaluate("pane => pane.scrollTop") == pytest.approx(1200, abs=2)
    assert page.evaluate("JSON.stringify(history.state.view)") == view


def test_going_back_on_a_phone_keeps_the_map_and_its_view(phone: Visit) -> None:
    page = open_at_phone(phone, 48.679, 9.22, 17)
    page.locator("#map .marker").first.click()
    page.locator("#map-sheet .button-main").click()
    page.wait_for_url("**/o/**")
    page.go_back()
    page.wait_for_selector("#map .marker")
    assert page.url.endswith("#map")
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
