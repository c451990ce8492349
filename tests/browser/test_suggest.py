"""Anybody helps: a wrong address in Arabic on a phone, a new entry without JavaScript, and one that is gone on with."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from organisations.models import Organisation, Suggestion
from organisations.public_forms import sent
from tests.browser.conftest import PHONE, follow
from tests.browser.test_accessibility import assert_nothing_found


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests are faster than any person."""
    monkeypatch.setattr(sent, "LEAST_SECONDS", 0)


def an_entry() -> Organisation:
    places = Organisation.objects.filter(state="public", parent=None, locations__address__point__isnull=False)
    return places.filter(locations__private=False, sections=None).order_by("slug")[0]


def newest() -> Suggestion:
    """The running site commits them, and they stay until the last browser test."""
    return Suggestion.objects.order_by("-created_at")[0]


def go_on(page: Page) -> None:
    follow(page, "form.letter .button-main")


def test_a_visitor_reports_a_wrong_address_on_a_phone_in_arabic(visit: Any) -> None:
    entry = an_entry()
    page = visit(**PHONE, color_scheme="dark").open(f"/ar/o/{entry.slug}/", map=False)
    follow(page, f"a[href='/ar/o/{entry.slug}/suggest/']")
    assert_nothing_found(page)
    page.locator("[name=section][value=places]").check()
    page.locator("[value=change]").click()
    page.locator("[name=places-0-street]").fill("Neue Straße 12")
    page.locator("summary").last.click()
    page.locator("[name=note-places]").fill("انتقلت المجموعة إلى شارع آخر")
    go_on(page)
    page.go_back()  # by the browser's own button, which must not lose what was typed
    expect(page.locator("[name=places-0-street]")).to_have_value("Neue Straße 12")
    expect(page.locator("[name=note-places]")).to_have_value("انتقلت المجموعة إلى شارع آخر")
    go_on(page)
    expect(page.locator("ins").first).to_contain_text("Neue")
    assert_nothing_found(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[data-send]").click()
    expect(page.locator("#errors")).to_be_focused()
    page.locator("[name=consent]").check()
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile("/ar/suggestion/"))
    expect(page.locator("[role=status]")).to_be_visible()
    assert_nothing_found(page)
    made = newest()
    assert (made.kind, made.organisation_id, made.language) == ("change", entry.pk, "ar")
    assert made.notes == {"places": "انتقلت المجموعة إلى شارع آخر"}


def filled_in(page: Page, name: str) -> None:
    """The three steps that are needed."""
    page.locator("[name=about-name]").fill(name)
    page.locator("[name=about-kind]").last.check()
    go_on(page)
    page.locator("[name=topics-main]").select_option("music")
    go_on(page)
    page.locator("[name=places-0-town]").fill("Filderstadt")
    go_on(page)


def test_a_new_entry_without_javascript(visit: Any) -> None:
    page = visit(**PHONE, java_script_enabled=False).open("/de/add/", map=False)
    filled_in(page, "Nähtreff ohne Skript")
    page.locator("button[value='at:check']").click()
    page.locator("[name=consent]").check()
    page.locator("[data-send]").click()
    expect(page.locator("[role=status]")).to_be_visible()
    made = newest()
    assert (made.kind, made.organisation.name, made.organisation.state) == ("new", "Nähtreff ohne Skript", "draft")


def test_an_entry_is_gone_on_with_after_the_tab_was_closed_and_forgotten_once_it_is_sent(visit: Any) -> None:
    window = visit(**PHONE)
    page = window.open("/en/add/", map=False)
    page.locator("[name=about-name]").fill("Interrupted circle")
    page.locator("[name=about-kind]").last.check()
    go_on(page)
    page.locator("[name=topics-main]").select_option("music")
    page.wait_for_timeout(500)
    page.close()
    page = window.page = window.context.new_page()
    page.goto(f"{window.site}/en/add/")
    page.locator("[data-resume-go]").click()
    expect(page.locator("[name=topics-main]")).to_have_value("music")
    expect(page.locator(".field-error")).to_have_count(0)
    go_on(page)
    page.locator("[name=places-0-town]").fill("Filderstadt")
    go_on(page)
    follow(page, "button[value='at:check']")
    expect(page.locator("main")).to_contain_text("Interrupted circle")
    assert_nothing_found(page)
    page.locator("[name=consent]").check()
    page.locator("[data-send]").click()
    page.wait_for_url(re.compile("/en/suggestion/"))
    page.goto(f"{window.site}/en/add/")
    expect(page.locator("[data-resume]")).to_be_hidden()
