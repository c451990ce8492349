"""`kill -9` between any two steps of an act on an entry: it is done whole, with its mail, or not at all."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.acts import ACTS
from tests.faults.cluster import Cluster
from tests.faults.conftest import World
from tests.faults.stage import COMMIT, Rows, Stage

DEEP = os.environ.get("DEEP") == "1"
# Acts that write one mail.
MAILS = {"accept", "accept-a-part", "reject", "accept-a-new-entry", "reject-a-new-entry", "accept-a-claim"}
MAILS |= {"accept-a-removal", "ask-for-consent", "hand-over", "send-links"}
QUICK = {"publish", "accept", "accept-a-part", "edit", "remove", "agree"}
EVERY = [pytest.param(act, marks=[] if act in QUICK else pytest.mark.deep) for act in ACTS]


@pytest.fixture(scope="module")
def stage(
    cluster: tuple[Cluster, Path], free_name: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """One stage for all acts: each has an entry of its own."""
    server, static = cluster
    if not server.is_running():
        server.start()
    name, folder = free_name(), tmp_path_factory.mktemp("stage")
    server.sql("postgres", f"CREATE DATABASE {name} TEMPLATE prepared")
    with (folder / "log").open("w") as log:
        made = Stage(server.url(name), World(server, name, folder, static).environment(), log)
        yield made
        made.close()


def ready(stage: Stage, act: str, place: int) -> tuple[int, Rows]:
    """Makes the act ready; how many steps it has, and what shows once it is done."""
    stage.does(act, "make", str(place))
    steps, done = stage.does(act, "try", str(place))
    return int(steps), done


def chosen(steps: int) -> list[int]:
    """Where to kill: at every step under --deep, else in the middle and at the last one."""
    return list(range(1, steps + 1)) if DEEP else sorted({(steps + 1) // 2, steps})


@pytest.mark.parametrize("act", EVERY)
def test_an_act_killed_at_any_step_is_done_whole_or_not_at_all(stage: Stage, act: str) -> None:
    place = list(ACTS).index(act)
    steps, done = ready(stage, act, place)
    before, mails = stage.rows(), number(stage.shows(), "mail")
    for step in chosen(steps):
        stage.killed(step, act, "whole", str(place))
        assert stage.rows() == before, f"step {step} of {steps}"
    stage.killed(COMMIT, act, "whole", str(place))
    assert stage.shows() == done
    assert number(done, "mail") - mails == (act in MAILS)
    assert stage.does(act, "check", str(place)) == []


@pytest.mark.parametrize("act", EVERY)
def test_the_control_in_single_statements_a_killed_act_is_half_done(stage: Stage, act: str) -> None:
    place = len(ACTS) + list(ACTS).index(act)
    steps, done = ready(stage, act, place)
    before = stage.rows()
    stage.killed((steps + 1) // 2, act, "apart", str(place))
    assert stage.rows() != before
    assert stage.shows() != done


def number(rows: Rows, table: str) -> int:
    """How many rows a table has."""
    return int(rows[f"organisations_{table}"].split()[0])
