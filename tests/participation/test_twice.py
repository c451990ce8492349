"""A form sent twice: the same words are one message, other words are never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from organisations.models import Mail
from organisations.participation.models import Answer, Message
from tests.factories import change
from tests.html import parse
from tests.participation.conftest import GOOD, Writer
from tests.participation.mailing import answer_path, deliver

pytestmark = pytest.mark.django_db
USED = "This form was already used for a message. What you have written now is below; send it as a second message?"


def tree(answer):
    return parse(answer.content.decode())


def ticket_in(answer):
    return tree(answer).one("form.letter input[name=ticket]").get("value")


def test_the_same_form_sent_twice_is_one_message_and_says_so(writer):
    ticket = writer.ticket()
    first = writer.sent(ticket=ticket)
    second = writer.sent(ticket=ticket)
    assert second == f"{first}?again=1"
    assert Message.objects.count() == Mail.objects.count() == 1
    assert "one time only" in tree(writer.client.get(second)).one("main").text


@pytest.mark.parametrize(
    "changes",
    [
        {"words": "Something else"},
        {"wish": ["watch"]},
        {"name": "Oksana K."},
        {"reach": "0711 2536110"},
        {"share": "1"},
    ],
)
def test_other_words_come_back_with_a_fresh_ticket_and_become_a_second_message(writer, changes):
    ticket = writer.ticket()
    writer.sent(ticket=ticket)
    back = writer.sends(ticket=ticket, **changes)
    assert back.status_code == 409
    assert tree(back).one("[role=alert]").text == USED
    form = tree(back).one("form.letter")
    kept = {"words": form.one("textarea").text} | {
        box.get("name"): box.get("value") for box in form.all("input") if box.get("type") in (None, "text")
    }
    ticked = {(box.get("name"), box.get("value")) for box in form.all("input[checked]")}
    for name, value in (GOOD | changes).items():
        if name not in ("step", "page"):
            assert kept.get(name) == value or {(name, each) for each in value} <= ticked or (name, value) in ticked
    assert Message.objects.count() == 1
    writer.sent(ticket=ticket_in(back), **changes)
    assert Message.objects.count() == Mail.objects.count() == 2


def test_without_javascript_the_preview_of_other_words_says_it_before_they_are_sent(writer):
    ticket = writer.ticket()
    writer.sent(ticket=ticket)
    looked = writer.sends(ticket=ticket, step="preview", words="Something else")
    assert tree(looked).one("[role=alert]").text == USED
    assert ticket_in(looked) != ticket
    writer.sent(ticket=ticket_in(looked), page="preview", words="Something else")
    assert Message.objects.count() == 2


def test_the_same_words_looked_at_once_more_are_still_one_message(writer):
    ticket = writer.ticket()
    first = writer.sent(ticket=ticket)
    looked = writer.sends(ticket=ticket, step="preview")
    assert looked.status_code == 200
    assert writer.sent(ticket=ticket_in(looked), page="preview") == f"{first}?again=1"


def test_other_words_that_cannot_be_sent_either_say_both(writer):
    ticket = writer.ticket()
    writer.sent(ticket=ticket)
    back = writer.sends(ticket=ticket, name="")
    assert tree(back).one("[role=alert]").text == USED
    assert "write a name" in tree(back).one("#errors").text
    assert ticket_in(back) != ticket


@pytest.mark.parametrize("days", [0, 91])
def test_a_message_that_is_gone_since_swallows_no_new_one(writer, days):
    """Taken back, or over though the purge has not run: what it said can no longer be compared."""
    ticket = writer.ticket()
    path = writer.sent(ticket=ticket)
    if days:
        Message.objects.update(touched_at=timezone.now() - timedelta(days=days))
    else:
        writer.client.post(path, {"ticket": ticket_in(writer.client.get(path))})
    back = writer.sends(ticket=ticket)
    assert (back.status_code, tree(back).one("textarea").text) == (409, GOOD["words"])
    writer.sent(ticket=ticket_in(back))
    assert Message.objects.filter(name="Oksana").count() == Message.objects.count() - (not days)


def test_a_message_sent_before_the_entry_went_is_not_said_to_be_unsent(writer, club):
    ticket = writer.ticket()
    path = writer.sent(ticket=ticket)
    change(club, state="archived")
    assert writer.sent(ticket=ticket) == f"{path}?again=1"
    back = writer.sends(ticket=ticket, words="Something else")
    assert back.status_code == 410
    assert "Something else" in tree(back).one("textarea").text


@pytest.mark.django_db(transaction=True)
def test_two_texts_sent_with_one_form_at_the_same_moment_are_both_kept(writer, mail_server):
    ticket = writer.ticket()

    def send(number: int) -> tuple[int, str]:
        try:
            answer = Writer(writer.client, writer.path).sends(ticket=ticket, words=f"text {number}")
            return answer.status_code, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(send, range(4)))
    sent = Message.objects.get().words
    for number, (status, page) in enumerate(answers):
        if sent == f"text {number}":
            assert status == 302
        else:
            assert status == 409, page
            assert parse(page).one("textarea").text == f"text {number}"


@pytest.mark.django_db(transaction=True)
def test_an_answer_with_other_words_is_not_lost_either(writer, mail_server):
    writer.sent()
    deliver()
    link = answer_path(mail_server.mails()[0]).replace("/de/", "/en/")
    ticket = ticket_in(writer.client.get(link))
    assert writer.client.post(link, {"ticket": ticket, "text": "Yes."}).status_code == 302
    back = writer.client.post(link, {"ticket": ticket, "text": "No, on Friday."})
    assert back.status_code == 409
    assert "send it as a second answer?" in tree(back).one("[role=alert]").text
    assert tree(back).one("textarea").text == "No, on Friday."
    assert writer.client.post(link, {"ticket": ticket_in(back), "text": "No, on Friday."}).status_code == 302
    assert [answer.text for answer in Answer.objects.all()] == ["Yes.", "No, on Friday."]
