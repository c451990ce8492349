"""Signing in as staff: password or mailed code, then a second factor; attempts counted; cookies for staff alone."""

import importlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from organisations.models import Mail, RateCounter
from tests.html import parse
from tests.organisations.admin_forms import open_form
from tests.signing_in import set_up_app, signed_in, totp

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, CONFIRM, FACTOR, ACCOUNT = (
    "/accounts/login/", "/accounts/code/", "/accounts/code/confirm/", "/accounts/factor/", "/accounts/",
)  # fmt: skip
PASSWORD = "a long password"
OF_ADDRESS, OF_ACCOUNT = django_settings.SIGN_INS_OF_ADDRESS[0], django_settings.SIGN_INS_OF_ACCOUNT[0]


def attempt(client: Client, password: str = PASSWORD, name: str = "root", address: str = "203.0.113.1") -> Any:
    """The first step with a password, from an address."""
    return client.post(SIGN_IN, {"login": name, "password": password, "next": "/admin/"}, REMOTE_ADDR=address)


def mailed_code(client: Client, email: str = "root@example.org") -> str:
    """Asks for a code and reads it in the mail."""
    assert client.post(CODE, {"email": email}).headers["Location"] == CONFIRM
    return re.findall(r"^\d{6}$", Mail.objects.latest("created_at").text, re.MULTILINE)[0]


def time_passes() -> None:
    """All present spans of the limiter are over."""
    RateCounter.objects.update(ends_at=timezone.now() - timedelta(hours=2))


@pytest.fixture
def english(client: Client) -> Client:
    """An English browser."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def secret(superuser: User) -> str:
    """The secret of the app that the superuser has set up, in a browser that is closed again."""
    browser = Client()
    attempt(browser)
    made = set_up_app(browser)
    browser.post("/accounts/logout/")
    time_passes()
    return made


class TestTheWholeWay:
    def test_the_first_sign_in_leads_to_the_set_up_of_a_second_factor_and_nowhere_else(self, english, superuser):
        assert attempt(english).headers["Location"] == "/admin/"
        for path in ("/admin/", "/curate/", "/admin/organisations/topic/"):
            assert english.get(path).headers["Location"] == ACCOUNT
        page = english.get(ACCOUNT).content.decode()
        assert "Set up a second factor" in page and "Change the password" not in page
        set_up_app(english)
        codes = parse(english.get("/accounts/recovery-codes/").content.decode()).all(".staff-codes li")
        assert len({code.text for code in codes}) == 10
        assert english.get("/admin/").status_code == english.get("/curate/").status_code == 200

    def test_with_password_and_code_of_the_app_in_and_by_a_form_out(self, english, secret):
        assert attempt(english).headers["Location"] == FACTOR
        assert english.get("/admin/").status_code == 302
        assert english.post(FACTOR, {"code": totp(secret, 1)}).headers["Location"] == "/admin/"
        assert english.get("/admin/").status_code == 200
        assert english.get("/accounts/logout/").status_code == 200
        assert english.get("/admin/").status_code == 200
        assert english.post("/admin/logout/").headers["Location"] == SIGN_IN
        assert english.get("/admin/").headers["Location"] == f"{SIGN_IN}?next=/admin/"

    def test_with_a_mailed_code_in_place_of_the_password(self, english, secret):
        code = mailed_code(english)
        assert english.post(CONFIRM, {"code": code}).headers["Location"] == FACTOR
        assert english.post(FACTOR, {"code": totp(secret, 1)}).headers["Location"] == "/curate/"
        assert english.get("/admin/").status_code == 200

    def test_a_name_is_as_good_as_the_address(self, client, superuser):
        assert attempt(client, name="ROOT@example.org").status_code == 302

    def test_a_wrong_mailed_code_opens_nothing_and_after_three_the_right_one_neither(self, english, superuser):
        code = mailed_code(english)
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        page = english.post(CONFIRM, {"code": wrong}).content.decode()
        assert "This code is wrong, used up or too old." in page
        for _ in range(2):
            english.post(CONFIRM, {"code": wrong})
        assert english.post(CONFIRM, {"code": code}).headers["Location"] == CODE
        assert english.get(ACCOUNT).status_code == 302

    def test_a_mailed_code_is_of_no_use_in_another_browser_and_works_once(self, english, secret):
        code = mailed_code(english)
        assert Client().post(CONFIRM, {"code": code}).headers["Location"] == CODE
        english.post(CONFIRM, {"code": code})
        assert english.post(CONFIRM, {"code": code}).headers["Location"] == CODE

    def test_the_code_stands_in_the_mail_s_text_alone_which_is_emptied_once_sent(self, english, superuser):
        code = mailed_code(english)
        mail = Mail.objects.latest("created_at")
        assert code not in mail.subject
        assert (mail.recipient, mail.language) == ("root@example.org", "en")


class TestSecondFactor:
    def test_wrong_codes_open_nothing(self, english, secret):
        attempt(english)
        for code in ("000000", "", "x" * 5000, "\0", totp(secret, -9), totp(secret, 9)):
            assert english.post(FACTOR, {"code": code}).status_code == 200
        assert english.get("/admin/").status_code == 302

    def test_a_code_that_was_used_opens_nothing_a_second_time_whichever_process_is_asked(self, english, secret):
        from django.core.cache import cache

        code = totp(secret, 1)
        attempt(english)
        assert english.post(FACTOR, {"code": code}).status_code == 302
        cache.clear()  # what one process remembers, another does not know
        thief = Client(HTTP_ACCEPT_LANGUAGE="en")
        attempt(thief)
        assert "used up" in thief.post(FACTOR, {"code": code}).content.decode()

    def test_the_code_that_set_the_app_up_is_used_up_too(self, english, superuser):
        attempt(english)
        secret = set_up_app(english)
        other = Client()
        attempt(other)
        answers = [other.post(FACTOR, {"code": totp(secret, step)}).status_code for step in (0, -1)]
        assert 200 in answers  # the step in which it was set up, or the one before if the clock went on meanwhile

    def test_without_telephone_a_recovery_code_opens_once(self, english, superuser):
        attempt(english)
        set_up_app(english)
        lost = parse(english.get("/accounts/recovery-codes/").content.decode()).all(".staff-codes li")[3].text
        for status in (302, 200):
            browser = Client()
            attempt(browser)
            assert browser.post(FACTOR, {"code": lost}).status_code == status

    def test_without_anything_a_command_lets_the_next_sign_in_set_up_a_new_one(self, english, secret, capsys):
        attempt(english)
        english.post(FACTOR, {"code": totp(secret, 1)})
        call_command("reset_second_factor", "Root@Example.org")
        assert "none now" in capsys.readouterr().out
        assert english.get("/admin/").headers["Location"] == f"{SIGN_IN}?next=/admin/"
        assert attempt(english).headers["Location"] == "/admin/"
        assert english.get("/admin/").headers["Location"] == ACCOUNT
        assert Mail.objects.latest("created_at").recipient == "root@example.org"
        with pytest.raises(CommandError):
            call_command("reset_second_factor", "nobody@example.org")

    def test_a_session_from_before_the_set_up_ends_with_it(self, english, superuser):
        early = Client()
        attempt(early)
        attempt(english)
        set_up_app(english)
        assert early.get(ACCOUNT).headers["Location"] == f"{SIGN_IN}?next={ACCOUNT}"

    def test_before_a_factor_is_changed_it_is_asked_again_when_some_time_has_passed(self, english, secret, settings):
        attempt(english)
        english.post(FACTOR, {"code": totp(secret, 1)})
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
        for path in (
            "/accounts/app/remove/",
            "/accounts/keys/add/",
            "/accounts/recovery-codes/",
            "/accounts/password/",
        ):
            assert english.get(path).headers["Location"].startswith("/accounts/again/?next="), path
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
        again = {"code": totp(secret, 1), "next": "/accounts/password/"}
        assert english.post("/accounts/again/", again).status_code == 200  # used already

    def test_without_the_last_factor_there_is_nothing_but_the_set_up(self, english, superuser):
        attempt(english)
        set_up_app(english)
        assert english.post("/accounts/app/remove/").headers["Location"] == ACCOUNT
        assert english.get("/admin/").headers["Location"] == ACCOUNT

    def test_who_has_the_address_hears_of_every_change(self, english, secret):
        attempt(english)
        english.post(FACTOR, {"code": totp(secret, 1)})
        english.post("/accounts/app/remove/")
        mail = Mail.objects.latest("created_at")
        assert mail.recipient == "root@example.org"
        assert "The authenticator app was removed from your account." in mail.text

    def test_the_secret_is_not_readable_in_the_database(self, secret):
        from allauth.mfa.models import Authenticator

        assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))

    def test_the_site_s_key_can_be_changed_while_the_former_one_is_known(self, english, secret, settings):
        former = settings.SECRET_KEY
        settings.SECRET_KEY = "another-key-of-the-site" * 3
        for known, status in (([], 200), ([former], 302)):
            settings.SECRET_KEY_FALLBACKS = known
            browser = Client()
            attempt(browser)
            assert browser.post(FACTOR, {"code": totp(secret, 1)}).status_code == status

    def test_a_password_is_set_without_the_former_one_and_other_sessions_end(self, english, secret, superuser):
        other = signed_in(superuser)
        attempt(english)
        english.post(FACTOR, {"code": totp(secret, 1)})
        new = {"new_password1": "quite another one", "new_password2": "quite another one"}
        assert english.post("/accounts/password/", {**new, "new_password1": "short"}).status_code == 200
        assert english.post("/accounts/password/", new).headers["Location"] == ACCOUNT
        assert english.get("/admin/").status_code == 200
        assert other.get("/admin/").status_code == 302
        assert attempt(Client(), "quite another one").headers["Location"] == FACTOR


class TestNobodyElse:
    @pytest.mark.parametrize("flags", [{}, {"is_staff": True, "is_active": False}, {"is_superuser": True}])
    def test_accounts_that_are_not_staff_or_switched_off_open_nothing(self, english, flags):
        user = User.objects.create_user("other", password=PASSWORD, **flags)
        attempt(english, name="other")
        assert english.get("/curate/").headers["Location"] == f"{SIGN_IN}?next=/curate/"
        assert signed_in(user, english).get("/curate/").status_code == 302

    def test_a_curator_is_no_superuser(self, curator_client):
        assert curator_client.get("/curate/").status_code == 200
        assert curator_client.get("/admin/").status_code == 403
        assert curator_client.post("/admin/organisations/topic/add/", {"slug": "x"}).status_code == 403

    def test_an_account_that_is_switched_off_is_out_at_once_and_stays_so_when_it_is_switched_on(self, superuser, admin):
        clara = User.objects.create_user("clara", "clara@stadt.example", is_staff=True)
        browser = signed_in(clara)
        form = open_form(admin, f"/admin/auth/user/{clara.pk}/change/")
        off = {name: values for name, values in form.items() if name != "is_active"}
        assert admin.post(f"/admin/auth/user/{clara.pk}/change/", off).status_code == 302
        assert browser.get("/curate/").status_code == 302
        User.objects.filter(pk=clara.pk).update(is_active=True)
        assert browser.get("/curate/").status_code == 302

    def test_nobody_can_sign_up(self, client):
        for path in ("/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/accounts/social/login/"):
            assert client.get(path).status_code == 404
            assert client.post(path, {"email": "new@example.org"}).status_code == 404
        assert not User.objects.exists()

    def test_unknown_addresses_get_the_same_answers_and_no_mail(self, english, superuser):
        pages = []
        for email in ("root@example.org", "nobody@example.org"):
            browser = Client(HTTP_ACCEPT_LANGUAGE="en")
            answer = browser.post(CODE, {"email": email})
            page = browser.get(CONFIRM).content.decode()
            wrong = browser.post(CONFIRM, {"code": "x"}).content.decode()
            bare = [re.sub(r'value="[\w-]+"', "", text) for text in (page, wrong)]
            pages.append((answer.status_code, answer.headers["Location"], *bare))
        assert pages[0] == pages[1]
        assert list(Mail.objects.values_list("recipient", flat=True)) == ["root@example.org"]
        bad = [
            attempt(Client(HTTP_ACCEPT_LANGUAGE="en"), "wrong", name=name).content.decode() for name in ("root", "no")
        ]
        assert all("Name or password is wrong." in page for page in bad)

    def test_no_account_is_shipped(self):
        assert not User.objects.exists()

    def test_a_weak_password_is_refused_by_createsuperuser(self, monkeypatch):
        from django.contrib.auth.password_validation import validate_password
        from django.core.exceptions import ValidationError

        for password in ("short", "administrator1"):
            with pytest.raises(ValidationError):
                validate_password(password, User(username="administrator"))
        monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
        with pytest.raises(CommandError):
            call_command("createsuperuser", interactive=False)


class TestLimit:
    def test_an_address_has_so_many_attempts_and_then_not_even_the_right_password_helps(self, english, superuser):
        for number in range(OF_ADDRESS):
            assert attempt(english, "wrong", name=f"name{number}").status_code == 200
        response = attempt(english)
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert "Too many attempts to sign in. Please try again in 10 min." in response.content.decode()
        assert attempt(english, address="203.0.113.2").status_code == 302

    def test_an_account_has_so_many_attempts_from_wherever_they_come(self, client, superuser, settings):
        settings.SIGN_INS_OF_ACCOUNT = (3, 3600)
        for number in range(3):
            name = " ROOT"[number % 2 :]
            assert attempt(client, "wrong", name=name, address=f"203.0.113.{number}").status_code == 200
        assert attempt(client, address="198.51.100.1").status_code == 429

    def test_second_factors_are_counted_for_the_account_whose_sign_in_has_begun(self, english, secret, settings):
        settings.SIGN_INS_OF_ACCOUNT = (3, 3600)
        attempt(english)
        for number in range(3):
            assert english.post(FACTOR, {"code": "000000"}, REMOTE_ADDR=f"203.0.113.{number}").status_code == 200
        right = english.post(FACTOR, {"code": totp(secret, 1)}, REMOTE_ADDR="198.51.100.1")
        assert right.status_code == 429

    def test_codes_by_mail_are_counted_so_that_nobody_is_flooded(self, client, superuser, settings):
        settings.SIGN_INS_OF_ACCOUNT = (2, 3600)
        answers = [
            Client().post(CODE, {"email": "root@example.org"}, REMOTE_ADDR=f"203.0.113.{number}").status_code
            for number in range(3)
        ]
        assert answers == [302, 302, 429]
        assert Mail.objects.count() == 2

    def test_an_ipv6_household_counts_as_one_address(self, client, superuser, settings):
        settings.SIGN_INS_OF_ADDRESS = (2, 600)
        for number in range(2):
            attempt(client, "wrong", name=f"name{number}", address=f"2001:db8::{number:x}")
        assert attempt(client, address="2001:db8::ffff").status_code == 429

    def test_when_the_time_is_over_the_right_password_works_again(self, client, superuser, settings):
        settings.SIGN_INS_OF_ADDRESS = (1, 600)
        for _ in range(2):
            attempt(client, "wrong")
        time_passes()
        assert attempt(client).status_code == 302

    def test_the_numbers_are_strict_enough(self):
        a_day = 24 * 3600 / django_settings.SIGN_INS_OF_ACCOUNT[1] * OF_ACCOUNT
        assert OF_ADDRESS <= 10 and a_day <= 500

    def test_strange_names_are_no_error(self, client):
        for name in ("\0", "x" * 5000, "‮", "", "' OR 1=1--"):
            assert attempt(client, "wrong", name=name).status_code == 200
            assert client.post(CODE, {"email": name}).status_code == 200


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
        "path", ["/admin/", SIGN_IN, ACCOUNT, "/curate/", "/admin/jsi18n/", "/admin/nothing/", "/accounts/app/"]
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
