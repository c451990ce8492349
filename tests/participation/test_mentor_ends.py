"""Approvals that end, what is forgotten when, what is told to who asks; mail servers away, processes killed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.participation.company import after
from organisations.participation.mentors import expiry, services
from organisations.participation.mentors.keeping import purge
from organisations.participation.models import Feedback, Mentor, MentorState
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.factories import organisation, place
from tests.participation.accompanying import agreed, asked_for
from tests.participation.killing import killed_while_it_mails
from tests.participation.mailing import deliver, time_passes
from tests.participation.mentoring import ADDRESS, SITE, mailed_link, mentor, offers

pytestmark = pytest.mark.usefixtures("vocabulary")


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def subjects():
    return list(Mail.objects.order_by("created_at", "pk").values_list("subject", flat=True))


def test_the_mentor_is_told_a_month_before_and_on_the_day_after_and_never_twice():
    mentor(expires_on=in_days(31))
    for days in range(0, 40, 1):
        for _twice in range(2):
            expiry.tell(site=SITE, today=in_days(days))
    first, second = subjects()
    assert first.startswith("Your time as a mentor ends on") and second == "Your time as a mentor is over for now"


def test_after_the_last_day_nobody_is_proposed():
    row = mentor(expires_on=in_days(5))
    assert Mentor.objects.available(in_days(5)).get() == row
    assert not Mentor.objects.available(in_days(6)).exists()


def test_a_renewed_approval_is_told_again_when_it_ends():
    mentor(expires_on=in_days(10))
    expiry.tell(site=SITE)
    Mentor.objects.update(expires_on=in_days(20))
    expiry.tell(site=SITE)
    assert len(subjects()) == 2


@pytest.mark.parametrize(
    ("values", "days", "erased"),
    [
        ({"state": MentorState.ENDED, "ended_at": -179}, 0, False),
        ({"state": MentorState.ENDED, "ended_at": -181}, 0, True),
        ({"state": MentorState.APPROVED, "expires_on": -179}, 0, False),
        ({"state": MentorState.PAUSED, "expires_on": -182}, 0, True),
        ({"state": MentorState.VERIFIED}, 179, False),
        ({"state": MentorState.VERIFIED}, 181, True),
        ({"state": MentorState.APPROVED}, 100, False),
    ],
)
def test_persons_are_erased_180_days_after_the_end(values, days, erased):
    now = timezone.now()
    given = dict(values)
    if "ended_at" in given:
        given["ended_at"] = now + timedelta(days=given["ended_at"])
    if "expires_on" in given:
        given["expires_on"] = in_days(given["expires_on"])
    row = mentor(**given)
    assert purge(now + timedelta(days=days)) == erased
    assert Mentor.objects.filter(pk=row.pk).exists() != erased
    assert purge(now + timedelta(days=days)) == 0


def test_an_offer_nobody_confirms_is_gone_after_a_week_and_who_was_ended_leaves_no_row():
    mentor(state=MentorState.APPLIED)
    now = timezone.now()
    assert purge(now + timedelta(days=6)) == 0
    assert purge(now + timedelta(days=8)) == 1
    mentor(state=MentorState.ENDED, ended_at=now)
    purge(now + timedelta(days=179))
    assert Mentor.objects.count() == 1
    purge(now + timedelta(days=181))
    assert not Mentor.objects.exists()


@pytest.mark.parametrize("whom", [Whom(email=ADDRESS.upper()), Whom(phone="0711 2536110")])
def test_who_asks_gets_everything_and_is_erased_if_they_wish(whom):
    row = mentor(phone="+497112536110", talk_notes="Notizen")
    found = person_data.export(whom, author="user:1")["mentors"]
    assert (found[0]["talk_notes"], found[0]["areas"]) == ("Notizen", ["Filderstadt"])
    assert person_data.erase(whom, [f"mentors:{row.pk}"], author="user:1") == 1
    row.refresh_from_db()
    assert row.name == row.phone == row.talk_notes == ""


@pytest.mark.django_db(transaction=True)
def test_with_the_mail_server_down_an_offer_waits_and_its_mail_comes_later_once(client, mail_server, no_haste):
    mail_server.stop()
    assert offers(client).status_code == 302
    deliver()
    assert Mail.objects.get().state == MailState.QUEUED
    mail_server.start()
    time_passes(1)
    deliver()
    deliver()
    assert [envelope.rcpt_tos for envelope in mail_server.taken] == [[ADDRESS]]


@pytest.mark.django_db(transaction=True)
def test_a_job_killed_while_it_writes_leaves_nothing_half_and_the_next_one_tells_once(mail_server):
    mentor(expires_on=in_days(3))
    killed_while_it_mails(f"from {expiry.__name__} import tell; tell(site='{SITE}')", mail_server)
    assert subjects() == [] and Mentor.objects.get().told_soon is None
    assert expiry.tell(site=SITE) == 1
    assert expiry.tell(site=SITE) == 0


def test_an_address_that_a_mentor_typed_as_the_new_one_is_found_and_its_link_ends_when_it_is_erased():
    row = mentor()
    services.ask_address(row, "neu@person.example", site=SITE)
    secret = mailed_link("neu@person.example").rstrip("/").rpartition("/")[2]
    whom = Whom(email="NEU@person.example")
    places = person_data.found_of(whom)
    assert [place.name for place, _rows in places] == ["mails", "mentor_links"]
    keys = [f"{place.name}:{one.key}" for place, rows in places for one in rows]
    assert person_data.erase(whom, keys, author="user:1") == 2
    assert person_data.found_of(whom) == [] and services.link_of(secret) is None
    row.refresh_from_db()
    assert (row.email, row.name) == (ADDRESS, "Anna")
    assert not Mail.objects.filter(recipient="neu@person.example").exists()


def test_who_asks_gets_the_own_words_after_a_visit_and_they_go_with_the_person(vocabulary):
    row = mentor()
    request, _key = asked_for(organisation("Bunter Ball", places=(place(),)))
    proposal = agreed(request, row)
    after.give(proposal, "mentor", happened=True, face=2, wrong=True, words="Sie kam spät")
    after.give(proposal, "newcomer", happened=True, face=1, wrong=False, words="Er war laut")
    (known,) = person_data.export(Whom(email=ADDRESS), author="user:1")["mentors"]
    assert (known["feedback"][0]["words"], known["reports"]) == ("Sie kam spät", ["Sie kam spät"])
    assert "laut" not in str(known)
    services.leave(row)
    assert sorted(Feedback.objects.values_list("words", flat=True)) == ["", "Er war laut"]
