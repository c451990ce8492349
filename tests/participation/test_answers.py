"""The association answers by the secret link of its mail, without an account."""

import pytest

from organisations.models import Mail
from organisations.participation.models import Answer, Message
from tests.factories import change
from tests.html import parse
from tests.participation.mailing import answer_path, answered, deliver
from tests.participation.smtp import part

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_opening_the_link_of_the_mail_changes_nothing(writer, mail_server):
    path = writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0])
    before = list(Message.objects.values()), list(Mail.objects.values())
    for method in ("get", "head", "options"):
        getattr(writer.client, method)(link)
        getattr(writer.client, method)(path)
    assert (list(Message.objects.values()), list(Mail.objects.values())) == before
    assert not Answer.objects.exists()


def test_an_answer_given_twice_is_sent_once(writer, mail_server):
    writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0])
    ticket = parse(writer.client.get(link).content.decode()).one("input[name=ticket]").get("value")
    for _ in range(2):
        assert writer.client.post(link, {"ticket": ticket, "text": "Ja."}).status_code == 302
    deliver()
    assert len(mail_server.taken) == 2


@pytest.mark.parametrize(("text", "words"), [("", "write an answer"), ("ä" * 4_001, "too long by 1 letter")])
def test_an_answer_that_cannot_be_sent_comes_back(writer, mail_server, text, words):
    writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0]).replace("/de/", "/en/")
    back = answered(writer, link, text=text)
    page = parse(back.content.decode())
    assert back.status_code == 400
    assert words in page.one("[role=alert]").text
    assert page.one("textarea").text == text


def test_an_answer_to_an_old_page_is_not_lost(writer, mail_server):
    writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0]).replace("/de/", "/en/")
    back = writer.client.post(link, {"ticket": "old", "text": "Ja, gerne."})
    assert parse(back.content.decode()).one("textarea").text == "Ja, gerne."
    assert "Nothing is lost" in parse(back.content.decode()).one("[role=alert]").text


def test_an_answer_works_though_the_entry_is_gone_since(writer, club, mail_server):
    writer.sent()
    deliver()
    change(club, state="archived")
    answered(writer, answer_path(mail_server.mails()[0]), text="Ja.")
    deliver()
    assert "http://testserver/en/contact/" in part(mail_server.mails()[1], "plain")
