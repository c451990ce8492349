"""Work of the queue: step by step, each whole or not at all; what fails says so, what is killed goes on."""

from typing import Any

import pytest
from django.db import transaction

from organisations.models import Work
from organisations.services import work as works
from organisations.services.work import DIED, FAILED, RUNNERS, TRIES, Runner, WorkFailed

pytestmark = pytest.mark.django_db


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A kind of work that raises `done` by one a step; gives a list of what its steps do besides."""
    tricks: list[Any] = []

    def step(work: Work) -> None:
        work.done += 1
        work.result = {"last": work.done}
        if tricks:
            tricks.pop(0)(work)

    ended: list[str] = []
    monkeypatch.setitem(RUNNERS, "count", Runner("Counting", step, lambda work: ended.append(work.state)))
    step.tricks, step.ended = tricks, ended  # type: ignore[attr-defined]
    return step


def started(total: int = 3) -> Work:
    return works.start("count", by=None, params={}, total=total)


def fails(work: Work) -> None:
    transaction.on_commit(lambda: None)
    Work.objects.create(kind="trace")
    raise RuntimeError("no")


def test_it_is_done_step_by_step(counting):
    work = started()
    assert not works.go_on(60)
    work.refresh_from_db()
    assert (work.state, work.done, work.result, counting.ended) == ("done", 3, {"last": 3}, ["done"])
    assert work.started_at and work.ended_at


def test_when_its_time_is_over_the_rest_is_left_for_later(counting):
    work = started()
    assert works.go_on(0)
    work.refresh_from_db()
    assert (work.state, work.done) == ("waiting", 0)


def test_several_pieces_take_turns(counting):
    first, second = started(), started()
    order: list[Any] = []
    counting.tricks += [lambda work: order.append(work.pk)] * 6
    works.go_on(60)
    assert order == [first.pk, second.pk] * 3


def test_a_step_that_fails_leaves_nothing_behind_and_is_tried_again(counting):
    work = started()
    counting.tricks += [fails]
    works.go_on(60)
    work.refresh_from_db()
    assert (work.state, work.done) == ("done", 3)
    assert not Work.objects.filter(kind="trace").exists()


def test_a_step_that_never_works_ends_the_work_as_failed(counting):
    work = started()
    counting.tricks += [lambda work: None, *[fails] * TRIES]
    assert not works.go_on(60)
    work.refresh_from_db()
    assert (work.state, work.done, work.result["error"], counting.ended) == ("failed", 1, FAILED, ["failed"])


def test_what_cannot_go_on_says_why_at_once(counting):
    work = started()

    def hopeless(work: Work) -> None:
        raise WorkFailed("The file is gone.")

    counting.tricks += [hopeless]
    works.go_on(60)
    work.refresh_from_db()
    assert (work.state, work.done, work.result["error"]) == ("failed", 0, "The file is gone.")


def test_a_step_in_which_the_worker_died_three_times_is_not_begun_again(counting):
    work = started()
    Work.objects.update(tries=TRIES, state="running", done=1)
    works.go_on(60)
    work.refresh_from_db()
    assert (work.state, work.done, work.result["error"]) == ("failed", 1, DIED)


def test_a_step_in_which_the_worker_died_is_done_anew(counting):
    work = started()
    Work.objects.update(tries=TRIES - 1, state="running", done=1)
    works.go_on(60)
    work.refresh_from_db()
    assert (work.state, work.done, work.tries) == ("done", 3, 0)


def test_it_can_be_ended_between_two_steps(counting):
    work = started()
    counting.tricks += [lambda work: works.cancel(work.pk)]
    works.go_on(60)
    work.refresh_from_db()
    assert (work.state, work.done, counting.ended) == ("cancelled", 1, ["cancelled"])
    works.cancel(work.pk)
    assert not works.go_on(60)


def test_a_kind_that_nobody_knows_is_refused_or_fails(counting, monkeypatch):
    with pytest.raises(KeyError):
        works.start("nonsense", by=None, params={})
    work = started()
    monkeypatch.delitem(RUNNERS, "count")
    works.go_on(60)
    work.refresh_from_db()
    assert work.state == "failed"
