"""Searching without a connection, with what the device has kept."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_filters import count, row


def with_what_the_device_keeps(wide: Visit) -> Page:
    """The list, and the modules that the service worker has kept by the time somebody searches without a connection."""
    page: Page = wide.open("/de/")
    names = ["core/text", "core/nearest", "ui/seldom"]
    page.evaluate("names => Promise.all(names.map((name) => import(`/static/js/${name}.js`)))", names)
    return page


def test_offline_the_search_finds_beginnings_of_words_and_says_so(wide: Visit) -> None:
    page = with_what_the_device_keeps(wide)
    wide.context.set_offline(True)
    expect(page.locator("#offline-notice")).to_be_visible()
    page.locator("#q").fill("Fußb")
    expect(page.locator("#notes .notice")).to_be_visible()
    assert count(page) > 0
    row(page, "topic", "sport").click()
    expect(page.locator("#chips li")).to_have_count(2)
    wide.context.set_offline(False)
    expect(page.locator("#offline-notice")).to_be_hidden()


def test_offline_a_compound_is_found_and_words_that_never_meet_can_be_given_up(wide: Visit) -> None:
    page = with_what_the_device_keeps(wide)
    wide.context.set_offline(True)
    page.locator("#q").fill("Ruitschwimmverein")
    expect(page.locator("#notes .notice")).to_be_visible()
    expect(page.locator("#cards .card")).to_have_count(1)
    page.locator("#q").fill("Schach Denkendorf")
    expect(page.locator(".empty [data-drop]").first).to_contain_text("Ohne „")
    assert page.locator("#cards .card").count() == 3
    wide.context.set_offline(False)
