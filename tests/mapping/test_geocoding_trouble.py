"""A geocoder that is slow, down, rude or mad: the address stays due and is tried again, others are not held up."""

import time
from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from mapping.geocoding.run import FAILED_AFTER, geocode, is_work_left
from mapping.geocoding.turn import BusyError, my_turn
from organisations.models import AddressDue, Attention, GeocoderAnswer, GeocoderTurn
from tests.mapping.addresses import HOUSE, MUNICH, address_of, entry, reasons
from tests.mapping.nominatim import Badly, house, nominatim

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_words", "impatient")]

GARBAGE = [
    b"",
    b"\xff\xfe\x00garbage",
    b"<html>Wartungsarbeiten</html>",
    b'{"error": "out of memory"}',
    b'{"lat": "48.6", "lon": "9.2"}',
    b"[[" * 60_000,
    b"[1, null, {}]",
    b'"48.6,9.2"',
    b'[{"lat": "north", "lon": "9.2"}]',
    b'[{"lat": "NaN", "lon": "Infinity"}]',
    b'[{"lat": "48.6"}]',
    b'[{"lat": "9.2", "lon": "480.6"}]',
    b'[{"lat": 0, "lon": 0}]',
    b" " * 600_000,
]


def due():
    return AddressDue.objects.get()


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_no_answer(geocoder, body):
    geocoder.answer = lambda query: Badly(body)
    made = entry()
    assert geocode().failed == 1
    assert (address_of(made).point, due().attempts, GeocoderAnswer.objects.count()) == (None, 1, 0)
    assert due().trouble


def test_what_is_no_place_among_places_is_passed_over(geocoder):
    geocoder.answer = lambda query: [{"lat": None}, 7, house(*HOUSE, display_name="\x00 Haus 4")]
    made = entry()
    assert geocode().found == 1
    assert address_of(made).point == HOUSE


@pytest.mark.parametrize("status", [301, 401, 403, 404, 500, 502, 503, 504])
def test_a_status_that_says_down_stops_the_run(geocoder, status):
    geocoder.answer = lambda query: Badly(b"[]", status, (("Location", "http://127.0.0.1:1/"),))
    entry("Eins")
    entry("Zwei", street="Neue Straße 9")
    tally = geocode()
    assert (tally.failed, len(geocoder.asked)) == (1, 1)
    assert str(status) in tally.stopped
    assert AddressDue.objects.count() == 2


def test_a_redirect_leads_nowhere(geocoder):
    with nominatim(lambda query: [house(*MUNICH)]) as elsewhere:
        geocoder.answer = lambda query: Badly(b"", 302, (("Location", f"{elsewhere.url}/search"),))
        entry()
        geocode()
        assert elsewhere.asked == []


def test_a_server_that_is_away_is_asked_again_later(geocoder, settings):
    made = entry()
    settings.GEOCODER_URL = "http://127.0.0.1:1/"
    assert geocode().failed == 1
    assert not is_work_left()  # not before a minute is over
    settings.GEOCODER_URL = geocoder.url
    assert geocode().done == 0
    AddressDue.objects.update(not_before=timezone.now())
    assert geocode().found == 1
    assert address_of(made).point == HOUSE


def test_a_slow_server_is_waited_for_and_a_hanging_one_is_not(geocoder, settings):
    settings.GEOCODER_SECONDS = 0.5
    geocoder.answer = lambda query: Badly(b"[]", after=5)
    entry()
    began = time.monotonic()
    assert geocode().failed == 1
    assert time.monotonic() - began < 2
    geocoder.answer = lambda query: Badly(b'[{"lat": "48.6795", "lon": "9.2201"}]', after=0.2)
    assert geocode(patient=True).found == 1


def test_waits_grow_with_the_attempts(geocoder):
    geocoder.answer = lambda query: Badly(b"", 500)
    entry()
    waits = []
    for _ in range(3):
        AddressDue.objects.update(not_before=timezone.now())
        geocode()
        waits.append((due().not_before - timezone.now()).total_seconds())
    assert waits == pytest.approx([60, 120, 240], abs=5)


def test_after_several_attempts_a_curator_is_told_and_the_queue_goes_on(geocoder):
    made = entry()
    AddressDue.objects.update(attempts=FAILED_AFTER - 1)
    geocoder.answer = lambda query: Badly(b"", 500)
    geocode()
    assert (reasons(), due().attempts) == (["failed"], FAILED_AFTER)
    assert "500" in Attention.objects.get().detail
    geocoder.answer = lambda query: [house(*HOUSE)]
    geocode(patient=True)
    assert (reasons(), address_of(made).point) == ([], HOUSE)


def test_a_question_the_server_does_not_take_holds_up_no_other(geocoder):
    geocoder.answer = lambda query: Badly(b"", 400) if "Neue" in query["street"] else [house(*HOUSE)]
    entry("Eins", street="Neue Straße 9")
    entry("Zwei")
    tally = geocode()
    assert (tally.failed, tally.found, tally.stopped) == (1, 1, "")


def test_an_address_too_long_for_a_question_holds_up_no_other(geocoder):
    entry("Eins", street="漢" * 150, town="漢" * 100)
    entry("Zwei")
    tally = geocode()
    assert (tally.failed, tally.found, len(geocoder.asked)) == (1, 1, 1)


# Pauses


def _rest():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM free_at - clock_timestamp()) FROM organisations_geocoderturn")
        return float(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("said", "pause"), [("7", 7), (None, 60), ("soon", 60), ("0", 60), ("999999999", 3600), ("9" * 5000, 60)]
)
def test_too_many_requests_pauses_all_processes(geocoder, said, pause):
    geocoder.answer = lambda query: Badly(b"", 429, (("Retry-After", said),) if said else ())
    entry()
    assert geocode().failed == 1
    assert _rest() == pytest.approx(pause, abs=3)
    AddressDue.objects.update(not_before=timezone.now())
    assert geocode().done == 0  # the queue comes again later
    assert len(geocoder.asked) == 1


def test_a_person_waits_for_a_short_pause(geocoder):
    answers = [Badly(b"", 429, (("Retry-After", "1"),)), [house(*HOUSE)]]
    geocoder.answer = lambda query: answers.pop(0)
    entry()
    geocode()
    assert geocode(patient=True).found == 1
    assert geocoder.asked[1].at - geocoder.asked[0].at >= 1


def test_the_next_question_waits_for_its_second(geocoder, settings):
    settings.GEOCODER_INTERVAL = 0.4
    for number in range(3):
        entry(f"Verein {number}", street=f"Musterweg {number}")
    assert geocode().found == 3
    moments = [asked.at for asked in geocoder.asked]
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.4


def test_a_kept_answer_waits_for_nobody(geocoder, settings):
    settings.GEOCODER_INTERVAL = 30
    entry("Eins")
    geocode()
    entry("Zwei")
    assert geocode().found == 1


def test_only_one_has_the_turn():
    with my_turn(0), pytest.raises(BusyError), my_turn(0.1):
        pass
    with my_turn(0):
        pass


def test_a_turn_of_a_wrong_clock_is_not_waited_for():
    GeocoderTurn.objects.create(free_at=timezone.now() + timedelta(days=1))
    with my_turn(0):
        pass


def test_a_turn_that_was_overrun_is_not_ended_for_the_one_who_has_it_now():
    with my_turn(0):
        GeocoderTurn.objects.update(free_at=timezone.now() + timedelta(seconds=90))
    assert _rest() == pytest.approx(90, abs=3)


# The command


def run(*arguments):
    out = StringIO()
    call_command("geocode_missing", *arguments, stdout=out)
    return " ".join(out.getvalue().split())


def test_the_command_finds_what_is_missing_and_says_so(geocoder):
    made = entry()
    AddressDue.objects.all().delete()  # as in a database from before there was a geocoder
    assert "1 addresses: 1 found, 0 need attention, 0 failed" in run()
    assert address_of(made).point == HOUSE
    assert "0 addresses" in run()


def test_the_command_keeps_to_its_limit(geocoder):
    for number in range(3):
        entry(f"Verein {number}", street=f"Musterweg {number}")
    run("--limit", "2")
    assert (len(geocoder.asked), AddressDue.objects.count()) == (2, 1)


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_the_command_takes_no_other_limit(limit):
    with pytest.raises(CommandError):
        run("--limit", limit)


def test_the_command_without_a_geocoder_asks_none():
    entry()
    assert "GEOCODER_URL" in run()
    assert AddressDue.objects.count() == 1


def test_the_command_ends_with_an_error_when_the_geocoder_is_down(geocoder):
    geocoder.answer = lambda query: Badly(b"", 503)
    entry()
    with pytest.raises(CommandError, match="stay due"):
        run()
    geocoder.answer = lambda query: [house(*HOUSE)]
    assert "1 found" in run()
