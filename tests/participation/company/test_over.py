"""The hour of the visit has passed: nothing is called off any more, both can say how it was, curators end it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.models import Decision, Mail, MailState
from organisations.participation.company import after, by_hand, keeping, proposing, safety
from organisations.participation.company.calls import ADULT
from organisations.participation.company.report import MOST_A_DAY
from organisations.participation.models import (
    Accompaniment,
    AccompanimentState,
    Call,
    Feedback,
    Mentor,
    Proposal,
    ProposalState,
)
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.html import parse
from tests.participation.accompanying import NEWCOMER, agreed, asked_for, mailed, text, visit_is_over
from tests.participation.company.conftest import TEAM
from tests.participation.mentoring import ADDRESS, SITE, mentor

pytestmark = pytest.mark.usefixtures("vocabulary")


def visited(club, **values):
    """A visit that is over; both were asked how it was."""
    request, _key = asked_for(club, **values)
    agreed(request, mentor())
    visit_is_over(request)
    Mail.objects.update(state=MailState.SENT)
    request.refresh_from_db()
    return request


def page_of(request):
    return f"/curate/participation/{request.pk}/?lang=en"


def buttons(answer):
    return {one.get("value") for one in parse(answer.content.decode()).all("main button[name=action]")}


def nothing_is_called_off(client, request):
    """Both pages of the visit are there with their questions, and nobody was mailed."""
    assert not Mail.objects.exclude(state=MailState.SENT).exists()
    assert Proposal.objects.get().state == ProposalState.ACCEPTED
    for recipient in (NEWCOMER, ADDRESS):
        assert "Did the visit take place?" in text(client.get(mailed(recipient, "after").replace("/de/", "/en/", 1)))


def test_a_curator_asks_nobody_else_for_a_visit_that_has_taken_place(client, club, desk):
    request, ben = visited(club), mentor("ben@mentor.example")
    assert "assign" not in buttons(desk.get(page_of(request)))
    assert desk.post(page_of(request), {"action": "assign", "mentor": str(ben.pk)}).status_code == 409
    with pytest.raises(by_hand.NotPossible):
        proposing.assign(request, ben, by="user:1", site=SITE)
    nothing_is_called_off(client, request)


def test_a_curator_stops_nothing_that_has_taken_place(client, club, desk):
    request = visited(club)
    assert "stop" not in buttons(desk.get(page_of(request)))
    answer = desk.post(page_of(request), {"action": "stop"})
    assert answer.status_code == 409 and "nothing to stop" in answer.content.decode()
    assert not safety.stop(request, by=ADULT, site=SITE)
    nothing_is_called_off(client, request)


def test_a_curator_ends_it_after_the_visit_and_nobody_is_told_that_it_is_called_off(client, club, desk):
    request = visited(club)
    page = desk.get(page_of(request))
    assert "The visit is over" in text(page) and "end" in buttons(page)
    assert "A mentor comes along" not in text(page)
    for _twice in range(2):
        assert desk.post(page_of(request), {"action": "end"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.stopped_by) == (AccompanimentState.ENDED, f"user:{User.objects.get().pk}")
    assert Decision.objects.filter(action="company:ended").count() == 1
    nothing_is_called_off(client, request)
    assert "Called off" not in text(desk.get(page_of(request)))


def test_after_a_curator_has_ended_it_both_can_still_say_what_was_wrong(client, club, desk):
    request = visited(club)
    desk.post(page_of(request), {"action": "end"})
    for recipient, word in ((NEWCOMER, "Zudringlich"), (ADDRESS, "Unpünktlich")):
        form = {"happened": "yes", "wrong": "on", "words": word}
        assert client.post(mailed(recipient, "after"), form).status_code == 302
    request.refresh_from_db()
    assert request.state == AccompanimentState.MET and Feedback.objects.count() == 2
    assert "Zudringlich" in request.report and "Unpünktlich" in request.report


def test_the_mentor_is_free_for_others_once_a_curator_has_ended_it(club, desk):
    request = visited(club)
    other, _key = asked_for(club, email="dari@newcomer.example")
    assert proposing.propose_next(other.pk, site=SITE) is None
    desk.post(page_of(request), {"action": "end"})
    assert proposing.propose_next(other.pk, site=SITE)


def test_who_is_to_be_asked_by_telephone_how_it_was_still_is(club, desk):
    request = visited(club, email="", phone="+4971198765")
    desk.post(page_of(request), {"action": "end"})
    request.refresh_from_db()
    assert request.call_newcomer == Call.AFTER


@pytest.mark.parametrize("state", [AccompanimentState.OPEN, AccompanimentState.MET, AccompanimentState.STOPPED])
def test_what_is_to_come_or_has_ended_is_not_ended_like_that(club, desk, state):
    request = visited(club)
    Accompaniment.objects.update(state=state, meets_at=timezone.now() + timedelta(days=1))
    assert desk.post(page_of(request), {"action": "end"}).status_code == 409
    request.refresh_from_db()
    assert request.state == state


def test_a_mentor_is_not_told_to_stay_away_when_a_visit_that_took_place_is_erased(club):
    request = visited(club)
    person_data.erase(Whom(email=NEWCOMER), [f"company:{request.pk}"], author="user:1")
    assert not Mail.objects.exclude(state=MailState.SENT).exists()


def test_a_visit_that_has_taken_place_is_forgotten_180_days_after_a_curator_ended_it(club, desk):
    request = visited(club)
    desk.post(page_of(request), {"action": "end"})
    assert keeping.purge(timezone.now() + timedelta(days=179)) == 0
    assert keeping.purge(timezone.now() + timedelta(days=181)) == 1
    assert Mentor.objects.exists() and not Accompaniment.objects.exists() and after.ask_both(site=SITE) == 0


def test_who_says_more_after_the_visit_is_heard_as_often_as_with_the_button_for_reports(client, club):
    request = visited(club)
    path = mailed(NEWCOMER, "after")
    client.post(path, {"happened": "yes", "face": "3"})
    answers = [
        client.post(path, {"happened": "yes", "wrong": "on", "words": f"Und noch etwas {n}"})
        for n in range(MOST_A_DAY + 2)
    ]
    assert [answer.status_code for answer in answers] == [302] * MOST_A_DAY + [400] * 2
    assert "24 Stunden" in text(answers[-1])
    assert Mail.objects.filter(recipient=TEAM).exclude(state=MailState.SENT).count() == MOST_A_DAY
    request.refresh_from_db()
    assert f"Und noch etwas {MOST_A_DAY}" not in request.report
    assert client.post(path, {"act": "report", "report": "Und wieder"}).status_code == 400
