"""Suggestions below the search field, and what is said of a misspelt text."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.test_accessibility import assert_nothing_found


def type_text(page: Page, text: str) -> None:
    page.locator("#q").click()
    page.locator("#q").press_sequentially(text, delay=15)


def options(page: Page) -> Any:
    return page.locator("#q-suggestions [role=option]")


@pytest.mark.parametrize("text", ["futbol", "كرة القدم", "футбол", "Fussbal", "football"])
def test_football_typed_in_any_language_leads_to_the_topic(phone: Visit, text: str) -> None:
    page = phone.open("/en/?kind=club")
    type_text(page, text)
    expect(options(page).first).to_contain_text("Football")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#q")).to_have_attribute("aria-activedescendant", "q-suggestion-0")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/?topic=football&kind=club")
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator("#q-suggestions")).to_be_hidden()
    assert page.locator("#chips .chip").count() == 2


def test_enter_without_a_choice_searches_the_text(wide: Visit) -> None:
    page = wide.open("/en/")
    type_text(page, "Bernhausen")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/?q=Bernhausen")
    expect(page.locator("#q-suggestions")).to_be_hidden()


def test_escape_closes_the_suggestions_and_keeps_the_text_and_arrows_go_round(wide: Visit) -> None:
    page = wide.open("/en/")
    type_text(page, "bern")
    expect(options(page).first).to_be_visible()
    count = options(page).count()
    for _ in range(count + 1):
        page.keyboard.press("ArrowDown")
    assert page.locator("#q").get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_have_attribute("aria-activedescendant", f"q-suggestion-{count - 1}")
    page.keyboard.press("Escape")
    expect(page.locator("#q-suggestions")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("bern")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")


def test_a_language_and_a_place_are_added_to_the_filters_by_a_tap(phone: Visit) -> None:
    page = phone.open("/ar/")
    for text, kind, value in (("Türk", "language", "tr"), ("Bernh", "area", "bernhausen")):
        type_text(page, text)
        option = options(page).first
        expect(option).to_be_visible()
        option.click()
        page.wait_for_url(f"**{kind}={value}*")
    expect(page).to_have_url(re.compile(re.escape("?language=tr&area=bernhausen") + "$"))


def test_an_entry_that_is_chosen_opens(wide: Visit) -> None:
    page = wide.open("/en/")
    type_text(page, "Bunter Ball")
    expect(options(page).first).to_contain_text("Bunter Ball")
    options(page).filter(has_text="Bunter Ball").first.click()
    page.wait_for_url("**/en/o/bunter-ball*/")


def test_the_search_of_an_entry_suggests_too_and_leads_to_the_list(wide: Visit) -> None:
    page = wide.open("/en/o/bunter-ball-bernhausen-e-v/", map=False)
    type_text(page, "football")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/?topic=football")


def test_screen_readers_are_told_how_many_suggestions_there_are(wide: Visit) -> None:
    page = wide.open("/en/")
    type_text(page, "bern")
    expect(page.locator(".search span[role=status]")).to_have_text(f"{options(page).count() or 5} suggestions")


def test_without_a_network_the_words_of_the_page_and_the_names_of_entries_are_still_suggested(wide: Visit) -> None:
    page = wide.open("/en/")
    page.locator("#q").focus()
    expect(page.locator("#q")).to_have_attribute("role", "combobox")
    wide.context.set_offline(True)
    page.keyboard.type("footbal")
    expect(options(page).first).to_contain_text("Football")
    page.locator("#q").fill("")
    page.keyboard.type("bunter ba")
    expect(options(page).first).to_contain_text("Bunter Ball")
    wide.context.set_offline(False)


def test_a_misspelt_text_is_said_to_be_one_with_the_way_to_what_was_typed(phone: Visit) -> None:
    page = phone.open("/en/")
    type_text(page, "Fusball Bernhausn")
    note = page.locator("#notes .correction")
    expect(note).to_contain_text("Shown for “\u2068Fußball Bernhausen\u2069”.")
    page.keyboard.press("Escape")
    note.locator("a").click()
    page.wait_for_url("**/en/?q=%22Fusball+Bernhausn%22")
    expect(page.locator("#result-count")).to_have_text("0 groups")
    expect(page.locator("#notes .correction")).to_have_count(0)


def test_without_scripts_the_field_is_a_plain_form_and_the_server_says_the_same(visit: Any) -> None:
    plain: Visit = visit(**PHONE, java_script_enabled=False)
    page = plain.open("/en/", map=False)
    assert page.locator("#q").get_attribute("role") is None
    page.locator("#q").fill("Fusball Bernhausn")
    page.locator("#q").press("Enter")
    expect(page.locator("#notes .correction")).to_contain_text("Shown for “\u2068Fußball Bernhausen\u2069”.")
    page.locator("#notes .correction a").click()
    expect(page.locator("#result-count")).to_have_text("0 groups")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_in_the_open_suggestions_and_the_correction(phone: Visit, language: str) -> None:
    page = phone.open(f"/{language}/?q=Fusball")
    expect(page.locator("#notes .correction")).to_be_visible()
    page.locator("#q").fill("")
    type_text(page, "bern")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert_nothing_found(page)
