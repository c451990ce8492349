"""A first message by keyboard alone from the start page, without JavaScript, with work for a device, and on a phone."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect

from organisations.models import Mail, Organisation
from organisations.participation import throttle
from organisations.participation.models import Message
from organisations.participation.phrases import Choices, letter
from organisations.public_forms import sent as sent_forms
from tests.browser.conftest import PHONE, WIDE, Visit, texts
from tests.browser.test_accessibility import assert_nothing_found

KEYBOARD_LANGUAGES = ["en", "de", "ar"]
LANGUAGES = ["en", "ar"]


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests fill in the form faster than any person (what comes of that: tests/participation/test_form.py)."""
    monkeypatch.setattr(sent_forms, "LEAST_SECONDS", 0)


def message() -> Message:
    """The newest one: the running site commits them, and they stay until the last browser test."""
    return Message.objects.order_by("-created_at")[0]


def mail_of(sent: Message) -> Mail:
    assert sent.mail
    return sent.mail


def a_slug() -> str:
    return Organisation.objects.filter(state="public", parent=None).exclude(email="").order_by("slug")[0].slug


def opened(visit: Visit, language: str, path: str = "") -> Page:
    return visit.open(f"/{language}/{path or f'o/{a_slug()}/contact/'}", map=False)


def tab_to(page: Page, selector: str, most: int = 200) -> None:
    """Presses Tab until the focus is on that element."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


@pytest.mark.parametrize("language", KEYBOARD_LANGUAGES)
def test_from_the_start_page_to_a_sent_message_by_keyboard_alone(visit: Any, language: str) -> None:
    page = visit(**WIDE).open(f"/{language}/")
    tab_to(page, "#cards .card h2 a, #cards .card h3 a, #cards .card-name a")
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-page=entry]")
    tab_to(page, "a.button-main[href$='/contact/']")
    page.keyboard.press("Enter")
    page.wait_for_selector("html.js body[data-page=message] form.letter")
    tab_to(page, "input[value=trial]")
    page.keyboard.press("Space")
    tab_to(page, "input[value=TU]")
    page.keyboard.press("Space")
    tab_to(page, "input[name=german]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#words")
    page.keyboard.type("Thank you")
    tab_to(page, "#name")
    page.keyboard.type("Oksana")
    tab_to(page, "#reach")
    page.keyboard.type("oksana@newcomer.example")
    tab_to(page, "input[name=consent]")
    page.keyboard.press("Space")
    tab_to(page, "[data-send]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    sent = message()
    assert (sent.name, sent.words, sent.language) == ("Oksana", "Thank you", language)
    assert Choices.of(sent.choices).wishes == ("trial",)
    assert Choices.of(sent.choices).german == ("little",)
    assert sent.mail and sent.mail.state in {"queued", "sending"}
    assert_nothing_found(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_a_message_is_looked_at_and_sent(visit: Any, language: str) -> None:
    page = opened(visit(**PHONE, java_script_enabled=False), language)
    assert not page.locator("[data-send]").is_visible()
    page.check("input[value=watch]")
    page.check("input[value=SA]")
    page.fill("#name", "Samir")
    page.fill("#reach", "0711 2536110")
    page.click("button[value=preview]")
    expect(page.locator("[data-letter=german]")).to_contain_text("Samstag")
    expect(page.locator("[data-letter=own]")).to_contain_text("Samir")
    page.click("button[value=edit]")
    assert page.locator("input[value=watch]").is_checked()
    page.click("button[value=preview]")
    page.click("button[value=send]")
    assert page.locator("#consent-error").is_visible()
    page.check("input[name=consent]")
    page.click("button[value=send]")
    expect(page.locator("[role=status]")).to_be_visible()
    assert message().phone == "+497112536110"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_follows_what_is_chosen_and_says_what_the_server_says(visit: Any, language: str) -> None:
    page = opened(visit(**PHONE), language)
    for value in ("trial", "TU", "SA", "evening", "uk", "little", "cost", "together"):
        page.check(f"input[value={value}]")
    page.fill("#name", "  سمير   Haddad ")
    page.fill("#words", "Danke <b>sehr</b>")
    spoken = tuple(code for code in ("ar", "uk") if page.locator(f"input[name=language][value={code}]").is_checked())
    spoken = ("en", "uk") if language == "en" else spoken
    chosen = Choices(("trial",), ("TU", "SA"), ("evening",), spoken, ("little",), ("cost",), ("together",))
    for name, code in (("own", language), ("german", "de")):
        shown = page.locator(f"[data-letter={name}]").text_content()
        assert shown == " ".join(letter(chosen, "سمير Haddad", code))
    assert page.locator("[data-words]").text_content() == "Danke <b>sehr</b>"


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_is_still_there_on_the_way_back(visit: Any, scripts: bool) -> None:
    page = opened(visit(**PHONE, java_script_enabled=scripts), "en")
    page.check("input[value=trial]")
    page.fill("#words", "Danke")
    page.fill("#reach", "oksana@newcomer.example")
    page.click("a.back")
    page.wait_for_url("**/o/*/")
    page.go_back()
    expect(page.locator("#words")).to_have_value("Danke")
    expect(page.locator("#reach")).to_have_value("oksana@newcomer.example")
    assert page.locator("input[value=trial]").is_checked()
    if scripts:
        expect(page.locator("[data-words]")).to_have_text("Danke")


def test_not_knowing_yet_and_days_exclude_each_other(visit: Any) -> None:
    page = opened(visit(**PHONE), "en")
    page.check("input[value=TU]")
    page.check("input[value=unknown]")
    assert not page.locator("input[value=TU]").is_checked()
    page.check("input[value=SA]")
    assert not page.locator("input[value=unknown]").is_checked()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("reach", "share"), [("oksana@newcomer.example", True), (" 0711  2536110 ", False)])
def test_what_is_shown_while_typing_is_what_the_page_without_javascript_shows(
    visit: Any, language: str, reach: str, share: bool
) -> None:
    page = opened(visit(**PHONE), language)
    assert not page.locator("[data-way]").is_visible()
    page.check("input[value=trial]")
    page.fill("#name", "Oksana")
    page.fill("#words", "Danke")
    page.fill("#reach", reach)
    page.locator("input[name=share]").set_checked(share)
    live = texts(page, ".letter-card")
    page.evaluate("document.querySelector('form.letter').requestSubmit(document.querySelector('[value=preview]'))")
    page.wait_for_selector("input[name=page][value=preview]", state="attached")
    assert texts(page, ".letter-card") == live
    assert any(" ".join(reach.split()) in card for card in live)


def test_an_error_goes_as_soon_as_its_field_is_mended(visit: Any) -> None:
    page = opened(visit(**PHONE), "en")
    page.fill("#reach", "0152 288")
    page.click("[data-send]")
    page.wait_for_selector("#errors:focus")
    assert page.locator("#errors li").count() == page.locator(".field-error").count() == 3
    page.locator("#reach").press("End")
    page.keyboard.type("1")
    assert page.locator("#reach").get_attribute("aria-invalid") is None
    assert page.locator("#reach").get_attribute("aria-describedby") == "reach-hint"
    assert page.locator("#reach-error").count() == 0
    page.fill("#name", "Oksana")
    assert texts(page, "#errors li") == ["Please choose at least one sentence, or write something of your own."]
    page.locator("#words").press("End")
    seen = page.locator("#words").bounding_box()
    page.keyboard.type("Hello")
    assert page.locator("#errors, .field-error, [aria-invalid]").count() == 0
    assert seen == page.locator("#words").bounding_box()  # nothing jumps under the fingers


def test_the_consent_asked_for_in_the_preview_is_no_error_any_more_once_it_is_given(visit: Any) -> None:
    page = opened(visit(**PHONE), "en")
    page.check("input[value=ask]")
    page.fill("#name", "Oksana")
    page.fill("#reach", "oksana@newcomer.example")
    page.evaluate("document.querySelector('form.letter').requestSubmit(document.querySelector('[value=preview]'))")
    page.wait_for_selector("input[name=page][value=preview]", state="attached")
    page.click("[data-send]")
    page.wait_for_selector("#consent-error")
    page.check("input[name=consent]")
    assert page.locator("#errors, #consent-error, [aria-invalid]").count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_320_pixels_are_wide_enough_for_the_form(visit: Any, language: str) -> None:
    page = opened(visit(viewport={"width": 320, "height": 640}), language)
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_a_device_works_for_a_sender_over_the_free_limit(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(throttle.LIMITS, "reply", throttle.Limit(throttle.DAY, 0, 10))
    page = opened(visit(**PHONE), "en")
    page.check("input[value=ask]")
    page.fill("#name", "Oksana")
    page.fill("#reach", "oksana@newcomer.example")
    page.check("input[name=consent]")
    page.click("[data-send]")
    page.wait_for_selector("form[data-worked=yes]", timeout=60_000)
    expect(page.locator("#work-state")).to_contain_text("press “Send” now")
    page.click("[data-send]")
    page.wait_for_selector("[role=status]")
    assert message().name == "Oksana"


def test_writing_asks_nobody_else_and_leaves_nothing_on_the_device(visit: Any) -> None:
    one: Visit = visit(**PHONE)
    page = opened(one, "en")
    page.fill("#name", "Oksana")
    assert {url.split("/")[2] for url in one.requests if url.startswith("http")} == {one.site.split("/")[2]}
    assert one.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert django_settings.DEBUG is False


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_group_answers_by_keyboard_and_axe_finds_nothing_there(visit: Any, language: str) -> None:
    one: Visit = visit(**PHONE)
    page = opened(one, language)
    page.check("input[value=ask]")
    page.fill("#name", "Samir")
    page.fill("#reach", f"samir@{language}.example")
    page.check("input[name=consent]")
    page.click("[data-send]")
    page.wait_for_selector("[role=status]")
    status = page.url
    path = re.findall(r"/de/answer/[\w-]{43}/", mail_of(message()).text)[0]
    group: Page = visit(**WIDE).open(path.replace("/de/", f"/{language}/"), map=False)
    assert_nothing_found(group)
    group.click("form.letter button")
    group.wait_for_selector("#errors:focus")
    tab_to(group, "#text")
    group.keyboard.type("K")
    assert group.locator("#errors, .field-error, [aria-invalid]").count() == 0
    group.keyboard.press("Backspace")
    group.keyboard.type("Kommen Sie am Dienstag.")
    tab_to(group, "form.letter button")
    group.keyboard.press("Enter")
    group.wait_for_selector("[role=status]")
    page.goto(status)
    expect(page.locator(".letter-read .letter-words")).to_have_text("Kommen Sie am Dienstag.")
    assert_nothing_found(page)
    page.click("form.letter button")
    assert "Samir" not in page.locator("main").inner_text()
