"""The map: markers with names, clusters, keyboard, and the same state as the list."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.maps import IN_SIGHT, MOVED_ON, NAMES, focused, names, open_at, open_at_phone, zoom_in


def test_on_a_phone_the_map_is_loaded_when_it_is_opened(phone: Visit) -> None:
    page = phone.open("/de/")
    assert phone.asked_for("leaflet") == phone.asked_for("/js/map/") == []
    page.locator("[data-tab=map]").click()
    page.wait_for_selector("#map .marker, #map .cluster")
    assert phone.asked_for("leaflet.js")
    expect(page).to_have_url(re.compile(re.escape("#map") + "$"))
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
    ids = page.locator("#map .marker").evaluate_all(IN_SIGHT)
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
    expect(page).not_to_have_url(re.compile("bbox"))


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
    cluster = page.locator("#map .cluster").filter(has_text=re.compile(f"^{crowd['n']}$"))
    expect(cluster).to_have_count(1)
    cluster.press("Enter")
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
