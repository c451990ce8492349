"""Coming along when something goes wrong: mentors who leave, mail servers away, processes killed, forms sent twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from organisations.models import Mail, MailState
from organisations.participation.company import after, asking, proposing, safety
from organisations.participation.mentors.services import leave
from organisations.participation.models import Accompaniment, AccompanimentState, Proposal, ProposalState, Side
from tests.participation.accompanying import NEWCOMER, agreed, asked_for
from tests.participation.company.conftest import TEAM
from tests.participation.killing import killed_while_it_mails
from tests.participation.mailing import deliver, time_passes
from tests.participation.mentoring import ADDRESS, SITE, mentor

pytestmark = pytest.mark.usefixtures("vocabulary")


def due():
    return proposing.propose_due(site=SITE)


def sent():
    """Every mail so far has arrived."""
    Mail.objects.update(state=MailState.SENT)


def new_mails(recipient):
    return Mail.objects.filter(recipient=recipient).exclude(state=MailState.SENT).count()


def test_who_had_a_plan_is_told_that_the_mentor_has_left(club):
    anna = mentor()
    request, _key = asked_for(club)
    agreed(request, anna)
    sent()
    leave(anna)
    request.refresh_from_db()
    assert (request.state, request.meets_at, request.meeting_point) == (AccompanimentState.OPEN, None, "")
    assert new_mails(NEWCOMER) == 1


def test_who_had_a_plan_but_no_mail_address_is_called_by_the_curators(club):
    anna = mentor()
    request, _key = asked_for(club, email="", phone="+4971198765")
    agreed(request, anna)
    sent()
    leave(anna)
    assert new_mails(TEAM) == 1


def test_who_had_a_plan_is_told_when_a_curator_asks_somebody_else(club):
    anna, ben = mentor(), mentor("ben@mentor.example")
    request, _key = asked_for(club)
    agreed(request, anna)
    sent()
    proposing.assign(request, ben, by="curator", site=SITE)
    assert (new_mails(NEWCOMER), new_mails(ADDRESS), new_mails(ben.email), new_mails(TEAM)) == (1, 1, 1, 0)


def test_a_visit_that_has_taken_place_stays_when_its_mentor_leaves(club):
    anna = mentor()
    request, _key = asked_for(club)
    agreed(request, anna)
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(days=1))
    sent()
    leave(anna)
    assert after.ask_both(site=SITE) == 1
    request.refresh_from_db()
    assert request.state == AccompanimentState.ACCEPTED
    assert list(Mail.objects.filter(state=MailState.QUEUED).values_list("recipient", flat=True)) == [NEWCOMER]


def test_after_a_no_somebody_under_18_is_in_the_hands_of_the_curators_again(club):
    anna = mentor()
    request, _key = asked_for(club, minor=True, adult_name="Nasrin")
    proposal = proposing.assign(request, anna, by="curator", site=SITE)
    sent()
    proposing.decline(proposal)
    assert due() == 0 and new_mails(TEAM) == 1


def test_a_plan_that_was_not_sent_yet_is_never_sent_after_the_request_is_taken_back(club):
    anna = mentor()
    request, _key = asked_for(club, share=True)
    agreed(request, anna)
    asking.withdraw(request)
    assert not Mail.objects.filter(text__contains="Parisa").exists()
    assert not Mail.objects.filter(text__contains=NEWCOMER).exists()
    assert not Mail.objects.filter(recipient=NEWCOMER).exists()


def test_a_plan_that_was_not_sent_yet_is_never_sent_after_its_mentor_has_left(club):
    anna = mentor()
    request, _key = asked_for(club)
    agreed(request, anna)
    leave(anna)
    assert new_mails(NEWCOMER) == 1  # that we are looking for somebody; neither a plan nor its end
    assert not Mail.objects.filter(text__contains="Anna").exists()


def test_the_same_report_sent_twice_is_one(club):
    request, _key = asked_for(club)
    for _twice in range(2):
        safety.report(request, "newcomer", "Er kam nicht")
    request.refresh_from_db()
    assert request.report == "newcomer: Er kam nicht"
    assert new_mails(TEAM) == 1
    safety.report(request, "newcomer", "Er kam wieder nicht")
    assert new_mails(TEAM) == 2


def test_an_older_request_is_not_passed_over_when_somebody_looks_for_a_newer_one(club):
    mentor()
    asked_for(club)
    newer, _key = asked_for(club)
    assert proposing.propose_next(newer.pk, site=SITE) is None
    assert due() == 1
    assert Proposal.objects.get().accompaniment != newer


def test_a_question_that_no_mail_has_brought_yet_does_not_run_out(club):
    mentor(), mentor("ben@mentor.example")
    asked_for(club)
    due()  # the queue's worker is down: nobody has even tried to send it
    Proposal.objects.update(expires_at=timezone.now())
    assert due() == 0
    assert Proposal.objects.get().state == ProposalState.WAITING
    Mail.objects.update(state="sent")
    Proposal.objects.update(expires_at=timezone.now())
    assert due() == 1
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["expired", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_while_the_mail_server_is_down_nobody_loses_the_turn(club, mail_server):
    mentor(), mentor("ben@mentor.example")
    asked_for(club, email="", phone="+4971198765")
    mail_server.stop()
    due()
    deliver()
    Proposal.objects.update(expires_at=timezone.now())
    assert due() == 0
    mail_server.start()
    time_passes(30)
    deliver()
    proposal = Proposal.objects.get()
    assert proposal.state == ProposalState.WAITING and proposal.expires_at > timezone.now()
    assert [envelope.rcpt_tos for envelope in mail_server.taken] == [[proposal.mentor.email]]


@pytest.mark.django_db(transaction=True)
def test_a_job_killed_while_it_asks_has_asked_nobody_and_the_next_one_asks_once(club, mail_server):
    mentor()
    request, _key = asked_for(club, email="", phone="+4971198765")
    code = f"from {proposing.__name__} import propose_due; propose_due(site='{SITE}')"
    killed_while_it_mails(code, mail_server)
    request.refresh_from_db()
    assert request.state == AccompanimentState.OPEN and not Proposal.objects.exists() and not Mail.objects.exists()
    assert due() == 1
    assert due() == 0
    assert Mail.objects.count() == Proposal.objects.count() == 1


def locked_tables(act):
    """The tables whose rows an act locks, in order: what locks both the other way round can wait for it for ever."""
    with CaptureQueriesContext(connection) as asked:
        act()
    locks = [query["sql"] for query in asked.captured_queries if "FOR UPDATE" in query["sql"]]
    tables = [sql.partition(' FROM "')[2].partition('"')[0].removeprefix("participation_") for sql in locks]
    return [table for table in tables if table in ("mentor", "accompaniment")]


def test_a_mentor_is_locked_before_the_requests_whoever_acts(club):
    mentor()
    request, _key = asked_for(club)
    locked = [locked_tables(due)]
    ben = mentor("ben@mentor.example")
    locked.append(locked_tables(lambda: proposing.assign(request, ben, by="curator", site=SITE)))
    locked.append(locked_tables(lambda: leave(ben)))
    for tables in locked:
        assert set(tables) == {"mentor", "accompaniment"} and tables == sorted(tables, reverse=True)


def test_an_answer_locks_the_request_and_no_mentor(club):
    anna = mentor()
    request, _key = asked_for(club)
    proposal = proposing.assign(request, anna, by="curator", site=SITE)
    assert set(locked_tables(lambda: proposing.decline(proposal))) == {"accompaniment"}


def test_curators_are_written_to_in_german_with_a_link_whatever_page_it_came_from(club):
    request, _key = asked_for(club)
    with translation.override("ar"):
        safety.report(request, Side.NEWCOMER, "x", site=SITE)
    mail = Mail.objects.get(recipient=TEAM)
    assert "Begleitung" in mail.subject and f"{SITE}/curate/participation/{request.pk}/" in mail.text


def test_what_was_taken_back_after_a_report_is_erased_when_a_curator_has_seen_to_it(club, client):
    request, key = asked_for(club)
    safety.report(request, Side.NEWCOMER, "x")
    asking.withdraw(request)
    assert "We look into it first" in client.get(f"/en/company/{key}/").content.decode()
    safety.seen_to(request)
    request.refresh_from_db()
    assert request.erased_at and not request.email and not request.report
    assert "We look into it first" not in client.get(f"/en/company/{key}/").content.decode()
