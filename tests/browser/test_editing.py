"""An association looks after its entry: in two taps from the mail, on a phone, in conflicts, with a lost connection."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Page, expect

from organisations.editing import requests
from organisations.forms.entry import FORMS
from organisations.models import DataVersion, EditorSession, Mail, Organisation
from organisations.models.limits import RateCounter
from organisations.outbox import sending
from organisations.services.ownership import add_editor, new_link
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.browser.conftest import PHONE, WIDE, Visit
from tests.browser.test_accessibility import COMBINATIONS, LOOKS, assert_nothing_found, findings
from tests.conftest import DEEP
from tests.factories import change, document
from tests.participation.smtp import MailServer, part


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pause keeps strangers from learning something; no test here measures it."""
    monkeypatch.setattr(requests, "EVEN_SECONDS", 0)


def committed(work: Callable[[], Any]) -> Any:
    """Does it outside of the test's own transaction, which the running site would not see."""

    def alone() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(alone).result()


@pytest.fixture
def entry(site: str) -> Iterator[Organisation]:
    """A public entry with a time and an address of its own; all of it is taken away again."""
    made = document("Vom Mailfach e.V.", email="verein@mailfach.example", phone="0711 1000")
    committed(lambda: publish(made, base=0, author="test"))
    yield Organisation.objects.get(pk=made.id)
    committed(lambda: _gone(made.id))


def _gone(id: UUID) -> None:
    Organisation.objects.filter(pk=id).delete()
    Mail.objects.all().delete()
    RateCounter.objects.all().delete()
    DataVersion.increase()


def changed(entry: Organisation, **values: Any) -> None:
    """Somebody else changes the entry."""
    committed(lambda: change(Organisation.objects.get(pk=entry.pk), **values))


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """The mail server of the site, running."""
    server = MailServer().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


def link_to(entry: Organisation, language: str = "de") -> str:
    """The path of a fresh link."""
    return str(committed(lambda: new_link(add_editor(entry.pk, "a@b.example", added_by="test", language=language), "")))


def opened(visit: Visit, entry: Organisation, language: str = "de", tail: str = "") -> Page:
    """The entry, open for its editor."""
    page = visit.open(link_to(entry, language) + tail, map=False)
    page.locator("main form button").click()
    page.wait_for_url(re.compile("/o/.*/edit/"))
    return page


def test_an_association_confirms_in_two_taps_from_the_mail_it_asked_for(
    visit: Any, entry: Organisation, mail_server: MailServer
) -> None:
    page = visit(**PHONE).open("/de/update/", map=False)
    page.fill("#email", entry.email)
    page.locator("main form button").click()
    expect(page.locator("[role=status]")).to_be_visible()
    committed(lambda: sending.deliver(30))
    (mail,) = mail_server.mails()
    link = re.findall(r"http://\S+/edit/[\w-]+/", part(mail, "plain"))[0]
    page.goto(link + "?do=right")
    assert load_document(entry.pk).checked_on != timezone.localdate()
    page.locator("main form button").click()
    expect(page.locator(".notice.sure")).to_be_visible()
    assert load_document(entry.pk).checked_on == timezone.localdate()
    assert "/edit/" in page.url and link.rstrip("/").rpartition("/")[2] not in page.content()


def test_it_changes_its_time_on_a_phone_history_shows_it_and_restore_undoes_it(visit: Any, entry: Organisation) -> None:
    before = load_document(entry.pk).meetings
    page = opened(visit(**PHONE), entry)
    page.locator("#part-times a").first.click()
    page.locator("[name=meetings-0-starts_at]").fill("06:15")
    page.locator("button[value=save]").click()
    expect(page.locator("[data-saved]")).to_be_visible()
    assert load_document(entry.pk).meetings[0].starts_at.isoformat("minutes") == "06:15"
    page.locator("a[href$='/history/']").click()
    expect(page.locator("ins").first).to_contain_text("06:15")
    assert page.locator("ins").first.evaluate("e => getComputedStyle(e).textDecorationLine") == "underline"
    page.locator(".edit-step").nth(1).locator("button").click()
    expect(page.locator(".notice.sure")).to_be_visible()
    assert load_document(entry.pk).meetings == before
    page.locator(".notice.sure button").click()
    expect(page.locator(".notice.sure")).to_be_visible()
    assert load_document(entry.pk).meetings[0].starts_at.isoformat("minutes") == "06:15"


def test_what_was_typed_survives_a_session_that_is_over(visit: Any, entry: Organisation) -> None:
    page = opened(visit(**PHONE), entry)
    page.locator("#part-about a").first.click()
    page.locator("[name=about-phone]").fill("0711 4711")
    committed(lambda: EditorSession.objects.all().delete())
    page.locator("button[value=save]").click()
    expect(page.locator("#typed")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url.partition("/de/")[0] + link_to(entry))
    other.locator("main form button").click()
    page.locator("main form button").first.click()
    expect(page.locator("[data-saved]")).to_be_visible()
    assert load_document(entry.pk).phone == "0711 4711"


def test_what_was_typed_survives_a_lost_connection_and_is_forgotten_once_saved(visit: Any, entry: Organisation) -> None:
    page = opened(visit(**PHONE), entry)
    page.locator("#part-times a").first.click()
    form = page.url
    page.locator("[data-add]").click()
    row = page.locator("[data-row]:visible").count() - 1
    page.locator(f"[name=meetings-{row}-title]").fill("Neue Stunde")
    page.locator(f"label:has([name=meetings-{row}-days])").first.click()
    page.locator(f"[name=meetings-{row}-starts_at]").fill("09:00")
    page.context.set_offline(True)
    page.locator("button[value=save]").click()
    page.context.set_offline(False)
    page.goto(form)
    expect(page.locator("[data-resume]")).to_be_visible()
    assert_nothing_found(page)
    page.locator("[data-resume-go]").click()
    expect(page.locator(f"[name=meetings-{row}-title]")).to_have_value("Neue Stunde")
    page.locator("button[value=save]").click()
    expect(page.locator("[data-saved]")).to_be_visible()
    assert load_document(entry.pk).meetings[-1].title["de"] == "Neue Stunde"
    page.goto(form)
    expect(page.locator("[data-resume]")).to_be_hidden()


def test_a_form_sent_twice_in_a_hurry_does_it_once(visit: Any, entry: Organisation) -> None:
    page = opened(visit(**PHONE), entry)
    number = Organisation.objects.get(pk=entry.pk).number
    page.locator("#part-about a").first.click()
    page.locator("[name=about-phone]").fill("0711 4712")
    page.locator("button[value=save]").dblclick()
    expect(page.locator("[data-saved]")).to_be_visible()
    assert Organisation.objects.get(pk=entry.pk).number == number + 1


@pytest.mark.parametrize("scripts", [True, False])
def test_two_versions_stand_side_by_side(visit: Any, entry: Organisation, scripts: bool) -> None:
    page = opened(visit(**WIDE, java_script_enabled=scripts), entry)
    page.locator("#part-about a").first.click()
    page.locator("[name=about-phone]").fill("0711 1111")
    changed(entry, phone="0711 2222")
    page.locator("button[value=save]").click()
    boxes = [box.bounding_box() for box in page.locator(".edit-both .pick").all()]
    assert len(boxes) == 2 and boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"]
    if scripts:
        assert_nothing_found(page)
    page.locator(".edit-both .pick").nth(0).click()
    page.locator("button[value=save]").click()
    expect(page.locator("[data-saved]")).to_be_visible()
    assert load_document(entry.pk).phone == "0711 1111"


@pytest.mark.parametrize(("language", "look"), COMBINATIONS if DEEP else [("de", "phone"), ("ar", "dark phone")])
def test_every_page_passes_the_checks_and_fits(visit: Any, entry: Organisation, language: str, look: str) -> None:
    changed(entry, phone="0711 3333")
    one = visit(**LOOKS[look])
    page = opened(one, entry, language)
    paths = ["edit/", "edit/times/?gone=1", "edit/texts/", "edit/texts/?to=uk", "edit/gone/", "history/", "editors/"]
    paths += [f"edit/{section}/" for section in FORMS] if DEEP else []
    found = {}
    for path in [*(f"/{language}/o/{entry.slug}/{tail}" for tail in paths), f"/{language}/update/?sent=1"]:
        one.open(path, map=False)
        page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        small = page.evaluate(
            "[...document.querySelectorAll('main button:not(.sr), main a.button, main select, main .field > input')]"
            ".filter(e => e.offsetWidth > 1 && e.offsetHeight < 44).map(e => e.outerHTML.slice(0, 80))"
        )
        found[path] = small + findings(page)
    for path in (link_to(entry, language), f"/{language}/edit/" + "A" * 43 + "/"):
        page.goto(one.site + path)
        found[path[:12]] = findings(page)
    assert {path: rules for path, rules in found.items() if rules} == {}
