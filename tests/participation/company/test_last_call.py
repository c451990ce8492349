"""A newcomer under 18 takes it back: an adult with a telephone alone is called, and forgotten with the call."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Mail, MailState
from organisations.participation.company import asking, keeping, safety
from organisations.participation.desk import care
from organisations.participation.models import Accompaniment, AccompanimentState, Call, CompanyCount
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.participation.accompanying import ADULT, NEWCOMER, agreed, asked_for, text, visit_is_over
from tests.participation.company.conftest import TEAM
from tests.participation.mentoring import mentor

pytestmark = pytest.mark.usefixtures("vocabulary")
NUMBER, SHOWN = "+4971198765", "+49 711 98765"
CALLED = {"action": "called", "who": "adult", "what": "over"}


def planned(club, **adult):
    """A request of somebody under 18 with a plan of which the adult knows by telephone, and the newcomer's page."""
    named = {"minor": True, "adult_name": "Nasrin", "adult_phone": NUMBER, "words": "Kichererbse"} | adult
    request, key = asked_for(club, **named)
    agreed(request, mentor())
    Accompaniment.objects.update(call_adult="")
    Mail.objects.update(state=MailState.SENT)
    request.refresh_from_db()
    return request, f"/en/company/{key}/"


def page_of(request):
    return f"/curate/participation/{request.pk}/?lang=en"


def to_team():
    return Mail.objects.filter(recipient=TEAM).exclude(state=MailState.SENT).count()


def test_the_adult_is_to_be_called_and_all_else_is_erased_at_once(client, club, desk, root):
    request, path = planned(club)
    assert "We still call the adult" in text(client.get(path))
    client.post(path, {"act": "withdraw"})
    request.refresh_from_db()
    kept = (request.name, request.adult_name, request.adult_phone, request.addressee, request.call_adult)
    assert kept == ("Parisa", "Nasrin", NUMBER, "Bunter Ball", Call.OVER)
    assert not any((request.email, request.words, request.languages, request.meets_at, request.adult_hash))
    assert not Mail.objects.filter(recipient=NEWCOMER).exists()
    own = text(client.get(path))
    assert "You have taken your request back" in own and "We still call the adult" in own and "erased here" not in own
    assert to_team() == 1 and care.needing_care(root) == 1
    assert "Bunter Ball" in text(desk.get("/curate/participation/?lang=en"))
    page = text(desk.get(page_of(request)))
    assert "Parisa has taken it back" in page and "Nasrin" in page and SHOWN in page and "What is wanted" not in page


def test_with_the_call_the_number_is_forgotten(client, club, desk, root):
    request, path = planned(club)
    client.post(path, {"act": "withdraw"})
    assert desk.post(page_of(request), CALLED, follow=True).status_code == 200
    request.refresh_from_db()
    assert request.erased_at and not any((request.name, request.adult_name, request.adult_phone, request.call_adult))
    assert desk.get(page_of(request)).status_code == 404 and care.needing_care(root) == 0
    assert "It is erased here" in text(client.get(path))
    assert CompanyCount.objects.get().requests == 1
    assert not Mail.objects.filter(text__contains=str(request.pk)).exists()


@pytest.mark.parametrize("order", [("called", "seen"), ("seen", "called")])
@pytest.mark.parametrize("side", ["mentor", "newcomer"])
def test_what_was_reported_and_the_call_each_wait_for_their_button(club, desk, side, order):
    request, _path = planned(club)
    safety.report(request, side, "Zudringlich")
    asking.withdraw(request)
    forms = {"called": CALLED, "seen": {"action": "seen"}}
    for act in order:
        request.refresh_from_db()
        assert request.erased_at is None
        desk.post(page_of(request), forms[act])
    request.refresh_from_db()
    assert request.erased_at and not any((request.adult_phone, request.report, request.name))
    assert [(one.state, one.requests) for one in CompanyCount.objects.all()] == [(AccompanimentState.WITHDRAWN, 1)]


def test_what_the_adult_was_to_hear_when_it_was_stopped_is_still_said(club):
    request, _path = planned(club)
    safety.stop(request, by="user:1")
    asking.withdraw(request)
    request.refresh_from_db()
    assert (request.adult_phone, request.call_adult) == (NUMBER, Call.OVER)


@pytest.mark.parametrize(
    ("adult", "before"),
    [
        ({"adult_email": ADULT}, lambda request: None),
        ({}, visit_is_over),
        ({}, lambda request: Accompaniment.objects.update(call_adult=Call.NAMED)),
    ],
    ids=["has a mail address", "the visit is over", "was never called"],
)
def test_an_adult_who_needs_no_call_is_forgotten_at_once(club, adult, before):
    request, _path = planned(club, **adult)
    before(request)
    asking.withdraw(request)
    request.refresh_from_db()
    assert request.erased_at and not request.adult_phone and not request.call_adult


def test_a_number_that_waits_for_the_call_is_found_by_who_asks_and_goes_by_itself_in_the_end(club):
    request, _path = planned(club)
    asking.withdraw(request)
    for whom in (Whom(phone="0711 98765"), Whom(words="Nasrin")):
        assert "company" in [place.name for place, _rows in person_data.found_of(whom)]
    assert keeping.purge(timezone.now() + timedelta(days=181)) == 1
    assert not Accompaniment.objects.exists()
