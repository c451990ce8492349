"""What somebody says is wrong is never thrown away, whatever has become of the pair meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Mail
from organisations.participation.company import asking, keeping, other_time, proposing, read, safety
from organisations.participation.mentors import services
from organisations.participation.models import Accompaniment, CompanyCount, Feedback, Proposal
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.html import parse
from tests.participation.accompanying import NEWCOMER, agreed, asked_for, mailed, text, visit_is_over
from tests.participation.company.conftest import TEAM
from tests.participation.mentoring import ADDRESS, SITE, mentor

pytestmark = pytest.mark.usefixtures("vocabulary")
SAID = "Er hat mir gedroht"
REPORT = {"act": "report", "report": SAID}
LOST = "This was not passed on"


@pytest.fixture
def pair(club):
    """A request with a plan; the paths of the newcomer's page, of the plan's page and of the mentor's page."""
    request, key = asked_for(club)
    agreed(request, mentor())
    answer, plan = mailed(ADDRESS, "answer"), mailed(NEWCOMER, "after")
    Mail.objects.all().delete()
    return request, f"/en/company/{key}/", in_english(plan), in_english(answer)


def in_english(path):
    return path.replace("/de/", "/en/", 1)


def taken_back(request):
    asking.withdraw(request)


def stopped(request):
    safety.stop(request, by="user:1", site=SITE)


def given_to_another(request):
    proposing.assign(request, mentor("ben@mentor.example"), by="user:1", site=SITE)


def given_up(_request):
    proposing.give_up(Proposal.objects.get())


def at_another_time(request):
    other_time.cannot_then(request, [], SITE)


def erased_by_a_curator(request):
    person_data.erase(Whom(email=NEWCOMER), [f"company:{request.pk}"], author="user:1")


def left(_request):
    services.leave(Proposal.objects.get().mentor)


WAYS = (taken_back, stopped, given_to_another, given_up, at_another_time, erased_by_a_curator, left)


def reported():
    """What curators find on the desk, and whether they were told."""
    told = Mail.objects.filter(recipient=TEAM, subject__contains="stimmt").count()
    return [words for one in read.requests() if one.reported_at for _who, words in safety.reports(one)], told


@pytest.mark.parametrize("way", WAYS)
def test_a_mentors_report_arrives_whatever_became_of_the_pair_while_it_was_written(client, pair, way):
    request, _status, _plan, answer = pair
    way(request)
    sent = client.post(answer, REPORT)
    assert sent.headers["Location"] == f"{answer}?reported=1"
    assert "read it now" in text(client.get(sent.headers["Location"]))
    assert reported() == ([SAID], 1)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("which", ["status", "plan"])
def test_a_newcomers_report_arrives_too(client, pair, way, which):
    request, status, plan, _answer = pair
    path = status if which == "status" else plan
    way(request)
    sent = client.post(path, REPORT)
    assert sent.headers["Location"] == f"{path}?reported=1"
    assert "read it now" in text(client.get(sent.headers["Location"]))
    assert reported() == ([SAID], 1)


def test_an_erased_request_stays_empty_with_its_report_and_goes_when_curators_have_seen_to_it(client, pair):
    request, status, _plan, answer = pair
    taken_back(request)
    client.post(answer, REPORT)
    row = Accompaniment.objects.get()
    assert (row.name, row.email, row.addressee, row.erased_at) == ("", "", "", None)
    assert "is erased here" in text(client.get(status))
    safety.seen_to(row)
    row.refresh_from_db()
    assert row.erased_at and not row.report and CompanyCount.objects.get().requests == 1
    keeping.forget_links(timezone.now() + timedelta(days=3))
    assert not Accompaniment.objects.exists()


@pytest.mark.parametrize("way", [stopped, given_to_another, taken_back])
def test_a_mentor_whose_visit_was_called_off_finds_where_to_report(client, pair, way):
    request, _status, _plan, answer = pair
    way(request)
    page = client.get(answer)
    assert page.status_code == 410 and parse(page.content.decode()).all("button[value=report]")


def test_a_newcomer_whose_visit_was_stopped_finds_it_on_the_page_of_the_plan(client, pair):
    request, _status, plan, _answer = pair
    stopped(request)
    page = client.get(plan)
    assert page.status_code == 410 and parse(page.content.decode()).all("button[value=report]")
    assert "The visit is called off" in text(page)


def test_where_nothing_is_left_the_typed_text_comes_back_with_the_way_to_write(client, pair):
    request, status, plan, answer = pair
    taken_back(request)
    keeping.forget_links(timezone.now() + timedelta(days=3))
    for path in (status, plan, answer, answer.replace("/answer/", "/after/")):
        sent = client.post(path, REPORT)
        assert sent.status_code == 404 and SAID in text(sent) and LOST in text(sent)
        assert parse(sent.content.decode()).all('main a[href="/en/contact/"]')
        assert LOST not in text(client.get(path))


def test_what_was_wrong_at_the_visit_arrives_from_the_form_that_was_open_while_it_was_taken_back(client, pair):
    request, _status, plan, _answer = pair
    visit_is_over(request)
    theirs, plan = in_english(mailed(ADDRESS, "after")), in_english(mailed(NEWCOMER, "after"))
    taken_back(request)
    wrong = {"happened": "yes", "wrong": "on", "words": SAID}
    assert client.post(theirs, wrong).status_code == 302
    assert reported() == ([SAID], 1) and not Feedback.objects.exists()
    assert client.post(plan, wrong | {"words": "Kalt"}).status_code == 302
    assert reported() == ([SAID, "Kalt"], 2)
    nice = client.post(theirs, {"happened": "yes", "words": "Sehr schön"})
    assert nice.status_code == 400 and "Sehr schön" in text(nice) and LOST in text(nice)
