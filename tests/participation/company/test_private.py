"""What one side reports is no business of the other; and what both are told when a visit does not take place."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation

from organisations import formats
from organisations.models import Mail
from organisations.participation.company import after, asking, keeping, proposing, safety
from organisations.participation.desk import care
from organisations.participation.models import Accompaniment, AccompanimentState, CompanyCount, Feedback, Proposal
from tests.factories import organisation, place
from tests.html import parse
from tests.participation.accompanying import (
    ADULT,
    NEWCOMER,
    agreed,
    asked,
    asked_for,
    asks,
    mailed,
    text,
    visit_is_over,
)
from tests.participation.mentoring import ADDRESS, SITE, mentor
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")
FIRST = "We look into it first"


@pytest.fixture
def pair(club):
    """A request with a plan, the paths of the newcomer's and of the mentor's page."""
    request, key = asked_for(club, words="Kichererbse", phone="+4971198765")
    agreed(request, mentor())
    return request, f"/en/company/{key}/", mailed(ADDRESS, "answer").replace("/de/", "/en/", 1)


def seen_by_curators():
    return [row.row for row in care.Requests(User.objects.create_superuser("root@stadt.example")).rows]


def test_the_newcomer_never_learns_that_the_mentor_has_reported_something(client, pair):
    request, status, answer = pair
    before = text(client.get(status))
    client.post(answer, {"act": "report", "report": "Zudringlich"})
    assert text(client.get(status)) == before and FIRST not in before
    client.post(status, {"act": "withdraw"})
    page = client.get(status).content.decode()
    assert "is erased here" in page and FIRST not in page
    assert [word for word in ("Parisa", NEWCOMER, "Kichererbse", "Zudringlich") if word in page] == []
    assert client.post(status, {"act": "report", "report": "x"}).status_code == 302
    request.refresh_from_db()
    assert (request.name, request.email, request.phone, request.words, request.meets_at) == ("", "", "", "", None)


def test_what_the_mentor_reported_stays_for_curators_of_the_area_until_they_have_seen_to_it(client, pair):
    request, status, answer = pair
    area = request.area
    client.post(answer, {"act": "report", "report": "Zudringlich"})
    client.post(status, {"act": "withdraw"})
    (row,) = seen_by_curators()
    assert [words for _who, words in safety.reports(row)] == ["Zudringlich"]
    assert (row.addressee, row.area) == ("Bunter Ball", area) and CompanyCount.objects.get().state == "withdrawn"
    desk = signed_in(User.objects.get()).get(f"/curate/participation/{row.pk}/?lang=en")
    assert desk.status_code == 200 and "Zudringlich" in desk.content.decode()
    safety.seen_to(row)
    request.refresh_from_db()
    assert request.erased_at and not request.report and not request.addressee
    assert CompanyCount.objects.get().requests == 1


def test_a_link_that_is_kept_for_a_report_ends_when_it_would_have_ended_without(client, pair):
    request, status, answer = pair
    safety.report(request, "mentor", "Zudringlich")
    asking.withdraw(request)
    gone = timezone.now() - timedelta(days=keeping.LINK_DAYS, minutes=1)
    Accompaniment.objects.update(ended_at=gone)
    assert client.get(status).status_code == 404 and client.get(answer).status_code == 404
    safety.seen_to(request)
    assert keeping.forget_links() == 1


def test_the_mentor_never_learns_that_the_newcomer_has_reported_something(client, pair):
    request, status, answer = pair
    before = text(client.get(answer))
    client.post(status, {"act": "report", "report": "Grob"})
    assert text(client.get(answer)) == before
    client.post(status, {"act": "withdraw"})
    assert FIRST in text(client.get(status))
    page = text(client.get(answer))
    assert "Grob" not in page and "reported" not in page and "The visit is called off" in page
    safety.seen_to(request)
    assert text(client.get(answer)) == page  # erased wholly by now
    Accompaniment.objects.update(ended_at=timezone.now() - timedelta(days=keeping.LINK_DAYS, minutes=1))
    assert client.get(answer).status_code == 404


def test_a_report_curators_have_seen_to_says_nothing_of_a_later_one_of_the_other_side(client, pair):
    request, status, _answer = pair
    safety.report(request, "newcomer", "Grob")
    safety.seen_to(request)
    safety.report(request, "mentor", "Zudringlich")
    request.refresh_from_db()
    assert [words for _who, words in safety.reports(request)] == ["Grob", "Zudringlich"]
    assert FIRST not in client.get(status).content.decode()
    asking.withdraw(request)
    request.refresh_from_db()
    assert "Zudringlich" in request.report and "Grob" not in request.report


def test_reports_of_one_side_use_up_nothing_of_the_other(client, pair):
    _request, status, answer = pair
    for number in range(10):
        client.post(answer, {"act": "report", "report": str(number)})
    assert client.post(answer, {"act": "report", "report": "more"}).status_code == 400
    assert client.post(status, {"act": "report", "report": "mine"}).status_code == 302


@pytest.mark.parametrize("way", ["stopped", "taken back"])
def test_a_mentor_who_had_agreed_reads_that_it_is_called_off_and_which_visit_it_was(client, pair, way):
    request, _status, answer = pair
    day = timezone.localtime(request.meets_at)
    safety.stop(request, by="user:1") if way == "stopped" else asking.withdraw(request)
    page = client.get(answer)
    assert page.status_code == 410
    assert "Please do not go to the meeting point" in text(page) and "The time was over" not in text(page)
    mail = Mail.objects.filter(recipient=ADDRESS).latest("created_at")
    assert f"{day:%H:%M}" in mail.text or f"{day.hour}:{day:%M}" in mail.text
    with translation.override(mail.language):
        assert formats.weekday_date(day.date()) in mail.text


def test_a_mentor_who_never_answered_is_not_thanked_for_being_ready(client, club):
    request, _key = asked_for(club)
    proposal = proposing.assign(request, mentor(language="en"), by="user:1", site=SITE)
    Mail.objects.update(state="sent")
    answer = mailed(ADDRESS, "answer")
    asking.withdraw(request)
    mail = Mail.objects.filter(recipient=ADDRESS).latest("created_at")
    assert "need not come" in mail.subject and "ready" not in mail.text and "meeting point" not in mail.text
    assert "This question is closed" in text(client.get(answer))
    assert Proposal.objects.get(pk=proposal.pk).answered_at is None


@pytest.mark.parametrize("said", [{"happened": "no"}, {"happened": "yes", "wrong": "on"}])
@pytest.mark.parametrize("side", ["newcomer", "mentor"])
def test_who_says_that_it_was_not_good_reads_no_good_wishes(client, pair, said, side):
    request, status, answer = pair
    visit_is_over(request)
    mine, other = (status, answer) if side == "newcomer" else (answer, status)
    client.post(mailed(NEWCOMER if side == "newcomer" else ADDRESS, "after"), said)
    assert "We hope it was good" not in text(client.get(mine))
    assert "We hope it was good" in text(client.get(other))


@pytest.mark.parametrize("end", ["met", "ended", "stopped", "past"])
def test_after_the_visit_the_newcomer_erases_it_at_once_too_and_no_mentor_is_told(client, pair, end):
    request, status, _answer = pair
    if end == "stopped":
        safety.stop(request, by="user:1")
    else:
        visit_is_over(request)
    if end in ("met", "ended"):
        after.give(Proposal.objects.get(), "newcomer", happened=end == "met", face=2, wrong=False, words="Kichererbse")
    Mail.objects.update(state="sent")
    assert parse(client.get(status).content.decode()).all("button[value=withdraw]")
    client.post(status, {"act": "withdraw"})
    assert "is erased here" in text(client.get(status))
    request.refresh_from_db()
    assert request.erased_at and not request.name and not Feedback.objects.exists()
    assert not Mail.objects.exclude(state="sent").exists()
    assert CompanyCount.objects.get().state == ("withdrawn" if end == "past" else end)


def test_after_the_visit_the_own_report_waits_for_curators_and_it_counts_as_the_visit_it_was(client, pair):
    request, status, _answer = pair
    visit_is_over(request)
    after.give(Proposal.objects.get(), "newcomer", happened=True, face=1, wrong=True, words="Grob")
    mentors = mailed(ADDRESS, "after")
    client.post(status, {"act": "withdraw"})
    assert FIRST in text(client.get(status)) and client.get(mentors).status_code == 410
    assert seen_by_curators() == [request]
    safety.seen_to(request)
    request.refresh_from_db()
    assert request.erased_at and CompanyCount.objects.get().state == AccompanimentState.MET


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"adult_name": "Mina"}, "id_minor"),
        ({"adult_reach": ADULT}, "id_minor"),
        ({"minor": "on", "adult_name": "."}, "id_adult_name"),
        ({"minor": "on", "adult_name": "M."}, "id_adult_name"),
    ],
)
def test_an_adult_is_a_name_and_belongs_to_somebody_under_18(client, club, no_haste, changes, field):
    answer = asks(client, club, **{"adult_reach": ADULT if "minor" in changes else ""} | changes)
    assert answer.status_code == 400 and not Accompaniment.objects.exists()
    assert f"#{field}" in [link.get("href") for link in parse(answer.content.decode()).all("#errors a")]
    assert asked(client, club, minor="on", adult_name="Mina", adult_reach=ADULT)[0].adult_name == "Mina"


def test_a_name_that_ends_in_a_full_stop_ends_the_sentence(client):
    club = organisation("Bunter Ball Bernhausen e. V.", places=(place(),))
    request, _key = asked_for(club)
    agreed(request, mentor())
    visit_is_over(request)
    told = Mail.objects.filter(text__contains="e. V.")
    assert told.count() >= 5
    assert [mail.subject for mail in told if ".." in mail.text or ".." in mail.html] == []
