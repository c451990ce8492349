"""Back from an entry to the list, with the keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit

MARKERS = "#map .marker, #map .cluster"


def test_who_comes_back_from_an_entry_goes_on_from_its_card(wide: Visit) -> None:
    page = wide.open("/de/?topic=sport")
    link = page.locator("#cards .card").nth(2).locator("h2 a")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/**")
    page.go_back()
    page.wait_for_selector(MARKERS)
    expect(link).to_be_focused()
    page.reload()
    page.wait_for_selector(MARKERS)
    expect(page.locator("#cards a:focus")).to_have_count(0)


def test_who_left_by_another_link_does_not_find_the_focus_on_a_card(wide: Visit) -> None:
    page = wide.open("/de/?topic=sport")
    page.locator("#cards .card").nth(2).locator("h2 a").focus()
    page.locator('a[href="/de/imprint/"]').first.evaluate("link => link.click()")
    page.wait_for_url("**/imprint/")
    page.go_back()
    page.wait_for_selector(MARKERS)
    expect(page.locator("#cards a:focus")).to_have_count(0)
