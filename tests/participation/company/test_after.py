"""After the visit: what both say, reports and the stop, what is forgotten."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.models import Mail, Organisation, Revision
from organisations.participation.company import after, asking, safety
from organisations.participation.desk import care
from organisations.participation.models import (
    Accompaniment,
    AccompanimentState,
    Feedback,
    Mentor,
    MentorState,
    Proposal,
    ProposalState,
)
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.factories import change
from tests.participation.mentoring import SITE, mentor, text
from tests.participation.requesting import NEWCOMER, after_page, agreed, asks, deliver_all, due, link, newest

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_a_pair_is_stopped_at_once_and_both_are_told(club):
    mentor()
    request = asks(club)
    due()
    agreed(request, meets_at=timezone.now() + timedelta(days=1))
    deliver_all()
    assert safety.stop(request, by="curator")
    request.refresh_from_db()
    assert request.state == AccompanimentState.STOPPED and request.ended_at
    assert [Mail.objects.filter(recipient=one).count() for one in (NEWCOMER, "anna@mentor.example")] == [3, 3]
    assert Proposal.objects.get().state == ProposalState.CANCELLED


def test_what_is_reported_stands_on_the_desk_and_in_no_mail(club, settings):
    settings.CURATORS_EMAIL = "team@stadt.example"
    mentor()
    request = asks(club)
    safety.report(request, "newcomer", "Er war unhöflich")
    request.refresh_from_db()
    assert safety.reports(request) == [("Neu hier", "Er war unhöflich")] and request.reported_at
    assert "unhöflich" not in Mail.objects.get(recipient="team@stadt.example").text


def test_both_are_asked_once_after_the_visit_and_the_five_taps_make_the_entry_fresh(club):
    mentor()
    Organisation.objects.update(checked_on=timezone.localdate() - timedelta(days=400))
    change(club, phone="0711 1")
    request = asks(club)
    due()
    agreed(request)
    assert after.ask_both(site=SITE) == 1 and after.ask_both(site=SITE) == 0
    proposal, side = after_page("anna@mentor.example")
    assert side == "mentor"
    after.give(proposal, side, happened=True, face=3, wrong=False, words="", confirmed=after.FACTS)
    club.refresh_from_db()
    assert club.checked_on == timezone.localdate() - timedelta(days=1)  # the day of the visit
    assert Revision.objects.filter(organisation=club).latest("number").reason == "checked on a visit"
    assert after_page(NEWCOMER)[1] == "newcomer"
    request.refresh_from_db()
    assert request.state == AccompanimentState.MET
    with pytest.raises(after.GivenAlready):
        after.give(proposal, side, happened=True, face=1, wrong=False, words="")


def test_the_question_how_it_was_says_which_visit_it_was_and_to_the_mentor_with_whom(client, club):
    mentor(name="Annabella")
    request = asks(club)
    due()
    agreed(request)
    yesterday = timezone.localtime() - timedelta(days=1)
    Accompaniment.objects.update(meets_at=yesterday.replace(hour=17, minute=30))
    after.ask_both(site=SITE)
    theirs, anna_s = newest(NEWCOMER), newest("anna@mentor.example")
    assert "you wanted to go with Parisa to Bunter Ball" in anna_s.text
    assert "When: " in anna_s.text and "17:30" in anna_s.text and "۱۷:۳۰" in theirs.text
    for recipient, name in ((NEWCOMER, "Annabella"), ("anna@mentor.example", "Parisa")):
        told = text(client.get(f"/en/company/after/{link(recipient, 'after')}/"))
        assert "17:30" in told and name in told
    told = text(client.get(f"/en/company/answer/{link('anna@mentor.example', 'after')}/"))
    assert "17:30" in told and "Parisa" in told


def test_a_question_how_it_was_that_still_waits_is_not_sent_once_the_newcomer_has_taken_it_back(club):
    mentor()
    request = asks(club)
    due()
    agreed(request)
    deliver_all()
    after.ask_both(site=SITE)
    asking.withdraw(request)
    assert not Mail.objects.filter(text__contains="Parisa").exclude(state="sent").exists()


def test_something_wrong_after_the_visit_stands_on_the_desk_until_a_curator_has_seen_to_it(club, settings):
    settings.CURATORS_EMAIL = "team@stadt.example"
    mentor()
    request = asks(club)
    due()
    after.give(agreed(request), "newcomer", happened=True, face=1, wrong=True, words="Ich hatte Angst")
    root = User.objects.create_superuser("root@stadt.example")
    assert care.needing_care(root) == 1
    assert [row.row.pk for row in care.Requests(root).rows] == [request.pk]
    request.refresh_from_db()
    assert "Ich hatte Angst" in request.report
    safety.seen_to(request)
    assert care.needing_care(root) == 0 and care.Requests(root).rows == []


def test_a_report_that_is_followed_by_taking_back_stays_on_the_desk(club):
    request = asks(club)
    safety.report(request, "newcomer", "")
    asking.withdraw(request)
    root = User.objects.create_superuser("root@stadt.example")
    assert [row.row.pk for row in care.Requests(root).rows] == [request.pk]


def test_four_of_five_taps_do_not_make_it_fresh(club):
    mentor()
    request = asks(club)
    due()
    proposal = agreed(request)
    before = Organisation.objects.get(pk=club.pk).checked_on
    after.give(proposal, "mentor", happened=True, face=2, wrong=False, words="", confirmed=after.FACTS[:4])
    after.give(proposal, "newcomer", happened=True, face=3, wrong=False, words="", confirmed=after.FACTS)
    assert Organisation.objects.get(pk=club.pk).checked_on == before
    assert Feedback.objects.count() == 2


@pytest.mark.parametrize(("visited", "checked"), [(22, 400), (5, 2)])
def test_an_entry_is_not_checked_by_a_visit_of_long_ago_nor_of_before_the_last_check(client, club, visited, checked):
    mentor()
    change(club, phone="0711 1")
    before = timezone.localdate() - timedelta(days=checked)
    Organisation.objects.update(checked_on=before)
    request = asks(club)
    due()
    proposal = agreed(request, meets_at=timezone.now() - timedelta(days=visited))
    asked = text(client.get(link("anna@mentor.example", "answer").join(("/en/company/after/", "/"))))
    assert ("Is the entry still right?" in asked) == (visited < 21)
    after.give(proposal, "mentor", happened=True, face=3, wrong=False, words="", confirmed=after.FACTS)
    club.refresh_from_db()
    assert club.checked_on == before


def test_a_mentor_whom_curators_have_ended_says_how_it_was_but_checks_no_entry(club):
    mentor()
    request = asks(club)
    due()
    proposal = agreed(request)
    before = Organisation.objects.get(pk=club.pk).checked_on
    Mentor.objects.update(state=MentorState.ENDED)
    proposal.mentor.refresh_from_db()
    after.give(proposal, "mentor", happened=True, face=2, wrong=False, words="", confirmed=after.FACTS)
    assert Organisation.objects.get(pk=club.pk).checked_on == before
    assert Feedback.objects.count() == 1


def test_a_visit_nobody_tells_of_ends_by_itself(club):
    mentor()
    request = asks(club)
    due()
    agreed(request, meets_at=timezone.now() - timedelta(days=22))
    after.ask_both(site=SITE)
    request.refresh_from_db()
    assert request.state == AccompanimentState.ENDED


def test_who_asks_what_is_known_gets_the_request_and_can_have_it_erased(club):
    request = asks(club)
    safety.report(request, "mentor", "of the other")
    safety.report(request, "newcomer", "my own words")
    whom = Whom(email=NEWCOMER.upper())
    (found,) = person_data.export(whom, author="user:1")["company"]
    assert "Parisa" in str(found) and "my own words" in str(found) and "of the other" not in str(found)
    assert person_data.erase(whom, [f"company:{request.pk}"], author="user:1") == 1
    assert not Accompaniment.objects.filter(name="Parisa").exists()
