"""Erasing a request while a plan or a question stands: everybody who knew of it is told, and no page says otherwise."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.participation.company import keeping, proposing, read
from organisations.participation.models import Accompaniment, Call, CompanyCount, Proposal, ProposalState
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.participation.accompanying import ADULT, NEWCOMER, agreed, asked_for, mailed, text
from tests.participation.company.conftest import TEAM
from tests.participation.mentoring import ADDRESS, SITE, mentor
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")
NUMBER, ADULTS_NUMBER = "+497112536110", "+497112536112"
NAMED = {"minor": True, "adult_name": "Nasrin", "adult_email": ADULT}


def planned(club, **values):
    """A plan that everybody has got; the secret of the newcomer's page."""
    request, key = asked_for(club, **NAMED | values)
    Accompaniment.objects.update(call_newcomer="", call_adult="")  # every call was made
    agreed(request, mentor())
    Accompaniment.objects.update(call_newcomer="", call_adult="")
    Mail.objects.update(state=MailState.SENT)
    return request, key


def erased(request, whom):
    person_data.erase(whom, [f"company:{request.pk}"], author="user:1")
    request.refresh_from_db()


def waiting():
    return sorted(Mail.objects.exclude(state=MailState.SENT).values_list("recipient", flat=True))


@pytest.mark.parametrize("whom", [Whom(email=ADULT), Whom(email=NEWCOMER)])
def test_whoever_of_the_two_wants_it_erased_newcomer_adult_and_mentor_learn_that_nobody_comes(club, whom):
    request, _key = planned(club)
    at = timezone.localtime(request.meets_at)
    erased(request, whom)
    assert waiting() == sorted([NEWCOMER, ADULT, ADDRESS])
    assert request.erased_at and not request.name
    mail = Mail.objects.exclude(state=MailState.SENT).get(recipient=NEWCOMER)
    assert f"{at:%H:%M}" in mail.text or f"{at.hour}:{at:%M}" in mail.text
    assert "/company/" not in mail.text


def test_a_question_that_stands_is_no_secret_either(club):
    request, _key = asked_for(club, **NAMED)
    proposing.assign(request, mentor(), by="user:1", site=SITE)
    Mail.objects.update(state=MailState.SENT)
    erased(request, Whom(email=ADULT))
    assert waiting() == sorted([NEWCOMER, ADULT, ADDRESS])
    assert Proposal.objects.get().state == ProposalState.CANCELLED


def test_no_page_says_that_the_newcomer_has_taken_it_back_or_that_somebody_comes(client, club):
    request, key = planned(club)
    plan, answer = mailed(NEWCOMER, "after"), mailed(ADDRESS, "answer")
    erased(request, Whom(email=ADULT))
    for path in (f"/en/company/{key}/", plan.replace("/de/", "/en/", 1)):
        page = text(client.get(path))
        assert "This request has ended" in page and "Nobody comes along any more" in page
        assert "You have taken" not in page and "leads nowhere" not in page
    assert "The visit is called off" in text(client.get(answer.replace("/de/", "/en/", 1)))


def test_whoever_left_a_telephone_number_alone_is_called_before_the_number_goes(client, club):
    request, key = planned(club, email="", phone=NUMBER, adult_email="", adult_phone=ADULTS_NUMBER)
    erased(request, Whom(phone=ADULTS_NUMBER))
    assert (request.call_newcomer, request.call_adult) == (Call.OVER, Call.OVER)
    assert (request.name, request.phone, request.adult_phone) == ("Parisa", NUMBER, ADULTS_NUMBER)
    assert (request.languages, request.times, request.meets_at, request.meeting_point) == ([], [], None, "")
    assert [one.pk for one in read.requests()] == [request.pk] and waiting().count(TEAM) == 2
    assert "Name and number stay until then" in text(client.get(f"/en/company/{key}/"))
    desk = signed_in(User.objects.create_superuser("root", "root@stadt.example"))
    path = f"/curate/participation/{request.pk}/"
    page = text(desk.get(f"{path}?lang=en"))
    assert "+49 711 2536110" in page and "+49 711 2536112" in page and "taken it back" not in page
    for who in ("newcomer", "adult"):
        desk.post(path, {"action": "called", "who": who, "what": "over"})
    request.refresh_from_db()
    assert request.erased_at and (request.name, request.phone, request.adult_phone) == ("", "", "")
    assert "This request has ended" in text(client.get(f"/en/company/{key}/"))
    assert list(CompanyCount.objects.values_list("state", "requests")) == [("ended", 1)]


def test_what_is_kept_for_a_call_goes_when_it_is_erased_once_more(club):
    request, _key = planned(club, email="", phone=NUMBER)
    erased(request, Whom(phone=NUMBER))
    assert request.phone == NUMBER and not request.erased_at
    erased(request, Whom(phone=NUMBER))
    assert not request.phone and request.erased_at


def test_after_the_visit_nobody_is_told_or_called(club):
    request, _key = planned(club, phone=NUMBER, email="")
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(days=1), call_newcomer=Call.AFTER)
    erased(request, Whom(phone=NUMBER))
    assert request.erased_at and waiting() == []


def test_a_request_whose_time_of_keeping_is_over_does_not_end_without_a_word(club):
    asked_for(club)
    Mail.objects.update(state=MailState.SENT)
    assert keeping.purge(timezone.now() + timedelta(days=181)) == 1
    assert waiting() == [NEWCOMER] and not Accompaniment.objects.exists()
