"""A mentor is asked: what the page shows, a yes with a plan, a no, too late; and both look back after the visit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Mail, Organisation
from organisations.participation.company import proposing, safety
from organisations.participation.company.after import FACTS
from organisations.participation.models import Accompaniment, AccompanimentState, Feedback, Proposal, ProposalState
from tests.html import parse
from tests.participation.accompanying import ADULT, NEWCOMER, asked, mailed, proposed, text, visit_is_over, yes
from tests.participation.mentoring import ADDRESS, SITE, mentor

pytestmark = pytest.mark.usefixtures("no_haste")


@pytest.fixture
def anna(vocabulary):
    return mentor(phone="+497112536110", times=[{"day": "TU", "from": "00:00", "to": "23:59"}])


def test_the_mentor_sees_what_is_wanted_and_not_who_it_is(client, path):
    page = client.get(path).content.decode()
    assert "سلام" in page
    assert "Persian" in page
    assert "Parisa" not in page
    assert NEWCOMER not in page
    assert Proposal.objects.get().state == ProposalState.WAITING


def test_a_yes_gives_the_plan_to_both_and_addresses_only_as_each_agreed(client, path, request_of):
    for _ in range(2):
        assert yes(client, path, share_phone="on").status_code == 302
    mentors, newcomers = client.get(path).content.decode(), client.get(request_of[1]).content.decode()
    for page in (mentors, newcomers):
        assert "Haltestelle am Rathaus" in page
        assert "17:30" in page
    assert "Parisa" in mentors
    assert NEWCOMER in mentors
    assert "Anna" in newcomers
    assert "+49 711 2536110" in newcomers
    assert ADDRESS not in newcomers


def test_the_box_for_a_day_in_doubt_stands_at_the_day(client, path):
    page = parse(yes(client, path, days=1, sure="").content.decode())
    assert page.one(".company-when").all("#sure") and "named other times" in page.one(".company-day").text


def test_the_mail_with_the_question_says_that_the_newcomer_is_under_18(client, club, anna):
    request, page = asked(client, club, minor="on", adult_name="Mina", adult_reach=ADULT)
    proposing.assign(request, anna, by="user:1", site=SITE)
    assert "under 18" in Mail.objects.filter(recipient=ADDRESS).latest("created_at").text
    told = text(client.get(page))
    assert "we ask the next one" not in told and "a person chooses somebody else" in told


@pytest.mark.parametrize("act", ["stop", "assign"])
def test_a_mentor_whose_visit_was_called_off_can_still_say_that_something_is_not_right(client, path, request_of, act):
    yes(client, path)
    other = mentor("ben@mentor.example")
    if act == "stop":
        safety.stop(request_of[0], by="user:1", site=SITE)
    else:
        proposing.assign(request_of[0], other, by="user:1", site=SITE)
    assert "Something is not right" in text(client.get(path))
    told = client.post(path, {"act": "report", "report": "Er war grob"}, follow=True)
    assert "Thank you. The people who run this map read it now." in text(told)
    request_of[0].refresh_from_db()
    assert "Er war grob" in request_of[0].report


def test_who_did_not_agree_is_not_reached(client, anna, club):
    request, _path = asked(client, club, share=None)
    path = proposed(request, anna)
    yes(client, path)
    assert NEWCOMER not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"days": -1}, "id_day"), ({"days": 400}, "id_day"), ({"day": ""}, "id_day"), ({"hour": "x"}, "id_hour"),
        ({"point": ""}, "id_point"), ({"point": "x" * 400}, "id_point"),
    ],
)  # fmt: skip
def test_a_yes_without_a_plan_comes_back_filled(client, path, changes, field):
    answer = yes(client, path, **changes)
    assert answer.status_code == 400
    assert f"#{field}" in [link.get("href") for link in parse(answer.content.decode()).all("#errors a")]
    assert Proposal.objects.get().state == ProposalState.WAITING


def test_a_no_is_thanked_for_and_cannot_become_a_yes(client, path):
    for _ in range(2):
        assert client.post(path, {"act": "no"}).status_code == 302
    assert "Thank you" in text(client.get(path))
    assert yes(client, path).status_code == 409
    assert Proposal.objects.get(state=ProposalState.DECLINED)


def test_after_the_time_neither_yes_nor_no_counts(client, path):
    Proposal.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(path).status_code == 410
    assert yes(client, path).status_code == 409
    assert client.post(path, {"act": "no"}).status_code == 409
    assert not Accompaniment.objects.filter(state=AccompanimentState.ACCEPTED).exists()


def test_a_request_that_was_taken_back_shows_the_mentor_nothing_of_it(client, path, request_of):
    client.post(request_of[1], {"act": "withdraw"})
    answer = client.get(path)
    assert answer.status_code == 410
    assert "سلام" not in answer.content.decode()


def test_who_waits_at_the_meeting_point_still_finds_the_plan(client, path, request_of):
    yes(client, path, share_phone="on")
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(minutes=10))
    for page in (request_of[1], mailed(NEWCOMER, "after")):
        for words in ("Haltestelle am Rathaus", "+49 711 2536110"):
            assert words in text(client.get(page))
    assert "The newcomer has the plan too" in text(client.get(path))


def test_the_moment_is_written_with_the_comma_of_the_language(client, path, request_of):
    yes(client, path)
    told = text(client.get(request_of[1].replace("/en/", "/fa/", 1)))
    assert "، ۱۷:۳۰" in told
    assert ", ۱۷:۳۰" not in told


def test_after_the_visit_the_same_link_leads_to_the_questions_about_it(client, path, request_of):
    yes(client, path)
    Accompaniment.objects.update(meets_at=timezone.now() - timedelta(hours=4))
    page = parse(client.get(path).content.decode())
    (link,) = [one.get("href") for one in page.all("main a") if one.text == "Tell us how it was"]
    assert "Did the visit take place?" in text(client.get(link))
    client.post(link, {"happened": "yes"})
    assert "Tell us how it was" not in text(client.get(path))


def test_after_the_visit_the_plan_is_gone(client, path, request_of):
    yes(client, path)
    visit_is_over(request_of[0])
    mentors = mailed(ADDRESS, "after")
    for step in ("asked", "told"):
        for page in (path, request_of[1], mentors):
            assert "Haltestelle am Rathaus" not in text(client.get(page)), step
        assert "The time of your visit is over" in text(client.get(path))
        client.post(mentors, {"happened": "yes"})


def test_both_look_back_once_and_the_mentor_confirms_the_entry(client, path, request_of, club):
    yes(client, path)
    visit_is_over(request_of[0])
    theirs, anna_s = mailed(NEWCOMER, "after"), mailed(ADDRESS, "after")
    assert "Is the entry still right?" not in text(client.get(theirs))
    assert "The place is right" in text(client.get(anna_s))
    Organisation.objects.filter(pk=club.pk).update(checked_on=None)
    taps = {"happened": "yes", "face": "3", "confirmed": list(FACTS)}
    for _ in range(2):
        assert client.post(anna_s, taps).status_code == 302
        assert client.post(theirs, {"happened": "yes", "face": "1", "wrong": "on", "words": "Cold"}).status_code == 302
    assert Organisation.objects.get(pk=club.pk).checked_on == timezone.localdate() - timedelta(
        days=2
    )  # that of the visit
    said = {one.side: (one.happened, one.face, one.wrong, one.words) for one in Feedback.objects.all()}
    assert said == {"mentor": (True, 3, False, ""), "newcomer": (True, 1, True, "Cold")}
    assert "Thank you" in text(client.get(theirs))


def test_a_newcomer_cannot_confirm_the_entry(client, path, request_of, club):
    yes(client, path)
    visit_is_over(request_of[0])
    Organisation.objects.filter(pk=club.pk).update(checked_on=None)
    taps = {"happened": "yes", "confirmed": list(FACTS)}
    assert client.post(mailed(NEWCOMER, "after"), taps).status_code == 302
    assert Organisation.objects.get(pk=club.pk).checked_on is None


@pytest.mark.parametrize("form", [{}, {"happened": "x"}, {"happened": "yes", "face": "9"}])
def test_an_answer_that_is_none_is_asked_for_again(client, path, request_of, form):
    yes(client, path)
    visit_is_over(request_of[0])
    assert client.post(mailed(ADDRESS, "after"), form).status_code == 400
    assert not Feedback.objects.exists()


def test_a_no_after_a_yes_is_not_thanked_for(client, path):
    yes(client, path)
    answer = client.post(path, {"act": "no"})
    assert answer.status_code == 409 and "Can you not come after all?" in text(answer)


def test_who_answers_again_that_something_was_wrong_is_heard(client, path, request_of):
    yes(client, path)
    request = request_of[0]
    visit_is_over(request)
    after = mailed(NEWCOMER, "after")
    first = {"happened": "yes", "face": "3", "words": ""}
    client.post(after, first)
    assert client.post(after, first).headers["Location"] == after  # sent twice is sent once
    request.refresh_from_db()
    assert request.reported_at is None
    answer = client.post(after, {"happened": "yes", "face": "1", "wrong": "on", "words": "Er war grob"}, follow=True)
    request.refresh_from_db()
    assert "read it now" in text(answer) and request.report.endswith("Er war grob")
