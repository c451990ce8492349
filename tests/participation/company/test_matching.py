"""Who may come along with whom: stops hold, nobody is asked twice, nobody starves, the order of rows is nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.participation.company.matching import Companion, Seeker, Stop, have_time, points_of, ranked, stop_of
from organisations.participation.company.rounds import matched

START = datetime(2026, 11, 1)
CENTRES = [(48.66, 9.22), (48.70, 9.30), (48.40, 9.05)]
CLUB = UUID(int=900)
codes = st.frozensets(st.sampled_from(["ar", "ar-SY", "fa", "uk", "de"]), min_size=1, max_size=3)
hours = st.sampled_from([("08:00", "12:00"), ("11:45", "14:00"), ("18:00", "23:59")])
times = st.lists(
    st.builds(lambda day, span: {"day": day, "from": span[0], "to": span[1]}, st.sampled_from(["MO", "TU"]), hours),
    max_size=2,
).map(tuple)
days = st.integers(0, 3).map(lambda day: START + timedelta(days=day))
some = st.frozensets(st.integers(1, 3), max_size=2)


@st.composite
def everybody(draw):
    """Some requests and some mentors, with ids of their own."""
    mentors = [
        draw(st.builds(
            Companion, id=st.just(UUID(int=100 + place)), languages=codes, times=times,
            gender=st.sampled_from(["", "woman", "man"]), topics=some, areas=some,
            centres=st.lists(st.sampled_from(CENTRES), max_size=2).map(tuple),
            organisations=st.sampled_from([frozenset(), frozenset({CLUB})]), capacity=st.integers(1, 2),
            load=st.integers(0, 2), waiting=st.booleans(), visits=st.integers(0, 5),
        ))
        for place in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    asked = st.frozensets(st.sampled_from([UUID(int=100 + place) for place in range(6)]), max_size=2)
    requests = [
        draw(st.builds(
            Seeker, id=st.just(UUID(int=1 + place)), since=days, languages=codes, times=times,
            wish=st.sampled_from(["", "", "woman"]), topics=some, areas=some, point=st.sampled_from([None, *CENTRES]),
            organisation=st.sampled_from([None, CLUB]), minor=st.sampled_from([False, False, True]), asked=asked,
        ))
        for place in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    return requests, mentors


@given(everybody())
def test_no_stop_is_ever_broken_and_nobody_gets_two_proposals_at_once(found):
    requests, mentors = found
    pairs = [(one.seeker, one.candidate.companion) for one in matched(requests, mentors) if one.candidate]
    assert all(stop_of(seeker, companion) is None for seeker, companion in pairs)
    asked = [companion.id for _seeker, companion in pairs]
    assert len(asked) == len(set(asked))


@given(everybody())
def test_a_round_is_what_one_request_after_the_other_would_choose(found):
    """The sets of the round say of each pair what the stops say."""
    requests, mentors = found
    busy = set()
    for outcome in matched(requests, mentors):
        now = [replace(one, waiting=one.waiting or one.id in busy) for one in mentors]
        best = next((one for one in ranked(outcome.seeker, now) if one.stop is None), None)
        assert (outcome.candidate and outcome.candidate.companion.id) == (best and best.companion.id)
        if best and outcome.candidate:
            assert outcome.candidate.points == best.points
            busy.add(best.companion.id)
        else:
            stops = [stop_of(outcome.seeker, one) for one in now]
            assert outcome.stops == {stop: stops.count(stop) for stop in set(stops)}


@given(everybody(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_nothing(found, random):
    requests, mentors = found
    before = matched(requests, mentors)
    random.shuffle(requests)
    random.shuffle(mentors)
    assert matched(requests, mentors) == before


@given(everybody(), st.data())
def test_no_request_starves_even_if_newer_ones_come_all_the_time(found, data):
    """Mentors answer yes, no or nothing; each request is asked for until nobody is left, and then that is said."""
    requests, mentors = found
    mentors = {one.id: replace(one, waiting=False, load=0) for one in mentors}
    waiting = {one.id: one for one in requests}
    first = set(waiting)
    for turn in range(40):
        newer = Seeker(UUID(int=5000 + turn), START + timedelta(days=10 + turn), frozenset({"ar", "fa", "uk", "de"}))
        for outcome in matched([*waiting.values(), newer], mentors.values()):
            id = outcome.seeker.id
            if outcome.candidate and data.draw(st.booleans()):
                waiting.pop(id, None)  # a yes; the visit is over before the next round
            elif outcome.candidate and id in waiting:
                asked = waiting[id].asked | {outcome.candidate.companion.id}
                waiting[id] = replace(waiting[id], asked=asked)
            elif not outcome.candidate and not outcome.waits:
                waiting.pop(id, None)  # the truth is told
        if not first & set(waiting):
            return
    raise AssertionError(waiting)


def test_half_an_hour_in_common_is_needed():
    monday = [{"day": "MO", "from": "18:00", "to": "19:00"}]
    assert have_time(monday, [{"day": "MO", "from": "18:30", "to": "23:59"}])
    assert not have_time(monday, [{"day": "MO", "from": "18:31", "to": "23:59"}])
    assert not have_time(monday, [{"day": "TU", "from": "18:00", "to": "19:00"}])
    assert have_time([], monday) and have_time(monday, ())


@pytest.mark.parametrize(
    ("seeker", "companion", "stop"),
    [
        ({"minor": True}, {}, Stop.MINOR),
        ({"asked": frozenset({UUID(int=2)})}, {}, Stop.ASKED),
        ({"languages": frozenset({"fa"})}, {}, Stop.LANGUAGE),
        ({"languages": frozenset({"prs"})}, {"languages": frozenset({"ps"})}, Stop.LANGUAGE),
        ({"languages": frozenset({"prs"})}, {"languages": frozenset({"fa-IR"})}, None),
        ({"wish": "woman"}, {"gender": ""}, Stop.WISH),
        ({"areas": frozenset({1})}, {"areas": frozenset({2})}, Stop.PLACE),
        ({"point": CENTRES[0]}, {"centres": (CENTRES[2],)}, Stop.PLACE),
        ({}, {"load": 1}, Stop.FULL),
        ({}, {"waiting": True}, Stop.BUSY),
        ({"point": CENTRES[0]}, {"centres": (CENTRES[1],)}, None),
        ({"languages": frozenset({"de-AT"})}, {}, None),
        ({"wish": "woman"}, {"gender": "woman"}, None),
    ],
)
def test_each_thing_that_speaks_against_it_is_told(seeker, companion, stop):
    asks = Seeker(**{"id": UUID(int=1), "since": START, "languages": frozenset({"de"})} | seeker)
    comes = Companion(**{"id": UUID(int=2), "languages": frozenset({"de"})} | companion)
    assert stop_of(asks, comes) == stop


def test_points_are_explained():
    asks = Seeker(UUID(int=1), START, frozenset({"de"}), topics=frozenset({3}), areas=frozenset({1}), organisation=CLUB)
    comes = Companion(
        UUID(int=2),
        frozenset({"de"}),
        topics=frozenset({3}),
        areas=frozenset({1}),
        organisations=frozenset({CLUB}),
        visits=9,
    )
    assert points_of(asks, comes) == {"home": 4, "topic": 2, "place": 3, "languages": 1, "free": 2, "experience": 3}
