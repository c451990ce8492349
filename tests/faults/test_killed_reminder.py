"""`kill -9` while a reminder is written, and two processes that write at once: one mail, and it is known of.

Each protection has a control, in which it is switched off and the same act goes wrong.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.faults.conftest import World
from tests.faults.processes import Process, wait_until

# Where a process is stopped: inside the statement that writes to this table, or while it waits for its COMMIT.
SPOTS = {
    "link": "organisations_editorlink",
    "mail": "organisations_mail",
    "note": "organisations_reminder",
    "commit": "organisations_reminder",
}
GATE = 77
STOP = f"""
    CREATE OR REPLACE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_advisory_lock_shared({GATE}); PERFORM pg_advisory_unlock_shared({GATE}); RETURN NULL; END'
"""
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
WAITING = f"SELECT count(*) {OTHERS} AND wait_event = 'advisory'"
UNFINISHED = f"SELECT count(*) {OTHERS} AND xact_start IS NOT NULL"


@pytest.fixture
def due(world: World) -> World:
    """A database with one entry that nobody has checked for thirteen months, and its editor."""
    id = world.sql("SELECT id FROM organisations_organisation WHERE state = 'public' ORDER BY id LIMIT 1")[0][0]
    ago = "current_date - interval '13 months'"
    world.sql(f"UPDATE organisations_organisation SET sample = false, checked_on = {ago} WHERE id = '{id}'")
    world.sql(f"UPDATE organisations_listing SET vouched_on = {ago}, ends_on = NULL WHERE organisation_id = '{id}'")
    world.sql(
        "INSERT INTO organisations_editor (id, organisation_id, name, email, added_by)"
        f" VALUES (gen_random_uuid(), '{id}', '', 'erika@verein.example', 'test')"
    )
    return world


@contextmanager
def closed_gate(world: World, spot: str) -> Iterator[None]:
    """Whoever comes to the spot waits there, until the block ends."""
    world.sql(STOP)
    kind, when = "TRIGGER", "FOR EACH STATEMENT"
    if spot == "commit":
        kind, when = "CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    world.sql(f"CREATE {kind} gate AFTER INSERT ON {SPOTS[spot]} {when} EXECUTE FUNCTION gate()")
    with psycopg.connect(world.cluster.url(world.database), autocommit=True) as keeper:
        keeper.execute(f"SELECT pg_advisory_lock({GATE})")
        yield
    wait_until(lambda: world.sql(UNFINISHED)[0][0] == 0, 30, "the end of the transactions")
    world.sql("DROP FUNCTION gate CASCADE")


def writes(world: World, without: str = "") -> Process:
    """A process that writes the reminders of today, `without` one of the protections."""
    command = ("-m", "tests.faults.reminding", without) if without else ("manage.py", "send_reminders")
    return world.run(*command, SITE_URL="http://localhost")


def is_waiting(world: World, process: Process, count: int = 1) -> bool:
    assert process.runs(), process.said()
    return bool(world.sql(WAITING)[0][0] == count)


def killed_at(world: World, spot: str, without: str = "") -> None:
    with closed_gate(world, spot):
        process = writes(world, without)
        wait_until(lambda: is_waiting(world, process), 60, f"the way to {spot}")
        process.kill()


def done(world: World, without: str = "") -> None:
    process = writes(world, without)
    assert process.child.wait(60) == 0, process.said()


def written(world: World) -> tuple[int, int, int]:
    """Mails, notes that the editor was reminded, links."""
    counts = (f"(SELECT count(*) FROM organisations_{table})" for table in ("mail", "reminder", "editorlink"))
    mails, notes, links = world.sql(f"SELECT {', '.join(counts)}")[0]
    return mails, notes, links


def test_a_reminder_killed_at_any_step_is_written_whole_or_not_at_all_and_by_the_next_run(due):
    for spot in ("link", "mail", "note"):
        killed_at(due, spot)
        assert written(due) == (0, 0, 0), spot
    killed_at(due, "commit")  # the server had the word already
    assert written(due) == (1, 1, 1)
    done(due)
    assert written(due) == (1, 1, 1)


def test_the_control_in_single_statements_a_killed_reminder_is_sent_twice(due):
    killed_at(due, "note", without="apart")
    assert written(due)[:2] == (1, 0)
    done(due)
    assert written(due)[:2] == (2, 1)


def at_once(world: World, without: str = "") -> None:
    """Two processes, of which the second comes while the first is at work."""
    with closed_gate(world, "mail"):
        pair = [writes(world, without) for _ in range(2)]
        wait_until(lambda: all(is_waiting(world, one, 2) for one in pair), 60, "both processes")
    for process in pair:
        process.child.wait(60)


def test_two_processes_at_once_write_one_mail(due):
    at_once(due)
    assert written(due) == (1, 1, 1)


def test_the_control_without_turns_the_database_refuses_the_second_note_and_without_that_two_mails_go(due):
    at_once(due, without="unlocked")
    assert written(due) == (1, 1, 1)
    due.sql("DELETE FROM organisations_reminder; DELETE FROM organisations_mail; DELETE FROM organisations_editorlink")
    due.sql("ALTER TABLE organisations_reminder DROP CONSTRAINT reminder_once")
    at_once(due, without="unlocked")
    assert written(due) == (2, 2, 2)
