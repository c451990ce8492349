"""Curators and mentors: the list, the talk, approving, a break, the end; each in the own areas."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.curate.reasons import numbers
from organisations.models import Decision, Mail
from organisations.participation.models import Mentor, MentorState
from tests.factories import organisation, place
from tests.html import parse
from tests.organisations.associations.conftest import curator_for
from tests.participation.accompanying import agreed, asked_for
from tests.participation.mentoring import ADDRESS, OWN, mailed_link, mentor, presses, signed, text
from tests.signing_in import signed_in

LIST = "/curate/participation/mentors/"


@pytest.fixture
def curator(vocabulary):
    return curator_for("curator", "filderstadt")


@pytest.fixture
def desk(curator):
    return signed_in(curator)


def acts(desk, row, action, **form):
    return desk.post(f"{LIST}{row.pk}/", {"action": action, **form})


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def names(answer):
    return [link.text for link in parse(answer.content.decode()).all(".desk-lines li b a")]


def test_a_mentor_is_approved_after_talk_agreement_and_training_and_told_by_mail(desk, client):
    row = mentor(state=MentorState.VERIFIED)
    assert acts(desk, row, "approve", until=day(100)).status_code == 422
    talk = {"talked_on": day(-1), "agreed_on": day(0), "trained_on": day(0), "talk_notes": "Sehr nett"}
    assert acts(desk, row, "talk", **talk).status_code == 302
    assert acts(desk, row, "approve", until=day(100)).status_code == 302
    assert Mentor.objects.available().get() == row
    assert Mail.objects.get().subject == "You can accompany newcomers now"
    presses(client, mailed_link())
    assert "You are a mentor until" in text(client.get(OWN))
    assert "Sehr nett" not in client.get(OWN).content.decode()
    assert [one.action for one in Decision.objects.order_by("pk")] == ["mentor:noted", "mentor:approved"]


def test_approving_twice_is_one_mail_and_a_later_day_is_another(desk):
    row = mentor(talked_on=day(0), agreed_on=day(0), trained_on=day(0), expires_on=day(5))
    for until in (100, 100, 200):
        acts(desk, row, "approve", until=day(until))
    assert Mail.objects.count() == 2


@pytest.mark.parametrize("until", ["", "x", "2020-01-01", "2099-01-01"])
def test_a_day_that_cannot_be_is_told_and_approves_nobody(desk, until):
    row = mentor(state=MentorState.VERIFIED, talked_on=day(0), agreed_on=day(0), trained_on=day(0))
    answer = acts(desk, row, "approve", until=until)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Mentor.objects.available().exists()


@pytest.mark.parametrize("field", ["talked_on", "agreed_on", "trained_on"])
@pytest.mark.parametrize("typed", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_a_day_that_is_a_slip_is_not_noted_and_a_sentence_says_so(desk, field, typed):
    row = mentor(state=MentorState.VERIFIED)
    answer = acts(desk, row, "talk", **{field: typed})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    row.refresh_from_db()
    assert getattr(row, field) is None


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31"])
def test_no_approval_runs_until_a_day_that_is_a_slip(desk, typed):
    row = mentor(state=MentorState.VERIFIED, talked_on=day(0), agreed_on=day(0), trained_on=day(0))
    assert acts(desk, row, "approve", until=typed).status_code == 422
    row.refresh_from_db()
    assert row.state == MentorState.VERIFIED and row.expires_on is None


def test_a_talk_in_the_future_is_none(desk):
    row = mentor(state=MentorState.VERIFIED)
    assert acts(desk, row, "talk", talked_on=day(1), talk_notes="x").status_code == 422


def test_an_address_nobody_has_confirmed_cannot_be_approved(desk):
    row = mentor(state=MentorState.APPLIED, talked_on=day(0), agreed_on=day(0), trained_on=day(0))
    assert acts(desk, row, "approve", until=day(10)).status_code == 422


def test_a_break_by_a_curator_holds_and_is_told_once(desk, client):
    row = mentor()
    for _ in range(2):
        acts(desk, row, "hold")
    assert not Mentor.objects.available().exists()
    assert Mail.objects.count() == 1
    signed(client, row).post(OWN, {"act": "resume"})
    assert not Mentor.objects.available().exists()
    acts(desk, row, "release")
    assert Mentor.objects.available().get() == row


def test_the_end_shuts_the_mentor_out_and_is_told(desk, client):
    row = mentor()
    signed(client, row)
    acts(desk, row, "end")
    assert client.get(OWN).status_code == 403
    assert Mail.objects.get().recipient == ADDRESS
    row.refresh_from_db()
    assert (row.state, row.name) == (MentorState.ENDED, "Anna")
    assert acts(desk, row, "approve", until=day(10)).status_code == 422
    again = acts(desk, row, "end")
    assert again.status_code == 422 and "inzwischen entschieden" in text(again)


def test_an_offer_nobody_has_confirmed_is_not_ended_by_curators_and_ends_by_itself(desk):
    row = mentor(state=MentorState.APPLIED)
    assert "End for good" not in desk.get(f"{LIST}{row.pk}/").content.decode()
    assert acts(desk, row, "end").status_code == 422
    row.refresh_from_db()
    assert row.state == MentorState.APPLIED


def test_a_button_that_somebody_else_has_pressed_meanwhile_is_answered_with_a_sentence(desk):
    row = mentor(state=MentorState.PAUSED, held=True)
    assert acts(desk, row, "release").status_code == 302
    again = acts(desk, row, "release")
    assert again.status_code == 422 and "inzwischen entschieden" in text(again)


def test_a_visit_after_the_end_of_the_approval_is_named_when_that_is_saved_and_on_the_page_of_the_request(desk):
    row = mentor(talked_on=day(0), agreed_on=day(0), trained_on=day(0))
    request, _key = asked_for(organisation("Bunter Ball", places=(place(),)))
    agreed(request, row)  # in three days
    link, late = f"/curate/participation/{request.pk}/", "after the end of the approval"
    assert late not in text(desk.get(f"{LIST}{row.pk}/?lang=en"))
    saved = desk.post(f"{LIST}{row.pk}/?lang=en", {"action": "approve", "until": day(2)}, follow=True)
    assert late in text(saved) and f'href="{link}"' in saved.content.decode()
    assert "before this visit" in text(desk.get(f"{link}?lang=en"))
    acts(desk, row, "approve", until=day(3))
    assert "before this visit" not in text(desk.get(f"{link}?lang=en"))


def test_a_limited_curator_sees_and_decides_on_mentors_of_the_own_areas_alone(desk):
    mine = mentor("a@mentor.example", areas=("bernhausen", "ostfildern"), name="Mine")
    other = mentor("b@mentor.example", areas=("ostfildern",), name="Other")
    assert names(desk.get(LIST)) == ["Mine"]
    assert names(desk.get(f"{LIST}?area=ostfildern&state=approved")) == ["Mine"]
    assert (desk.get(f"{LIST}{mine.pk}/").status_code, desk.get(f"{LIST}{other.pk}/").status_code) == (200, 403)
    assert acts(desk, other, "end").status_code == 403
    everywhere = signed_in(User.objects.create_superuser("super", "super@stadt.example"))
    assert set(names(everywhere.get(LIST))) == {"Mine", "Other"}


def test_who_needs_care_stands_first_and_counts_on_the_desk(desk, curator):
    soon, over, waits = day(20), day(-3), MentorState.VERIFIED
    mentor("a@mentor.example", name="Fine")
    mentor("b@mentor.example", name="Soon", expires_on=soon)
    mentor("c@mentor.example", name="Over", expires_on=over)
    mentor("d@mentor.example", name="Waits", state=waits)
    mentor("e@mentor.example", name="Unconfirmed", state=MentorState.APPLIED)
    answer = desk.get(f"{LIST}?lang=en")
    assert names(answer) == ["Waits", "Over", "Soon", "Fine"]
    assert next(one.count for one in numbers(curator) if one.reason.name == "mentors") == 3
    assert names(desk.get(f"{LIST}?state=applied")) == ["Unconfirmed"]
    assert names(desk.get(f"{LIST}?language=fa&area=bernhausen")) == []


def test_the_list_takes_as_many_queries_for_ten_as_for_one(desk):
    mentor("0@mentor.example")
    counts = []
    desk.get(LIST)  # reads the vocabulary
    for numbers_of in (range(1), range(1, 10)):
        for number in numbers_of:
            mentor(f"{number}x@mentor.example")
        with CaptureQueriesContext(connection) as seen:
            desk.get(LIST)
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["state=left", "state=x&area=x&language=%27", "page=0", "page=99999", "page=x"])
def test_odd_queries_are_answered(desk, query):
    assert desk.get(f"{LIST}?{query}").status_code == 200


def test_nobody_but_a_curator_gets_in(client, vocabulary):
    row = mentor()
    for path in (LIST, f"{LIST}{row.pk}/"):
        assert client.get(path).status_code == 302
        assert signed(client, row).get(path).status_code == 302
