"""A curator chooses a mentor: not on a page that is out of date, nor by accident against what the newcomer wished."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from organisations.models import Mail, MailState
from organisations.participation.company import mails, proposing
from organisations.participation.models import AccompanimentState, Proposal, ProposalState
from tests.html import parse
from tests.participation.accompanying import NEWCOMER, agreed, asked_for, form_for, text
from tests.participation.mentoring import ADDRESS, SITE, mentor

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def ben(vocabulary):
    return mentor("ben@mentor.example", name="Benedikta")


def page_of(request):
    return f"/curate/participation/{request.pk}/?lang=en"


def says_yes(proposal):
    at = timezone.now() + timedelta(days=3)
    proposing.accept(proposal, meets_at=at, meeting_point="Rathaus", share_email=False, share_phone=False, site=SITE)


def states():
    return dict(Proposal.objects.values_list("mentor__name", "state"))


def test_a_page_from_before_the_yes_calls_off_nothing(desk, club, anna, ben):
    request, _key = asked_for(club)
    proposal = proposing.assign(request, anna, by="user:1", site=SITE)
    form = form_for(desk, request, ben)
    says_yes(proposal)
    Mail.objects.update(state=MailState.SENT)
    answer = desk.post(page_of(request), form)
    assert answer.status_code == 409 and "Meanwhile another mentor was asked" in text(answer)
    assert "A mentor comes along" in text(answer)
    assert states() == {"Annabella": ProposalState.ACCEPTED}
    assert not Mail.objects.exclude(state=MailState.SENT).exists()
    assert desk.post(page_of(request), form_for(desk, request, ben)).status_code == 302
    assert states() == {"Annabella": ProposalState.CANCELLED, "Benedikta": ProposalState.WAITING}


def test_of_two_curators_the_second_reads_whom_the_first_has_asked(desk, club, anna, ben):
    request, _key = asked_for(club)
    first, second = form_for(desk, request, anna), form_for(desk, request, ben)
    assert desk.post(page_of(request), first).status_code == 302
    assert desk.post(page_of(request), second).status_code == 409
    assert states() == {"Annabella": ProposalState.WAITING}
    assert desk.post(page_of(request), first).status_code == 302  # pressed twice


def test_a_page_from_before_the_mentor_gave_up_asks_nobody(desk, club, anna, ben):
    request, _key = asked_for(club)
    proposal = agreed(request, anna)
    form = form_for(desk, request, ben)
    proposing.give_up(proposal)
    assert desk.post(page_of(request), form).status_code == 409


def test_a_newcomer_whose_mentor_was_replaced_reads_so_and_not_that_the_mentor_cannot_come(desk, club, anna, ben):
    request, _key = asked_for(club)
    agreed(request, anna)
    Mail.objects.update(state=MailState.SENT)
    desk.post(page_of(request), form_for(desk, request, ben))
    mail = Mail.objects.exclude(state=MailState.SENT).get(recipient=NEWCOMER)
    told, untrue = mails.asks_somebody_else(request, ""), mails.plan_is_off(request, "")
    with translation.override(request.language):
        assert mail.subject == told.subject
    assert untrue.blocks[1].text not in mail.text
    assert Mail.objects.filter(recipient=ADDRESS).exclude(state=MailState.SENT).exists()
    request.refresh_from_db()
    assert request.state == AccompanimentState.PROPOSED


def box_of(desk, request, row):
    """What the box at that mentor stands for, if there is one."""
    page = parse(desk.get(page_of(request)).content.decode())
    lines = page.all(".desk-lines li")
    (line,) = [one for one in lines if any(field.get("value") == str(row.pk) for field in one.all("input"))]
    return line.text, [box.get("value") for box in line.all("input[type=checkbox]")]


def test_all_that_speaks_against_a_mentor_is_said_the_wish_and_the_language_first(desk, club, ben):
    monday = {"day": "MO", "from": "08:00", "to": "10:00"}
    request, _key = asked_for(club, languages=("ti",), wish="man", times=(monday,))
    type(ben).objects.update(gender="woman", times=[monday | {"day": "SU"}])
    told, boxes = box_of(desk, request, ben)
    words = ("Does not meet the wish", "No language in common", "No time in common")
    assert [told.index(word) for word in words] == sorted(told.index(word) for word in words)
    assert len(boxes) == 1


def test_against_that_a_mentor_is_asked_only_after_a_second_yes(desk, club, ben):
    request, _key = asked_for(club, wish="man")
    form = form_for(desk, request, ben)
    (_told, boxes) = box_of(desk, request, ben)
    for wrong in ({}, {"despite": ""}, {"despite": "language"}):
        answer = desk.post(page_of(request), form | wrong)
        assert answer.status_code == 409 and "Something speaks against this mentor" in text(answer)
    assert not Proposal.objects.exists()
    assert desk.post(page_of(request), form | {"despite": boxes[0]}).status_code == 302
    assert states() == {"Benedikta": ProposalState.WAITING}


def test_the_second_yes_counts_for_what_was_shown_alone(desk, club, ben):
    request, _key = asked_for(club, wish="man")
    form = form_for(desk, request, ben) | {"despite": "wish"}
    type(ben).objects.update(languages=["ti"])
    assert desk.post(page_of(request), form).status_code == 409
    assert not Proposal.objects.exists()


def test_whom_nothing_speaks_against_is_asked_with_one_press(desk, club, ben):
    request, _key = asked_for(club, minor=True, adult_name="Nasrin", adult_email="mina@family.example")
    assert box_of(desk, request, ben)[1] == []
    assert desk.post(page_of(request), form_for(desk, request, ben)).status_code == 302
