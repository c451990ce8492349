"""`kill -9` in the middle of long work: it goes on where it was, nothing is half done and nothing done twice."""

from tests.faults.conftest import World
from tests.faults.processes import Process, wait_until
from tests.faults.test_killed_publication import SLEEPERS, assert_all_entries_agree, no_pause, pause


def begun(world: World) -> str:
    """Work that takes a change of every entry back; its id."""
    process = world.run("-m", "tests.faults.working", "begin")
    assert process.child.wait(120) == 0, process.said()
    return process.said().split()[-1]


def going_on(world: World) -> Process:
    return world.run("-m", "tests.faults.working", "go-on")


def killed_in_a_step(world: World, spot: str) -> None:
    """A worker takes up the work and is killed in its next step."""
    pause(world, f"organisations_{spot}")
    worker = going_on(world)
    wait_until(lambda: world.sql(SLEEPERS) or not worker.runs(), 60, f"the way to {spot}")
    assert worker.runs(), worker.said()
    worker.kill()
    no_pause(world)


def far(world: World, id: str) -> tuple[str, int, int]:
    """State of the work, how many entries it says are done, how many are."""
    state, done = world.sql(f"SELECT state, done FROM organisations_work WHERE id = '{id}'")[0]
    back = world.sql("SELECT count(*) FROM organisations_revision WHERE reason LIKE 'undone:%'")[0][0]
    return state, done, back


def test_killed_work_goes_on_and_ends_as_if_nothing_had_been(world: World) -> None:
    id = begun(world)
    entries = world.sql("SELECT count(*) FROM organisations_organisation")[0][0]
    killed_in_a_step(world, "listing")
    state, done, back = far(world, id)
    assert (state, done) == ("running", back)
    killed_in_a_step(world, "dataversion")
    assert far(world, id)[1] == far(world, id)[2]
    last = going_on(world)
    assert last.child.wait(120) == 0, last.said()
    assert far(world, id) == ("done", entries, entries)
    assert world.sql("SELECT count(*) FROM organisations_organisation WHERE phone = '0711 999'") == [(0,)]
    assert_all_entries_agree(world)


def test_a_step_that_kills_its_worker_each_time_ends_as_failed(world: World) -> None:
    id = begun(world)
    for _ in range(3):
        killed_in_a_step(world, "listing")
    last = going_on(world)
    assert last.child.wait(120) == 0, last.said()
    assert far(world, id) == ("failed", 0, 0)
    (error,) = world.sql(f"SELECT result->>'error' FROM organisations_work WHERE id = '{id}'")[0]
    assert error.startswith("The worker ended three times")
    assert_all_entries_agree(world)
