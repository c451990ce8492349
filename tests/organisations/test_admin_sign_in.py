"""Signing in to the admin: superusers only, attempts counted, cookies below /admin/ alone."""

import importlib
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from organisations.models import RateCounter
from tests.organisations.admin_forms import open_form

pytestmark = pytest.mark.django_db
SIGN_IN = "/admin/login/"
OF_ADDRESS, OF_ACCOUNT = django_settings.SIGN_INS_OF_ADDRESS[0], django_settings.SIGN_INS_OF_ACCOUNT[0]


def attempt(client: Client, password: str, name: str = "root", address: str = "203.0.113.1"):
    """Try to sign in from an address."""
    form = {"username": name, "password": password, "next": "/admin/"}
    return client.post(SIGN_IN, form, REMOTE_ADDR=address, headers={"accept-language": "en"})


def time_passes() -> None:
    """All present spans of the limiter are over."""
    RateCounter.objects.update(ends_at=timezone.now() - timedelta(hours=2))


def test_a_superuser_signs_in_and_out(client, superuser):
    assert attempt(client, "a long password").headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "flags", [{}, {"is_staff": True}, {"is_superuser": True, "is_staff": True, "is_active": False}]
)
def test_nobody_else_gets_in(client, flags):
    user = User.objects.create_user("other", password="a long password", **flags)
    attempt(client, "a long password", name="other")
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    client.force_login(user)
    assert client.get("/admin/organisations/topic/").status_code == 302


def test_a_visitor_is_led_to_the_sign_in_and_gets_no_cookie_before(client):
    response = client.get("/admin/organisations/organisation/")
    assert response.headers["Location"] == "/admin/login/?next=/admin/organisations/organisation/"
    assert not response.cookies
    assert set(client.get(SIGN_IN).cookies) == {"csrf"}


def test_no_account_is_shipped():
    assert not User.objects.exists()


def test_a_weak_password_is_refused_by_createsuperuser(monkeypatch):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    for password in ("short", "administrator1"):
        with pytest.raises(ValidationError):
            validate_password(password, User(username="administrator"))
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    with pytest.raises(CommandError):
        call_command("createsuperuser", interactive=False)


class TestLimit:
    def test_an_address_has_so_many_attempts_and_then_not_even_the_right_password_helps(self, client, superuser):
        for number in range(OF_ADDRESS):
            assert attempt(client, "wrong", name=f"name{number}").status_code == 200
        response = attempt(client, "a long password")
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert "Too many attempts to sign in. Please try again in 10 min." in response.content.decode()
        assert attempt(client, "a long password", address="203.0.113.2").status_code == 302

    def test_an_account_has_so_many_attempts_from_wherever_they_come(self, client, superuser):
        for number in range(OF_ACCOUNT):
            assert (
                attempt(client, "wrong", name=" ROOT"[number % 2 :], address=f"203.0.113.{number}").status_code == 200
            )
        assert attempt(client, "a long password", address="198.51.100.1").status_code == 429

    def test_an_ipv6_household_counts_as_one_address(self, client, superuser):
        for number in range(OF_ADDRESS):
            attempt(client, "wrong", name=f"name{number}", address=f"2001:db8::{number:x}")
        assert attempt(client, "a long password", address="2001:db8::ffff").status_code == 429

    def test_when_the_time_is_over_the_right_password_works_again(self, client, superuser):
        for _ in range(OF_ADDRESS + 1):
            attempt(client, "wrong")
        time_passes()
        assert attempt(client, "a long password").status_code == 302

    def test_the_numbers_are_strict_enough(self):
        a_day = 24 * 3600 / django_settings.SIGN_INS_OF_ACCOUNT[1] * OF_ACCOUNT
        assert OF_ADDRESS <= 10 and a_day <= 500

    def test_strange_names_are_no_error(self, client):
        for name in ("\0", "x" * 5000, "‮", "", "' OR 1=1--"):
            assert attempt(client, "wrong", name=name).status_code == 200


class TestCookies:
    def test_they_are_for_the_server_only(self, client, superuser):
        cookies = attempt(client, "a long password").cookies
        assert set(cookies) == {"csrf", "session"}
        for cookie in cookies.values():
            assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["domain"]

    def test_with_https_they_are_bound_to_the_host(self, monkeypatch):
        from mapping import settings

        monkeypatch.setenv("HTTPS", "1")
        try:
            fresh = importlib.reload(settings)
            assert (fresh.SESSION_COOKIE_NAME, fresh.CSRF_COOKIE_NAME) == ("__Host-session", "__Host-csrf")
            assert fresh.SESSION_COOKIE_SECURE and fresh.CSRF_COOKIE_SECURE
        finally:
            monkeypatch.undo()
            importlib.reload(settings)

    def test_public_pages_neither_read_nor_set_any(self, admin):
        for path in ("/de/about/", "/api/v1/topics", "/robots.txt", "/de/nothing/", "/administrator/"):
            response = admin.get(path)
            assert not response.cookies
            assert not hasattr(response.wsgi_request, "session")
            assert "Cookie" not in response.headers.get("Vary", "")


class TestPages:
    @pytest.mark.parametrize(
        "path", ["/admin/", SIGN_IN, "/admin/jsi18n/", "/admin/nothing/", "/admin/organisations/topic/"]
    )
    def test_they_are_stored_nowhere_and_hold_no_inline_code(self, admin, path):
        response = admin.get(path)
        assert "no-store" in response.headers["Cache-Control"]
        if response.headers["Content-Type"].startswith("text/html"):
            assert response.headers["Referrer-Policy"] == "same-origin"
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert "nonce" not in response.headers["Content-Security-Policy"]

    def test_they_speak_german_or_english_as_the_browser_does(self, client):
        words = {
            "de-DE,de;q=0.9": "Anmelden",
            "en-GB": "Log in",
            "ar,en;q=0.5": "Log in",
            "fr": "Anmelden",
            "": "Anmelden",
        }
        for asked, word in words.items():
            page = client.get(SIGN_IN, headers={"Accept-Language": asked}).content.decode()
            assert f'value="{word}"' in page

    def test_a_forged_form_is_refused(self, superuser):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(superuser)
        assert browser.post("/admin/organisations/topic/add/", {"slug": "forged"}).status_code == 403
        token = open_form(browser, "/admin/organisations/topic/add/")["csrfmiddlewaretoken"][0]
        assert browser.post("/admin/logout/", {"csrfmiddlewaretoken": token}).status_code == 200

    def test_a_login_that_leads_elsewhere_leads_to_the_admin(self, client, superuser):
        form = {"username": "root", "password": "a long password", "next": "https://evil.example/"}
        assert client.post(SIGN_IN, form).headers["Location"] in ("/admin/", "/accounts/profile/")
