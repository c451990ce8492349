"""What the device says of itself: it saves data, it has a voice."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE, Visit


def saving(visit: Any, connection: dict[str, Any]) -> Visit:
    """A visit whose browser tells that about its connection, on a site with tiles."""
    found: Visit = visit(**WIDE)
    found.context.add_init_script(
        f"Object.defineProperty(navigator, 'connection', {{ value: {json.dumps(connection)} }})"
    )
    return found


@pytest.mark.parametrize("connection", [{"saveData": True}, {"saveData": False, "effectiveType": "3g"}])
def test_who_saves_data_or_has_a_slow_connection_gets_map_pictures_only_when_asked_for(
    visit: Any, settings: Any, connection: dict[str, Any]
) -> None:
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    spare = saving(visit, connection)
    spare.context.route("**/tiles/**", lambda route: route.fulfill(status=404))
    page = spare.open("/en/?fresh=1&kind=club")
    expect(page.locator(".map-offer")).to_contain_text("To save data")
    page.wait_for_load_state("networkidle")  # the map is drawn again when the last module has come
    assert spare.asked_for("/tiles/") == []
    with page.expect_request("**/tiles/**"):
        page.locator(".map-offer button").click()
    expect(page.locator(".map-offer")).to_have_count(0)


def test_who_does_not_save_data_is_not_asked(visit: Any, settings: Any) -> None:
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    fast = saving(visit, {"saveData": False, "effectiveType": "4g"})
    fast.context.route("**/tiles/**", lambda route: route.fulfill(status=404))
    fast.open("/en/?fresh=1&kind=committee")
    assert fast.asked_for("/tiles/")


def test_reading_aloud_is_offered_only_where_there_is_a_voice(visit: Any) -> None:
    for voices, seen in (("[]", False), ("[{lang: 'en-GB'}]", True), ("[{lang: 'de-DE'}]", False)):
        one: Visit = visit(**WIDE)
        one.context.add_init_script(
            f"speechSynthesis.getVoices = () => {voices}; window.said = [];"
            "window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } addEventListener() {} };"
            "speechSynthesis.speak = (one) => said.push([one.text, one.lang]);"
        )
        page = one.open("/en/", map=False)
        page.locator("#cards .card-name a").first.click()
        page.wait_for_url("**/o/**")
        button = page.locator("[data-aloud]")
        if not seen:
            expect(button).to_be_hidden()
            continue
        button.click()
        page.wait_for_function("window.said.length > 5")
        said = page.evaluate("window.said")
        assert said[0][0] == page.locator("h1").inner_text()
        lead = page.locator(".lead[lang=de]").inner_text()
        assert lead not in [text for text, _lang in said]
        expect(button).to_have_attribute("aria-pressed", "true")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false")
