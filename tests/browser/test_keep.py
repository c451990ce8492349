"""Keeping and sharing: offline, shortlist, sharing without a share sheet, wishes."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from mapping.offline import worker_source
from tests.browser.conftest import PHONE, Visit, texts

READY = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) {
      const { pathname, search } = new URL(url);
      found.push(pathname + search);
    }
  }
  return found;
}"""


def kept_addresses(page: Page) -> list[str]:
    found: list[str] = page.evaluate(READY)
    return found


def wait_until_kept(page: Page) -> None:
    """Until the service worker has taken in everything it keeps of this visit."""
    for _ in range(100):
        found = kept_addresses(page)
        if any("compact/words" in one for one in found) and any("leaflet.js" in one for one in found):
            return
        page.wait_for_timeout(150)
    raise AssertionError(kept_addresses(page))


def until(page: Page, expression: str) -> None:
    """Until a promise of the page gives true."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def offline_visit(visit: Any, language: str = "en") -> Visit:
    """A phone that was on the list once and has no connection now."""
    found: Visit = visit(**PHONE, service_workers="allow")
    page = found.open(f"/{language}/")
    wait_until_kept(page)
    found.context.set_offline(True)
    return found


def test_after_one_visit_list_filters_search_and_cards_work_without_a_connection(visit: Any) -> None:
    phone = offline_visit(visit)
    page = phone.open("/en/")
    expect(page.locator("#offline-notice")).to_be_visible()
    expect(page.locator("#offline-notice")).to_contain_text("Data of")
    total = page.locator("#result-count").inner_text()
    page.locator("#tiles a").first.click()
    expect(page.locator("#chips li")).to_have_count(1)
    assert page.locator("#result-count").inner_text() != total
    page.locator("#chips a").first.click()
    page.locator("#q").fill("Chess")
    expect(page.locator("#cards")).to_contain_text("Schach")


def test_an_address_with_filters_is_answered_without_a_connection(visit: Any) -> None:
    phone = offline_visit(visit)
    page = phone.open("/en/?topic=sport")
    expect(page.locator("#chips li")).to_have_count(1)
    assert page.locator("#result-count").inner_text().split()[0] not in ("0", "")
    every = phone.open("/en/").locator("#result-count").inner_text()
    phone.open("/en/?topic=sport")
    expect(page.locator("#result-count")).not_to_have_text(every)


def test_an_entry_visited_before_is_whole_without_a_connection(visit: Any) -> None:
    phone: Visit = visit(**PHONE, service_workers="allow")
    page = phone.open("/en/")
    wait_until_kept(page)
    page.locator("#cards .card-name a").first.click()
    page.wait_for_url("**/o/**")
    path = page.evaluate("location.pathname")
    for _ in range(50):
        if path in kept_addresses(page):
            break
        page.wait_for_timeout(100)
    phone.context.set_offline(True)
    page.reload()
    expect(page.locator("#contact")).to_be_visible()
    expect(page.locator("h1")).to_have_count(1)


def test_a_page_that_was_not_kept_says_so_without_a_connection(visit: Any) -> None:
    phone = offline_visit(visit, "ar")
    page = phone.page
    page.goto(phone.site + "/ar/sheet/")
    expect(page.locator("#kept")).to_have_attribute("data-kind", "offline")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.locator(".button-main:visible").click()
    expect(page.locator("#cards .card").first).to_be_visible()


def test_a_language_that_was_not_kept_and_the_bare_address_say_so_in_one_that_was(visit: Any) -> None:
    phone = offline_visit(visit, "ar")
    page = phone.page
    for path in ("/uk/", "/"):
        page.goto(phone.site + path)
        expect(page.locator("#kept")).to_have_attribute("data-kind", "offline")
        assert page.evaluate("document.documentElement.lang") == "ar"


def test_a_new_release_waits_until_no_page_of_the_old_one_is_open(visit: Any, monkeypatch: Any) -> None:
    phone: Visit = visit(**PHONE, service_workers="allow")
    page = phone.open("/en/")
    wait_until_kept(page)
    phone.open("/en/")
    old = page.evaluate("caches.keys()")
    monkeypatch.setattr("mapping.offline.fingerprint", lambda: "0123456789abcdef")
    worker_source.cache_clear()
    try:
        page.evaluate("navigator.serviceWorker.ready.then(one => one.update()).then(() => true)")
        until(page, "navigator.serviceWorker.ready.then(one => Boolean(one.waiting))")
        both = page.evaluate("caches.keys()")
        assert set(old) < set(both)
        assert "pages-0123456789abcdef" in both
        page.locator("[data-tab=map]").click()  # brings files of its own release
        page.wait_for_selector("#map .marker, #map .cluster")
        page.close()
        phone.page = phone.context.new_page()
        phone.page.wait_for_timeout(1_500)  # with no page of the site open the new release takes over
        phone.open("/en/")
        until(phone.page, "caches.keys().then(names => names.every(name => name.endsWith('abcdef')))")
        addresses = kept_addresses(phone.page)
        assert "/en/" in addresses and any("compact/cards" in one for one in addresses)
    finally:
        worker_source.cache_clear()


def test_only_public_pages_and_files_are_ever_kept(visit: Any) -> None:
    phone: Visit = visit(**PHONE, service_workers="allow")
    page = phone.open("/en/")
    wait_until_kept(page)
    for path in ("/accounts/login/", "/en/?q=secret", "/en/sheet/", "/api/v1/listings?q=secret", "/healthz"):
        page.goto(phone.site + path)
        page.wait_for_timeout(150)
    phone.open("/en/")
    page.wait_for_timeout(500)
    found = kept_addresses(page)
    assert found
    assert [
        one for one in found if any(word in one for word in ("secret", "admin", "accounts", "sheet/", "health"))
    ] == []
    assert {one.split("/")[1] for one in found} <= {"static", "api", "en"}


def test_a_bookmark_keeps_an_entry_on_this_device_and_nothing_before(wide: Visit) -> None:
    page = wide.open("/en/")
    page.wait_for_selector("[data-keep][aria-label*='Keep ']")
    assert page.evaluate("localStorage.length") == 0
    expect(page.locator("[data-shortlist]")).to_be_hidden()
    names = texts(page, "#cards .card-name")[:2]
    for index in (0, 1):
        page.locator("#cards [data-keep]").nth(index).click()
    page.wait_for_function("JSON.parse(localStorage.shortlist).slugs.length === 2")
    expect(page.locator("#cards [data-keep]").first).to_have_attribute("aria-pressed", "true")
    page.locator("[data-shortlist]").click()
    page.wait_for_url("**/shortlist/?id=*")
    expect(page.locator("#cards .card")).to_have_count(2)
    assert texts(page, "#cards .card-name") == names
    assert page.locator(".sketch-number").count() >= 1
    page.locator("#cards [data-keep]").first.click()
    expect(page.locator("#cards .card")).to_have_count(1)
    page.locator("[data-clear-kept]").click()
    expect(page.locator("#shortlist-empty")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_the_bookmark_works_with_the_keyboard_and_stays_pressed_after_a_filter(wide: Visit) -> None:
    page = wide.open("/en/?topic=sport")
    page.wait_for_selector("[data-keep][aria-label*='Keep ']")
    page.locator("#cards [data-keep]").first.focus()
    page.keyboard.press("Enter")
    page.locator('.facet-row:has([value="ar"])').first.click()
    page.locator('.facet-row:has([value="ar"])').first.click()
    expect(page.locator("#cards [data-keep]").first).to_have_attribute("aria-pressed", "true")


def test_a_shortlist_is_there_without_a_connection(visit: Any) -> None:
    phone: Visit = visit(**PHONE, service_workers="allow")
    page = phone.open("/en/")
    wait_until_kept(page)
    page.locator("#cards [data-keep]").first.click()
    name = page.locator("#cards .card-name").first.inner_text()
    phone.context.set_offline(True)
    page.locator("[data-shortlist]").click()
    page.wait_for_selector("html[data-ready=kept]", state="attached")
    expect(page.locator("#cards .card-name")).to_contain_text([name])
    expect(page.locator("#offline-notice")).to_be_visible()


def test_somebody_elses_list_is_kept_with_one_button(wide: Visit) -> None:
    page = wide.open("/en/")
    slugs = [card.get_attribute("data-slug") for card in page.locator("#cards .card").all()[:3]]
    page.goto(f"{wide.site}/en/shortlist/?id={','.join(map(str, slugs))}")
    expect(page.locator("#cards .card")).to_have_count(3)
    assert page.evaluate("localStorage.length") == 0
    page.locator("[data-take-all]").click()
    expect(page.locator("[data-take-all]")).to_be_hidden()
    assert json.loads(page.evaluate("localStorage.shortlist"))["slugs"] == slugs


def test_a_shared_list_needs_no_scripts(visit: Any) -> None:
    plain: Visit = visit(**PHONE, java_script_enabled=False)
    page = plain.open("/en/")
    slug = page.locator("#cards .card").first.get_attribute("data-slug")
    page.goto(f"{plain.site}/en/shortlist/?id={slug}")
    expect(page.locator("#cards .card")).to_have_count(1)
    expect(page.locator("[data-keep]").first).to_be_hidden()
    expect(page.locator(".qr svg")).to_be_visible()


def test_without_share_sheet_and_clipboard_the_address_stands_there(wide: Visit) -> None:
    page = wide.open("/en/", map=False)
    page.locator("#cards .card-name a").first.click()
    page.wait_for_url("**/o/**")
    page.evaluate("""() => {
      navigator.share = undefined;
      navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
    }""")
    page.locator("[data-share]").click()
    expect(page.locator("[data-share-address]")).to_contain_text("/en/o/")


def test_the_devices_own_sheet_is_used_where_there_is_one(wide: Visit) -> None:
    page = wide.open("/en/", map=False)
    page.locator("#cards .card-name a").first.click()
    page.wait_for_url("**/o/**")
    page.evaluate("navigator.share = async data => { window.shared = data; }")
    page.locator("[data-share]").click()
    page.wait_for_function("window.shared?.url.includes('/en/o/')")


def test_an_empty_answer_in_the_browser_is_told_once_and_without_a_position(wide: Visit) -> None:
    page = wide.open("/en/?near=48.66,9.22")
    with page.expect_request("**/wish/") as told:
        page.locator("#q").fill("qqqzzz")
        expect(page.locator(".empty")).to_be_visible()
    assert told.value.method == "POST"
    assert told.value.post_data == "q=qqqzzz"
    answer = told.value.response()
    assert answer is not None and answer.status == 204
    page.wait_for_timeout(500)
    assert len(wide.asked_for("/wish/")) == 1


def test_bookmarks_whose_files_did_not_come_start_once_the_connection_is_back(phone: Visit) -> None:
    phone.context.route("**/js/ui/keeping*.js", lambda route: route.abort())
    with phone.page.expect_event("requestfailed", lambda request: "ui/keeping" in request.url):
        page = phone.open("/en/")
    phone.context.unroute_all()
    with page.expect_request_finished(lambda request: "ui/keeping" in request.url):
        page.evaluate("dispatchEvent(new Event('online'))")
    until(page, "document.querySelector('#cards [data-keep]').click() ?? localStorage.length > 0")
    expect(page.locator("#cards [data-keep]").first).to_have_attribute("aria-pressed", "true")
