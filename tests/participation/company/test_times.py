"""Days that suit: what mentors see before they choose one, what they are warned of, and a newcomer who cannot then."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from organisations import formats
from organisations.models import Mail, MailState
from organisations.participation.company import safety
from organisations.participation.company.other_time import cannot_then
from organisations.participation.mentors import services
from organisations.participation.models import Accompaniment, AccompanimentState, Proposal, ProposalState
from organisations.participation.phrases import RIGHT_TO_LEFT
from tests.factories import meeting, organisation, place
from tests.html import parse
from tests.participation.accompanying import (
    NEWCOMER,
    agreed,
    asked_for,
    asks,
    form_of,
    mailed,
    proposed,
    text,
    yes,
)
from tests.participation.mentoring import ADDRESS, SITE, mentor
from tests.participation.requesting import due

pytestmark = pytest.mark.usefixtures("vocabulary", "no_haste")
ANY = {"from": "00:00", "to": "23:59"}


@pytest.fixture
def club(settings, db, vocabulary):
    settings.CURATORS_EMAIL = "team@stadt.example"
    return organisation("Bunter Ball", places=(place(),), meetings=(meeting(),))


def to_tuesday():
    """Days until the next Tuesday that is not today."""
    return (1 - timezone.localdate().weekday()) % 7 or 7


def page_to_answer(request, who):
    return proposed(request, who).replace("/de/", "/en/", 1)


def errors(answer):
    return [link.text for link in parse(answer.content.decode()).all("#errors a")]


@pytest.fixture
def pair(club):
    """A plan that has arrived, and the path of the newcomer's page."""
    request, key = asked_for(club)
    agreed(request, mentor())
    Mail.objects.update(state=MailState.SENT)
    return request, f"/en/company/{key}/"


def test_the_mentor_reads_when_the_group_meets_before_a_day_is_chosen(client, club):
    request, _key = asked_for(club)
    page = text(client.get(page_to_answer(request, mentor())))
    assert "The group meets" in page and "18:00 to 20:00" in page


@pytest.mark.parametrize(
    ("times", "later", "warning"),
    [((), 1, "does not meet on this day"), (({"day": "MO", **ANY},), 0, "has named other times")],
)
def test_a_day_that_does_not_suit_is_agreed_on_only_after_a_warning(client, club, times, later, warning):
    request, _key = asked_for(club, times=times)
    path = page_to_answer(request, mentor())
    answer = yes(client, path, days=to_tuesday() + later, sure="")
    assert answer.status_code == 400
    assert warning in " ".join(errors(answer))
    assert Proposal.objects.get().state == ProposalState.WAITING
    box = parse(answer.content.decode()).one("input[name=sure]")
    wrong = yes(client, path, days=to_tuesday() + later + 7, sure=box.get("value"))
    assert wrong.status_code == 400  # said of another day
    assert yes(client, path, days=to_tuesday() + later, sure=box.get("value")).status_code == 302


def test_a_day_that_suits_needs_no_second_press(client, club):
    request, _key = asked_for(club, times=({"day": "TU", **ANY},))
    path = page_to_answer(request, mentor())
    assert "This day all the same" not in text(client.get(path))
    assert yes(client, path, days=to_tuesday(), sure="").status_code == 302


def test_a_newcomer_who_cannot_come_then_says_so_and_the_mentor_is_asked_for_another_time(client, pair):
    request, path = pair
    for _twice in range(2):
        assert client.post(path, {"act": "other", "times": ["SU"]}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.meets_at) == (AccompanimentState.PROPOSED, None)
    assert request.times == [{"day": "SU", **ANY}]
    page = text(client.get(path))
    assert "The visit is called off" in page and "wait for the answer" in page
    (mail,) = Mail.objects.exclude(state=MailState.SENT)
    assert mail.recipient == ADDRESS and "cannot come to Bunter Ball" in mail.text
    answer = mailed(ADDRESS, "answer").replace("/de/", "/en/", 1)
    assert "Would you come along?" in text(client.get(answer))
    assert yes(client, answer).status_code == 302
    assert "Somebody comes with you" in text(client.get(path))


def test_the_link_of_the_plan_leads_to_the_same_button(client, pair):
    _request, path = pair
    plan = mailed(NEWCOMER, "after").replace("/de/", "/en/", 1)
    assert "I cannot come then" in text(client.get(plan)) and "I cannot come then" in text(client.get(path))
    answer = client.post(plan, {"act": "other"})
    assert "The visit is called off" in text(client.get(answer.headers["Location"]))


@pytest.mark.parametrize("way", ["busy", "break", "no time in common"])
def test_a_mentor_who_may_not_be_asked_now_is_told_and_the_next_one_is_asked(pair, club, way):
    request, _path = pair
    anna = request.proposals.get().mentor
    if way == "busy":
        other, _key = asked_for(club, email="other@newcomer.example")
        type(anna).objects.update(capacity=2)
        proposed(other, anna)
        Mail.objects.update(state=MailState.SENT)
    elif way == "break":
        services.pause(anna)
    else:
        type(anna).objects.update(times=[{"day": "MO", "from": "08:00", "to": "20:00"}])
    ben = mentor("ben@mentor.example")
    assert cannot_then(request, [{"day": "SA", "from": "10:00", "to": "12:00"}], SITE)
    assert Mail.objects.filter(recipient=ADDRESS).exclude(state=MailState.SENT).count() == 1
    assert not Mail.objects.filter(recipient=NEWCOMER).exclude(state=MailState.SENT).exists()
    due()
    assert request.proposals.get(state=ProposalState.WAITING).mentor == ben


def test_when_the_hour_has_come_it_is_too_late_for_another_time(client, pair):
    _request, path = pair
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(minutes=5))
    assert client.post(path, {"act": "other"}).status_code == 409
    assert "I cannot come then" not in text(client.get(path))
    assert Proposal.objects.get().state == ProposalState.ACCEPTED


def test_a_mentor_cannot_press_the_newcomers_button(client, pair):
    path = mailed(ADDRESS, "answer").replace("/de/", "/en/", 1)
    assert client.post(path, {"act": "other"}).status_code == 400
    assert client.post(path.replace("answer", "after"), {"act": "other"}).status_code == 400
    assert Proposal.objects.get().state == ProposalState.ACCEPTED


@pytest.mark.parametrize(("share", "apart"), [(False, True), (True, False)])
def test_who_has_no_way_to_the_other_reads_so_before_and_after_the_yes(client, club, share, apart):
    request, key = asked_for(club, share=share)
    path = page_to_answer(request, mentor())
    assert ("gives you no address" in text(client.get(path))) == apart
    yes(client, path)
    for page in (path, f"/en/company/{key}/", mailed(NEWCOMER, "after").replace("/de/", "/en/", 1)):
        assert ("Neither of you has an address" in text(client.get(page))) == apart


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_numbers_in_mails_from_right_to_left_are_set_apart_and_days_have_a_name(client, club, language):
    request, _key = asked_for(club, phone="", email=NEWCOMER, share=True)
    Accompaniment.objects.update(language=language)
    anna = mentor(phone="+497112536110")
    path = proposed(request, anna)
    yes(client, path, share_phone="on", share_email="on")
    mail = Mail.objects.filter(recipient=NEWCOMER).latest("created_at")
    comma = "، "
    for part in (mail.text, mail.html):
        assert f"\u2066{ADDRESS}\u2069{comma}\u2066+49 711 2536110\u2069" in part
    with translation.override(language):
        at = timezone.localtime(Accompaniment.objects.get().meets_at)
        assert formats.day_names()[at.weekday()] in mail.text


@pytest.mark.parametrize(("language", "latin"), [("fa", r"[0-9]|, "), ("ar", r", ")])
def test_mails_about_requests_have_the_commas_and_digits_of_their_language(client, club, language, latin):
    times = ({"day": "SA", "from": "10:00", "to": "18:00"}, {"day": "SU", **ANY})
    request, _key = asked_for(club, times=times, languages=("fa", "ar"), share=True)
    Accompaniment.objects.update(language=language)
    anna = mentor(language=language, phone="+497112536110")
    request.refresh_from_db()
    yes(client, proposed(request, anna), share_phone="on", share_email="on")
    Mail.objects.update(state=MailState.SENT)
    request.refresh_from_db()
    assert cannot_then(request, list(times), SITE)
    Mail.objects.update(state=MailState.SENT)
    safety.stop(request, by="user:1", site=SITE)
    told = Mail.objects.filter(language=language).values_list("text", flat=True)
    assert len(told) == 6  # the question, two plans, another time, two that it is off
    sentences = [one for mail in told for one in mail.split("\n\n") if RIGHT_TO_LEFT.search(one)]
    assert len(sentences) > 20
    ours = [re.sub(r"\u2066[^\u2069]*\u2069", "", one) for one in sentences]
    assert [one for one in ours if re.search(latin, one)] == []


def on(day):
    return {"day": day, **ANY}


def test_a_mentor_who_is_never_free_when_the_group_meets_is_not_asked(club):
    mentor(times=[on("SA")])  # the group meets on Tuesdays
    asked_for(club)
    assert due() == 0
    mentor("ben@mentor.example", times=[on("TU")])
    asked_for(club, email="b@newcomer.example", times=(on("TU"), on("SA")))
    assert due() == 1 and Proposal.objects.get().mentor.email == "ben@mentor.example"


def test_where_the_days_of_a_group_are_not_known_those_of_both_count(club):
    mentor(times=[on("SA")])
    request, _key = asked_for(organisation("Kochen", places=(place(),)), times=(on("SA"),))
    assert due() == 1 and Proposal.objects.get().accompaniment == request


def test_the_form_says_when_the_group_meets_and_refuses_days_that_are_none_of_it(client, club):
    assert "The group meets: " in text(client.get(form_of(club)))
    back = asks(client, club, times=["SA"])
    assert back.status_code == 400 and "does not meet on these days" in errors(back)[0]
    for times in (["SA", "TU"], []):
        assert asks(client, club, times=times).status_code == 302


@pytest.mark.parametrize(("hours", "doubted"), [(0.1, True), (11, True), (13, False)])
def test_a_meeting_that_the_newcomer_may_not_read_of_in_time_needs_a_second_yes(client, settings, hours, doubted):
    request, _key = asked_for(organisation("Ohne Zeiten", places=(place(),), meetings=()))
    path = page_to_answer(request, mentor())
    at = timezone.localtime(timezone.now() + timedelta(hours=hours, minutes=1))
    typed = {"act": "yes", "day": at.date().isoformat(), "hour": f"{at:%H:%M}", "point": "Markt"}
    answer = client.post(path, typed)
    assert answer.status_code == (400 if doubted else 302)
    if doubted:
        assert any("may not read it in time" in one for one in errors(answer))
        sure = parse(answer.content.decode()).one("input[name=sure]").get("value")
        assert client.post(path, typed | {"sure": sure}).status_code == 302


def test_a_mentor_who_is_never_free_when_the_group_meets_is_not_asked_for_another_time(client, club):
    request, _key = asked_for(club)
    proposal = agreed(request, mentor(times=[on("SA")]))  # the group meets on Tuesdays
    assert cannot_then(request, [], SITE)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CANCELLED
