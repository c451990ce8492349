"""The database goes away under load and comes back: errors only while it is down, and nobody restarts anything."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.faults.conftest import World
from tests.faults.processes import wait_until
from tests.faults.visitors import Crowd, crowd

PAGES = {"/de/": "de", "/ar/about/": "ar", "/en/results/": "en"}
BACK_WITHIN = 5.0  # seconds from the first connection the database takes to the last error
AT_MOST = 40  # connections: two workers, two names of the database, pools of six, and the queue's worker
TIDY_UP = """
    INSERT INTO procrastinate_jobs (task_name, queue_name, args)
    VALUES ('mapping.jobs.tidy_up', 'default', '{"timestamp": 0}')
"""
MOST_PATIENCE = 10.0  # seconds a visitor waits for an answer while the database is away; measured: 3


def paths(world: World) -> list[str]:
    slug = world.sql("SELECT slug FROM organisations_listing WHERE state = 'public' ORDER BY slug LIMIT 1")[0][0]
    return [
        "/de/?q=verein{n}",
        "/en/results/?q=club{n}",
        f"/ar/o/{slug}/",
        "/api/v1/listings?limit=7&q=a{n}",
        "/api/v1/map?bbox=9,48,10,49&zoom=12&q=b{n}",
        "/healthz",
        "/readyz",
        "/ar/about/",
    ]


def assert_every_answer_was_whole(seen: Crowd) -> None:
    for visit in seen.visits:
        answer = visit.answer
        assert answer.status in (200, 503), (visit.path, answer)
        assert b"Traceback" not in answer.body and b"psycopg" not in answer.body
        if answer.kind == "text/html":
            is_part = "/results/" in visit.path and answer.status == 200  # the page's list alone
            assert answer.body.rstrip().endswith((b"</ol>", b"</nav>") if is_part else b"</html>"), visit.path
        elif answer.kind.endswith("json"):
            json.loads(answer.body)


def assert_errors_are_calm(seen: Crowd) -> None:
    errors = [visit for visit in seen.visits if visit.answer.status == 503]
    for visit in errors:
        answer = visit.answer
        if visit.path == "/readyz":
            assert json.loads(answer.body)["database"] in (False, True)
            continue
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["cache-control"] == "no-store"
        if visit.path.startswith("/api/"):
            assert (answer.kind, json.loads(answer.body)["status"]) == ("application/problem+json", 503)
        else:
            language = visit.path.split("/")[1]
            assert f'<html lang="{language}"'.encode() in answer.body
    assert {visit.path for visit in errors}.isdisjoint({"/healthz"})


def assert_service(world: World, seen: Crowd, back_at: float) -> None:
    assert_every_answer_was_whole(seen)
    assert_errors_are_calm(seen)
    assert seen.last_trouble() - back_at < BACK_WITHIN
    assert seen.slowest() < MOST_PATIENCE
    assert world.connections() <= AT_MOST


def until_served(seen: Crowd, since: float) -> None:
    """Waits until everybody is served again."""
    wait_until(lambda: seen.is_served(since), BACK_WITHIN + 10, "the service")


def test_a_crash_of_the_database_under_load_is_over_with_the_crash(world):
    site = world.site()
    before = site.workers()
    with crowd(site, paths(world)) as seen:
        time.sleep(0.7)
        world.cluster.restart("immediate")
        back_at = time.monotonic()
        until_served(seen, back_at)
    assert_service(world, seen, back_at)
    assert site.workers() == before


@pytest.mark.deep
@pytest.mark.parametrize("seconds", [3, 20])
def test_while_the_database_is_down_there_are_calm_answers_and_afterwards_service(world, seconds):
    site, worker = world.site(), world.worker()
    before = site.workers()
    with crowd(site, paths(world)) as seen:
        time.sleep(2)
        down_at = time.monotonic()
        world.cluster.stop("fast")
        time.sleep(seconds)
        world.cluster.start()
        back_at = time.monotonic()
        until_served(seen, back_at)
        time.sleep(2)
    assert seen.statuses()[503] >= 8
    assert min(visit.ended for visit in seen.visits if visit.answer.status == 503) >= down_at
    assert_service(world, seen, back_at)
    assert site.workers() == before
    assert worker.runs()


@pytest.mark.deep
def test_ten_crashes_in_a_row_leave_no_connection_behind(world):
    site = world.site()
    with crowd(site, paths(world)) as seen:
        for _ in range(10):
            time.sleep(1)
            world.cluster.restart("immediate")
        back_at = time.monotonic()
        until_served(seen, back_at)
    assert_service(world, seen, back_at)


@pytest.mark.deep
def test_a_site_started_without_its_database_says_so_and_serves_when_it_is_there(world):
    world.cluster.stop("fast")
    site = world.site()
    assert site.get("/healthz").status == 200
    with ThreadPoolExecutor() as visitors:
        ready, *answers = visitors.map(site.get, ["/readyz", *PAGES])
    assert ready.status == 503
    assert json.loads(ready.body) == {"database": False, "postgis": False, "migrations": False}
    for answer, language in zip(answers, PAGES.values(), strict=True):
        assert answer.status == 503
        assert f'<html lang="{language}"'.encode() in answer.body
    world.cluster.start()
    wait_until(lambda: site.get("/readyz").status == 200, 10, "readiness")
    for path in PAGES:
        assert site.get(path).status == 200


@pytest.mark.deep
def test_the_worker_of_the_queue_lives_through_a_restart_and_does_what_waited(world):
    worker = world.worker()
    wait_until(lambda: world.sql("SELECT 1 FROM procrastinate_workers"), 30, "the start of the worker")
    world.cluster.stop("fast")
    time.sleep(1)
    world.cluster.start()
    world.sql("DELETE FROM procrastinate_jobs")
    world.sql(TIDY_UP)
    done = "SELECT 1 FROM procrastinate_jobs WHERE task_name = 'mapping.jobs.tidy_up' AND status = 'succeeded'"
    # A job that a worker had when it ended is given back after a minute of silence, by the job of the next minute.
    wait_until(lambda: world.sql(done), 180, "the job")
    assert worker.runs()


@pytest.mark.deep
def test_the_job_of_a_killed_worker_is_done_by_the_next_one(world):
    with psycopg.connect(world.cluster.url(world.database)) as other:
        other.execute("LOCK TABLE organisations_ratecounter")
        killed = world.worker()
        wait_until(lambda: world.sql("SELECT 1 FROM procrastinate_workers"), 30, "the start of the worker")
        wait_until(lambda: not world.sql("SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"), 30)
        world.sql(TIDY_UP)
        doing = "SELECT id FROM procrastinate_jobs WHERE task_name = 'mapping.jobs.tidy_up' AND status = 'doing'"
        wait_until(lambda: world.sql(doing), 30, "the beginning of the job")
        [(job,)] = world.sql(doing)
        killed.kill()
    world.worker()
    wait_until(lambda: world.sql(f"SELECT 1 FROM procrastinate_jobs WHERE id = {job} AND status = 'succeeded'"), 180)
