"""The admin in a browser: set a point on the map, save; the Content-Security-Policy refuses nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django.plugin import DjangoDbBlocker

from organisations.models import DataVersion, Organisation
from organisations.services.rows import load_document
from tests.browser.conftest import PHONE, WIDE, Visit
from tests.signing_in import session_cookie

NAME = "Aus dem Browser e.V."
ADD = "/admin/organisations/organisation/add/"


@pytest.fixture(scope="module")
def cookie(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """The session of a superuser that the running site knows; what it made is taken away afterwards."""
    with django_db_blocker.unblock():
        made = session_cookie(User.objects.create_superuser("root", "root@example.org", "a long password"))
        yield {**made, "url": site}
        User.objects.all().delete()
        Session.objects.all().delete()
        Organisation.objects.filter(name=NAME).delete()
        DataVersion.increase()


def signed_in(visit: Any, look: dict[str, Any], cookie: Any) -> tuple[Visit, Page, list[str]]:
    """A window in which the superuser is signed in, its page, and what its console complains about."""
    found: Visit = visit(**look)
    complaints: list[str] = []
    found.page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    found.context.add_cookies([cookie])
    found.open("/admin/", map=False)
    expect(found.page.locator("#user-tools")).to_be_visible()
    return found, found.page, complaints


def number(page: Page, axis: str) -> float:
    """Longitude or latitude of the first place, as the form holds it."""
    return float(page.locator(f"#id_places-0-point_{axis}").input_value())


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_with_maps_fit_the_screen_and_nothing_is_refused(visit: Any, cookie: Any, look: dict[str, Any]) -> None:
    window, page, complaints = signed_in(visit, look, cookie)
    page.locator("a", has_text="Gebiete").first.click()
    page.locator("#result_list a", has_text="Filderstadt").first.click()
    expect(page.locator(".leaflet-container")).to_have_count(2)
    expect(page.locator(".admin-map:not([data-outline]) path").first).to_be_visible()  # no tiles: the areas around
    expect(page.locator(".admin-map[data-outline] path").first).to_be_visible()
    expect(page.locator("img.leaflet-marker-icon")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= look["viewport"]["width"]
    assert complaints == []
    assert all(url.startswith((window.site, "data:")) for url in window.requests)


def test_a_place_is_added_and_its_point_set_by_a_click_on_the_map(visit: Any, cookie: Any) -> None:
    window, page, complaints = signed_in(visit, WIDE, cookie)
    window.open(ADD, map=False)
    page.fill("#id_name", NAME)
    page.locator("#places-group .add-row a").click()
    page.fill("#id_places-0-street", "Musterweg 7")
    page.fill("#id_places-0-town", "Filderstadt")
    view = page.locator("#places-0 .admin-map-view")
    view.click(position={"x": 200, "y": 150})
    expect(page.locator("#places-0 img.leaflet-marker-icon")).to_be_visible()
    clicked = number(page, "lng"), number(page, "lat")
    marker = page.locator("#places-0 img.leaflet-marker-icon")
    marker.drag_to(view, target_position={"x": 120, "y": 100})
    dragged = number(page, "lng"), number(page, "lat")
    assert dragged != clicked
    page.click("input[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator("#places-0 img.leaflet-marker-icon")).to_be_visible()
    address = load_document(Organisation.objects.get(name=NAME).pk).places[0].address
    assert (address.point, address.point_origin) == (dragged, "hand")
    assert complaints == []
