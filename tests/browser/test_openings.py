"""A committee offers a seat until today; a newcomer finds it, and tomorrow it is nowhere any more."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from organisations.models import DataVersion, Organisation
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.browser.conftest import PHONE, WIDE, Visit
from tests.browser.test_accessibility import findings
from tests.browser.test_editing import committed, opened
from tests.factories import document

DAY = timedelta(days=1)


@pytest.fixture
def council(site: str) -> Iterator[Organisation]:
    """A public committee; it is taken away again."""
    made = document("Rat der Platzprobe", kind="committee", checked_on=timezone.localdate())
    committed(lambda: publish(made, base=0, author="test"))
    yield Organisation.objects.get(pk=made.id)

    def gone() -> None:
        Organisation.objects.filter(pk=made.id).delete()
        DataVersion.increase()

    committed(gone)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[timedelta], None]]:
    """Moves the clock of the site."""
    began = timezone.now()
    yield lambda by: monkeypatch.setattr(timezone, "now", lambda: began + by)
    monkeypatch.undo()
    cache.clear()


def test_a_committee_seat_expires(visit: Any, council: Organisation, clock: Callable[[timedelta], None]) -> None:
    page = opened(visit(**PHONE), council)
    page.locator("#part-openings a").first.click()
    page.locator("[data-add]").click()
    page.locator("label:has([name=openings-0-kind][value=seat])").click()
    page.locator("[name=openings-0-title]").fill("Ein Stuhl ist frei")
    page.locator("[name=openings-0-until]").fill(timezone.localdate().isoformat())
    page.locator("label:has([name=openings-who][value=residents])").click()
    assert findings(page) == []
    page.locator("button[value=save]").click()
    expect(page.locator("[data-saved]")).to_be_visible()
    assert load_document(council.pk).openings[0].title == {"de": "Ein Stuhl ist frei"}

    newcomer: Visit = visit(**WIDE)
    assert_found(newcomer, council, 1)
    clock(DAY)
    assert_found(newcomer, council, 0)
    assert newcomer.page.locator("main").inner_text().count("Ein Stuhl ist frei") == 0


def assert_found(newcomer: Visit, council: Organisation, times: int) -> None:
    """Whether somebody finds the seat: by the filter, in the list of all that is open, on the page of the committee."""
    page = newcomer.open("/de/", map=False)
    page.locator("[data-facet-group=opening] summary").first.click()
    page.locator('.facet-row:has([value="seat"])').click()
    page.wait_for_url("**/de/?opening=seat")
    card = page.locator(f'#cards [data-slug="{council.slug}"]')
    expect(card).to_have_count(times)
    if times:
        expect(card.locator('[data-slot="flag"]')).to_contain_text(str(timezone.localdate().day))
    page.reload()
    expect(card).to_have_count(times)
    for path in ("/de/openings/?opening=seat", f"/de/o/{council.slug}/"):
        newcomer.open(path, map=False)
        expect(page.get_by_text("Ein Stuhl ist frei")).to_have_count(times)
