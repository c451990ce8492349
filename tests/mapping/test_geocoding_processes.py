"""Geocoding with several real processes, with one that is killed, with people who edit meanwhile, and in the queue."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from mapping import jobs
from mapping.geocoding.run import geocode
from mapping.geocoding.turn import my_turn
from organisations.models import AddressDue, GeocoderAnswer, GeocoderTurn, Organisation, Revision
from organisations.services.rows import load_document
from tests.factories import BERNHAUSEN, change, document, organisation, organisations, place
from tests.mapping.addresses import HOUSE, address_of, entry
from tests.mapping.nominatim import Badly, house

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("few_words", "impatient")]


@contextmanager
def running(url, email=""):
    """`manage.py geocode_missing` as a process of its own."""
    database = connection.settings_dict
    place = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "geocode_missing"],
        cwd=django_settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.mapping.geocoder_settings",
            "DATABASE_URL": f"postgres://{place}/{database['NAME']}",
            "GEOCODER_URL": url,
            "GEOCODER_EMAIL": email,
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(condition, seconds=40):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def waiting_for_the_turn():
    """How many other processes look whether it is their turn."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND query LIKE '%organisations_geocoderturn%'"
        )
        return cursor.fetchone()[0]


def entries(count):
    organisations([document(f"Verein {n}", places=(place(None, street=f"Musterweg {n}"),)) for n in range(count)])


def shortest_pause_of_two_processes(geocoder, hold=True):
    """Seconds between the two questions that follow each other most closely; without `hold` nobody has the turn."""
    GeocoderTurn.objects.create(free_at=timezone.now() + timedelta(seconds=60))
    with running(geocoder.url, "eins@x.example") as one, running(geocoder.url, "zwei@x.example") as two:
        wait_until(lambda: waiting_for_the_turn() == 2)
        GeocoderTurn.objects.update(free_at=timezone.now())
        while not hold and None in (one.poll(), two.poll()):
            GeocoderTurn.objects.update(free_at=timezone.now())
            time.sleep(0.01)
        said = [process.communicate(timeout=40)[0] for process in (one, two)]
        assert (one.returncode, two.returncode) == (0, 0), said
    moments = [asked.at for asked in geocoder.asked]
    return min(later - earlier for earlier, later in pairwise(moments))


def test_two_processes_keep_to_one_question_at_a_time_and_ask_nothing_twice(geocoder):
    entries(6)
    assert shortest_pause_of_two_processes(geocoder) >= 0.3
    assert len({asked.query["street"] for asked in geocoder.asked}) == len(geocoder.asked) == 6
    assert Revision.objects.filter(author="geocoder").count() == 6


def test_the_pause_would_be_missed_if_nobody_had_the_turn(geocoder):
    entries(6)
    assert shortest_pause_of_two_processes(geocoder, hold=False) < 0.3


def test_a_process_killed_in_the_middle_of_a_question_loses_and_doubles_nothing(geocoder, settings):
    entries(3)
    geocoder.answer = lambda query: [house(*HOUSE)] if len(geocoder.asked) == 1 else Badly(b"[]", after=0.8)
    with running(geocoder.url) as process:
        wait_until(lambda: len(geocoder.asked) == 2)
        process.kill()
        process.wait()
    assert AddressDue.objects.count() == 2
    geocoder.answer = lambda query: [house(*HOUSE)]
    settings.GEOCODER_INTERVAL = 0.3
    assert geocode(patient=True).found == 2
    assert geocoder.asked[2].at - geocoder.asked[1].at >= 0.3
    assert not AddressDue.objects.exists()
    assert sorted(Organisation.objects.values_list("number", flat=True)) == [2, 2, 2]


def test_the_turn_of_a_killed_process_ends_by_itself(geocoder, settings):
    entry()
    settings.GEOCODER_SECONDS = 0.3
    turn = my_turn(0)
    turn.__enter__()  # and never left
    settings.GEOCODER_SECONDS = 1
    began = time.monotonic()
    assert geocode(patient=True).found == 1
    assert time.monotonic() - began > 0.3


# People who edit while the geocoder thinks


def test_an_address_that_becomes_private_meanwhile_is_neither_kept_nor_published(geocoder, settings):
    settings.GEOCODER_SECONDS = 20  # publishing inside the answer takes its time on a busy machine
    made = entry()

    def hide(query):
        change(made, places=(replace(load_document(made.pk).places[0], private=True),))
        connection.close()
        return [house(*HOUSE)]

    geocoder.answer = hide
    assert geocode().gone == 1
    assert not GeocoderAnswer.objects.exists()
    assert not AddressDue.objects.exists()
    assert address_of(made).point is None


def test_a_point_set_by_hand_meanwhile_stays(geocoder, settings):
    settings.GEOCODER_SECONDS = 20  # publishing inside the answer takes its time on a busy machine
    made = entry()

    def place_by_hand(query):
        spot = load_document(made.pk).places[0]
        change(made, places=(replace(spot, address=replace(spot.address, point=BERNHAUSEN, point_origin="hand")),))
        connection.close()
        return [house(*HOUSE)]

    geocoder.answer = place_by_hand
    assert geocode().gone == 1
    assert (address_of(made).point, address_of(made).point_origin) == (BERNHAUSEN, "hand")


def test_what_somebody_changes_elsewhere_in_the_entry_meanwhile_stays(geocoder, settings):
    settings.GEOCODER_SECONDS = 20  # publishing inside the answer takes its time on a busy machine
    made = entry()

    def rename(query):
        change(made, name="Neuer Name")
        connection.close()
        return [house(*HOUSE)]

    geocoder.answer = rename
    assert geocode().found == 1
    assert (load_document(made.pk).name, address_of(made).point) == ("Neuer Name", HOUSE)


# The queue


@pytest.fixture
def queue():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
    return ProcrastinateJob.objects.filter(task_name="mapping.jobs.geocode_due")


def work():
    call_command("procrastinate", "worker", "--one-shot", "--no-listen-notify")


def test_publishing_queues_a_job_that_finds_the_point(geocoder, queue):
    made = entry()
    assert queue.count() == 1
    work()
    assert address_of(made).point == HOUSE
    work()
    assert len(geocoder.asked) == 1


def test_many_publications_need_one_job(geocoder, queue):
    entry("Eins")
    entry("Zwei", street="Neue Straße 9")
    assert queue.count() == 1
    work()
    assert not AddressDue.objects.exists()


def test_nothing_is_queued_without_an_address_a_geocoder_or_a_commit(geocoder, settings, queue):
    organisation("Mit Punkt")
    with transaction.atomic():
        entry("Zurückgenommen")
        transaction.set_rollback(True)
    settings.GEOCODER_URL = ""
    entry("Ohne Geocoder")
    assert not queue.exists()


def test_a_job_that_is_lost_loses_nothing(geocoder, queue):
    made = entry()
    queue.all().delete()
    app.configure_task("mapping.jobs.geocode_due").defer(timestamp=0)  # the one of the next minute
    work()
    assert address_of(made).point == HOUSE


def test_a_job_lets_others_go_first_after_some_seconds(geocoder, queue, monkeypatch):
    monkeypatch.setattr(jobs, "GEOCODING_SECONDS", 0)
    entry("Eins")
    entry("Zwei", street="Neue Straße 9")
    work()
    assert not AddressDue.objects.exists()
    assert queue.count() >= 2


def test_the_job_stands_in_the_timetable():
    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert "mapping.jobs.geocode_due" in names
