"""Signing in as staff: password or mailed code, then a second factor."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from organisations.models import Mail
from tests.html import parse
from tests.signing_in import ACCOUNT, CODE, CONFIRM, FACTOR, SIGN_IN, attempt, mailed_code, set_up_app, signed_in, totp

pytestmark = pytest.mark.django_db


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
