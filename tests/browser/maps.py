"""What the browser tests of the map share: views, and what stands on the map."""

from playwright.sync_api import Page

from tests.browser.conftest import Visit

MOVED_ON = """before => {
  const now = document.activeElement;
  return now.matches('.marker, .cluster') && `${now.className} ${now.ariaLabel}` !== before;
}"""
NAMES = "elements => elements.map(element => element.getAttribute('aria-label'))"


def names(page: Page) -> list[str]:
    """The accessible names of everything that can be pressed on the map's ground."""
    found: list[str] = page.locator("#map .marker, #map .cluster").evaluate_all(NAMES)
    return found


# Ids of the markers that lie wholly on the map: some just beyond its edge are drawn in advance.
IN_SIGHT = """markers => {
    const map = document.getElementById('map').getBoundingClientRect();
    const inside = ({ left, right, top, bottom }) =>
        left > map.left && right < map.right && top > map.top && bottom < map.bottom;
    return markers.filter((one) => inside(one.getBoundingClientRect())).map((one) => one.dataset.id);
}"""


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


def open_at_phone(phone: Visit, lat: float, lng: float, zoom: int) -> Page:
    page = phone.open("/de/")
    page.evaluate("view => history.replaceState({ view }, '', '/de/#map')", {"lat": lat, "lng": lng, "zoom": zoom})
    page.reload()
    page.wait_for_selector("#map .marker, #map .cluster")
    page.wait_for_load_state("networkidle")  # before that the view may be the region's
    return page
