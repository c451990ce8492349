"""The pages of coming along lead to each other: nothing is asked for twice, and nobody has to keep a mail to go on."""

import pytest
from django.utils import timezone

from organisations.models import Mail
from organisations.participation.mentors import services
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor
from tests.html import parse
from tests.participation.accompanying import ADULT, NEWCOMER, asked, filled, mailed, proposed, text, visit_is_over, yes
from tests.participation.conftest import WRITER
from tests.participation.mentoring import ADDRESS, OWN, mentor, signed

pytestmark = pytest.mark.usefixtures("no_haste")
THANKS, AGAIN = "The people who run this map read it now.", "You have said the same a moment ago"


def leads(client):
    """What the mentor's own page leads to: titles with the paths below them."""
    page = parse(client.get(OWN).content.decode())
    parts = [part for part in page.all("section") if part.all(".mentor-leads")]
    return {part.one("h2").text: [link.get("href") for link in part.all("a")] for part in parts}


def test_the_own_page_of_a_mentor_leads_to_questions_and_visits_and_those_to_tell_of(client, anna, path, request_of):
    signed(client, anna)
    assert leads(client) == {"Would you come along?": [path]}
    assert "Please answer before this moment" in text(client.get(OWN)) and "Parisa" not in text(client.get(OWN))
    yes(client, path)
    assert leads(client) == {"You come along": [path]}
    assert "Parisa · " in text(client.get(OWN)) and "17:30" in text(client.get(OWN))
    visit_is_over(request_of[0])
    after = mailed(ADDRESS, "after")
    assert leads(client) == {"How was the visit?": [after]}
    client.post(after, {"happened": "yes"})
    assert leads(client) == {}


def test_the_own_page_leads_to_no_question_that_is_closed_nor_to_one_of_another_mentor(client, anna, path, request_of):
    ben = mentor("ben@mentor.example")
    assert leads(signed(client, ben)) == {}
    signed(client, anna)
    services.pause(anna)
    assert leads(client) == {}
    services.resume(anna)
    client.post(request_of[1], {"act": "withdraw"})
    assert leads(client) == {}


def test_the_mail_with_the_plan_leads_the_mentor_to_it(client, path):
    yes(client, path)
    yes(client, path, act="change", point="Marktplatz")
    for mail in Mail.objects.filter(recipient=ADDRESS, text__contains="Meeting point"):
        assert f"http://testserver{path}" in mail.text and "call it off" in mail.text


def company_button(client, path):
    """The form on the page of a first message that leads to company."""
    page = parse(client.get(path).content.decode())
    form = next(form for form in page.all("form") if (form.get("action") or "").endswith("/company/"))
    sent = {field.get("name"): field.get("value") for field in form.all("input")} | {"step": "begin"}
    return form.text, client.post(form.get("action"), sent), sent["message"]


def test_the_page_of_a_first_message_leads_to_the_request_that_was_made_with_it(writer, club):
    client, path = writer.client, writer.sent()
    words, opened, secret = company_button(client, path)
    assert "I would like somebody to come with me" in words
    ticket = parse(opened.content.decode()).one("input[name=ticket]").get("value")
    client.post(f"/en/o/{club.slug}/company/", filled() | {"ticket": ticket, "message": secret})
    words, led, _secret = company_button(client, path)
    assert "Your request for company" in words and "I would like somebody" not in words
    assert led.status_code == 302 and "We look for somebody" in text(client.get(led.headers["Location"]))
    client.post(led.headers["Location"], {"act": "withdraw"})
    words, opened, _secret = company_button(client, path)
    assert "I would like somebody to come with me" in words and opened.status_code == 200
    assert parse(opened.content.decode()).one("#id_reach").get("value") == WRITER


def first_notice(answer):
    return parse(answer.content.decode()).all("main .notice")[0]


@pytest.mark.parametrize("where", ["status", "answer", "after"])
def test_what_was_reported_is_thanked_for_at_the_top_of_the_page_and_the_second_press_is_told(
    client, path, request_of, where
):
    yes(client, path)
    page = {"status": request_of[1], "answer": path, "after": mailed(NEWCOMER, "after")}[where]
    for words in (THANKS, AGAIN):
        notice = first_notice(client.post(page, {"act": "report", "report": "Er war grob"}, follow=True))
        assert words in notice.text and notice.get("role") == "status"
    assert Accompaniment.objects.get().report.count("Er war grob") == 1


HOME = "Annabella is at home in this group"


def test_a_newcomer_learns_that_the_mentor_is_at_home_in_the_group_and_stays_there(client, anna, club, request_of):
    anna.organisations.add(club)
    path = proposed(request_of[0], anna)
    yes(client, path)
    (plan,) = Mail.objects.filter(recipient=NEWCOMER, text__contains="Meeting point")
    assert HOME in plan.text
    for page in (request_of[1], mailed(NEWCOMER, "after")):
        assert HOME in text(client.get(page))
    visit_is_over(request_of[0])
    assert HOME in Mail.objects.filter(recipient=NEWCOMER).latest("created_at").text
    for page in (request_of[1], mailed(NEWCOMER, "after")):
        assert HOME in text(client.get(page))
    client.post(mailed(NEWCOMER, "after"), {"happened": "yes", "face": "3"})
    for page in (request_of[1], mailed(NEWCOMER, "after")):
        assert HOME in text(client.get(page))


@pytest.mark.parametrize("why", ["not there", "gone", "unhappy"])
def test_nobody_is_told_of_a_mentor_who_is_not_at_home_there_or_gone_nor_after_something_wrong(
    client, anna, club, path, request_of, why
):
    if why != "not there":
        anna.organisations.add(club)
    yes(client, path)
    visit_is_over(request_of[0])
    link = mailed(NEWCOMER, "after")
    if why == "gone":
        Mentor.objects.update(state="ended")
    if why == "unhappy":
        client.post(link, {"happened": "yes", "wrong": "on"})
    assert HOME not in text(client.get(link)) and HOME not in text(client.get(request_of[1]))


def test_the_page_of_the_plan_is_called_so_until_the_visit_and_lets_the_newcomer_take_it_back(client, path, request_of):
    yes(client, path)
    link = mailed(NEWCOMER, "after")
    page = client.get(link)
    assert parse(page.content.decode()).one("h1").text == "Your plan for the visit"
    assert "How was the visit?" not in page.content.decode()
    for _twice in range(2):
        answer = client.post(link, {"act": "withdraw"}, follow=True)
    assert "You have taken your request back" in text(answer) or answer.status_code == 404
    assert Accompaniment.objects.get().state == AccompanimentState.WITHDRAWN


def test_the_mentor_takes_back_nothing_of_the_newcomer_on_the_page_after_the_visit(client, path):
    yes(client, path)
    link = path.replace("/answer/", "/after/")
    assert "Take back and erase" not in text(client.get(link))
    assert client.post(link, {"act": "withdraw"}).status_code == 400
    assert Accompaniment.objects.get().state == AccompanimentState.ACCEPTED


def test_who_asks_again_finds_the_form_filled_with_what_was_filled_in_before(client, club):
    _request, path = asked(
        client, club, wish="woman", minor="on", adult_name="Mina", adult_reach=ADULT, reach="0711 2536110"
    )
    Accompaniment.objects.update(state=AccompanimentState.STOPPED, ended_at=timezone.now())
    page = parse(client.get(path).content.decode())
    form = next(form for form in page.all("form") if (form.get("action") or "").endswith("/company/"))
    sent = {field.get("name"): field.get("value") for field in form.all("input")} | {"step": "begin"}
    opened = parse(client.post(form.get("action"), sent).content.decode())
    typed = {name: opened.one(f"#id_{name}").get("value") for name in ("name", "reach", "adult_name", "adult_reach")}
    assert typed == {"name": "Parisa", "reach": "+49 711 2536110", "adult_name": "Mina", "adult_reach": ADULT}
    chosen = {(box.get("name"), box.get("value")) for box in opened.all("input[checked]")}
    assert {("languages", "fa"), ("times", "TU"), ("wish", "woman")} <= chosen
    assert {"share", "minor"} <= {name for name, _value in chosen} and opened.one("textarea").text == "سلام"
    assert "consent" not in {name for name, _value in chosen}


def test_nobody_finds_a_form_filled_with_what_is_erased_or_was_asked_elsewhere(client, club):
    _request, path = asked(client, club)
    sent = {"step": "begin", "again": path.split("/")[-2]}
    client.post(path, {"act": "withdraw"})
    for form in (sent, {"step": "begin", "again": "x"}):
        opened = parse(client.post(f"/en/o/{club.slug}/company/", form).content.decode())
        assert not opened.one("#id_name").get("value")
