"""Who is not let in: no staff, switched off, not invited, too many attempts, odd input."""

import re

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from organisations.models import Mail
from tests.organisations.admin_forms import open_form
from tests.signing_in import ACCOUNT, CODE, CONFIRM, FACTOR, PASSWORD, SIGN_IN, attempt, signed_in, time_passes, totp

pytestmark = pytest.mark.django_db
OF_ADDRESS, OF_ACCOUNT = django_settings.SIGN_INS_OF_ADDRESS[0], django_settings.SIGN_INS_OF_ACCOUNT[0]
ODD = (
    "",
    "x",
    "null",
    "[]",
    "{}",
    "1",
    '"x"',
    '{"id": 1}',
    "[" * 900,
    '{"id":"AA","rawId":"AA","type":"public-key","response":{}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA"}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":7,"attestationObject":{}}}',
)


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


class TestOddInput:
    def test_what_is_no_answer_of_a_key_opens_nothing_and_is_no_error(self, english, secret, settings):
        settings.SIGN_INS_OF_ADDRESS = settings.SIGN_INS_OF_ACCOUNT = (1_000, 600)
        attempt(english)
        for credential in ODD:
            assert english.post(FACTOR, {"credential": credential}).status_code == 200, credential
        english.post(FACTOR, {"code": totp(secret, 1)})
        for credential in ODD:
            assert english.post("/accounts/keys/add/", {"credential": credential}).status_code == 200, credential
        assert factors() == 1

    def test_strange_queries_are_no_error(self, client):
        for query in ("next=%00", "lang=%FF", "lang=de&lang=xx", "next=" + "x" * 5000, "next[]=1", "%zz"):
            for path in (SIGN_IN, CODE, CONFIRM, FACTOR, ACCOUNT):
                assert client.get(f"{path}?{query}").status_code in (200, 302, 400)


def factors() -> int:
    """How many second factors there are, recovery codes aside."""
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.exclude(type="recovery_codes").count()
