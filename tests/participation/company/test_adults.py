"""Somebody under 18 asks: the adult who answers is told of every step, can stop it, and is forgotten with it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.participation.company import asking, keeping, planning, proposing, safety
from organisations.participation.company.team_mails import WHY, Why
from organisations.participation.mentors.services import leave
from organisations.participation.models import Accompaniment, AccompanimentState, Proposal, ProposalState
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.html import parse
from tests.participation.accompanying import ADULT, NEWCOMER, agreed, asked_for, asks, mailed, text
from tests.participation.company.conftest import TEAM
from tests.participation.mentoring import ADDRESS, SITE, mentor
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")
NUMBER, SHOWN = "+497112536112", "+49 711 2536112"


def minor(club, **values):
    """A request of somebody under 18."""
    named = {"minor": True, "adult_name": "Nasrin", "adult_email": ADULT, "words": "Kichererbse"}
    return asked_for(club, **named | values)[0]


def page_of(request):
    return mailed(ADULT, "adult").replace("/de/", "/en/", 1)


def told(recipient=ADULT):
    """Subjects of the mails to that address, in their order."""
    return list(Mail.objects.filter(recipient=recipient).order_by("created_at", "pk").values_list("subject", flat=True))


def test_the_adult_reads_who_asks_for_what_and_nothing_a_stranger_should_not(club):
    minor(club, phone=NUMBER)
    mail = Mail.objects.get(recipient=ADULT)
    for word in ("Nasrin", "Parisa", "Bunter Ball"):
        assert word in mail.text
    assert [word for word in (NEWCOMER, NUMBER, SHOWN, "Kichererbse") if word in mail.text + mail.html] == []


def test_the_adult_is_told_of_every_step_and_finds_the_plan_on_the_page(client, club):
    request = minor(club)
    page = page_of(request)
    assert "Nobody has said yes yet" in text(client.get(page)) and "Kichererbse" not in text(client.get(page))
    anna = mentor(name="Annabella", phone=NUMBER)
    proposal = proposing.assign(request, anna, by="user:1", site=SITE)
    assert "Annabella" not in Mail.objects.filter(recipient=ADULT).latest("created_at").text
    at = timezone.now() + timedelta(days=3)
    proposing.accept(proposal, meets_at=at, meeting_point="Rathaus", share_email=False, share_phone=True, site=SITE)
    proposal.refresh_from_db()
    Mail.objects.update(state=MailState.SENT)
    planning.change(proposal, meets_at=at, meeting_point="Markt", share_email=False, share_phone=True, site=SITE)
    mails = [mail.text for mail in Mail.objects.filter(recipient=ADULT).order_by("created_at", "pk")]
    assert len(mails) == 4
    assert "Annabella" in mails[2] and SHOWN in mails[2] and "Rathaus" in mails[2] and ADDRESS not in mails[2]
    assert "Markt" in mails[3]
    shown = text(client.get(page))
    assert "Annabella" in shown and "Markt" in shown and SHOWN in shown and ADDRESS not in shown
    Mail.objects.update(state=MailState.SENT)
    leave(anna)
    assert len(told()) == 5 and "Annabella" not in text(client.get(page))
    safety.stop(request, by="user:1", site=SITE)
    assert len(told()) == 6 and "This is stopped" in text(client.get(page))


def test_a_plan_for_the_adult_that_waits_is_never_sent_once_the_mentor_is_gone(club):
    anna = mentor(name="Annabella")
    agreed(minor(club), anna)
    leave(anna)
    assert not Mail.objects.filter(recipient=ADULT, text__contains="Annabella").exists()


def test_who_does_not_know_of_it_stops_it_and_everybody_is_told_the_truth(client, club):
    request = minor(club)
    agreed(request, mentor())
    page = page_of(request)
    Mail.objects.update(state=MailState.SENT)
    assert parse(client.get(page).content.decode()).one("button[value=stop]")
    for _twice in range(2):
        assert client.post(page, {"act": "stop"}).headers["Location"] == page
    request.refresh_from_db()
    assert (request.state, request.stopped_by) == (AccompanimentState.STOPPED, "adult")
    assert Proposal.objects.get().state == ProposalState.CANCELLED
    waiting = Mail.objects.exclude(state=MailState.SENT)
    assert sorted(waiting.values_list("recipient", flat=True)) == sorted([NEWCOMER, ADDRESS, TEAM])
    newcomers = re.search(rf"{SITE}(/de/company/[\w-]{{43}}/)", waiting.get(recipient=NEWCOMER).text)
    assert newcomers
    own = text(client.get(newcomers[1].replace("/de/", "/en/", 1)))
    assert "adult you have named does not want it" in own and "have ended this" not in own
    assert str(WHY[Why.ADULT]) and f"/curate/participation/{request.pk}/" in waiting.get(recipient=TEAM).text
    assert 'value="stop"' not in client.get(page).content.decode()
    desk = signed_in(User.objects.create_superuser("root", "root@stadt.example"))
    assert "has stopped it" in text(desk.get(f"/curate/participation/{request.pk}/?lang=en"))
    for path in (f"/curate/participation/{request.pk}/?lang=en", "/curate/participation/?state=stopped&lang=en"):
        page = text(desk.get(path))
        assert "Stopped by the adult" in page and "Stopped by curators" not in page


def test_opening_the_link_changes_nothing_and_odd_buttons_neither(client, club):
    request = minor(club)
    page = page_of(request)
    client.get(page)
    assert client.post(page, {"act": "x"}).status_code == 400
    request.refresh_from_db()
    assert request.state == AccompanimentState.OPEN


def test_what_is_over_cannot_be_stopped_any_more(client, club):
    request = minor(club)
    agreed(request, mentor())
    page = page_of(request)
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(days=1))
    assert 'value="stop"' not in client.get(page).content.decode()
    assert client.post(page, {"act": "stop"}).status_code == 409
    request.refresh_from_db()
    assert request.state == AccompanimentState.ACCEPTED


def test_a_mentor_reads_of_the_adult_after_the_yes_alone(client, club):
    proposal = proposing.assign(minor(club), mentor(), by="user:1", site=SITE)
    path = mailed(ADDRESS, "answer")
    asked = Mail.objects.filter(recipient=ADDRESS).latest("created_at")
    before = text(client.get(path)) + asked.text
    assert "Under 18" in before and "Nasrin" not in before and ADULT not in before
    at = timezone.now() + timedelta(days=3)
    proposing.accept(proposal, meets_at=at, meeting_point="Rathaus", share_email=False, share_phone=False, site=SITE)
    after = text(client.get(path))
    mail = Mail.objects.filter(recipient=ADDRESS).latest("created_at")
    assert "Nasrin" in after and ADULT in after and "Nasrin" in mail.text and ADULT not in mail.text


def test_the_desk_shows_the_adult_to_who_pairs_by_hand(club):
    request = minor(club, adult_email="", adult_phone=NUMBER)
    desk = signed_in(User.objects.create_superuser("root", "root@stadt.example"))
    page = text(desk.get(f"/curate/participation/{request.pk}/?lang=en"))
    assert "Nasrin" in page and SHOWN in page


def test_an_adult_without_a_mail_address_is_called_by_the_curators(club):
    request = minor(club, adult_email="", adult_phone=NUMBER)
    Mail.objects.update(state=MailState.SENT)
    agreed(request, mentor())
    safety.stop(request, by="user:1", site=SITE)
    waiting = Mail.objects.exclude(state=MailState.SENT).filter(recipient=TEAM)
    assert waiting.count() == 2
    assert not waiting.filter(text__contains=SHOWN).exists() and not waiting.filter(text__contains="Nasrin").exists()


def test_who_takes_it_back_leaves_nothing_of_the_adult_but_a_last_mail(client, club):
    request = minor(club)
    page = page_of(request)
    asking.withdraw(request)
    request.refresh_from_db()
    assert (request.adult_name, request.adult_email, request.adult_phone, request.adult_hash) == ("", "", "", None)
    (last,) = Mail.objects.filter(recipient=ADULT)
    assert "Parisa" in last.text and "/company/" not in last.text
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("whom", [Whom(email=ADULT.upper()), Whom(phone="0711 2536112")])
def test_an_adult_is_found_without_what_the_newcomer_filled_in_and_erased_with_the_request(club, whom):
    way = {"adult_email": ADULT} if whom.email else {"adult_email": "", "adult_phone": NUMBER}
    request = minor(club, **way)
    (found,) = next(rows for place, rows in person_data.found_of(whom) if place.name == "company")
    assert "Nasrin" in str(found.values) and "Kichererbse" not in str(found.values)
    assert NEWCOMER not in str(found.values)
    person_data.erase(whom, [f"company:{request.pk}"], author="user:1")
    request.refresh_from_db()
    assert request.erased_at and not request.adult_name and not request.adult_email and not request.adult_phone


def test_nothing_of_the_adult_is_left_180_days_after_the_end(club):
    request = minor(club, adult_phone=NUMBER)
    safety.stop(request, by="user:1")
    assert keeping.purge(timezone.now() + timedelta(days=181)) == 1
    assert not Mail.objects.filter(recipient=ADULT).exists()
    assert not Mail.objects.filter(text__contains="Nasrin").exists()


def test_mails_about_another_request_of_the_same_adult_stay(club):
    first, _second = minor(club), minor(club, email="dari@newcomer.example")
    asking.withdraw(first)
    assert len(told()) == 3


def test_an_adult_gets_no_flood_of_mails(client, club, no_haste):
    named = {"minor": "on", "adult_name": "Nasrin", "adult_reach": ADULT}
    answers = [asks(client, club, reach=f"p{n}@newcomer.example", **named).status_code for n in range(4)]
    assert answers == [302, 302, 302, 429]


@pytest.mark.parametrize(
    ("reach", "adults"),
    [("tim@newcomer.example", "Tim+x@Newcomer.example"), ("0171 9998877", "+49 171 9998877")],
)
def test_nobody_is_the_own_adult_but_a_family_may_have_one_address(client, club, no_haste, reach, adults):
    named, mothers = {"minor": "on", "adult_reach": adults}, {"minor": "on", "adult_reach": ADULT}
    answer = asks(client, club, name="Tim", reach=reach, adult_name=" tim ", **named)
    assert answer.status_code == 400 and "These are your own name and address" in text(answer)
    assert asks(client, club, name="Tim", reach=reach, adult_name="Mama", **named).status_code == 302
    assert asks(client, club, name="Tim", reach=reach, adult_name="Tim", **mothers).status_code == 302


def test_who_is_under_18_does_not_read_that_the_next_mentor_is_asked_by_itself(client, club):
    request, key = asked_for(club, minor=True, adult_name="Nasrin", adult_email=ADULT)
    proposing.assign(request, mentor(), by="user:1", site=SITE)
    page = text(client.get(f"/en/company/{key}/"))
    assert "a person chooses somebody else" in page and "we ask the next one" not in page
