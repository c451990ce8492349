"""A mentor who is not there any more: no mail that waits names them, no page does, and the newcomer is told so."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.outbox import sending
from organisations.participation.company import after, proposing, safety
from organisations.participation.mentors import approval, keeping, services
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, MentorState, Proposal
from organisations.services import person_data
from organisations.services.deciding import Curator
from organisations.services.person_data import Whom
from tests.factories import organisation, place
from tests.participation.accompanying import NEWCOMER, asked_for, mailed, text
from tests.participation.killing import killed_while_it_mails
from tests.participation.mailing import deliver, time_passes
from tests.participation.mentoring import ADDRESS, OWN, SITE, mentor, signed

pytestmark = pytest.mark.usefixtures("vocabulary")
NUMBER, SHOWN = "+497112536110", "+49 711 2536110"
NAMES = ("Annabella", ADDRESS, SHOWN, "Gern unterwegs")


@pytest.fixture
def anna(vocabulary):
    return mentor(name="Annabella", phone=NUMBER, introduction="Gern unterwegs", confirmed_at=timezone.now())


def by_herself(row):
    services.leave(row)


def by_a_curator_for_good(row):
    approval.end(row.pk, curator=Curator(User.objects.create_superuser("root"), SITE))


def by_a_curator_who_erases(row):
    person_data.erase(Whom(email=ADDRESS), [f"mentors:{row.pk}"], author="user:1")


def by_time(row):
    Mentor.objects.filter(pk=row.pk).update(state=MentorState.ENDED, ended_at=timezone.now() - timedelta(days=200))
    keeping.purge()


WAYS = (by_herself, by_a_curator_for_good, by_a_curator_who_erases, by_time)


def planned(club, row, days=3, hours=0, **values):
    """A plan with everything the newcomer may have of the mentor; the paths of the newcomer's two pages."""
    request, key = asked_for(club, share=True, **values)
    proposal = proposing.assign(request, row, by="test", site=SITE)
    at = timezone.now() + timedelta(days=days, hours=hours)
    proposing.accept(proposal, meets_at=at, meeting_point="Rathaus", share_email=True, share_phone=True, site=SITE)
    request.refresh_from_db()
    return request, f"/en/company/{key}/"


def link_after():
    """The newcomer's newest link to the plan, in English."""
    return mailed(NEWCOMER, "after").replace("/de/", "/en/", 1)


def unsent_that_names(*words):
    named = Q(pk=None)
    for word in words:
        named |= Q(text__contains=word) | Q(html__contains=word) | Q(subject__contains=word)
    return Mail.objects.exclude(state=MailState.SENT).filter(named)


def named_in(client, *paths):
    pages = [client.get(path).content.decode() for path in paths]
    return [word for word in NAMES for page in pages if word in page]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.SENDING, MailState.FAILED])
def test_a_plan_that_waits_is_never_sent_once_its_mentor_is_gone(club, anna, way, state):
    request, _path = planned(club, anna)
    Mail.objects.update(state=state)
    way(anna)
    assert not unsent_that_names(*NAMES[:3]).exclude(recipient=ADDRESS).exists()
    assert not unsent_that_names("Parisa", NEWCOMER).filter(recipient=ADDRESS).exists()
    for mail in Mail.objects.filter(state=MailState.FAILED):
        sending.send_again(str(mail.pk))
    assert not unsent_that_names(*NAMES[:3]).exclude(recipient=ADDRESS).exists()
    request.refresh_from_db()
    assert (request.state, request.meets_at) == (AccompanimentState.OPEN, None)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("hours", [72, 1, -1])
def test_no_page_of_the_newcomer_names_a_mentor_who_is_gone_and_each_says_that_nobody_comes(
    client, club, anna, way, hours
):
    _request, status = planned(club, anna, days=0, hours=hours)
    pages = (status, link_after())
    assert set(named_in(client, *pages)) == set(NAMES)
    Mail.objects.update(state=MailState.SENT)
    way(anna)
    assert named_in(client, *pages) == []
    for page in pages:
        assert "The visit is called off" in text(client.get(page))
        assert "Rathaus" not in text(client.get(page))
    told = Mail.objects.exclude(state=MailState.SENT).filter(recipient=NEWCOMER)
    assert [mail.subject for mail in told] == ["Der Besuch ist abgesagt"]


@pytest.mark.parametrize("way", WAYS)
def test_after_the_visit_no_page_and_no_mail_names_a_mentor_who_is_gone(client, club, anna, way):
    _request, status = planned(club, anna)
    Mail.objects.update(state=MailState.SENT)
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(hours=4))
    after.ask_both(site=SITE)
    way(anna)
    assert named_in(client, status, link_after()) == []
    assert not unsent_that_names(*NAMES).exclude(recipient=ADDRESS).exists()
    client.post(link_after(), {"happened": "yes"})
    assert named_in(client, status, link_after()) == []
    assert Accompaniment.objects.get().state == AccompanimentState.MET


def test_a_plan_that_never_went_out_before_its_hour_had_passed_is_none_when_the_mentor_leaves(club, anna):
    request, _path = planned(club, anna)
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(days=1))
    services.leave(anna)
    request.refresh_from_db()
    assert request.state == AccompanimentState.OPEN
    assert not unsent_that_names(*NAMES).exists()
    assert after.ask_both(site=SITE) == 0  # nobody is asked how a visit was that could not be


def test_a_mentor_whom_a_curator_ends_is_told_not_to_come_and_gets_no_plan_any_more(club, anna):
    planned(club, anna)
    by_a_curator_for_good(anna)
    subjects = Mail.objects.filter(recipient=ADDRESS).order_by("created_at").values_list("subject", flat=True)
    assert list(subjects)[-2:] == ["You need not come along any more", "Your offer to accompany newcomers"]
    assert not Mail.objects.filter(recipient=ADDRESS, text__contains="Parisa").exists()


def test_a_pair_that_a_curator_stops_gets_no_plan_any_more_that_still_waits(client, club, anna):
    request, status = planned(club, anna)
    safety.stop(request, by="user:1")
    assert not unsent_that_names("Annabella").filter(recipient=NEWCOMER).exists()
    assert not unsent_that_names("Parisa").filter(recipient=ADDRESS).exists()
    assert named_in(client, status) == []
    assert "have ended this" in text(client.get(status))


def test_the_next_plan_is_told_as_ever_and_the_former_link_says_that_there_is_a_newer_one(client, club, anna):
    request, status = planned(club, anna)
    former = link_after()
    Mail.objects.update(state=MailState.SENT)
    services.leave(anna)
    ben = mentor("ben@mentor.example", name="Ben")
    proposal = proposing.assign(request, ben, by="test", site=SITE)
    assert "The visit is called off" in text(client.get(status))
    at = timezone.now() + timedelta(days=2)
    proposing.accept(proposal, meets_at=at, meeting_point="Markt", share_email=False, share_phone=False, site=SITE)
    page = text(client.get(status))
    assert "Ben" in page and "Markt" in page and "The visit is called off" not in page
    assert "a newer mail has a newer link" in text(client.get(former))
    assert "Markt" in text(client.get(link_after()))


def test_who_leaves_is_told_what_cannot_be_taken_back(client, anna):
    assert "What was sent already we cannot take back" in text(signed(client, anna).get(OWN))


@pytest.mark.django_db(transaction=True)
def test_with_the_mail_server_down_who_leaves_is_in_no_mail_that_goes_out_later(vocabulary, mail_server):
    club, row = organisation("Bunter Ball", places=(place(),)), mentor(name="Annabella", phone=NUMBER)
    mail_server.stop()
    planned(club, row)
    deliver()
    services.leave(row)
    mail_server.start()
    time_passes(3600)
    deliver()
    assert [envelope.rcpt_tos for envelope in mail_server.taken] == [[NEWCOMER]]  # that somebody is looked for
    assert not any(b"Annabella" in envelope.content for envelope in mail_server.taken)


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_a_mentor_leaves_has_changed_nothing_and_the_next_try_does_all(vocabulary, mail_server):
    club, row = organisation("Bunter Ball", places=(place(),)), mentor(name="Annabella", phone=NUMBER)
    request, _path = planned(club, row)
    Mail.objects.update(state=MailState.SENT)
    gets = f"from {Mentor.__module__} import Mentor; from {services.__name__} import leave"
    killed_while_it_mails(f"{gets}; leave(Mentor.objects.get())", mail_server)
    request.refresh_from_db()
    row.refresh_from_db()
    assert (request.state, row.name, Proposal.objects.get().state) == ("accepted", "Annabella", "accepted")
    assert services.leave(row) and not services.leave(row)
    request.refresh_from_db()
    assert (request.state, Mentor.objects.get().name) == ("open", "")
    assert Mail.objects.exclude(state=MailState.SENT).get().recipient == NEWCOMER
