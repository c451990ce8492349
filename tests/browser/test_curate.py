"""The desk in a browser: a curator decides by mouse, by keyboard alone, on a phone without JavaScript; axe agrees."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections
from playwright.sync_api import Page, expect

from organisations.document import Contact, OrganisationDocument
from organisations.models import Area, CuratorRole, DataVersion, Decision, Mail, Organisation, Suggestion
from organisations.services.publish import publish
from organisations.services.rows import load_document
from organisations.services.suggestions import Sender, suggest_change, suggest_entry
from tests.browser.conftest import PHONE, WIDE, follow
from tests.browser.test_accessibility import LOOKS, assert_nothing_found
from tests.conftest import DEEP
from tests.factories import document, place
from tests.signing_in import session_cookie

CURATOR, ELSEWHERE, NAME = "m.muster", "o.fern", "Vom Schreibtisch e.V."


def committed(work: Callable[[], Any]) -> Any:
    """Does it outside of the test's own transaction, which the running site would not see."""

    def alone() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(alone).result()


@pytest.fixture(autouse=True)
def entry(site: str) -> Iterator[OrganisationDocument]:
    """An entry with a change that waits and a new entry after it; all of it is taken away again."""
    yield committed(_made)
    committed(_gone)


def _made() -> OrganisationDocument:
    made = document(NAME)
    publish(made, base=0, author="test")
    now = load_document(made.id)
    moved = replace(now.places[0].address, street="Neuweg 5", point=(9.2252, 48.6811), point_origin="hand")
    wanted = replace(
        now,
        website="https://neu.example",
        places=(replace(now.places[0], address=moved),),
        contacts=(Contact(name="Petra Beispiel", phone="0711 55"),),
    )
    suggest_change(wanted, base=1, sender=sender("ar"), notes={"about": "العنوان خطأ"})
    suggest_entry(document("Neu vom Schreibtisch", places=(place(),)), sender=sender("tr"))
    for name, area in ((CURATOR, "filderstadt"), (ELSEWHERE, "ostfildern")):
        curator = User.objects.create_user(name, f"{name}@stadt.example", is_staff=True)
        CuratorRole.objects.create(user=curator).areas.set(Area.objects.filter(slug=area))
    return made


def _gone() -> None:
    Organisation.objects.filter(name__in=[NAME, "Neu vom Schreibtisch"]).delete()
    for model in (Decision, Mail, User):
        model.objects.all().delete()
    DataVersion.increase()


def sender(language: str) -> Sender:
    return Sender(language=language, key=secrets.token_urlsafe(32), email="who@x.example")


def waiting() -> Suggestion:
    return Suggestion.objects.get(kind="change")


def opened(visit: Any, path: str = "", who: str = CURATOR, **look: Any) -> Page:
    """The desk, or a page of it, in the window of a curator."""
    window = visit(**look)
    cookie = committed(lambda: session_cookie(User.objects.get(username=who)))
    window.context.add_cookies([{**cookie, "url": window.site}])
    page: Page = window.open(path or f"/curate/queue/{waiting().pk}/", map=False)
    return page


def test_one_field_is_accepted_and_another_rejected(visit: Any, entry: OrganisationDocument) -> None:
    page = opened(visit, "/curate/queue/", **WIDE)
    page.get_by_role("link", name=NAME).click()
    expect(page.locator("#entry-map .marker")).to_have_count(2)
    page.get_by_role("button", name="Ich bearbeite es").or_(page.get_by_role("button", name="I work on it")).click()
    page.locator("#part-website .seg-yes").click()
    page.locator("[name^='part-places'][value=no]").check(force=True)
    page.locator("[name^='part-contacts'][value=no]").check(force=True)
    expect(page.locator("[data-n=no]")).to_have_text("2")
    expect(page.locator("[data-n=open]")).to_have_text("0")
    page.locator("[data-publish]").click()
    expect(page.locator("[role=status]")).to_contain_text(NAME)
    now = load_document(entry.id)
    assert (now.website, now.places[0].address.street, now.contacts) == ("https://neu.example", "Musterweg 4", ())
    page.goto(page.url.partition("/curate/")[0] + f"/curate/o/{Organisation.objects.get(pk=entry.id).slug}/history/")
    expect(page.locator("main")).to_contain_text("neu.example")
    follow(page, page.locator("main form button").last)
    expect(page.locator("[role=status]")).to_be_visible()
    assert load_document(entry.id).website == ""


def test_a_curator_of_another_area_neither_sees_nor_opens_it(visit: Any, entry: OrganisationDocument) -> None:
    page = opened(visit, "/curate/queue/", who=ELSEWHERE, **PHONE)
    expect(page.locator("h1")).to_be_visible()
    assert NAME not in page.locator("main").inner_text()
    for path in (f"queue/{waiting().pk}/", f"o/{Organisation.objects.get(pk=entry.id).slug}/history/"):
        answer = page.goto(page.url.partition("/curate/")[0] + f"/curate/{path}")
        assert answer and answer.status == 403
    assert load_document(entry.id).website == ""


def arrived(page: Page, name: str) -> None:
    """Waits for the page of that item, and until its keys work."""
    expect(page.locator("h1")).to_have_text(name)
    page.wait_for_load_state("load")


def test_all_of_it_by_keyboard_alone(visit: Any, entry: OrganisationDocument) -> None:
    page = opened(visit, "/curate/queue/", **WIDE)
    page.keyboard.press("j")
    arrived(page, NAME)
    page.keyboard.press("?")
    expect(page.locator("#keys summary")).to_be_focused()
    page.keyboard.press("j")
    arrived(page, "Neu vom Schreibtisch")
    page.keyboard.press("k")
    arrived(page, NAME)
    page.locator("#words").focus()
    page.keyboard.type("jka")  # letters in a field are letters
    expect(page.locator("#words")).to_have_value("jka")
    page.locator("h1").click()
    page.keyboard.press("a")
    expect(page.locator("[data-publish]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_contain_text(NAME)
    assert load_document(entry.id).website == "https://neu.example"


def test_without_a_connection_nothing_typed_is_lost(visit: Any, entry: OrganisationDocument) -> None:
    page = opened(visit, **PHONE)
    page.locator("#words").fill("Danke")
    page.context.set_offline(True)
    page.locator("[data-reject]").click()
    expect(page.locator("#offline")).to_be_focused()
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    page.locator("[data-reject]").click()
    expect(page.locator("[role=status]")).to_contain_text(NAME)
    assert waiting().reason == "Danke"


def test_keys_that_were_switched_off_do_nothing(visit: Any) -> None:
    page = opened(visit, **WIDE)
    page.keyboard.press("?")
    page.locator("#keys form button").click()
    expect(page.locator("[data-keys]")).to_have_count(0)
    page.keyboard.press("j")
    page.wait_for_timeout(200)
    expect(page.locator("h1")).to_have_text(NAME)


def test_on_a_phone_without_javascript_it_is_edited_and_published(visit: Any, entry: OrganisationDocument) -> None:
    page = opened(visit, java_script_enabled=False, **PHONE)
    page.locator("#part-website .seg-edit").click()
    page.locator("[name=about-website]").fill("https://besser.example")
    page.locator("main .button-main").click()
    expect(page.locator("[role=status]")).to_contain_text(NAME)
    assert load_document(entry.id).website == "https://besser.example"


PAGES = ["/curate/queue/", "", "edit/", "/curate/log/", "entry", "history"]


@pytest.mark.parametrize(
    ("language", "look"),
    [(language, look) for language in ("de-DE", "en-GB") for look in LOOKS]
    if DEEP
    else [("de-DE", "phone"), ("en-GB", "dark wide")],
)
def test_axe_finds_nothing_and_everything_fits(
    visit: Any, entry: OrganisationDocument, look: str, language: str
) -> None:
    page = opened(visit, locale=language, **LOOKS[look])
    item, slug = page.url, Organisation.objects.get(pk=entry.id).slug
    desk = item.split("/curate/")[0]
    of_entry = {"entry": f"{desk}/curate/o/{slug}/", "history": f"{desk}/curate/o/{slug}/history/"}
    for path in PAGES:
        page.goto(of_entry.get(path) or (desk + path if path.startswith("/") else item + path))
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert_nothing_found(page)
