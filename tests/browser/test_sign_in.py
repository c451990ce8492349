"""Signing in as a person does: invitation, security key, desk; by a code of an app, in dark, on a telephone."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django.plugin import DjangoDbBlocker

from organisations.models import Mail
from organisations.services.curators import invite
from tests.browser.conftest import PHONE, WIDE, Visit
from tests.signing_in import totp

CLARA = "clara@stadt.example"


@pytest.fixture(autouse=True)
def clean(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a test adds to the running site is taken away again."""
    with django_db_blocker.unblock():
        yield
        User.objects.all().delete()
        Session.objects.all().delete()
        Mail.objects.all().delete()


def invited(site: str, **role: Any) -> str:
    """The address in the mail of an invitation."""
    invite(CLARA, everywhere=True, site=site, language="en", **role)
    text = Mail.objects.latest("created_at").text
    return next(line for line in text.split("\n") if line.startswith(site))


def is_sound(page: Page, width: int) -> None:
    """Nothing hinders readers of the page, and it fits the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.response["violations"] == []


def test_with_a_security_key_from_the_invitation_to_the_desk_and_back_in(visit: Any, site: str) -> None:
    window: Visit = visit(**WIDE, locale="en-GB")
    page, complaints = window.page, []
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    devtools = window.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**key, "automaticPresenceSimulation": True}})
    page.goto(invited(site))
    page.click("text=Begin")
    page.click("text=A security key")
    page.click("text=Add the key")
    expect(page.locator(".staff-codes li")).to_have_count(10)
    page.click("text=I have kept them")
    expect(page.locator("h1")).to_have_text("Desk")
    page.click("text=Sign out")
    page.goto(f"{site}/accounts/code/?next=/accounts/")
    page.fill("#id_email", CLARA)
    page.click("text=Send the code")
    code = next(line for line in Mail.objects.latest("created_at").text.split("\n") if line.isdecimal())
    page.fill("#id_code", code)
    page.click("text=Go on")
    page.click("text=Use a security key")
    expect(page.locator(".staff-row")).to_contain_text("Security key 1")
    assert complaints == []
    assert all(url.startswith((window.site, "data:")) for url in window.requests)
    assert page.evaluate("document.cookie") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_with_an_app_every_page_is_sound(visit: Any, site: str, scheme: str) -> None:
    window: Visit = visit(**PHONE, locale="en-GB", color_scheme=scheme, java_script_enabled=True)
    page, width = window.page, PHONE["viewport"]["width"]
    page.goto(f"{site}/accounts/login/")
    is_sound(page, width)
    page.goto(invited(site))
    is_sound(page, width)
    page.click("text=Begin")
    is_sound(page, width)
    page.click("text=An app on your telephone")
    is_sound(page, width)
    page.fill("#id_code", "000000")
    page.click("text=Go on")
    expect(page.locator(".field-error")).to_contain_text("wrong, used up or too old")
    page.fill("#id_code", totp(page.locator(".staff-key").inner_text()))
    page.click("text=Go on")
    is_sound(page, width)
    for path in ("/curate/", "/accounts/", "/accounts/password/", "/accounts/keys/add/", "/accounts/app/remove/"):
        page.goto(site + path)
        is_sound(page, width)


def test_a_visitor_s_window_holds_no_cookie(visit: Any) -> None:
    visitor: Visit = visit(**WIDE)
    visitor.open("/de/")
    assert visitor.context.cookies() == []
