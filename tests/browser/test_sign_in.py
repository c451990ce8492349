"""Signing in as a person does: invitation, security key, desk; by a code of an app, in dark, on a telephone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django.plugin import DjangoDbBlocker

from organisations.models import Mail
from organisations.services.curators import invite
from tests.browser.conftest import PHONE, WIDE, Visit, follow
from tests.browser.test_accessibility import assert_nothing_found
from tests.signing_in import totp

INVITED = ("key@stadt.example", "light@stadt.example", "dark@stadt.example")


@pytest.fixture(scope="module")
def links(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """The links in the mails of invitations, by address; what came of them is taken away afterwards."""
    with django_db_blocker.unblock():
        for address in INVITED:
            invite(address, everywhere=True, site=site, language="en")
        yield {mail.recipient: line_of(mail, site) for mail in Mail.objects.filter(purpose="account")}
        User.objects.all().delete()
        Session.objects.all().delete()
        Mail.objects.all().delete()


def line_of(mail: Mail, begin: str = "") -> str:
    """The line of a mail that begins so, else the one that is a code."""
    lines = mail.text.split("\n")
    return next(line for line in lines if (line.startswith(begin) if begin else line.isdecimal()))


def is_sound(page: Page, width: int) -> None:
    """Nothing hinders readers of the page, and it fits the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_nothing_found(page)
    heights = page.locator(".field input:not([type=hidden], .check)").evaluate_all(
        "all => all.map((one) => one.offsetHeight)"
    )
    assert min(heights, default=44) >= 44  # never a bare field of the browser's


def test_with_a_security_key_from_the_invitation_to_the_desk_and_back_in(
    visit: Any, site: str, links: dict[str, str]
) -> None:
    window: Visit = visit(**WIDE, locale="en-GB")
    page, complaints = window.page, []
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    devtools = window.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**key, "automaticPresenceSimulation": True}})
    page.goto(links[INVITED[0]])
    page.click("text=Begin")
    page.click("text=A security key")
    page.click("text=Add the key")
    expect(page.locator(".staff-codes li")).to_have_count(10)
    page.click("text=I have kept them")
    expect(page.locator("h1")).to_have_text("Desk")
    page.click("text=Sign out")
    page.goto(f"{site}/accounts/code/?next=/accounts/")
    page.fill("#id_email", INVITED[0])
    page.click("text=Send the code")
    expect(page.locator("#id_code")).to_be_visible()
    page.fill("#id_code", line_of(Mail.objects.latest("created_at")))
    page.click("text=Go on")
    page.click("text=Use a security key")
    expect(page.locator(".staff-row")).to_contain_text("Security key 1")
    assert complaints == []
    assert all(url.startswith((window.site, "data:")) for url in window.requests)
    assert page.evaluate("document.cookie") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_with_an_app_every_page_is_sound(
    visit: Any, site: str, links: dict[str, str], scheme: str
) -> None:
    window: Visit = visit(**PHONE, locale="en-GB", color_scheme=scheme)
    page, width = window.page, PHONE["viewport"]["width"]
    page.goto(f"{site}/accounts/login/")
    is_sound(page, width)
    page.goto(links[f"{scheme}@stadt.example"])
    is_sound(page, width)
    follow(page, "text=Begin")
    is_sound(page, width)
    follow(page, "text=An app on your telephone")
    is_sound(page, width)
    page.fill("#id_code", "000000")
    page.click("text=Go on")
    expect(page.locator(".field-error")).to_contain_text("wrong, used up or too old")
    page.fill("#id_code", totp(page.locator(".staff-key").inner_text()))
    follow(page, "text=Go on")
    is_sound(page, width)
    for path in ("/curate/", "/accounts/", "/accounts/password/", "/accounts/keys/add/", "/accounts/app/remove/"):
        page.goto(site + path)
        is_sound(page, width)


def test_a_visitor_s_window_holds_no_cookie(visit: Any) -> None:
    visitor: Visit = visit(**WIDE)
    visitor.open("/de/")
    assert visitor.context.cookies() == []
