"""The clock jumps by a day: answers belong to the new day, and nothing is stuck until the old one comes again.

Python's clock is moved by itself. For the database's own, rows are written as the clock of the other day left them.
"""

import asyncio
import os
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from mapping import jobs, tiles, worker
from mapping.geocoding.run import LONGEST_WAIT, geocode, is_work_left
from organisations import outgoing
from organisations.cards import freshness_of
from organisations.limits import seconds_to_wait
from organisations.models import AddressDue, GeocoderAnswer, GeocoderTurn, RateCounter
from tests.factories import meeting, organisation
from tests.mapping.addresses import HOUSE, address_of, entry
from tests.mapping.nominatim import house, nominatim
from tests.organisations.loopback import reply, serving
from tests.signing_in import signed_in

DAY = timedelta(days=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 100


@pytest.fixture
def clock(monkeypatch):
    """Stops the clock of the pages and moves it: `clock(timedelta(days=1))` is a day after the true time."""
    began = timezone.now()

    def move(by):
        monkeypatch.setattr(timezone, "now", lambda: began + by)

    return move


def first_of(client, path="/api/v1/listings"):
    answer = client.get(path)
    assert answer.status_code == 200
    return {feature["properties"]["name"] for feature in answer.json()["features"]}


@pytest.mark.usefixtures("vocabulary")
def test_what_ends_today_is_gone_tomorrow_and_there_again_when_the_clock_goes_back(client, clock, today):
    organisation("Bleibt")
    organisation("Endet heute", ends_on=today)
    assert first_of(client) == {"Bleibt", "Endet heute"}
    clock(DAY)
    assert first_of(client) == {"Bleibt"}
    clock(-DAY)
    assert first_of(client) == {"Bleibt", "Endet heute"}


@pytest.mark.usefixtures("vocabulary")
def test_a_page_shows_the_day_it_is_and_nobody_keeps_the_other_days_page(client, clock, today):
    weekday = "MO TU WE TH FR SA SU".split()[today.weekday()]
    closed = {"closed_from": today, "closed_until": today}
    made = organisation("Wöchentlich", meetings=(meeting(f"FREQ=WEEKLY;BYDAY={weekday}"),), **closed)
    address = f"/de/o/{made.slug}/"
    tags: dict[int, str] = {}
    texts: dict[int, bool] = {}
    for days in (0, 1, -1, 0):
        clock(days * DAY)
        answer = client.get(address)
        text = answer.content.decode()
        assert tags.setdefault(days, answer["ETag"]) == answer["ETag"]
        assert texts.setdefault(days, "geschlossen" in text) == ("geschlossen" in text)
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert len(set(tags.values())) == 3
    assert texts == {0: True, 1: False, -1: False}
    clock(DAY)
    assert client.get(address, headers={"If-None-Match": tags[0]}).status_code == 200


@pytest.mark.usefixtures("vocabulary")
def test_answers_that_are_kept_belong_to_their_day(client, clock, today):
    organisation("Endet heute", ends_on=today)
    found: dict[int, list[dict]] = {}
    for days in (0, 1, -1, 0):
        clock(days * DAY)
        found.setdefault(days, []).append(client.get("/api/v1/compact").json())
    assert found[0][0] == found[0][1]
    assert [len(found[days][0]["facts"]["kind"]) for days in (0, 1, -1)] == [1, 0, 1]
    assert [found[days][0]["date"] for days in (0, 1, -1)] == [str(today + days * DAY) for days in (0, 1, -1)]


@pytest.mark.parametrize("days", [1, 2, 400])
def test_what_was_checked_on_a_day_to_come_was_checked_today(days):
    today = date(2026, 11, 23)
    assert freshness_of(today + days * DAY, today) | {"date": ""} == freshness_of(today, today) | {"date": ""}


# Rows from the other day


@pytest.mark.django_db
def test_nobody_waits_a_day_because_a_counter_ends_tomorrow():
    for _ in range(3):
        seconds_to_wait("api", "192.0.2.1", limit=1, seconds=60)
    RateCounter.objects.update(ends_at=timezone.now() + DAY)
    assert seconds_to_wait("api", "192.0.2.1", limit=1, seconds=60) == 0
    assert 50 < seconds_to_wait("api", "192.0.2.1", limit=1, seconds=60) <= 60


@pytest.mark.django_db
def test_a_counter_of_yesterday_counts_no_more():
    for _ in range(3):
        seconds_to_wait("api", "192.0.2.1", limit=1, seconds=60)
    RateCounter.objects.update(ends_at=timezone.now() - DAY)
    assert seconds_to_wait("api", "192.0.2.1", limit=1, seconds=60) == 0


@pytest.fixture
def geocoder(settings, db):
    """A geocoder that knows one house and needs no second between questions."""
    settings.GEOCODER_INTERVAL = 0
    settings.GEOCODER_SECONDS = 1
    outgoing.breaker.reset()
    with nominatim(lambda query: [house(*HOUSE)]) as running:
        settings.GEOCODER_URL = running.url
        yield running
    outgoing.breaker.reset()


@pytest.mark.usefixtures("vocabulary")
def test_an_address_put_off_until_tomorrow_by_a_wrong_clock_is_looked_up_now(geocoder):
    made = entry()
    AddressDue.objects.update(not_before=timezone.now() + DAY, attempts=1)
    GeocoderTurn.objects.create(free_at=timezone.now() + DAY)
    assert is_work_left()
    assert geocode().found == 1
    assert address_of(made).point == HOUSE


@pytest.mark.usefixtures("vocabulary")
def test_an_address_put_off_by_a_failure_waits(geocoder):
    entry()
    AddressDue.objects.update(not_before=timezone.now() + timedelta(seconds=LONGEST_WAIT - 10), attempts=9)
    assert not is_work_left()
    assert geocode().done == 0


@pytest.mark.usefixtures("vocabulary")
def test_what_the_geocoder_said_is_known_on_the_day_before_and_after(geocoder, clock):
    entry("Eins")
    geocode()
    for days in (1, -1):
        clock(days * DAY)
        entry(f"Tag {days}")
        AddressDue.objects.update(not_before=timezone.now())
        assert geocode().found == 1
    assert (len(geocoder.asked), GeocoderAnswer.objects.count()) == (1, 1)


def queue(task: Any) -> None:
    """What the timetable does when the time has come."""
    task.defer(timestamp=0)


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_worker_killed_under_tomorrows_clock_is_taken_up_today(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
        queue(jobs.tidy_up)
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 day')")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )
        monkeypatch.setattr(jobs, "SILENT_SECONDS", 1)
        for _ in range(2):
            queue(jobs.take_up_stalled_jobs)
            call_command("procrastinate", "worker", "--one-shot", "--no-listen-notify")
            time.sleep(1.2)
    rows = ProcrastinateJob.objects.filter(task_name="mapping.jobs.tidy_up")
    assert list(rows.values_list("status", flat=True)) == ["succeeded"]


@pytest.mark.parametrize("seconds", [-86_400, 86_400])
def test_the_worker_of_the_queue_begins_anew_when_the_clock_was_set(monkeypatch, seconds):
    true = time.time
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.02)

    async def jump():
        watching = asyncio.create_task(worker._jump_of_the_clock())
        await asyncio.sleep(0.1)
        assert not watching.done()
        monkeypatch.setattr(time, "time", lambda: true() + seconds)
        await asyncio.wait_for(watching, 5)

    asyncio.run(jump())


def test_a_tile_from_tomorrow_is_served_and_one_from_next_month_is_fetched_again(client, settings, tmp_path):
    settings.TILE_CACHE_DIR = tmp_path
    outgoing.breaker.reset()
    with serving(reply(PNG)) as server:
        settings.TILE_URL = server.url + "{z}/{x}/{y}.png"
        for ahead, requests in ((86_400, 1), (tiles.FRESH_SECONDS + 86_400, 2)):
            assert client.get("/tiles/1/0/0.png").content == PNG
            os.utime(tmp_path / "1/0/0", times=(time.time() + ahead,) * 2)
            assert client.get("/tiles/1/0/0.png").content == PNG
            assert len(server.requests) == requests


@pytest.mark.django_db
def test_who_is_signed_in_stays_so_when_the_clock_goes_back_and_signs_in_again_a_day_later(clock):
    visitor = signed_in(User.objects.create_superuser("operator", password="a long password"))
    for days, status in ((0, 200), (-1, 200), (1, 302)):
        clock(days * DAY)
        assert visitor.get("/admin/").status_code == status
