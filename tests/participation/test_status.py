"""The writer's page by secret link, taking back, erasing after 90 days, and what is kept of secrets."""

import logging
import secrets
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mapping.logs import Masked
from organisations.models import Mail, MailState
from organisations.participation import services
from organisations.participation.models import Answer, Message
from organisations.secret_links import new_secret
from organisations.services.retention import carry_out
from tests.html import parse
from tests.participation.conftest import CLUB, GOOD, WRITER, only_message

pytestmark = pytest.mark.django_db


def main(answer):
    return parse(answer.content.decode()).one("main")


def taken_back(writer, path):
    page = parse(writer.client.get(path).content.decode())
    return writer.client.post(path, {"ticket": page.one("form.letter input[name=ticket]").get("value")})


def grows_old(days):
    Message.objects.update(touched_at=timezone.now() - timedelta(days=days))


def everything_stored():
    """All columns of all rows as one text."""
    rows = [*Message.objects.values(), *Mail.objects.values(), *Answer.objects.values()]
    return str(rows)


def test_the_page_tells_what_was_written_and_until_when_it_stays(writer):
    words = main(writer.client.get(writer.sent())).text
    assert GOOD["words"] in words
    assert "Hello, my name is Oksana." in words
    assert "It is erased here on" in words


def test_a_message_can_be_taken_back_before_it_is_sent(writer):
    path = writer.sent()
    assert taken_back(writer, path).status_code == 302
    assert not Mail.objects.exists()
    assert "taken this message back" in main(writer.client.get(path)).text
    stored = everything_stored()
    assert not [word for word in ("Oksana", WRITER, CLUB, "дякую", "trial") if word in stored]


def test_a_message_taken_back_after_it_was_sent_leaves_nothing_here(writer):
    path = writer.sent()
    Mail.objects.update(state=MailState.SENT)
    taken_back(writer, path)
    stored = everything_stored()
    assert not [word for word in ("Oksana", WRITER, CLUB, "дякую", "trial") if word in stored]


def test_taking_back_needs_the_button_of_that_page(writer):
    path = writer.sent()
    for form, headers in (
        ({}, {}),
        ({"ticket": "x"}, {}),
        ({"ticket": writer.ticket()}, {}),
        ({"ticket": "x"}, {"Sec-Fetch-Site": "cross-site"}),
    ):
        answer = writer.client.post(path, form, headers=headers)
        assert answer.status_code == 400
        assert "press the button once more" in main(answer).text
    assert only_message().erased_at is None


@pytest.mark.parametrize("kind", ["message", "answer"])
@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "é" * 100, "..%2f..", "a" * 5_000])
def test_a_wrong_link_has_its_sentence(client: Client, kind, token):
    for language in ("de", "en", "ar"):
        answer = client.get(f"/{language}/{kind}/{token}/")
        assert answer.status_code in (400, 404)
        assert len(parse(answer.content.decode()).all("h1")) == 1
    if token.isascii() and "%" not in token:
        assert "leads nowhere" in main(client.get(f"/en/{kind}/{token}/")).text
        assert client.post(f"/en/{kind}/{token}/").status_code == 404


def test_after_90_days_everything_is_erased_and_the_link_says_so(writer):
    path = writer.sent()
    Mail.objects.update(state=MailState.SENT)
    grows_old(89)
    assert services.purge() == 0
    grows_old(91)
    assert "erased after 90 days" in main(writer.client.get(path)).text  # before the nightly purge has run
    assert services.purge() == 1
    stored = everything_stored()
    assert not [word for word in ("Oksana", WRITER, CLUB, "дякую", "trial") if word in stored]
    assert "erased after 90 days" in main(writer.client.get(path)).text


def test_an_answer_begins_the_90_days_anew(writer):
    writer.sent()
    grows_old(80)
    services.answer(only_message(), "Ja.", key="k", again="http://s/")
    assert only_message().touched_at > timezone.now() - timedelta(minutes=1)


def test_the_link_of_the_mail_ends_with_the_message(writer, monkeypatch):
    ticket = writer.ticket()
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: "A" * 43)
    writer.sent(ticket=ticket)
    grows_old(91)
    for method in (writer.client.get, writer.client.post):
        answer = method(f"/en/answer/{'A' * 43}/")
        assert answer.status_code == 410
        assert "link has expired" in main(answer).text
    assert not Answer.objects.exists()


def test_180_days_after_the_last_act_not_even_the_days_of_a_message_are_left(writer):
    path = writer.sent()
    grows_old(91)
    services.purge()
    grows_old(179)
    assert services.forget_empty() == 0 and "erased after 90 days" in main(writer.client.get(path)).text
    grows_old(181)
    assert services.forget_empty() == 1
    assert not Message.objects.exists() and "leads nowhere" in main(writer.client.get(path)).text


def test_a_message_that_nothing_has_erased_yet_is_not_removed_as_an_empty_one(writer):
    writer.sent()
    grows_old(200)
    assert services.forget_empty() == 0 and services.purge() == 1 and services.forget_empty() == 1


def test_the_purge_is_one_of_the_rules_carried_out_every_night(writer):
    writer.sent()
    grows_old(91)
    assert carry_out()["messages"] == 1


def test_the_privacy_page_names_the_90_days(client: Client):
    assert "90 days" in main(client.get("/en/privacy/")).text


def test_secrets_of_links_are_stored_as_digests_alone(writer):
    path = writer.sent()
    secret = path.split("/")[3]
    assert len(secret) == 43
    assert secret not in everything_stored()


def test_nobody_writes_lines_of_their_own_into_a_log():
    path = "/de/foo\n[26/Nov/2026] GET /\r\0\x1b\x85\u2028\u2029ü"
    record = logging.LogRecord("x", logging.INFO, "x", 1, "GET %s 404", (path,), None)
    assert Masked().format(record) == r"GET /de/foo\n[26/Nov/2026] GET /\r\x00\x1b\x85\u2028\u2029ü 404"
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s", ("twice\nDETAIL:  Key (email)=(a@b)\nc",), None)
    assert Masked().format(record) == r"twice\nDETAIL: ..."


def test_secrets_of_links_are_masked_in_logs():
    record = logging.LogRecord("x", logging.WARNING, "x", 1, "Not Found: %s", ("/de/answer/s3cret/?a=1",), None)
    assert Masked().format(record) == "Not Found: /de/answer/.../?a=1"
    record.args = ("/de/unsubscribe/s3cret:s3cret/",)
    assert Masked().format(record) == "Not Found: /de/unsubscribe/.../"
    try:
        raise ValueError("GET /de/message/s3cret/ failed")
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    record.exc_text = None
    assert "s3cret" not in Masked().format(record)


@pytest.mark.parametrize("path", ["company/answer//{}/", "mentor/link/ {}/", 'answer/"{}"/', "Company/&{}"])
def test_a_secret_is_masked_in_logs_though_its_address_came_damaged(path):
    secret, path = new_secret(), f"/de/{path}"
    record = logging.LogRecord("x", logging.WARNING, "x", 1, "Not Found: %s", (path.format(secret),), None)
    assert secret not in Masked().format(record) and "Not Found: /de/" in Masked().format(record)


def test_long_names_of_programs_stay_readable_in_logs():
    name = "tests/test_x.py in test_what_is_sent_by_four_hands_at_once_is_kept_once_and_no_statement_is_refused"
    assert Masked().format(logging.LogRecord("x", logging.ERROR, "x", 1, name, (), None)) == name


def test_pages_of_secret_links_are_kept_nowhere(writer):
    answer = writer.client.get(writer.sent())
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    robots = [meta.get("content") for meta in parse(answer.content.decode()).all("meta[name=robots]")]
    assert robots == ["noindex"]


def test_the_privacy_page_names_the_mail_server_unless_it_is_our_own_machine(client: Client, settings):
    settings.EMAIL_HOST = "mail.provider.example"
    assert "mail.provider.example" in main(client.get("/en/privacy/")).text
    settings.EMAIL_HOST = "localhost"
    assert "Our mails go out" not in main(client.get("/en/privacy/")).text
