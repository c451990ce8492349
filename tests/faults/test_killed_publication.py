"""`kill -9` while entries are published, by programs and by the web server: nothing is half done.

Between any two steps of one publication: test_killed_act.py.
"""

import http.client
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.faults.conftest import World
from tests.faults.processes import Process, Site, wait_until
from tests.organisations.admin_forms import shown

PAUSE = "CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NULL; END'"
SLEEPERS = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep' AND pid <>"
    " pg_backend_pid()"
)


def pause(world: World, table: str = "organisations_dataversion") -> None:
    """Whatever writes to the table stops for a moment; publications raise the version of the data last."""
    world.sql("DROP FUNCTION IF EXISTS pause CASCADE")
    world.sql(PAUSE)
    world.sql(f"CREATE TRIGGER pause AFTER INSERT OR UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION pause()")


def no_pause(world: World) -> None:
    """The killed process's connection is gone, and publications run through again."""
    mine = "datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
    wait_until(lambda: not world.sql(f"SELECT 1 FROM pg_stat_activity WHERE {mine}"), 20, "the end of the transaction")
    world.sql("DROP FUNCTION pause CASCADE")


def entry_of(world: World) -> str:
    return str(world.sql("SELECT id FROM organisations_organisation WHERE state = 'public' ORDER BY id LIMIT 1")[0][0])


def state_of(world: World, id: str) -> dict[str, Any]:
    """Every place where a publication shows: name and number in the rows, last revision, names in listings, version."""
    row = world.sql(f"SELECT name, number FROM organisations_organisation WHERE id = '{id}'")[0]
    revision = world.sql(
        f"SELECT document->>'name', number FROM organisations_revision WHERE organisation_id = '{id}'"
        " ORDER BY number DESC LIMIT 1"
    )[0]
    listed = world.sql(f"SELECT DISTINCT name FROM organisations_listing WHERE organisation_id = '{id}'")
    version = world.sql("SELECT data FROM organisations_dataversion")[0][0]
    return {"row": row, "revision": revision, "listed": [name for (name,) in listed], "version": version}


def assert_old_or_new(world: World, id: str, before: dict[str, Any], name: str) -> bool:
    """Whether it is the new state; fails if it is neither."""
    after = state_of(world, id)
    number = before["row"][1] + 1
    new = {"row": (name, number), "revision": (name, number), "listed": [name], "version": before["version"] + 1}
    assert after in (before, new)
    return after == new


def assert_all_entries_agree(world: World) -> None:
    checking = world.run("-m", "tests.faults.entries", "check")
    checking.child.wait(120)
    assert checking.child.returncode == 0, checking.said()
    assert [line for line in checking.said().splitlines() if not line.startswith("checked")] == []
    assert "checked" in checking.said()


def is_ready(process: Process) -> bool:
    return "ready" in process.said()


@pytest.mark.deep
def test_processes_that_publish_without_end_may_be_killed_at_any_moment(world):
    chance = random.Random(3)
    rounds = 10
    for seed in range(rounds):
        pair = [world.run("-m", "tests.faults.entries", "busy", str(seed * 2 + number)) for number in (0, 1)]
        for process in pair:
            wait_until(partial(is_ready, process), 60, "the start")
        time.sleep(chance.uniform(0.05, 0.8))
        for process in pair:
            assert process.runs() or "StaleBase" in process.said(), process.said()
            process.kill()
    assert world.sql("SELECT count(*) FROM organisations_revision WHERE author = 'test'")[0][0] > rounds
    assert_all_entries_agree(world)


# The web server


def post(site: Site, path: str, cookies: str, form: dict[str, list[str]]) -> int:
    """Sends a form of the admin; the status, 0 if the connection broke off."""
    token = cookies.split("csrf=")[1].split(";")[0]
    headers = {
        "Host": "localhost",
        "Cookie": cookies,
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.request("POST", path, urlencode(form, doseq=True), headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def signed_in(world: World) -> str:
    """The cookies of a superuser."""
    process = world.run("-m", "tests.faults.entries", "sign-in")
    assert process.child.wait(60) == 0, process.said()
    return f"session={process.said().split()[-1]}; csrf={'a' * 32}"


def test_a_web_process_killed_while_an_entry_is_saved_is_replaced_and_nothing_is_half_done(world):
    cookies, id = signed_in(world), entry_of(world)
    site = world.site()
    path = f"/admin/organisations/organisation/{id}/change/"
    page = site.get(path, {"Cookie": cookies})
    assert page.status == 200
    form = shown(page.body.decode()) | {"name": ["Im Verwaltungsbereich"]}
    before, workers = state_of(world, id), site.workers()
    pause(world)
    with ThreadPoolExecutor() as visitor:
        saving = visitor.submit(post, site, path, cookies, form)
        wait_until(lambda: world.sql(SLEEPERS) or saving.done(), 30, "the saving")
        for number in workers:
            os.kill(number, signal.SIGKILL)
        assert saving.result() == 0
    no_pause(world)
    assert not assert_old_or_new(world, id, before, "Im Verwaltungsbereich")
    wait_until(lambda: site.get("/readyz").status == 200, 30, "new web processes")
    assert site.runs()
    assert not set(site.workers()) & set(workers)
    assert post(site, path, cookies, form) == 302
    assert assert_old_or_new(world, id, before, "Im Verwaltungsbereich")
