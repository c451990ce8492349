"""Every page of the desk is sound: axe finds nothing, it fits phones and wide screens, works without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from organisations.models import Editor, LinkState, Mail, MailState, Organisation, WebLink
from organisations.participation.models import Accompaniment, Mentor, Module, News
from organisations.participation.news import write
from organisations.services.retention import carry_out
from tests.browser.conftest import PHONE, WIDE, Visit
from tests.browser.test_accessibility import DARK, findings
from tests.browser.test_curate import committed
from tests.conftest import DEEP
from tests.participation.accompanying import asked_for
from tests.participation.mentoring import mentor
from tests.signing_in import session_cookie

PATHS = [
    "/curate/", "/curate/entries/?reason=place", "/curate/queue/", "/curate/log/", "/curate/links/", "/curate/mails/",
    "/curate/people/", "/curate/people/{user}/", "/curate/personal-data/", "/curate/retention/", "/curate/work/",
    "/curate/import/", "/curate/import/refused/",
    "/curate/sources/", "/curate/duplicates/", "/curate/statistics/", "/curate/statistics/wishes/",
    "/curate/export/", "/curate/news/", "/curate/modules/",
    "/curate/news/{news}/", "/curate/modules/{module}/", "/curate/modules/{module}/{page}/",
    "/curate/o/{slug}/", "/curate/o/{slug}/change/",
    "/curate/o/{slug}/history/",
    "/curate/participation/mentors/", "/curate/participation/mentors/{mentor}/",
    "/curate/participation/", "/curate/participation/{request}/",
]  # fmt: skip
LOOKS: dict[str, dict[str, Any]] = {"phone": PHONE, "dark wide": WIDE | DARK}
if DEEP:
    LOOKS |= {"dark phone": PHONE | DARK, "wide": WIDE, "English phone": PHONE | {"locale": "en-GB"}}


@pytest.fixture(scope="module")
def desk(site: str, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A superuser with something on every page; all of it is taken away again."""
    with django_db_blocker.unblock():
        found = committed(_made)
    yield found
    with django_db_blocker.unblock():
        committed(_gone)


def _made() -> dict[str, Any]:
    root = User.objects.create_superuser("root@stadt.example", "root@stadt.example")
    other = User.objects.create_user("anna@stadt.example", "anna@stadt.example", is_staff=True)
    entry = Organisation.objects.filter(state="public").exclude(website="").order_by("slug")[0]
    now = timezone.now()
    Editor.objects.create(organisation=entry, email="erika@x.example", name="Erika", bounced_at=now, added_by="test")
    WebLink.objects.create(
        url=entry.website, host="x", state=LinkState.BROKEN, status=404, failing_since=now, next_at=now
    )
    for number, state in enumerate(MailState.values):
        values = {"purpose": "link", "recipient": "erika@x.example", "subject": "x", "text": "x", "next_at": now}
        Mail.objects.create(**values, language="de", state=state, header_id=f"<{number}@desk>")
    carry_out()
    module = write.new_module("Was ist ein Gremium?", "de")
    return {
        "cookie": session_cookie(root),
        "user": other.pk,
        "slug": entry.slug,
        "mentor": mentor().pk,
        "news": write.new_news("Sommerfest", "de", author="test").pk,
        "module": module.pk,
        "page": write.add_page(module, "de", {"title": "Eins", "text": ""}).pk,
        "request": asked_for(entry)[0].pk,
    }


def _gone() -> None:
    Editor.objects.filter(email="erika@x.example").delete()
    for model in (WebLink, Mail, User, Session, Accompaniment, Mentor, News, Module):
        model.objects.all().delete()


def opened(visit: Any, desk: dict[str, Any], **look: Any) -> Visit:
    window: Visit = visit(**look)
    cookie: Any = {**desk["cookie"], "url": window.site}
    window.context.add_cookies([cookie])
    return window


def faults(page: Page, path: str) -> list[Any]:
    """What is wrong with the page that is open."""
    sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    headings = page.locator("h1").count()
    return [path, *findings(page), *(["scrolls sideways"] if sideways else []), *(["h1"] if headings != 1 else [])]


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_the_desk_is_sound(visit: Any, desk: dict[str, Any], look: str) -> None:
    window = opened(visit, desk, **LOOKS[look])
    said: list[str] = []
    window.page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    wrong = []
    for path in PATHS:
        answer = window.page.goto(window.site + path.format(**desk))
        assert answer and answer.status == 200, path
        found = faults(window.page, path)
        wrong += [found] if len(found) > 1 else []
    assert (wrong, said) == ([], [])
    assert all(url.startswith((window.site, "data:", "blob:")) for url in window.requests)


def test_on_a_phone_the_navigation_shows_where_one_is(visit: Any, desk: dict[str, Any]) -> None:
    window = opened(visit, desk, **PHONE)
    for path in ("/curate/log/", "/curate/entries/", "/curate/statistics/wishes/", "/curate/"):
        window.page.goto(window.site + path)
        expect(window.page.locator(".staff-nav [aria-current]")).to_be_in_viewport(ratio=1)


def test_every_page_of_the_desk_is_there_without_javascript(visit: Any, desk: dict[str, Any]) -> None:
    window = opened(visit, desk, **PHONE, java_script_enabled=False)
    for path in PATHS:
        window.page.goto(window.site + path.format(**desk))
        assert window.page.locator("main h1").count() == 1, path
