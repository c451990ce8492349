"""The queue's housekeeping."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from mapping import jobs
from organisations.limits import seconds_to_wait
from organisations.models import DataVersion, RateCounter
from organisations.services.words import words_are_outdated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue(transactional_db):
    _one("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def _queue(task: Any) -> None:
    """What the timetable does when the time has come."""
    task.defer(timestamp=0)


def _work():
    call_command("procrastinate", "worker", "--one-shot", "--no-listen-notify")


def _one(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _left_by_a_worker(heartbeat):
    """A job that a worker took, whose last sign of life was so long ago."""
    _queue(jobs.tidy_up)
    _one(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '{heartbeat}')")
    _one("UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)")


def _states(name):
    rows = ProcrastinateJob.objects.filter(task_name=f"mapping.jobs.{name}").order_by("id")
    return list(rows.values_list("status", flat=True))


def test_the_job_of_a_killed_worker_is_taken_up_again():
    _left_by_a_worker("5 minutes")
    _queue(jobs.take_up_stalled_jobs)
    _work()
    _work()
    assert _states("tidy_up")[0] == "succeeded"


def test_the_job_of_a_killed_worker_is_given_up_when_a_later_one_waits_already():
    _left_by_a_worker("5 minutes")
    _queue(jobs.tidy_up.configure(schedule_in={"hours": 1}))
    _queue(jobs.take_up_stalled_jobs)
    _work()
    assert _states("tidy_up") == ["aborted", "todo"]


def test_the_job_of_a_worker_that_is_alive_is_left_alone():
    _left_by_a_worker("1 second")
    _queue(jobs.take_up_stalled_jobs)
    _work()
    assert _states("tidy_up")[0] == "doing"


def test_counters_that_are_over_go_away_at_night():
    seconds_to_wait("message", "a", limit=1, seconds=1)
    _one("UPDATE organisations_ratecounter SET ends_at = now() - interval '1 hour'")
    _queue(jobs.tidy_up)
    _work()
    assert not RateCounter.objects.exists()


def test_the_housekeeping_stands_in_the_timetable():
    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {"mapping.jobs.take_up_stalled_jobs", "mapping.jobs.tidy_up"} <= names


def test_the_list_of_words_follows_what_is_public_and_is_left_alone_while_nothing_changes(monkeypatch):
    monkeypatch.setattr(jobs, "_words_due", 0.0)
    DataVersion.increase()
    _queue(jobs.refresh_words_soon)
    _work()
    assert not words_are_outdated()
    before = DataVersion.current()
    monkeypatch.setattr(jobs, "_words_due", 0.0)
    _queue(jobs.refresh_words_soon)
    _work()
    assert DataVersion.current() == before
    assert set(_states("refresh_words_soon")) == {"succeeded"}


def test_the_list_of_words_rests_longer_the_longer_it_took(monkeypatch):
    monkeypatch.setattr(jobs, "_words_due", float("inf"))
    DataVersion.increase()
    _queue(jobs.refresh_words_soon)
    _work()
    assert words_are_outdated()
