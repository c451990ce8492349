"""A mentor in a break, or after the end of the approval, gets nobody: the question goes to the next one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.participation.company import planning, proposing
from organisations.participation.mentors import approval, services
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, Proposal, ProposalState
from organisations.services.deciding import Curator
from tests.factories import organisation, place
from tests.html import parse
from tests.participation.accompanying import asked_for, mailed, text, yes
from tests.participation.mentoring import ADDRESS, SITE, mentor
from tests.participation.requesting import due

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def anna(db):
    return mentor()


@pytest.fixture
def path(db, vocabulary, anna):
    """The page of a mentor who is asked and has not answered."""
    asked_for(organisation("Bunter Ball", places=(place(),)))
    due()
    return mailed(ADDRESS, "answer").replace("/de/", "/en/", 1)


def held(anna):
    approval.hold(anna.pk, curator=Curator(User.objects.create_superuser("root"), SITE))


def ended_yesterday(anna):
    Mentor.objects.filter(pk=anna.pk).update(expires_on=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize("way", [held, services.pause, ended_yesterday])
def test_a_mentor_who_may_not_be_asked_says_no_yes_and_the_next_one_is_asked(client, anna, path, way):
    ben = mentor("ben@mentor.example")
    way(anna)
    assert yes(client, path).status_code == 409
    assert "This question is closed." in text(client.get(path))
    due()
    assert list(Proposal.objects.values_list("mentor__email", "state")) == [
        (ADDRESS, ProposalState.CANCELLED),
        (ben.email, ProposalState.WAITING),
    ]
    assert not Accompaniment.objects.filter(state=AccompanimentState.ACCEPTED).exists()


@pytest.mark.parametrize("way", [held, services.pause, ended_yesterday])
def test_a_question_taken_back_before_its_answer_is_told_as_it_is_and_may_be_asked_again(anna, path, way):
    Mail.objects.update(state=MailState.SENT)
    way(anna)
    due()
    (mail,) = Mail.objects.exclude(state=MailState.SENT).filter(recipient=ADDRESS, purpose="company")
    assert "We ask somebody else about the visit to Bunter Ball" in mail.text and "does not take place" not in mail.text
    Accompaniment.objects.update(state=AccompanimentState.OPEN, ended_at=None)
    Mentor.objects.update(state="approved", held=False, expires_on=timezone.localdate() + timedelta(days=9))
    assert due() == 1
    assert Proposal.objects.get(state=ProposalState.WAITING).mentor_id == anna.pk


def test_who_has_answered_or_called_it_off_is_not_asked_again(anna, path):
    proposing.decline(Proposal.objects.get())
    assert due() == 0


@pytest.mark.parametrize("way", [held, services.pause])
def test_a_break_leaves_what_was_promised(client, anna, path, way):
    assert yes(client, path).status_code == 302
    way(anna)
    due()
    assert Accompaniment.objects.get().state == AccompanimentState.ACCEPTED


def test_a_yes_that_comes_while_the_break_begins_does_not_count(anna, path):
    proposal = Proposal.objects.get()
    Mentor.objects.update(state="paused")  # by another process, in this moment
    at = timezone.now() + timedelta(days=2)
    with pytest.raises(planning.TooLate):
        proposing.accept(proposal, meets_at=at, meeting_point="Rathaus", share_email=False, share_phone=False)


@pytest.mark.parametrize(("act", "before"), [("yes", False), ("change", True)])
def test_no_day_after_the_end_of_the_approval_is_agreed_on(client, anna, path, act, before):
    if before:
        assert yes(client, path).status_code == 302
    Mentor.objects.update(expires_on=timezone.localdate() + timedelta(days=4))
    answer = yes(client, path, days=5, act=act)
    assert answer.status_code == 400
    (error,) = parse(answer.content.decode()).all("#errors a")
    assert error.get("href") == "#id_day" and "You are a mentor until" in error.text
    assert yes(client, path, days=4, act=act).status_code == 302
