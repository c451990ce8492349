"""A mentor in a browser: offers on a phone, presses the button of the mail, takes a break, leaves; axe agrees."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from organisations.models import Mail
from organisations.participation.models import Mentor
from organisations.public_forms import sent
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import DARK, findings
from tests.browser.test_curate import committed
from tests.participation.mentoring import mailed_link


@pytest.fixture(autouse=True)
def clean(site: str, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody needs to wait, and nothing of it stays."""
    monkeypatch.setattr(sent, "LEAST_SECONDS", 0)
    yield
    with django_db_blocker.unblock():
        committed(lambda: (Mentor.objects.all().delete(), Mail.objects.all().delete()))


def sound(page: Page) -> None:
    """Nothing for axe, nothing wider than the window."""
    assert findings(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize(("language", "look"), [("de", PHONE), ("ar", WIDE | DARK)], ids=["de", "ar"])
def test_from_the_offer_to_leaving(visit: Any, django_db_blocker: Any, language: str, look: dict[str, Any]) -> None:
    window = visit(**look)
    page = window.page
    page.goto(f"{window.site}/{language}/mentor/")
    sound(page)
    page.fill("input[name=name]", "Anna")
    page.locator("form.letter button[value=send][data-send]").click()
    page.wait_for_selector("#errors")
    sound(page)
    page.fill("input[name=email]", "anna@mentor.example")
    page.locator("fieldset#id_areas summary").first.click()
    page.locator("fieldset#id_areas label").first.click()
    page.locator("input[name=times][value=MO]").check()
    page.fill("input[name=times-MO-from]", "18:00")
    page.fill("input[name=times-MO-to]", "21:00")
    page.locator("input[name=consent]").check()
    page.locator("form.letter button[value=send][data-send]").click()
    page.wait_for_url("**/mentor/sent/")
    sound(page)
    with django_db_blocker.unblock():
        path = committed(lambda: mailed_link("anna@mentor.example", window.site))
    page.goto(window.site + path)
    sound(page)
    page.locator("main form button").click()
    page.wait_for_url("**/mentor/own/")
    assert "18:00" in page.locator("main").inner_text()
    sound(page)
    page.goto(f"{window.site}/{language}/mentor/own/change/")
    sound(page)
    page.goto(f"{window.site}/{language}/mentor/own/")
    page.locator("details summary").last.click()
    page.locator("button[value=leave]").click()
    page.wait_for_url("**/mentor/?left=*")
    sound(page)
    with django_db_blocker.unblock():
        assert committed(lambda: Mentor.objects.get().name) == ""
