"""Questionnaires in the browser: question by question, kept on the device, with and without scripts; suggestions."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from organisations.models import DataVersion, Organisation, Suggestion
from organisations.participation.models import Answers, Questionnaire, Version
from organisations.public_forms import sent
from organisations.services.rows import load_document
from tests.browser.conftest import PHONE, follow
from tests.browser.test_accessibility import COMBINATIONS, LOOKS, findings
from tests.browser.test_editing import changed, committed, entry, no_pause, opened  # noqa: F401
from tests.browser.test_keep import wait_until_kept
from tests.conftest import DEEP


@pytest.fixture(autouse=True)
def questionnaires(browser: Browser, site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shipped ones, open to everybody; taken away again with all answers.

    The browser comes before the database, as in all these tests: else a connection of before its loop stays open.
    """
    monkeypatch.setattr(sent, "LEAST_SECONDS", 0)  # the tests are faster than any person
    committed(lambda: call_command("load_questionnaires", open=True, verbosity=0))
    yield
    committed(_gone)


def _gone() -> None:
    Answers.objects.all().delete()
    Version.objects.all().delete()
    Questionnaire.objects.all().delete()
    Suggestion.objects.all().delete()
    DataVersion.increase(vocabulary=True)


def question(page: Page) -> str:
    """The code of the only question that is seen."""
    seen = [one for one in page.locator(".question").all() if one.is_visible()]
    assert len(seen) == 1
    return str(seen[0].get_attribute("id")).removeprefix("q-")


def test_it_goes_question_by_question_and_leaves_out_what_is_not_asked(visit: Any) -> None:
    page = visit(**PHONE).open("/de/questions/newcomers/", map=False)
    seen = [question(page)]
    page.locator("[data-next]").click()
    page.locator("#q-part [value=yes]").check()
    while page.locator("[data-next]").is_visible():
        seen.append(question(page))
        page.locator("[data-next]").click()
    assert "found" in seen and "hinder" not in seen and question(page) == "town"
    page.go_back()
    assert question(page) == "words"  # the browser's own way back leads to the question before
    page.locator("[data-next]").click()
    follow(page, "[data-send]")
    expect(page.locator(".notice.sure")).to_be_visible()
    assert Answers.objects.get().values == {"part": "yes"}


def test_it_works_by_keyboard_alone(visit: Any) -> None:
    page = visit().open("/de/questions/mentors/#q-several", map=False)
    page.locator("#q-several input").first.focus()
    page.keyboard.type("3")
    page.keyboard.press("Enter")  # on to the next question, not off with the form
    assert question(page) == "far" and not Answers.objects.exists()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("#q-far [value=part]").is_checked()


def test_not_to_say_and_other_answers_exclude_each_other(visit: Any) -> None:
    page = visit(**PHONE).open("/de/questions/newcomers/#q-topics", map=False)
    page.locator("#q-topics [value=sport]").check()
    page.locator("#q-topics [data-unsaid]").check()
    assert not page.locator("#q-topics [value=sport]").is_checked()
    page.locator("#q-topics [value=music]").check()
    assert not page.locator("#q-topics [data-unsaid]").is_checked()


def test_who_comes_back_on_the_same_device_goes_on_where_they_were(visit: Any) -> None:
    one = visit(**PHONE)
    page = one.open("/de/questions/newcomers/", map=False)
    page.locator("#q-since [value=some]").check()
    page.locator("[data-next]").click()
    page.locator("#q-part [value=no]").check()
    page.wait_for_timeout(400)  # it is kept when somebody has stopped typing
    page = one.open("/ar/questions/newcomers/", map=False)  # in another language too
    page.locator("[data-resume-go]").click()
    assert question(page) == "hinder" and page.locator("#q-since [value=some]").is_checked()
    page.evaluate("location.hash = '#town'")
    follow(page, "[data-send]")
    assert page.evaluate("localStorage.getItem('form:questions/newcomers')") is None
    assert Answers.objects.get().values == {"since": "some", "part": "no"}


def test_what_is_sent_without_a_connection_waits_and_goes_by_itself_once(visit: Any) -> None:
    one = visit(**PHONE)
    page = one.open("/de/questions/newcomers/", map=False)
    page.locator("#q-since [value=some]").check()
    page.evaluate("location.hash = '#town'")
    one.context.set_offline(True)
    page.locator("[data-send]").click()
    notice = page.locator("#offline")
    expect(notice).to_be_focused()
    expect(notice).to_contain_text("sobald es eine gibt")
    page.locator("[data-send]").click()  # impatient
    assert page.url.endswith("#town") and page.locator("#q-since [value=some]").is_checked()
    assert page.evaluate("localStorage.getItem('form:questions/newcomers')")
    assert not Answers.objects.exists()
    one.context.set_offline(False)
    page.wait_for_url("**/thanks/*")
    assert [answers.values for answers in Answers.objects.all()] == [{"since": "some"}]
    assert page.evaluate("localStorage.getItem('form:questions/newcomers')") is None


def test_who_goes_on_writing_while_it_waits_sends_it_themselves(visit: Any) -> None:
    one = visit(**PHONE)
    page = one.open("/de/questions/newcomers/#town", map=False)
    one.context.set_offline(True)
    page.locator("[data-send]").click()
    expect(page.locator("#offline")).to_be_visible()
    page.locator("#town [value=filderstadt]").check()
    expect(page.locator("#offline")).to_be_hidden()
    one.context.set_offline(False)
    page.wait_for_timeout(300)
    assert page.url.endswith("#town") and not Answers.objects.exists()


def test_a_server_that_cannot_be_reached_is_no_loss_either(visit: Any) -> None:
    page = visit(**PHONE).open("/de/questions/newcomers/", map=False)
    page.locator("#q-since [value=some]").check()
    page.evaluate("location.hash = '#town'")
    page.route("**/healthz", lambda route: route.abort())  # the browser believes that there is a connection
    page.locator("[data-send]").click()
    expect(page.locator("#offline")).to_be_visible()
    page.unroute("**/healthz")
    page.locator("[data-send]").click()
    page.wait_for_url("**/thanks/*")
    assert Answers.objects.count() == 1


def test_what_was_begun_goes_on_without_a_connection_and_is_not_sent_twice(visit: Any) -> None:
    one = visit(**PHONE)
    page = one.open("/de/questions/newcomers/", map=False)
    page.locator("#q-since [value=some]").check()
    page.evaluate("location.hash = '#town'")
    begun = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form.questions')))")
    page.wait_for_timeout(400)
    page = one.open("/ar/questions/newcomers/", map=False)
    one.context.set_offline(True)
    page.locator("[data-resume-go]").click()
    expect(page.locator("[data-resume]")).to_be_hidden()
    assert question(page) == "part" and page.locator("#q-since [value=some]").is_checked()
    assert page.locator("input[name=ticket]").input_value() == begun["ticket"]
    one.context.set_offline(False)
    page.request.post(f"{one.site}/de/questions/newcomers/", form=begun)  # it had arrived, and nobody was told
    page.evaluate("location.hash = '#town'")
    follow(page, "[data-send]")
    expect(page.locator(".notice.sure")).to_be_visible()
    assert Answers.objects.count() == 1


def test_a_page_that_is_opened_again_without_a_connection_says_that_the_answers_are_kept(visit: Any) -> None:
    phone = visit(**PHONE, service_workers="allow")
    wait_until_kept(phone.open("/en/"))
    page = phone.open("/en/questions/newcomers/", map=False)
    page.locator("#q-since [value=some]").check()
    page.wait_for_timeout(400)
    phone.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-part=questions]")).to_contain_text("is kept on this device")
    phone.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.locator("[data-resume-go]").click()
    assert page.locator("#q-since [value=some]").is_checked()


def test_on_a_phone_that_many_hold_nothing_is_kept(visit: Any) -> None:
    page = visit(**PHONE).open("/fa/questions/newcomers/?with=interview", map=False)
    page.locator("#q-since [value=some]").check()
    page.wait_for_timeout(400)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('form:'))") == []
    page.evaluate("location.hash = '#town'")
    follow(page, "[data-send]")
    follow(page, ".button-main")
    assert page.locator("input:checked").evaluate_all("all => all.map((one) => one.name)") == ["area"]
    assert Answers.objects.get().way == "interview"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_way_back_does_not_lead_to_what_the_person_before_ticked(visit: Any, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts, **PHONE).open("/ar/questions/mentors/?with=interview", map=False)
    page.locator("#q-before [value=often]").check()
    if scripts:
        while page.locator("[data-next]").is_visible():
            page.locator("[data-next]").click()
    follow(page, "[data-send]")
    follow(page, ".button-main")
    page.go_back()
    page.go_back()
    page.wait_for_load_state()
    expect(page.locator("form.questions")).to_be_visible()
    expect(page.locator("#q-before input:checked")).to_have_count(0)
    assert Answers.objects.get().values == {"before": "often"}


def test_a_conversation_leaves_what_somebody_else_began_on_the_same_device(visit: Any) -> None:
    page = visit(**PHONE).open("/fa/questions/newcomers/", map=False)
    page.locator("#q-since [value=first]").check()
    page.wait_for_timeout(400)
    page.goto(page.url.split("#")[0] + "?with=interview")
    page.locator("#q-since [value=some]").check()
    while page.locator("[data-next]").is_visible():
        page.locator("[data-next]").click()
    follow(page, "[data-send]")
    expect(page.locator(".notice.sure")).to_be_visible()
    assert page.evaluate("localStorage.getItem('form:questions/newcomers')")


def test_it_is_filled_in_without_scripts(visit: Any) -> None:
    page = visit(**PHONE, java_script_enabled=False).open("/de/questions/associations/", map=False)
    page.locator("#q-new input").first.fill("viele")
    page.locator("#q-kind [value=club]").check()
    page.locator("[data-send]").click()
    expect(page.locator("#q-new .field-error")).to_be_visible()
    page.locator("#q-new input").first.fill("2")
    page.locator("#q-stay [value=most]").check()
    page.locator("[data-send]").click()
    expect(page.locator(".notice.sure")).to_be_visible()
    assert Answers.objects.get().values == {"kind": "club", "new": 2, "stay": "most"}


def test_an_association_fills_its_questionnaire_and_accepts_three_suggestions(
    visit: Any,
    entry: Organisation,  # noqa: F811
) -> None:
    changed(entry, flags=(), languages=(), german="")
    page = opened(visit(**PHONE), entry)
    page.get_by_role("link", name="Wie offen sind wir?").click()
    answers = {"new": None, "open": "trial-visit", "languages": "ar", "german": "little", "watch": "yes"}
    for code, value in answers.items():
        page.evaluate(f"location.hash = '#q-{code}'")
        field = page.locator(f"#q-{code} input")
        field.first.fill("5") if value is None else page.locator(f"#q-{code} [value={value}]").check()
    page.evaluate("location.hash = '#town'")
    follow(page, "[data-send]")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('form:'))") == []
    for name in ("Probebesuch möglich", "Arabisch", "Ein wenig Deutsch"):
        part = page.locator(".edit-part", has_text=name)
        follow(page, part.locator("button[value=yes]"))
        expect(page.locator(".edit-part", has_text=name)).to_have_count(0)
    follow(page, "button[value=no]")
    expect(page.locator(".edit-part")).to_have_count(0)
    now = load_document(entry.pk)
    assert (now.flags, now.german, now.first_visit.watch) == (("trial-visit",), "little", "")
    assert [one.code for one in now.languages] == ["ar"]
    kept = Answers.objects.get()
    assert kept.values["new"] == 5 and str(entry.pk) not in str(vars(kept))
    page.goto(f"{page.url.partition('/de/')[0]}/de/o/{entry.slug}/")
    expect(page.get_by_text("Probebesuch möglich").first).to_be_visible()


@pytest.mark.parametrize(("language", "look"), COMBINATIONS if DEEP else [("ar", "dark phone")])
def test_every_page_passes_the_checks_and_fits(
    visit: Any,
    entry: Organisation,  # noqa: F811
    language: str,
    look: str,
) -> None:
    one = visit(**LOOKS[look])
    page = opened(one, entry, language)
    fill = f"/{language}/questions/newcomers/"
    paths = [f"/{language}/questions/", fill]
    paths += [f"{fill}#{id}" for id in ("q-languages", "q-welcome", "q-words", "town")]
    paths += [f"{fill}?with=interview", f"{fill}paper/", f"{fill}thanks/?with=interview"]
    paths += [f"/{language}/o/{entry.slug}/questions/{tail}" for tail in ("", "suggestions/")]
    found = {}
    for path in paths:
        page.goto("about:blank")
        one.open(path, map=False)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found[path] = findings(page)
    assert {path: rules for path, rules in found.items() if rules} == {}
