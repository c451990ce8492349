"""Pages of the staff: cookies there alone, headers, languages, forged forms, where a sign-in leads."""

import importlib

import pytest
from django.test import Client

from tests.html import parse
from tests.organisations.admin_forms import open_form
from tests.signing_in import (
    ACCOUNT,
    FACTOR,
    PASSWORD,
    SIGN_IN,
    attempt,
    signed_in,
    totp,
)

pytestmark = pytest.mark.django_db


class TestCookies:
    def test_they_are_for_the_server_only(self, client, superuser):
        client.get(SIGN_IN)
        cookies = attempt(client).cookies
        assert set(cookies) == {"csrf", "session"}
        for cookie in cookies.values():
            assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["domain"]
        assert cookies["session"]["max-age"] == 12 * 3600

    def test_with_https_they_are_bound_to_the_host(self, monkeypatch):
        from mapping import settings

        monkeypatch.setenv("HTTPS", "1")
        try:
            fresh = importlib.reload(settings)
            assert (fresh.SESSION_COOKIE_NAME, fresh.CSRF_COOKIE_NAME) == ("__Host-session", "__Host-csrf")
            assert fresh.SESSION_COOKIE_SECURE and fresh.CSRF_COOKIE_SECURE
            assert not fresh.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN
        finally:
            monkeypatch.undo()
            importlib.reload(settings)

    def test_a_visitor_is_led_to_the_sign_in_and_gets_no_cookie_before(self, client):
        response = client.get("/admin/organisations/organisation/")
        assert response.headers["Location"] == f"{SIGN_IN}?next=/admin/organisations/organisation/"
        assert not response.cookies
        assert set(client.get(SIGN_IN).cookies) == {"csrf"}

    def test_public_pages_neither_read_nor_set_any(self, admin):
        for path in ("/de/about/", "/api/v1/topics", "/robots.txt", "/de/nothing/", "/administrator/", "/account/"):
            response = admin.get(path)
            assert not response.cookies
            assert not hasattr(response.wsgi_request, "session")
            assert "Cookie" not in response.headers.get("Vary", "")


class TestPages:
    @pytest.mark.parametrize(
        "path", ["/admin/", SIGN_IN, ACCOUNT, "/curate/", "/admin/auth/user/", "/admin/nothing/", "/accounts/app/"]
    )
    def test_they_are_stored_nowhere_framed_nowhere_and_hold_no_inline_code(self, admin, path):
        response = admin.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "nonce" not in policy
        scripts = [script for script in parse(response.content.decode()).all("script") if not script.get("src")]
        assert all(script.get("type") in ("application/json", "importmap") for script in scripts)

    def test_their_words_for_scripts_are_stored_nowhere_either(self, admin):
        assert "no-store" in admin.get("/admin/jsi18n/").headers["Cache-Control"]

    def test_they_speak_german_or_english_as_the_browser_does_or_as_was_chosen(self, client):
        def language(asked, path=SIGN_IN):
            return client.get(path, headers={"Accept-Language": asked}).headers["Content-Language"]

        asked = {"de-DE,de;q=0.9": "de", "en-GB": "en", "ar,en;q=0.5": "en", "fr": "de", "": "de"}
        assert {one: language(one) for one in asked} == asked
        assert language("de", f"{SIGN_IN}?lang=en") == "en"
        assert language("de") == language("de", "/accounts/code/") == "en"
        assert language("de", f"{SIGN_IN}?lang=xx") == "en"
        assert language("en", f"{SIGN_IN}?lang=de") == "de"
        assert client.get("/en/about/?lang=de").headers["Content-Language"] == "en"

    def test_a_forged_form_is_refused(self, superuser):
        browser = signed_in(superuser, Client(enforce_csrf_checks=True))
        assert browser.post("/admin/organisations/topic/add/", {"slug": "forged"}).status_code == 403
        assert browser.post("/accounts/logout/").status_code == 403
        assert Client(enforce_csrf_checks=True).post(SIGN_IN, {"login": "root"}).status_code == 403
        token = open_form(browser, "/admin/organisations/topic/add/")["csrfmiddlewaretoken"][0]
        assert browser.post("/admin/logout/", {"csrfmiddlewaretoken": token}).status_code == 302

    @pytest.mark.parametrize("aim", ["https://evil.example/", "//evil.example/admin/", "/de/", "javascript:alert(1)"])
    def test_a_sign_in_that_leads_elsewhere_leads_to_the_desk(self, client, secret, aim):
        answer = client.post(SIGN_IN, {"login": "root", "password": PASSWORD, "next": aim})
        answer = client.post(FACTOR, {"code": totp(secret, 1), "next": aim})
        assert answer.headers["Location"] == "/curate/"
