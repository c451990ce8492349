"""Coming along as people do it: asked for in Persian, one mentor silent, another says yes, the visit confirms."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from organisations.models import DataVersion, Mail, MailState, Organisation
from organisations.participation.company import after, proposing
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, Proposal, ProposalState
from organisations.public_forms import sent as sent_forms
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import assert_nothing_found
from tests.browser.test_curate import committed
from tests.factories import document
from tests.participation.accompanying import ADULT, NEWCOMER, agreed, asked_for, mailed
from tests.participation.mentoring import SITE, mentor

POINT = "Haltestelle am Rathaus"
MENTORS = ("still@mentor.example", "anna@mentor.example")


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests fill in the form faster than any person."""
    monkeypatch.setattr(sent_forms, "LEAST_SECONDS", 0)


@pytest.fixture
def entry(site: str) -> Iterator[Organisation]:
    """A public entry nobody has checked for long; it and what the test makes around it goes away again."""
    made = document("Zusammen hin e.V.", checked_on=date(2026, 1, 1))
    committed(lambda: publish(made, base=0, author="test"))
    yield Organisation.objects.get(pk=made.id)
    committed(lambda: _gone(made.id))


def _gone(id: Any) -> None:
    Accompaniment.objects.all().delete()
    Mentor.objects.all().delete()
    Mail.objects.filter(purpose__in=("company", "mentor")).delete()
    Organisation.objects.filter(pk=id).delete()
    DataVersion.increase()


def two_mentors() -> None:
    """Both speak Persian and have time; the matching decides who is asked first."""
    for email in MENTORS:
        mentor(email, phone="+497112536110")


def nobody_answered() -> None:
    """The time limit passes."""
    Mail.objects.update(state=MailState.SENT)  # a question that no mail has brought does not run out
    Proposal.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    proposing.propose_due(site=SITE)


def visit_was_yesterday() -> None:
    """Both are asked how it was."""
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(days=1))
    after.ask_both(site=SITE)


def asked_now() -> Mentor:
    return Proposal.objects.get(state=ProposalState.WAITING).mentor


def fills_in(page: Page) -> None:
    page.check("input[name=languages][value=fa]")
    page.check("input[name=times][value=TU]")
    page.fill("#id_name", "پریسا")
    page.fill("#id_reach", NEWCOMER)
    page.check("#id_share")
    page.check("#id_consent")
    page.click("[data-send]")
    page.wait_for_selector("[role=status]")


def says_yes(page: Page) -> None:
    """For a Sunday, though the newcomer has named Tuesday: that is asked about once."""
    today = timezone.localdate()
    page.fill("#id_day", (today + timedelta(days=7 - (today.weekday() + 1) % 7)).isoformat())
    page.fill("#id_hour", "17:30")
    page.fill("#id_point", POINT)
    page.check("#id_share_phone")
    page.click("button[value=yes]")
    page.check("#sure")
    assert_nothing_found(page)
    page.click("button[value=yes]")
    page.wait_for_selector(".company-plan")


def test_a_newcomer_in_persian_finds_company_and_the_visit_confirms_the_entry(visit: Any, entry: Organisation) -> None:
    committed(two_mentors)
    page = visit(**PHONE).open(f"/fa/o/{entry.slug}/", map=False)
    page.click(f"#contact a[href='/fa/o/{entry.slug}/company/']")
    page.wait_for_selector("body[data-page=message] form.letter")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert_nothing_found(page)
    fills_in(page)
    own = page.url
    committed(lambda: proposing.propose_due(site=SITE))
    silent = asked_now()
    committed(nobody_answered)
    ready = asked_now()
    assert {silent.email, ready.email} == set(MENTORS)

    mentors = visit(**PHONE).open(mailed(ready.email, "answer"), map=False)
    assert "پریسا" not in mentors.content()
    assert_nothing_found(mentors)
    says_yes(mentors)
    for seen in (mentors, page):
        seen.goto(seen.url if seen is mentors else own)
        expect(seen.locator(".company-plan")).to_contain_text(POINT)
    expect(page.locator("main")).to_contain_text("+49 711 2536110")
    assert ready.email not in page.content()
    assert_nothing_found(page)
    plans = Mail.objects.filter(recipient__in=(NEWCOMER, ready.email), text__contains=POINT)
    assert {mail.recipient: mail.language for mail in plans} == {NEWCOMER: "fa", ready.email: "en"}

    committed(visit_was_yesterday)
    looks_back = visit(**PHONE).open(mailed(ready.email, "after"), map=False)
    looks_back.check("input[name=happened][value=yes]")
    looks_back.check("input[name=face][value='3']", force=True)
    for box in looks_back.locator("input[name=confirmed]").all():
        box.check()
    assert_nothing_found(looks_back)
    looks_back.click("form.letter button[type=submit]")
    looks_back.wait_for_selector(".notice.sure")
    assert Accompaniment.objects.get().state == AccompanimentState.MET
    assert load_document(entry.pk).checked_on == timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_form_and_its_page_fit_a_phone_without_javascript(visit: Any, entry: Organisation, language: str) -> None:
    page = visit(**PHONE, java_script_enabled=False).open(f"/{language}/o/{entry.slug}/company/", map=False)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    fills_in(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("details:has(button[value=withdraw]) > summary")
    page.click("button[value=withdraw]")
    expect(page.locator("[role=status]")).to_be_visible()
    assert Accompaniment.objects.get().state == AccompanimentState.WITHDRAWN


def _two_plans(entry: Organisation) -> None:
    first, _key = asked_for(entry, minor=True, adult_name="Nasrin", adult_email=ADULT)
    agreed(first, mentor(MENTORS[0]))
    agreed(asked_for(entry, email="dari@newcomer.example")[0], mentor(MENTORS[1]))


def test_the_adult_stops_a_plan_and_a_mentor_calls_one_off_on_a_phone(visit: Any, entry: Organisation) -> None:
    committed(lambda: _two_plans(entry))
    pages = ((ADULT, "adult", "stop"), (MENTORS[1], "answer", "off"))
    for recipient, kind, button in pages:
        page = visit(**PHONE).open(mailed(recipient, kind).replace("/de/", "/ar/", 1), map=False)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        fold = page.locator(f"details:has(button[value={button}])")
        fold.evaluate("fold => { fold.open = true }")
        assert_nothing_found(page)
        page.click(f"button[value={button}]")
        page.wait_for_selector(".notice.sure")
        assert_nothing_found(page)
    states = set(Accompaniment.objects.values_list("state", flat=True))
    assert states == {AccompanimentState.STOPPED, AccompanimentState.OPEN}
