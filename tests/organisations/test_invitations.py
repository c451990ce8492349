"""Invitations: an account sleeps until the link in its mail is used by a button, once."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from mapping.logs import masked
from organisations.models import Mail
from organisations.scope import within
from tests.organisations.admin_forms import open_form
from tests.signing_in import set_up_app

pytestmark = pytest.mark.usefixtures("vocabulary")
CLARA = "clara@stadt.example"


def invite(*options: str) -> str:
    """Invites Clara by the command; returns the path of the link in the mail."""
    call_command("invite_curator", CLARA, *options, "--site", "https://map.example", verbosity=0)
    return path_in(Mail.objects.latest("created_at"))


def path_in(mail: Mail) -> str:
    """The path of the link."""
    assert mail.recipient == CLARA
    return re.findall(r"^https?://[\w.]+(/accounts/invitation/\S+/)$", mail.text, re.MULTILINE)[0]


def test_the_invited_sets_up_a_second_factor_and_then_has_the_areas(client):
    path = invite("--areas", "filderstadt", "ostfildern")
    user = User.objects.get(email=CLARA)
    assert not user.is_active and not user.has_usable_password()
    assert client.post(path).headers["Location"] == "/accounts/"
    assert client.get("/curate/").headers["Location"] == "/accounts/"
    set_up_app(client)
    assert client.get("/curate/").status_code == 200
    user.refresh_from_db()
    assert {area.slug for area in user.curator_role.areas.all()} == {"filderstadt", "ostfildern"}
    assert within(user) and not user.is_superuser


def test_looking_at_the_link_changes_nothing_and_using_it_works_once(client):
    path = invite("--everywhere")
    for method in (client.get, client.head, client.get):
        assert method(path).status_code == 200
    assert not User.objects.get().is_active
    assert client.post(path).status_code == 302
    stranger = Client()
    assert stranger.get(path).status_code == stranger.post(path).status_code == 410
    assert stranger.get("/curate/").status_code == 302


def test_a_newer_invitation_ends_the_former_one(client):
    former, newer = invite("--areas", "filderstadt"), invite("--everywhere")
    assert client.post(former).status_code == 410
    assert client.post(newer).status_code == 302
    assert User.objects.get().curator_role.everywhere


def test_an_old_a_guessed_and_a_foreign_link_open_nothing(client, settings):
    path = invite("--everywhere")
    other = User.objects.create_user("other", "other@stadt.example", is_staff=True, is_active=False)
    secret = path.split("/")[3]
    guesses = ["x", "1", "-", "9" * 30 + "-x", f"{other.pk}-{secret.partition('-')[2]}", secret[:-1], "٣-x"]
    for guess in guesses:
        assert client.post(f"/accounts/invitation/{guess}/").status_code == 410, guess
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.post(path).status_code == 410
    assert not User.objects.filter(is_active=True).exists()


def test_an_account_that_was_used_and_switched_off_is_not_woken_up_by_its_link(client):
    path = invite("--everywhere")
    client.post(path)
    User.objects.update(is_active=False)
    assert Client().post(path).status_code == 410
    with pytest.raises(CommandError, match="has an account already"):
        invite("--everywhere")


def test_the_secret_does_not_stand_in_logs():
    path = invite("--everywhere")
    assert masked(f"GET {path} 200") == "GET /accounts/invitation/.../ 200"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([CLARA], "For what"),
        ([CLARA, "--areas", "atlantis"], "no area atlantis"),
        (["clara", "--everywhere"], "no mail address"),
        ([CLARA, "--everywhere", "--site", ""], "Where is the site"),
    ],
)
def test_the_command_says_what_is_missing(options, words):
    with pytest.raises(CommandError, match=words):
        call_command(
            "invite_curator", *(["--site", "https://map.example"] if "--site" not in options else []), *options
        )
    assert not User.objects.exists() and not Mail.objects.exists()


def test_a_superuser_invites_in_the_admin_and_again_by_an_action(admin, client):
    form = open_form(admin, "/admin/auth/user/add/") | {"email": CLARA, "curator_role-0-everywhere": "on"}
    assert admin.post("/admin/auth/user/add/", form).status_code == 302
    former = path_in(Mail.objects.latest("created_at"))
    clara = User.objects.get(email=CLARA)
    assert (clara.username, clara.is_staff, clara.is_active, clara.curator_role.everywhere) == (
        CLARA,
        True,
        False,
        True,
    )
    chosen = {"action": "invite_again", "_selected_action": [clara.pk]}
    assert (
        f"An invitation to {CLARA} is on its way."
        in admin.post("/admin/auth/user/", chosen, follow=True).content.decode()
    )
    visitor = Client()
    assert visitor.post(former).status_code == 410
    assert visitor.post(path_in(Mail.objects.latest("created_at"))).status_code == 302


def test_one_address_has_one_account(admin):
    form = open_form(admin, "/admin/auth/user/add/") | {"email": "ROOT@example.org"}
    page = admin.post("/admin/auth/user/add/", form).content.decode()
    assert "This address has an account already." in page
    assert User.objects.count() == 1
