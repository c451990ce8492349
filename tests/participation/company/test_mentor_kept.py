"""A mentor leaves while something that was reported waits: curators know who it was until they have seen to it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.participation.company import after, asking, keeping, proposing, safety
from organisations.participation.company.other_time import cannot_then
from organisations.participation.mentors import services
from organisations.participation.mentors.keeping import purge
from organisations.participation.models import Accompaniment, Mentor, MentorState, Proposal, Side
from organisations.services import person_data, retention
from organisations.services.person_data import Whom
from tests.participation.accompanying import agreed, asked_for, text, visit_is_over
from tests.participation.company.conftest import TEAM
from tests.participation.mentoring import ADDRESS, OWN, SITE, mentor, signed

pytestmark = pytest.mark.usefixtures("vocabulary")
NUMBER, SHOWN = "+497112536110", "+49 711 2536110"


@pytest.fixture
def anna(vocabulary):
    return mentor(name="Annabella", phone=NUMBER, introduction="Gern unterwegs", talk_notes="Notizen")


def reported(club, row, side=Side.NEWCOMER):
    """A visit with that mentor which is over, and about which that side has reported something."""
    request, _key = asked_for(club)
    agreed(request, row)
    visit_is_over(request)
    safety.report(request, side, "Zudringlich", site=SITE)
    Mail.objects.update(state=MailState.SENT)
    return request


def page_of(request):
    return f"/curate/participation/{request.pk}/?lang=en"


def is_erased(row):
    row.refresh_from_db()
    return row.erased_at is not None and not any((row.name, row.email, row.phone))


def test_name_and_reach_of_who_leaves_stay_until_curators_have_seen_to_the_report(club, anna, desk):
    request = reported(club, anna)
    services.leave(anna)
    anna.refresh_from_db()
    assert (anna.state, anna.name, anna.email, anna.phone) == (MentorState.LEFT, "Annabella", ADDRESS, NUMBER)
    assert not any((anna.introduction, anna.talk_notes, anna.languages, anna.expires_on, anna.areas.exists()))
    page = text(desk.get(page_of(request)))
    assert "Annabella" in page and ADDRESS in page and SHOWN in page
    desk.post(page_of(request), {"action": "seen"})
    assert is_erased(anna)
    assert not Mail.objects.filter(recipient=ADDRESS).exists()
    assert "Annabella" not in text(desk.get(page_of(request)))


def test_the_curators_are_told_that_the_mentor_has_left_and_the_mentor_what_stays(client, club, anna):
    request = reported(club, anna)
    before = text(signed(client, anna).get(OWN))
    cookies = client.cookies.output(header="", sep=";")
    assert "stay until then" in before
    after_leaving = text(client.post(OWN, {"act": "leave"}, follow=True))
    assert "You are no longer a mentor" in after_leaving and "until then" in after_leaving.lower()
    assert "What we knew about you is erased" not in after_leaving
    twice = Client(headers={"cookie": cookies}).post(OWN, {"act": "leave"})  # the button, pressed once more
    assert text(client.get(twice.headers["Location"])).startswith("You are no longer a mentor")
    mails = {mail.recipient: mail for mail in Mail.objects.filter(state=MailState.QUEUED)}
    assert set(mails) == {TEAM, ADDRESS}
    assert f"/curate/participation/{request.pk}/" in mails[TEAM].text and "Annabella" not in mails[TEAM].text
    assert "one of your visits" in mails[ADDRESS].text and "Zudringlich" not in mails[ADDRESS].text


def test_who_has_left_is_asked_and_mailed_nothing_and_gets_in_nowhere(client, club, anna):
    request, _key = asked_for(club)
    agreed(request, anna)
    safety.report(request, Side.NEWCOMER, "x", site=SITE)
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(days=1))
    Mail.objects.update(state=MailState.SENT)
    signed(client, anna)
    services.leave(anna)
    after.ask_both(site=SITE)
    assert "no longer a mentor" in Mail.objects.get(recipient=ADDRESS, state=MailState.QUEUED).subject
    assert services.send_link(ADDRESS, language="en", site=SITE) == 0
    assert "Annabella" not in text(client.get(OWN))


@pytest.mark.parametrize(
    "done",
    [
        lambda request: safety.seen_to(request),
        lambda request: Accompaniment.objects.update(report="mentor: x"),
        lambda request: Proposal.objects.update(made_at=timezone.now() + timedelta(hours=1)),
    ],
    ids=["seen to", "reported by the mentor", "asked after the report"],
)
def test_nothing_stays_of_who_leaves_while_nothing_waits_about_this_mentor(club, anna, done):
    done(reported(club, anna))
    services.leave(anna)
    assert is_erased(anna) and not Mail.objects.filter(state=MailState.QUEUED).exists()


def test_nothing_stays_of_who_was_only_asked(club, anna):
    request, _key = asked_for(club)
    proposing.assign(request, anna, by="user:1", site=SITE)
    safety.report(request, Side.NEWCOMER, "x", site=SITE)
    services.leave(anna)
    assert is_erased(anna)


@pytest.mark.parametrize(
    "before",
    [
        lambda request: None,
        lambda request: proposing.give_up(request.proposals.get()),
        lambda request: cannot_then(request, [], SITE),
        lambda request: safety.stop(request, by="user:1", site=SITE),
    ],
    ids=["to come", "given up", "asked for another time", "stopped"],
)
def test_it_stays_whatever_has_become_of_the_plan(club, anna, before):
    request, _key = asked_for(club)
    agreed(request, anna)
    safety.report(request, Side.NEWCOMER, "Zudringlich", site=SITE)
    before(request)
    services.leave(anna)
    assert not is_erased(anna)


def test_it_stays_when_the_newcomer_takes_the_request_back(club, anna):
    request = reported(club, anna)
    asking.withdraw(request)
    services.leave(anna)
    assert not is_erased(anna)
    safety.seen_to(request)
    assert is_erased(anna)


def test_a_report_that_is_forgotten_keeps_nobody_and_in_any_case_it_ends_after_180_days(club, anna):
    reported(club, anna)
    services.leave(anna)
    assert purge(timezone.now() + timedelta(days=179)) == 0
    Mentor.objects.update(ended_at=timezone.now() - timedelta(days=181))
    assert purge() == 1 and is_erased(anna)
    ben = mentor("ben@mentor.example")
    Accompaniment.objects.all().delete()
    reported(club, ben)
    services.leave(ben)
    keeping.purge(timezone.now() + timedelta(days=181))
    assert purge() == 1
    assert not Mentor.objects.exclude(email="").exists()
    rule = next(rule for rule in retention.rules() if rule.name == "mentors")
    assert "gemeldet" in str(rule.what) or "reported" in str(rule.what)


def test_who_is_kept_is_found_by_who_asks_and_erased_wholly_if_a_curator_decides_so(club, anna):
    reported(club, anna)
    services.leave(anna)
    for whom in (Whom(email=ADDRESS), Whom(phone="0711 2536110"), Whom(words="Annabella")):
        assert "mentors" in [place.name for place, _rows in person_data.found_of(whom)]
    assert person_data.erase(Whom(email=ADDRESS), [f"mentors:{anna.pk}"], author="user:1") == 1
    assert is_erased(anna)


def test_an_offer_of_the_same_address_or_number_says_so_to_curators(client, club, anna, desk):
    request = reported(club, anna)
    services.leave(anna)
    again = mentor("neu@mentor.example", state=MentorState.VERIFIED, phone=NUMBER)
    page = desk.get(f"/curate/participation/mentors/{again.pk}/?lang=en")
    assert "has left" in text(page) and f"/curate/participation/{request.pk}/" in page.content.decode()
    listed = desk.get("/curate/participation/mentors/?lang=en").content.decode()
    assert str(again.pk) in listed and str(anna.pk) not in listed
    assert desk.get(f"/curate/participation/mentors/{anna.pk}/").status_code in (403, 404)
    safety.seen_to(request)
    assert "has left" not in text(desk.get(f"/curate/participation/mentors/{again.pk}/?lang=en"))
