"""An adult who left a telephone number alone is told as one with a mail address: nobody is asked before the call."""

import pytest
from django.utils import translation

from organisations.models import Mail, MailState
from organisations.participation.company import by_hand, proposing, safety
from organisations.participation.company.team_mails import WHY, Why
from organisations.participation.models import AccompanimentState, Call, Proposal
from tests.html import parse
from tests.participation.accompanying import ADULT, asked_for, text
from tests.participation.company.conftest import TEAM
from tests.participation.mentoring import SITE, mentor

pytestmark = pytest.mark.usefixtures("vocabulary")
NUMBER, SHOWN = "+4971198765", "+49 711 98765"


def minor(club, **adult):
    """A request of somebody under 18 with a mail address, whose adult has a telephone alone."""
    return asked_for(club, **{"minor": True, "adult_name": "Nasrin", "adult_phone": NUMBER} | adult)[0]


def page_of(request):
    return f"/curate/participation/{request.pk}/?lang=en"


def presses(desk, request, row):
    return desk.post(page_of(request), {"action": "assign", "mentor": str(row.pk)})


def asks(answer):
    return parse(answer.content.decode()).all("button[value=assign]")


def test_an_adult_with_a_number_alone_is_to_be_called_as_soon_as_somebody_has_named_them(club, desk):
    request = minor(club)
    request.refresh_from_db()
    assert request.call_adult == Call.NAMED
    page = text(desk.get(page_of(request)))
    assert "Please call the adult" in page and SHOWN in page and "Nasrin" in page and "Parisa" in page
    with translation.override("de"):
        words = [str(WHY[one]) for one in (Why.MINOR, Why.NAMED)]
    (mail,) = Mail.objects.filter(recipient=TEAM)
    assert all(word in mail.text for word in words)


def test_nobody_is_asked_before_the_adult_was_called(club, desk):
    request, anna = minor(club), mentor()
    page = desk.get(page_of(request))
    assert not asks(page) and "nobody is asked before the adult has agreed" in text(page)
    answer = presses(desk, request, anna)
    assert answer.status_code == 409 and "nobody is asked before the adult has agreed" in text(answer)
    with pytest.raises(by_hand.AdultNotCalled):
        proposing.assign(request, anna, by="user:1", site=SITE)
    assert not Proposal.objects.exists()
    assert desk.post(page_of(request), {"action": "called", "who": "adult", "what": "named"}).status_code == 302
    assert asks(desk.get(page_of(request)))
    assert presses(desk, request, anna).status_code == 302
    assert Proposal.objects.get().mentor == anna


def test_an_adult_with_a_mail_address_gets_a_mail_and_no_call(club, desk):
    request, anna = minor(club, adult_email=ADULT), mentor()
    request.refresh_from_db()
    assert request.call_adult == ""
    assert presses(desk, request, anna).status_code == 302


def test_an_adult_who_does_not_agree_and_was_never_told_of_more_is_called_no_second_time(club, desk):
    request = minor(club)
    Mail.objects.update(state=MailState.SENT)
    assert "The adult who answers" not in text(desk.get(page_of(request)))
    safety.stop(request, by="user:1", site=SITE)
    request.refresh_from_db()
    assert (request.state, request.call_adult) == (AccompanimentState.STOPPED, "")
    assert not Mail.objects.filter(recipient=TEAM).exclude(state=MailState.SENT).exists()
