"""Near me: explained before it asks, refused without harm, typed instead; a measured position leaves no trace."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from organisations import outgoing
from tests.browser.conftest import PHONE, WIDE, Visit
from tests.mapping.nominatim import Badly, Nominatim, nominatim, street

HERE = {"latitude": 48.678912, "longitude": 9.219734}
FINE = re.compile(r"48[.]67[89]\d|9[.]2(19|2)\d|48[.]679|9[.]22(?!\d)")


@pytest.fixture
def geocoder(settings: Any) -> Iterator[Nominatim]:
    settings.GEOCODER_INTERVAL = 0
    settings.GEOCODER_SECONDS = 1
    outgoing.breaker.reset()
    with nominatim(lambda query: [street(9.219712, 48.678934)]) as running:
        settings.GEOCODER_URL = running.url
        yield running
    outgoing.breaker.reset()


def ask(page: Page) -> None:
    page.locator("[data-near]").click()
    expect(page.locator("#near-panel")).to_be_visible()


def type_place(page: Page, text: str) -> None:
    ask(page)
    page.locator("#place").fill(text)
    page.locator("#place").press("Enter")


@pytest.mark.parametrize("look", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_position_that_was_allowed_orders_the_list_and_leaves_no_trace(visit: Any, look: Any) -> None:
    visitor = visit(**look, geolocation=HERE, permissions=["geolocation"])
    page = visitor.open("/en/?topic=sport")
    ask(page)
    before = len(visitor.requests)
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("#chips")).to_contain_text("Near me")
    expect(page.locator("#near-panel")).to_be_hidden()
    expect(page.locator("#cards .card-meta").first).to_contain_text(re.compile(r"\d+\sk?m"))
    expect(page.locator("#sort")).to_have_value("distance")
    for part in ("#chips a", "#near-bar"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-near]")).to_be_focused()
    page.locator("#near-bar label", has_text="2 km").click()
    expect(page.locator("#chips")).to_contain_text("Within 2")
    expect(page).to_have_url(re.compile(re.escape("/en/?topic=sport") + "$"))
    assert not any(FINE.search(url) for url in visitor.requests[before:])
    assert not FINE.search(page.evaluate("JSON.stringify(history.state)"))
    links = page.eval_on_selector_all("a[href]", "all => all.map(link => link.href)")
    assert not any(FINE.search(link) for link in links)


def test_the_map_shows_the_position_and_the_circle_and_both_go_again(visit: Any) -> None:
    page = visit(**WIDE, geolocation=HERE, permissions=["geolocation"]).open("/en/")
    ask(page)
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("#map .here")).to_have_count(1)
    page.locator("#near-bar label", has_text="5 km").click()
    expect(page.locator("#map .near-radius")).to_have_count(1)
    page.locator('#chips a[data-chip^="near:"]').click()
    expect(page.locator("#map .here")).to_have_count(0)
    expect(page.locator("#near-bar")).to_be_hidden()


def test_the_position_stands_above_markers_and_clusters(visit: Any) -> None:
    page = visit(**WIDE, geolocation=HERE, permissions=["geolocation"]).open("/en/")
    ask(page)
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("#map .here")).to_have_count(1)
    levels = """here => {
      const level = (pane) => Number(getComputedStyle(pane).zIndex);
      return level(here.closest('.leaflet-pane')) - level(document.querySelector('#map .leaflet-marker-pane'));
    }"""
    assert page.locator("#map .here").evaluate(levels) > 0


def test_on_the_map_of_a_phone_the_steps_of_distance_are_there_too(visit: Any) -> None:
    page = visit(**PHONE, geolocation=HERE, permissions=["geolocation"]).open("/en/#map")
    page.wait_for_selector("#map .marker, #map .cluster")
    page.get_by_role("button", name="My position").click()
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("#near-panel")).to_be_hidden()
    page.locator("#near-bar label", has_text="2 km").click()
    expect(page.locator("#chips")).to_contain_text("Within 2")
    expect(page.locator("#map .near-radius")).to_have_count(1)
    for first, second in (("#near-bar", ".map-tools"), ("#chips", "#near-bar")):
        above, below = page.locator(first).bounding_box(), page.locator(second).bounding_box()
        assert above and below and above["y"] + above["height"] <= below["y"]


def test_another_language_asks_the_device_again_and_keeps_the_radius(visit: Any) -> None:
    visitor = visit(**WIDE, geolocation=HERE, permissions=["geolocation"])
    page = visitor.open("/en/?topic=sport")
    ask(page)
    page.get_by_role("button", name="Use my position").click()
    page.locator("#near-bar label", has_text="2 km").click()
    page.locator(".drop-language summary").click()
    page.locator("[data-language=de]").click()
    page.wait_for_url("**/de/?topic=sport")
    expect(page.locator("#chips")).to_contain_text("2 km")
    expect(page.locator("#near-again")).to_be_hidden()
    assert not any(FINE.search(url) for url in visitor.requests)


def test_another_language_without_the_permission_says_so_and_one_tap_asks_again(visit: Any) -> None:
    visitor = visit(**PHONE, geolocation=HERE, permissions=["geolocation"])
    page = visitor.open("/en/")
    ask(page)
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("#near-bar")).to_be_visible()
    visitor.context.clear_permissions()
    page.locator(".drop-language summary").click()
    page.locator("[data-language=de]").click()
    page.wait_for_url("**/de/")
    expect(page.locator("#near-again")).to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    visitor.context.grant_permissions(["geolocation"])
    page.locator("#near-again button").click()
    expect(page.locator("#near-bar")).to_be_visible()
    expect(page.locator("#near-again")).to_be_hidden()


def test_clear_all_gives_the_position_up_too(visit: Any) -> None:
    page = visit(**WIDE, geolocation=HERE, permissions=["geolocation"]).open("/en/?topic=sport")
    ask(page)
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("#chips li")).to_have_count(2)
    page.locator("#clear-all").click()
    expect(page.locator("#chips li")).to_have_count(0)


def test_a_refusal_is_taken_calmly_and_leads_to_the_field(wide: Visit) -> None:
    page = wide.open("/en/")
    ask(page)
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("#near-status")).to_contain_text("that is fine")
    expect(page.locator("#place")).to_be_focused()
    assert page.locator("#cards .card").count() == 20


def test_an_area_is_found_while_one_types_without_a_request(wide: Visit) -> None:
    page = wide.open("/en/")
    ask(page)
    wide.context.set_offline(True)
    page.locator("#place").fill("bernh")
    page.locator("#place-hits button", has_text="Bernhausen").click()
    expect(page.locator("#chips")).to_contain_text("Near")
    expect(page).to_have_url(re.compile(re.escape("/en/?near=48.678%2C9.218") + "$"))
    wide.context.set_offline(False)


@pytest.mark.parametrize("offline", [True, False], ids=["offline", "online"])
def test_a_misspelt_area_is_found_and_the_page_says_for_which_it_was_taken(wide: Visit, offline: bool) -> None:
    page = wide.open("/en/")
    ask(page)
    wide.context.set_offline(offline)
    page.locator("#place").fill("Filderstat")
    expect(page.locator("#place-hits button")).to_have_text("Filderstadt ")
    page.locator("#place").press("Enter")
    expect(page.locator("#near-corrected")).to_contain_text("Filderstadt")
    page.locator('#chips a[data-chip^="near:"]').click()
    expect(page.locator("#near-corrected")).to_be_hidden()
    wide.context.set_offline(False)


def test_a_typed_street_is_looked_up_by_our_server(wide: Visit, geocoder: Nominatim) -> None:
    page = wide.open("/en/")
    type_place(page, "Musterweg, Filderstadt")
    expect(page.locator("#chips")).to_contain_text("Near")
    expect(page).to_have_url(re.compile(re.escape("/en/?near=48.679%2C9.22") + "$"))
    assert len(geocoder.asked) == 1
    assert all("localhost" in url for url in wide.requests)


def test_a_postcode_with_several_areas_asks_which(wide: Visit) -> None:
    page = wide.open("/en/")
    type_place(page, "70794")
    expect(page.locator("#near-status")).to_contain_text("Which place")
    expect(page.locator("#place-hits button").first).to_be_focused()


def test_every_trouble_has_its_sentence(wide: Visit, geocoder: Nominatim, settings: Any) -> None:
    page = wide.open("/en/")
    geocoder.answer = lambda query: []
    type_place(page, "Nirgendwo")
    status = page.locator("#near-status")
    expect(status).to_contain_text("was not found")
    geocoder.answer = lambda query: Badly(status=500)
    page.locator("#place").fill("Kaputtweg 1")
    page.locator("#place").press("Enter")
    expect(status).to_contain_text("cannot be looked up just now")
    geocoder.answer = lambda query: Badly(status=429)
    page.locator("#place").fill("Vollweg 1")
    page.locator("#place").press("Enter")
    expect(status).to_contain_text("Many people are asking")
    settings.GEOCODER_URL = ""
    page.locator("#place").fill("Andererweg 1")
    page.locator("#place").press("Enter")
    expect(status).to_contain_text("none of our towns")


def test_escape_closes_the_panel_and_gives_the_focus_back(wide: Visit) -> None:
    page = wide.open("/en/")
    ask(page)
    page.keyboard.press("Escape")
    expect(page.locator("#near-panel")).to_be_hidden()
    expect(page.locator("[data-near]")).to_be_focused()


def test_without_javascript_a_typed_place_works_too(visit: Any) -> None:
    page = visit(**PHONE, java_script_enabled=False).open("/en/?topic=sport")
    page.locator("[data-near]").click()
    page.locator("#place").fill("Bernhausen")
    page.locator("#near-form button").click()
    expect(page).to_have_url(re.compile(re.escape("/en/?topic=sport&near=48.678%2C9.218") + "$"))
    expect(page.locator("#near-bar")).to_be_visible()


def test_without_javascript_a_misspelt_place_is_said_too(visit: Any) -> None:
    page = visit(**PHONE, java_script_enabled=False).open("/en/near/?place=Bernhauzen")
    expect(page.locator("#near-corrected")).to_contain_text("Bernhausen")


def test_a_large_directory_gets_the_position_in_a_header_only(visit: Any, settings: Any) -> None:
    settings.COMPACT_LIMIT = 10
    visitor = visit(**WIDE, geolocation=HERE, permissions=["geolocation"])
    page = visitor.open("/en/?topic=sport")
    ask(page)
    with page.expect_request(lambda request: "/results/" in request.url) as found:
        page.get_by_role("button", name="Use my position").click()
    assert found.value.headers["x-position"] == "48.679,9.22"
    expect(page.locator("#cards .card-meta").first).to_contain_text(re.compile(r"\d+\sk?m"))
    assert not any(FINE.search(url) for url in visitor.requests)
    links = page.eval_on_selector_all("a[href]", "all => all.map(link => link.href)")
    assert not any(FINE.search(link) for link in links)
