"""`kill -9` while two entries are merged: afterwards they are two entries as before, and merging them still works."""

from typing import Any

from tests.faults.conftest import World
from tests.faults.processes import wait_until
from tests.faults.test_killed_publication import SLEEPERS, assert_all_entries_agree, no_pause, pause

MERGED = """
    SELECT (SELECT count(*) FROM organisations_merge), (SELECT count(*) FROM organisations_slugredirect),
        (SELECT count(*) FROM organisations_decision),
        (SELECT array_agg(entry.state ORDER BY entry.id) FROM organisations_organisation entry WHERE name = 'Doppelt'),
        (SELECT organisation_id = pair.first_id FROM organisations_editor, organisations_duplicatepair pair),
        (SELECT parent_id = pair.first_id FROM organisations_organisation, organisations_duplicatepair pair
            WHERE name = 'Doppelt Jugend')
"""
BEFORE = (0, 0, 0, ["public", "public"], False, False)
AFTER = (1, 1, 2, ["public", "archived"], True, True)


def said(world: World, *command: str) -> Any:
    """What a command of tests.faults.merging prints."""
    process = world.run("-m", "tests.faults.merging", *command)
    assert process.child.wait(60) == 0, process.said()
    return process.said().split()


def test_a_killed_merge_leaves_two_entries_and_is_done_by_the_next_try(world):
    (pair,) = said(world, "pair")
    for table in ("organisations_editor", "organisations_merge"):
        pause(world, table)
        process = world.run("-m", "tests.faults.merging", "merge", pair)
        wait_until(lambda: world.sql(SLEEPERS), 30, f"the way to {table}")
        process.kill()
        no_pause(world)
        assert world.sql(MERGED)[0] == BEFORE, table
    said(world, "merge", pair)
    assert world.sql(MERGED)[0] == AFTER
    assert_all_entries_agree(world)
