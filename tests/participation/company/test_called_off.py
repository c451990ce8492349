"""A mentor calls off one visit alone, curators are told why a request needs them, and what has ended stays ended."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation
from django.utils.translation import gettext

from organisations import formats
from organisations.models import Mail, MailState
from organisations.participation.company import proposing, safety
from organisations.participation.company.calls import ADULT
from organisations.participation.company.team_mails import REPORTED, WHY, Why
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, Proposal, ProposalState, Side
from tests.participation.accompanying import NEWCOMER, agreed, asked_for, mailed, text
from tests.participation.company.conftest import TEAM
from tests.participation.mentoring import ADDRESS, SITE, mentor
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def pair(club):
    """A request with a plan that has arrived, and the path of the mentor's page."""
    request, _key = asked_for(club)
    agreed(request, mentor())
    path = mailed(ADDRESS, "answer").replace("/de/", "/en/", 1)
    Mail.objects.update(state=MailState.SENT)
    return request, path


def why(request):
    """What the newest mail to the curators says."""
    mail = Mail.objects.filter(recipient=TEAM).latest("created_at")
    assert f"/curate/participation/{request.pk}/" in mail.text
    return mail.text


def reason(code):
    with translation.override("de"):
        return str(WHY[code])


def newcomers_page(client):
    """The page behind the link in the newest mail to the newcomer."""
    mail = Mail.objects.filter(recipient=NEWCOMER).latest("created_at")
    (link,) = re.findall(rf"{SITE}(/de/company/[\w-]{{43}}/)", mail.text)
    return client.get(link.replace("/de/", "/en/", 1))


def test_a_mentor_calls_off_one_visit_and_the_next_one_is_asked(client, pair):
    request, path = pair
    assert "Shall we call off this visit for you?" in text(client.get(path))
    for _twice in range(2):
        assert client.post(path, {"act": "off"}).headers["Location"] == path
    assert "You have called off this visit" in text(client.get(path))
    request.refresh_from_db()
    assert (request.state, request.meets_at) == (AccompanimentState.OPEN, None)
    (mail,) = Mail.objects.filter(recipient=NEWCOMER).exclude(state=MailState.SENT)
    assert "Treffpunkt" in mail.text
    assert proposing.propose_due(site=SITE) == 0  # there is nobody but the one who called off
    ben = mentor("ben@mentor.example")
    Accompaniment.objects.update(state=AccompanimentState.OPEN)
    assert proposing.propose_due(site=SITE) == 1
    assert Proposal.objects.get(state=ProposalState.WAITING).mentor_id == ben.pk


def test_a_newcomer_reads_which_visit_is_called_off_and_gets_the_link_to_the_own_page(client, pair, settings):
    settings.SITE_URL = SITE
    request, path = pair
    client.post(path, {"act": "off"})
    mail = Mail.objects.filter(recipient=NEWCOMER).latest("created_at")
    with translation.override("de"):
        when = timezone.localtime(request.meets_at)
        assert formats.weekday_date(when.date()) in mail.text and formats.clock(when.time()) in mail.text
    assert "We look for somebody" in text(newcomers_page(client))


def test_the_other_visits_of_that_mentor_stay(client, club):
    Mentor.objects.filter(pk=mentor().pk).update(capacity=2)
    anna = Mentor.objects.get()
    other, _key = asked_for(club, email="dari@newcomer.example")
    agreed(other, anna)
    first, _key = asked_for(club)
    agreed(first, anna)
    client.post(mailed(ADDRESS, "answer"), {"act": "off"})
    states = dict(Accompaniment.objects.values_list("pk", "state"))
    assert states == {other.pk: AccompanimentState.ACCEPTED, first.pk: AccompanimentState.OPEN}


def test_a_plan_that_waits_is_not_sent_after_it_was_called_off(client, club):
    request, _key = asked_for(club, share=True)
    agreed(request, mentor(name="Annabella"))
    client.post(mailed(ADDRESS, "answer"), {"act": "off"})
    assert not Mail.objects.filter(text__contains="Annabella", recipient=NEWCOMER).exists()
    assert not Mail.objects.filter(text__contains="Parisa", recipient=ADDRESS).exists()


def test_a_visit_that_is_over_is_not_called_off(client, pair):
    request, path = pair
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(days=1))
    assert "call off" not in text(client.get(path))
    assert client.post(path, {"act": "off"}).status_code == 409
    request.refresh_from_db()
    assert request.state == AccompanimentState.ACCEPTED


def test_who_was_only_asked_calls_nothing_off(client, club):
    request, _key = asked_for(club)
    proposing.assign(request, mentor(), by="user:1", site=SITE)
    assert client.post(mailed(ADDRESS, "answer"), {"act": "off"}).status_code == 409
    assert Proposal.objects.get().state == ProposalState.WAITING


def test_who_called_off_can_still_say_that_something_is_not_right(client, pair):
    request, path = pair
    client.post(path, {"act": "off"})
    client.post(path, {"act": "report", "report": "Zudringlich"})
    request.refresh_from_db()
    assert "Zudringlich" in request.report


def test_curators_read_that_a_newcomer_without_mail_must_be_called(client, club):
    request, _key = asked_for(club, email="", phone="+4971198765")
    agreed(request, mentor())
    client.post(mailed(ADDRESS, "answer"), {"act": "off"})
    assert reason(Why.GONE) in why(request) and reason(Why.CALL) in why(request)


def test_curators_read_that_nobody_was_found_and_the_newcomer_gets_the_link_to_the_own_page(client, club):
    request, _key = asked_for(club)
    proposing.propose_due(site=SITE)
    assert reason(Why.NOBODY) in why(request)
    page = newcomers_page(client)
    assert "We have found nobody yet" in text(page) and "Take back and erase" in text(page)
    assert f'action="/en/o/{club.slug}/company/"' in page.content.decode()


def test_curators_read_that_a_week_has_passed(club):
    agreed(asked_for(club, email="dari@newcomer.example")[0], mentor())  # who is busy with that
    request, _key = asked_for(club)
    Accompaniment.objects.filter(pk=request.pk).update(created_at=timezone.now() - timedelta(days=8))
    proposing.propose_due(site=SITE)
    assert reason(Why.TIME) in why(request)


def test_curators_read_who_has_reported_and_not_what(club):
    request, _key = asked_for(club)
    safety.report(request, Side.MENTOR, "Zudringlich", site=SITE)
    with translation.override("de"):
        assert str(REPORTED[Side.MENTOR]) in why(request)
    assert "Zudringlich" not in why(request)


@pytest.mark.parametrize(
    ("act", "code"),
    [(lambda proposal: proposing.decline(proposal), Why.DECLINED), (None, Why.EXPIRED)],
)
def test_curators_read_what_became_of_the_mentor_of_somebody_under_18(club, act, code):
    request, _key = asked_for(club, minor=True, adult_name="Mina", adult_email="mina@family.example")
    assert reason(Why.MINOR) in why(request)
    proposal = proposing.assign(request, mentor(), by="user:1", site=SITE)
    if act:
        act(proposal)
    else:
        Mail.objects.update(state=MailState.SENT)
        proposing.propose_due(site=SITE, now=timezone.now() + timedelta(days=30))
    assert reason(code) in why(request) and reason(Why.MINOR) in why(request)


def test_who_is_stopped_gets_the_link_to_the_own_page(client, club):
    request, _key = asked_for(club)
    safety.stop(request, by="user:1", site=SITE)
    assert "have ended this" in text(newcomers_page(client))


@pytest.mark.parametrize("state", [AccompanimentState.MET, AccompanimentState.ENDED])
def test_a_visit_that_has_ended_is_not_stopped_by_a_form_made_by_hand(pair, state):
    request, _path = pair
    Accompaniment.objects.update(state=state, ended_at=timezone.now())
    desk = signed_in(User.objects.create_superuser("root", "root@stadt.example"))
    answer = desk.post(f"/curate/participation/{request.pk}/?lang=en", {"action": "stop"})
    assert answer.status_code == 409 and "nothing to stop" in answer.content.decode()
    request.refresh_from_db()
    assert (request.state, request.stopped_by) == (state, "")
    assert not Mail.objects.exclude(state=MailState.SENT).exists()


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("by", ["user:1", ADULT])
def test_where_no_visit_was_agreed_on_none_is_called_off(client, club, asked, by):
    named = {"minor": True, "adult_name": "Mina", "adult_email": "mina@family.example"}
    request, key = asked_for(club, **named)
    if asked:
        proposing.assign(request, mentor(), by="user:1", site=SITE)
    Mail.objects.update(state=MailState.SENT)
    safety.stop(request, by=by, site=SITE)
    told = Mail.objects.exclude(state=MailState.SENT).exclude(recipient__in=[ADDRESS, TEAM])
    assert [mail.recipient for mail in told if mail.recipient == NEWCOMER] == [NEWCOMER]
    with translation.override("de"):
        untrue = (gettext("The visit is called off"), "Treffpunkt")
    assert [mail.subject for mail in told if any(word in mail.subject + mail.text for word in untrue)] == []
    page = text(client.get(f"/en/company/{key}/"))
    assert "You can write to us." in page and "meeting point" not in page


def test_a_visit_that_was_agreed_on_is_called_off(client, pair):
    request, _path = pair
    safety.stop(request, by="user:1", site=SITE)
    with translation.override("de"):
        told = gettext("The visit is called off")
    assert Mail.objects.exclude(state=MailState.SENT).get(recipient=NEWCOMER).subject == told
    assert "meeting point" in text(newcomers_page(client))
