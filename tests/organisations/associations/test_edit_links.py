"""From the own mail address to the own entry: asking for the link, its one button, and a session for one entry."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mapping.logs import masked
from organisations.editing import requests
from organisations.models import Editor, EditorLink, EditorSession, Mail, Organisation, Revision
from organisations.services.ownership import add_editor, revoke
from tests.factories import organisation
from tests.organisations.associations.conftest import ASSOCIATION, now_of
from tests.organisations.associations.pages import Keeper, link_path, mailed_links, page, words


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pause is for is shown by one test, which has it."""
    monkeypatch.setattr(requests, "EVEN_SECONDS", 0)


def asks(client: Client, email: str, **more: Any) -> Any:
    ticket = page(client.get("/en/update/")).one("input[name=ticket]").get("value")
    return client.post("/en/update/", {"ticket": ticket, "email": email, **more}, follow=True)


def test_an_address_on_file_gets_links_to_all_its_entries_in_one_mail(club: Organisation, client: Client) -> None:
    organisation("Zweiter Verein", email=ASSOCIATION)
    asks(client, ASSOCIATION.upper())
    assert Mail.objects.get().recipient == ASSOCIATION.upper()
    assert len(mailed_links()) == 2


def test_the_answer_to_an_unknown_address_is_the_same_to_the_letter(club: Organisation, client: Client) -> None:
    known, unknown = asks(client, ASSOCIATION), asks(client, "nobody@nowhere.example")
    assert known.redirect_chain == unknown.redirect_chain
    assert words(known) == words(unknown)
    assert Mail.objects.count() == 1


def test_the_answer_waits_for_known_and_unknown_alike(
    club: Organisation, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "EVEN_SECONDS", 30)
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    asks(client, ASSOCIATION)
    asks(client, "nobody@nowhere.example")
    assert len(slept) == 2 and all(0 < pause <= 30 for pause in slept)


def test_three_mails_a_day_go_to_one_address_and_nobody_learns_of_it(club: Organisation, client: Client) -> None:
    answers = [words(asks(client, ASSOCIATION)) for _ in range(5)]
    assert Mail.objects.count() == 3
    assert len(set(answers)) == 1


@pytest.mark.parametrize("email", ["", "x", "a@b", "\0@verein.example", "a" * 400 + "@verein.example", "<b>@x.example"])
def test_what_is_no_address_comes_back_with_a_sentence(club: Organisation, client: Client, email: str) -> None:
    answer = asks(client, email)
    assert answer.status_code == 400
    assert page(answer).one("#email-error").text


def test_a_form_of_another_site_sends_no_mail(club: Organisation, client: Client) -> None:
    ticket = page(client.get("/en/update/")).one("input[name=ticket]").get("value")
    form = {"ticket": ticket, "email": ASSOCIATION}
    answer = client.post("/en/update/", form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert not Mail.objects.exists()


@pytest.mark.parametrize("tail", ["", "?do=right", "?do=change", "?do=gone", "?do=<script>"])
def test_opening_a_link_changes_nothing_however_often(club: Organisation, editor: Editor, tail: str) -> None:
    path, before = link_path(editor, tail), now_of(club)
    EditorSession.objects.all().delete()
    client = Client()
    for method in (client.get, client.head, client.get):
        answer = method(path)
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert now_of(club) == before
    assert not EditorSession.objects.exists()
    assert len(page(client.get(path)).all("main form button")) == 1


def test_two_taps_from_the_mail_confirm_the_entry(club: Organisation, editor: Editor) -> None:
    keeper = Keeper(club)
    opened = keeper.opens(editor, "?do=right")
    assert now_of(club).checked_on == timezone.localdate()
    assert all(spoken.checked_on == timezone.localdate() for spoken in now_of(club).languages)
    assert "gilt als heute geprüft" in words(keeper.client.get(opened.headers["Location"]))


def test_the_button_swaps_the_token_for_a_cookie_of_this_entry_alone(club: Organisation, editor: Editor) -> None:
    keeper = Keeper(club, "de")
    opened = keeper.opens(editor)
    assert opened.headers["Location"] == f"/de/o/{club.slug}/edit/"
    (cookie,) = opened.cookies.values()
    assert cookie.key.startswith("edit-") and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["path"] == "/" and cookie["max-age"] == 7200
    other = organisation("Anderer Verein")
    assert keeper.client.get(f"/de/o/{other.slug}/edit/").status_code == 403
    assert "Bunter Ball" in keeper.sees()


def test_over_https_the_cookie_can_come_from_this_host_alone(club: Organisation, editor: Editor, settings: Any) -> None:
    settings.HTTPS = True
    (cookie,) = Keeper(club).opens(editor).cookies.values()
    assert cookie.key.startswith("__Host-edit-") and cookie["secure"]


@pytest.mark.parametrize("trouble", ["wrong", "expired", "revoked", "gone editor"])
def test_every_link_that_lets_nobody_in_gets_the_same_calm_page(
    club: Organisation, editor: Editor, trouble: str
) -> None:
    path = link_path(editor)
    if trouble == "expired":
        EditorLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif trouble == "revoked":
        EditorLink.objects.update(revoked_at=timezone.now())
    elif trouble == "gone editor":
        revoke(editor, author="test")
    else:
        path = "/en/edit/" + "A" * 43 + "/"
    client = Client()
    for method in (client.get, client.post):
        answer = method(path.replace("/de/", "/en/"))
        assert answer.status_code == 404
        assert not answer.cookies
        assert "Please ask for a new link" in words(answer)
        assert "Bunter Ball" not in answer.content.decode()
        assert page(answer).one("main form").get("action") == "/en/update/"


@pytest.mark.parametrize("tail", ["edit/", "edit/times/", "edit/texts/", "edit/gone/", "history/", "editors/"])
def test_without_a_session_no_page_of_the_editors_opens(club: Organisation, client: Client, tail: str) -> None:
    for slug in (club.slug, "no-such-entry"):
        answers = [client.get(f"/en/o/{slug}/{tail}"), client.post(f"/en/o/{slug}/{tail}", {"act": "gone"})]
        for answer in answers:
            assert answer.status_code == 403
            assert "Please ask for a new link" in words(answer)
    assert now_of(club).state == "public"


def test_a_session_ends_with_its_editor_and_after_two_hours(club: Organisation, editor: Editor) -> None:
    keeper = Keeper(club)
    keeper.opens(editor)
    EditorSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert keeper.client.get(keeper.path()).status_code == 403
    again = Keeper(club)
    again.opens(editor)
    revoke(editor, author="test")
    assert again.client.get(again.path()).status_code == 403


def test_who_is_done_leaves_nothing_open(club: Organisation, editor: Editor) -> None:
    keeper = Keeper(club)
    keeper.opens(editor)
    cookie = dict(keeper.client.cookies)
    keeper.presses("leave")
    keeper.client.cookies.update(cookie)
    assert keeper.client.get(keeper.path()).status_code == 403


def test_an_entry_that_is_not_public_can_be_opened_and_is_not_confirmed(vocabulary: None) -> None:
    draft = organisation("Entwurf", state="draft", email=ASSOCIATION, checked_on=None)
    keeper = Keeper(draft)
    keeper.opens(add_editor(draft.pk, ASSOCIATION, added_by="test"), "?do=right")
    assert now_of(draft).checked_on is None
    assert "not on the map" in keeper.sees()


def test_tokens_stand_in_no_log() -> None:
    assert masked('"POST /de/edit/s3cret-token/?do=right HTTP/1.1" 302') == '"POST /de/edit/.../?do=right HTTP/1.1" 302'


def test_a_confirmation_is_one_revision_however_often_the_button_is_pressed(club: Organisation, editor: Editor) -> None:
    keeper = Keeper(club)
    for _ in range(3):
        keeper.opens(editor, "?do=right")
    assert Revision.objects.filter(organisation=club, reason="confirmed").count() == 1
