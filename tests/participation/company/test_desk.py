"""Requests for company on the desk: by state and age, why somebody was asked or not, another mentor, the end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.curate.reasons import numbers
from organisations.participation.company import proposing
from organisations.participation.models import Accompaniment, AccompanimentState, Proposal, ProposalState
from tests.factories import organisation, place
from tests.html import parse
from tests.organisations.associations.conftest import curator_for
from tests.participation.accompanying import ADULT, asked, form_for, proposed, text, yes
from tests.participation.mentoring import SITE, mentor
from tests.signing_in import signed_in

LIST = "/curate/participation/"
pytestmark = pytest.mark.usefixtures("no_haste")


@pytest.fixture
def curator(vocabulary):
    return curator_for("curator", "filderstadt")


@pytest.fixture
def desk(curator):
    return signed_in(curator)


def path_of(request):
    return f"{LIST}{request.pk}/"


def states(answer):
    return [link.text for link in parse(answer.content.decode()).all(".desk-lines li b a")]


def test_requests_stand_by_age_and_can_be_narrowed_by_state(desk, client, club):
    first, _path = asked(client, club)
    second, _path = asked(client, club, reach="0711 2536110")
    Accompaniment.objects.filter(pk=second.pk).update(state=AccompanimentState.NOBODY)
    links = [link.get("href") for link in parse(desk.get(LIST).content.decode()).all(".desk-lines li b a")]
    assert links == [path_of(first), path_of(second)]
    assert len(states(desk.get(f"{LIST}?state=nobody"))) == 1
    assert 'href="/curate/participation/"' in desk.get("/curate/").content.decode()


def test_nobody_found_and_minors_count_on_the_desk(curator, client, club):
    asked(client, club)
    request, _path = asked(client, club, reach="0711 2536110")
    asked(client, club, reach="0711 2536111", minor="on", adult_name="Mina", adult_reach=ADULT)
    Accompaniment.objects.filter(pk=request.pk).update(state=AccompanimentState.NOBODY)
    assert next(one.count for one in numbers(curator) if one.reason.name == "company") == 2


def test_the_page_says_who_was_asked_why_and_who_else_fits_or_not(desk, client, club):
    request, _path = asked(client, club)
    proposed(request, mentor("a@mentor.example", name="Anna"))
    mentor("b@mentor.example", name="Berta", languages=["de"])
    page = text(desk.get(f"{path_of(request)}?lang=en"))
    for word in ("Parisa", "Anna", "Berta", "No language in common"):
        assert word in page


def test_one_press_asks_another_mentor(desk, client, club):
    request, _path = asked(client, club)
    proposed(request, mentor("a@mentor.example"))
    berta = mentor("b@mentor.example", name="Berta")
    form = form_for(desk, request, berta)
    for _ in range(2):
        desk.post(path_of(request), form)
    assert {one.mentor.email: one.state for one in Proposal.objects.all()} == {
        "a@mentor.example": ProposalState.CANCELLED,
        "b@mentor.example": ProposalState.WAITING,
    }


def test_somebody_under_18_is_given_a_mentor_by_a_curator_alone(desk, client, club):
    anna = mentor("a@mentor.example")
    request, _path = asked(client, club, minor="on", adult_name="Mina", adult_reach=ADULT)
    assert proposing.propose_next(request.pk, site=SITE) is None
    assert desk.post(path_of(request), {"action": "assign", "mentor": str(anna.pk)}).status_code == 302
    assert Proposal.objects.get().by.startswith("user:")


def test_a_curator_ends_it_at_once(desk, client, club):
    request, path = asked(client, club)
    proposed(request, mentor("a@mentor.example"))
    for _ in range(2):
        assert desk.post(path_of(request), {"action": "stop"}).status_code == 302
    request.refresh_from_db()
    assert request.state == AccompanimentState.STOPPED
    assert Proposal.objects.get().state == ProposalState.CANCELLED
    assert "have ended this" in text(client.get(path))


@pytest.mark.parametrize("form", [{}, {"action": "x"}, {"action": "assign"}, {"action": "assign", "mentor": "x"}])
def test_an_odd_button_is_told_and_changes_nothing(desk, client, club, form):
    request, _path = asked(client, club)
    assert desk.post(path_of(request), form).status_code == 409
    assert not Proposal.objects.exists()


def test_a_limited_curator_cares_for_requests_of_the_own_areas_alone(desk, client, vocabulary):
    far = organisation("Weit weg", area="ostfildern", places=(place(None, area="ostfildern", town="Ostfildern"),))
    request, _path = asked(client, far)
    assert states(desk.get(LIST)) == []
    assert desk.get(path_of(request)).status_code == 403
    assert desk.post(path_of(request), {"action": "stop"}).status_code == 403
    everywhere = signed_in(User.objects.create_superuser("super", "super@stadt.example"))
    assert everywhere.get(path_of(request)).status_code == 200


def test_the_list_takes_as_many_queries_for_many_as_for_one(desk, client, club):
    counts = []
    desk.get(LIST)
    for reaches in (["0711 2536110"], ["0711 2536111", "0711 2536112", "0711 2536113"]):
        for reach in reaches:
            asked(client, club, reach=reach)
        with CaptureQueriesContext(connection) as seen:
            desk.get(LIST)
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["state=x", "state=withdrawn", "page=0", "page=99999", "page=x"])
def test_odd_queries_are_answered(desk, query):
    assert desk.get(f"{LIST}?{query}").status_code == 200


def test_nobody_but_a_curator_gets_in(client, club):
    request, _path = asked(client, club)
    for path in (LIST, path_of(request)):
        assert client.get(path).status_code == 302


def test_the_log_of_a_curator_of_one_area_tells_what_was_done_there_and_by_that_curator(desk, client, club):
    log = "/curate/log/?lang=en"
    assert "Mentor approved" not in text(desk.get(log))
    request, _path = asked(client, club)
    anna = mentor("a@mentor.example", state="verified")
    today = timezone.localdate()
    note = {"talked_on": today, "agreed_on": today, "trained_on": today}
    type(anna).objects.update(**note)
    until = (today + timedelta(days=30)).isoformat()
    assert (
        desk.post(f"/curate/participation/mentors/{anna.pk}/", {"action": "approve", "until": until}).status_code == 302
    )
    desk.post(path_of(request), {"action": "assign", "mentor": str(anna.pk)})
    desk.post(path_of(request), {"action": "stop"})
    told = text(desk.get(log))
    for words in ("Mentor approved", "Mentor chosen for a newcomer", "Request for company stopped"):
        assert words in told
    other = signed_in(curator_for("other", "ostfildern"))
    assert "Mentor approved" not in text(other.get(log))


def test_the_desk_shows_an_offer_under_labels_of_its_own(desk, vocabulary):
    page = text(desk.get(f"/curate/participation/mentors/{mentor(phone='+497112536110').pk}/?lang=en"))
    assert "Mail address" in page and "Your mail address" not in page
    assert "Which languages do you speak" not in page


def test_mentors_of_other_areas_are_neither_named_nor_asked_by_a_curator(desk, client, club):
    far = mentor("far@mentor.example", areas=("ostfildern",), name="Fernanda")
    mentor("near@mentor.example", name="Nadia")
    request, _path = asked(client, club)
    page = text(desk.get(f"{path_of(request)}?lang=en"))
    assert "Nadia" in page and "Fernanda" not in page
    form = {"action": "assign", "mentor": str(far.pk), "standing": ""}
    assert desk.post(path_of(request), form).status_code == 409 and not Proposal.objects.exists()
    everywhere = signed_in(User.objects.create_superuser("super", "super@stadt.example"))
    assert "Fernanda" in text(everywhere.get(path_of(request)))


def test_a_mentor_of_other_areas_whom_the_queue_has_asked_is_named_once_it_is_agreed_on(desk, client, club):
    far = mentor("far@mentor.example", areas=("ostfildern",), name="Fernanda")
    request, _path = asked(client, club)
    path = proposed(request, far)
    page = text(desk.get(f"{path_of(request)}?lang=en"))
    assert "A mentor of other areas" in page and "Fernanda" not in page
    yes(client, path)
    answer = desk.get(f"{path_of(request)}?lang=en").content.decode()
    assert "Fernanda" in answer and f"/mentors/{far.pk}/" not in answer


@pytest.mark.parametrize("reach", ["0711 2536110", "parisa@newcomer.example"])
def test_an_adult_who_is_reached_where_the_newcomer_is_is_marked(desk, client, club, reach):
    named = {"minor": "on", "adult_name": "Mina"}
    request, _path = asked(client, club, reach=reach, adult_reach=reach.replace(" ", "").upper(), **named)
    other, _path = asked(client, club, reach="0711 2536111", adult_reach=ADULT, **named)
    assert "same address as the newcomer" in text(desk.get(f"{path_of(request)}?lang=en"))
    assert "same address as the newcomer" not in text(desk.get(f"{path_of(other)}?lang=en"))
