"""Asking for company: one mentor after the other, yes and no and silence, the plan."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Mail, Organisation
from organisations.participation.company import asking, by_hand, planning, proposing
from organisations.participation.mentors.services import leave
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, Proposal, ProposalState
from organisations.participation.services import EntryGone, SentAlready
from tests.factories import organisation, place
from tests.participation.mailing import deliver, time_passes
from tests.participation.mentoring import SITE, mentor
from tests.participation.requesting import NEWCOMER, agreed, asks, deliver_all, due, newest, subjects

pytestmark = pytest.mark.usefixtures("vocabulary")
OPEN, PROPOSED, ACCEPTED, NOBODY = (AccompanimentState(name) for name in ("open", "proposed", "accepted", "nobody"))


def test_one_mentor_after_the_other_is_asked_each_with_a_time_limit(club):
    mentor(), mentor("ben@mentor.example")
    request = asks(club)
    assert due() == 1 and due() == 0
    first = Proposal.objects.get()
    deliver_all()
    assert due(47) == 0
    Proposal.objects.update(expires_at=timezone.now())
    assert due() == 1
    assert [one.state for one in Proposal.objects.order_by("made_at")] == [ProposalState.EXPIRED, ProposalState.WAITING]
    assert Proposal.objects.get(state="waiting").mentor != first.mentor
    request.refresh_from_db()
    assert request.state == PROPOSED


def test_nobody_found_is_told_to_both_and_a_curator_gets_it(club, settings):
    settings.CURATORS_EMAIL = "team@stadt.example"
    mentor(languages=["uk"])
    request = asks(club)
    assert due() == 0
    request.refresh_from_db()
    assert request.state == NOBODY and request.reasons == {"language": 1}
    assert len(subjects("team@stadt.example")) == 1 and len(subjects(NEWCOMER)) == 2


def test_while_everybody_is_busy_a_request_waits_but_not_for_ever(club):
    mentor(capacity=1)
    _first, second = asks(club), asks(club)
    assert due() == 1
    second.refresh_from_db()
    assert (second.state, second.reasons) == (OPEN, {"busy": 1})
    Accompaniment.objects.filter(pk=second.pk).update(created_at=timezone.now() - timedelta(days=8))
    due()
    second.refresh_from_db()
    assert second.state == NOBODY


def test_a_yes_gives_both_the_plan_with_the_addresses_each_agreed_to_give(club):
    mentor(phone="+4971112345")
    request = asks(club)
    due()
    agreed(request, share_phone=True)
    assert request.state == ACCEPTED
    to_newcomer = newest(NEWCOMER).text
    to_mentor = newest("anna@mentor.example").text
    assert "Anna" in to_newcomer and "12345" in to_newcomer.replace(" ", "") and "anna@" not in to_newcomer
    assert "Parisa" in to_mentor and NEWCOMER not in to_mentor
    assert all(f"/o/{club.slug}/first-visit/" in text and "Bushaltestelle" in text for text in (to_newcomer, to_mentor))


def test_before_the_yes_the_mentor_learns_neither_name_nor_address(club):
    mentor()
    asks(club, words="Ich heiße Parisa")
    due()
    mail = Mail.objects.get(recipient="anna@mentor.example")
    assert not any(word in mail.text + mail.html + mail.subject for word in ("Parisa", NEWCOMER))


def test_an_answer_after_the_limit_comes_too_late(club):
    mentor()
    asks(club)
    due()
    proposal = Proposal.objects.get()
    Proposal.objects.update(expires_at=timezone.now())
    with pytest.raises(planning.TooLate):
        proposing.decline(proposal)


def test_a_second_yes_comes_too_late(club):
    mentor()
    request = asks(club)
    due()
    proposal = agreed(request)
    with pytest.raises(planning.TooLate):
        proposing.decline(proposal)


def test_after_a_no_the_same_mentor_is_never_asked_again(club):
    mentor()
    request = asks(club)
    due()
    proposing.decline(Proposal.objects.get())
    assert due() == 0
    request.refresh_from_db()
    assert (request.state, request.reasons) == (NOBODY, {"asked": 1})


def test_somebody_under_18_is_never_matched_by_itself_but_by_a_curator(club, settings):
    settings.CURATORS_EMAIL = "team@stadt.example"
    anna = mentor()
    request = asks(club, minor=True, adult_name="Nasrin")
    assert len(subjects("team@stadt.example")) == 1
    assert due() == 0 and not Proposal.objects.exists()
    proposal = proposing.assign(request, anna, by="curator", site=SITE)
    assert (proposal.by, proposal.state) == ("curator", ProposalState.WAITING)
    assert proposal.reasons["free"] == 2
    assert due() == 0


def test_a_curator_has_another_mentor_asked_and_the_first_is_told(club):
    mentor()
    request = asks(club)
    due()
    deliver_all()
    ben = mentor("ben@mentor.example")
    proposing.assign(request, ben, by="curator", site=SITE)
    assert {one.state for one in Proposal.objects.all()} == {ProposalState.CANCELLED, ProposalState.WAITING}
    assert len(subjects("anna@mentor.example")) == 2 and len(subjects("ben@mentor.example")) == 1


def test_a_mentor_who_is_asked_elsewhere_is_not_assigned(club):
    anna = mentor()
    asks(club)
    due()
    with pytest.raises(by_hand.NotPossible):
        proposing.assign(asks(club), anna, by="curator", site=SITE)


def test_what_is_taken_back_before_the_mail_was_sent_is_never_mailed(club):
    mentor()
    request = asks(club)
    due()
    assert asking.withdraw(request) and not asking.withdraw(request)
    assert subjects("anna@mentor.example") == []
    assert due() == 0


def test_a_mentor_who_leaves_frees_the_request_for_the_next(club):
    anna, _ben = mentor(), mentor("ben@mentor.example", times=[{"day": "TU", "from": "00:00", "to": "23:59"}])
    request = asks(club)
    due()
    asked = Proposal.objects.get().mentor
    leave(asked)
    assert due() == 1
    assert Proposal.objects.get(state="waiting").mentor != asked
    request.refresh_from_db()
    assert request.state == PROPOSED and anna.pk


def test_one_form_is_one_request(club):
    asks(club, key="k")
    with pytest.raises(SentAlready):
        asks(club, key="k")
    assert Accompaniment.objects.count() == 1


def test_an_entry_that_is_gone_takes_no_request(club):
    Organisation.objects.update(state="archived")
    with pytest.raises(EntryGone):
        asks(club)


def everybody():
    return set(Mentor.objects.values_list("pk", flat=True))


def test_the_database_is_asked_as_often_for_one_mentor_as_for_many(club, django_assert_num_queries):
    mentor("m@mentor.example")
    request, one = asks(club), everybody()
    with CaptureQueriesContext(connection) as for_one:
        assert len(by_hand.candidates(request, one, 30)) == 1
    for number in range(8):
        mentor(f"m{number}@mentor.example")
    request = Accompaniment.objects.get()
    all_nine = everybody()
    with django_assert_num_queries(len(for_one)):
        assert len(by_hand.candidates(request, all_nine, 30)) == 9


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_moment_ask_one_mentor(vocabulary):
    club = organisation("Bunter Ball", places=(place(),))
    mentor(), mentor("ben@mentor.example")
    asks(club)

    def run(_number):
        try:
            return due()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(4))) == 1
    assert Proposal.objects.count() == 1
    assert connection.vendor == "postgresql"


@pytest.mark.django_db(transaction=True)
def test_with_the_mail_server_down_the_question_waits_and_is_sent_once(vocabulary, mail_server):
    club = organisation("Bunter Ball", places=(place(),))
    mentor()
    asks(club, email="", phone="+4971198765")
    mail_server.stop()
    due()
    deliver()
    assert Mail.objects.get(recipient="anna@mentor.example").state == "queued"
    mail_server.start()
    time_passes(30)
    deliver()
    deliver()
    assert [envelope.rcpt_tos for envelope in mail_server.taken] == [["anna@mentor.example"]]
