"""Who has no mail address is called: the desk says whom and what, until a curator has; numbers go nowhere unasked."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from organisations.models import Mail, MailState
from organisations.participation.company import after, facts, proposing, safety
from organisations.participation.desk import care
from organisations.participation.mentors.services import leave
from organisations.participation.models import Accompaniment, Call, Feedback
from tests.html import parse
from tests.participation.accompanying import agreed, asked, asked_for, mailed, proposed, text, visit_is_over, yes
from tests.participation.company.conftest import TEAM
from tests.participation.mentoring import ADDRESS, SITE, mentor

pytestmark = pytest.mark.usefixtures("vocabulary", "no_haste")
NUMBER = "+4971198765"
SHOWN = "+49 711 98765"


@pytest.fixture
def pair(club):
    """Somebody without a mail address has a plan, and the curators have called about it."""
    request, key = asked_for(club, email="", phone=NUMBER)
    agreed(request, mentor())
    Mail.objects.update(state=MailState.SENT)
    Accompaniment.objects.update(call_newcomer="")
    return request, f"/en/company/{key}/"


def page_of(request):
    return f"/curate/participation/{request.pk}/?lang=en"


def to_call(request):
    request.refresh_from_db()
    return request.call_newcomer


def team_mails():
    return Mail.objects.filter(recipient=TEAM).exclude(state=MailState.SENT).count()


def test_a_number_reaches_the_mentor_with_the_newcomers_yes_alone(client, club):
    anna = mentor()
    request, _path = asked(client, club, reach="0711 98765", share=None)
    path = proposed(request, anna)
    yes(client, path)
    assert SHOWN not in text(client.get(path))
    assert not any(SHOWN in mail.text for mail in Mail.objects.filter(recipient=ADDRESS))


def test_a_number_that_the_newcomer_gives_reaches_the_mentor(client, club):
    anna = mentor()
    request, _path = asked(client, club, reach="0711 98765")
    path = proposed(request, anna)
    yes(client, path)
    assert SHOWN in text(client.get(path))


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (lambda request: safety.stop(request, by="user:1", site=SITE), Call.OVER),
        (lambda request: proposing.assign(request, mentor("ben@mentor.example"), by="user:1", site=SITE), Call.OFF),
        (lambda request: leave(request.proposals.get().mentor), Call.OFF),
        (visit_is_over, Call.AFTER),
    ],
    ids=["stopped", "another mentor", "the mentor has left", "after the visit"],
)
def test_whoever_has_no_mail_address_is_to_be_called_and_the_curators_are_told(pair, root, act, what):
    request, _path = pair
    act(request)
    assert to_call(request) == what
    assert team_mails() == 1
    assert care.needing_care(root) == 1
    assert request.pk in [row.row.pk for row in care.Requests(root).rows]


def test_nobody_found_is_told_by_telephone_too(club):
    request, _key = asked_for(club, email="", phone=NUMBER, languages=("qu",))
    proposing.propose_next(request.pk, site=SITE)
    assert to_call(request) == Call.NOBODY
    assert team_mails() == 1


def test_the_desk_marks_whom_to_call_until_a_curator_has(pair, desk):
    request, _path = pair
    safety.stop(request, by="user:1", site=SITE)
    assert "Please call" in text(desk.get("/curate/participation/?lang=en"))
    page = text(desk.get(page_of(request)))
    assert SHOWN in page and "please say that nobody comes along" in page
    for _ in range(2):
        form = {"action": "called", "who": "newcomer", "what": "over"}
        assert desk.post(page_of(request), form).status_code == 302
    assert to_call(request) == ""
    assert "Please call" not in text(desk.get(page_of(request)))


@pytest.mark.parametrize("form", [{"who": "newcomer", "what": "plan"}, {"who": "mentor", "what": "over"}, {}])
def test_a_button_of_an_earlier_page_leaves_the_newer_call(pair, desk, form):
    request, _path = pair
    safety.stop(request, by="user:1", site=SITE)
    assert desk.post(page_of(request), {"action": "called", **form}).status_code == 409
    assert to_call(request) == Call.OVER


def test_beside_the_stop_stands_who_is_told_and_who_must_be_called(pair, desk, club):
    request, _path = pair
    page = text(desk.get(page_of(request)))
    assert "The newcomer has no mail address: please call." in page
    assert "The mentor who was asked or has said yes is told by mail." in page
    other, _key = asked_for(club)
    page = text(desk.get(page_of(other)))
    assert "The newcomer is told by mail." in page
    assert "mentor who was asked" not in page and "please call" not in page


def test_the_plan_of_a_pair_that_is_stopped_is_marked_as_called_off(pair, desk):
    request, _path = pair
    assert "Called off" not in text(desk.get(page_of(request)))
    safety.stop(request, by="user:1", site=SITE)
    assert "The plan Called off" in text(desk.get(page_of(request)))


@pytest.mark.parametrize("given", [True, False])
def test_the_caller_reads_all_there_is_to_say_and_of_the_mentors_reach_what_may_be_given(client, club, desk, given):
    adult = {"minor": True, "adult_name": "Mina", "adult_phone": "+4971198766"}
    request, _key = asked_for(club, email="", phone=NUMBER, **adult)
    Accompaniment.objects.update(call_adult="")
    proposing.assign(request, mentor(name="Annabella", phone="+497112536110"), by="user:1", site=SITE)
    share: Any = {"share_email": "on", "share_phone": "on"} if given else {}
    yes(client, mailed(ADDRESS, "answer"), point="Am Brunnen", **share)
    boxes = [
        box.text for box in parse(desk.get(page_of(request)).content.decode()).all(".notice.ask") if box.all("form")
    ]
    assert len(boxes) == 2 and "Parisa" in boxes[1]
    for box in boxes:
        assert "Annabella" in box and "Am Brunnen" in box and "17:30" in box
        assert (ADDRESS in box and "+49 711 2536110" in box) is given
        assert box.count("may not be given") == (0 if given else 2)


def test_a_mentor_reads_that_the_newcomer_is_called_as_long_as_nobody_has(client, club):
    anna = mentor()
    request, _path = asked(client, club, reach="0711 98765")
    path = proposed(request, anna)
    assert "We call the newcomer and tell your name and this plan" in text(client.get(path))
    yes(client, path)
    for page in (text(client.get(path)), text(client.get(f"{path}?changed=1"))):
        assert "We call the newcomer and" in page
        assert "has the plan too" not in page and "The newcomer is told" not in page
    Accompaniment.objects.update(call_newcomer="")
    assert "The newcomer has the plan too" in text(client.get(path))
    client.post(path, {"act": "off"})
    assert "We call the newcomer." in text(client.get(path))


def test_a_mentor_of_somebody_with_a_mail_address_reads_what_it_was(client, club):
    anna = mentor()
    request, _path = asked(client, club)
    path = proposed(request, anna)
    assert "gets your name and this plan at once" in text(client.get(path))
    yes(client, path)
    assert "The newcomer has the plan too" in text(client.get(path)) and "We call" not in text(client.get(path))


def test_who_is_to_be_called_stands_by_the_day_of_the_visit(club, desk, root):
    calls = {"1": (9, Call.PLAN), "2": (None, ""), "3": (2, Call.PLAN), "4": (None, Call.OFF), "5": (-1, Call.AFTER)}
    now = timezone.now()
    for digit, (day, what) in calls.items():
        request, _key = asked_for(club, email="", phone=f"+4971198{digit}")
        at = None if day is None else now + timedelta(days=day)
        state = "accepted" if at else "open"
        Accompaniment.objects.filter(pk=request.pk).update(meets_at=at, call_newcomer=what, state=state)
    order = [row.row.phone[-1] for row in care.Requests(root).rows]
    assert order == ["4", "3", "1", "5", "2"]  # nobody comes, in two days, in nine; how it was; nobody is to be called
    with translation.override("en"):
        soon = facts.moment(now + timedelta(days=2))
    assert soon in text(desk.get("/curate/participation/?lang=en"))


def test_after_the_visit_a_curator_fills_in_what_the_newcomer_says_on_the_telephone(pair, desk):
    request, _path = pair
    visit_is_over(request)
    (link,) = [one for one in parse(desk.get(page_of(request)).content.decode()).all("main a") if "Fill in" in one.text]
    desk.post(link.get("href"), {"happened": "yes", "face": "3"})
    assert Feedback.objects.get().side == "newcomer"
    assert to_call(request) == ""


@pytest.mark.parametrize("asked_by_mail", [True, False])
def test_after_the_visit_the_newcomers_page_leads_to_the_questions(client, club, asked_by_mail):
    reach = {} if asked_by_mail else {"email": "", "phone": NUMBER}
    request, key = asked_for(club, **reach)
    agreed(request, mentor())
    visit_is_over(request)
    page = parse(client.get(f"/en/company/{key}/").content.decode())
    (link,) = [one.get("href") for one in page.all("main a") if one.text == "Tell us how it was"]
    assert client.post(link, {"happened": "yes", "face": "2"}).status_code == 302
    assert Feedback.objects.get().side == "newcomer"
    assert "Tell us how it was" not in text(client.get(f"/en/company/{key}/"))


def test_the_page_of_who_has_no_mail_address_says_that_we_call(client, club):
    _request, key = asked_for(club, email="", phone=NUMBER)
    assert "we call you" in text(client.get(f"/en/company/{key}/"))
    _request, key = asked_for(club)
    assert "we call you" not in text(client.get(f"/en/company/{key}/"))


def test_an_adult_without_a_mail_address_is_marked_on_the_desk_until_called(club, desk):
    adult = {"minor": True, "adult_name": "Mina", "adult_phone": NUMBER}
    request, _key = asked_for(club, **adult)
    agreed(request, mentor())
    page = text(desk.get(page_of(request)))
    assert "Please call the adult" in page and "please say when and where" in page
    desk.post(page_of(request), {"action": "called", "who": "adult", "what": "plan"})
    assert "Please call the adult" not in text(desk.get(page_of(request)))


def test_who_takes_it_back_is_not_called_any_more(client, pair):
    request, path = pair
    safety.stop(request, by="user:1", site=SITE)
    safety.report(request, "newcomer", "x", site=SITE)
    client.post(path, {"act": "withdraw"})
    assert to_call(request) == ""


def test_a_visit_that_is_to_come_asks_nobody_how_it_was(pair):
    request, _path = pair
    after.ask_both(site=SITE, now=timezone.now() - timedelta(days=1))
    assert to_call(request) == ""
    assert mailed(ADDRESS, "answer")
