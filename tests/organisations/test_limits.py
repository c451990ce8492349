"""The rate limiter and whom it counts."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from organisations.limits import client_address, forget_old_counters, is_direct_from_here, network_of, seconds_to_wait
from organisations.models import RateCounter


@pytest.mark.django_db
def test_the_third_act_of_two_has_to_wait():
    waits = [seconds_to_wait("message", "a@b.example", limit=2, seconds=60) for _ in range(3)]
    assert waits[:2] == [0, 0]
    assert 55 <= waits[2] <= 60


@pytest.mark.django_db
def test_subjects_and_purposes_are_counted_apart():
    assert seconds_to_wait("message", "a", limit=1, seconds=60) == 0
    assert seconds_to_wait("message", "b", limit=1, seconds=60) == 0
    assert seconds_to_wait("link", "a", limit=1, seconds=60) == 0
    assert seconds_to_wait("message", "a", limit=1, seconds=60) > 0


@pytest.mark.django_db
def test_a_new_span_begins_when_the_former_is_over():
    seconds_to_wait("message", "a", limit=1, seconds=60)
    RateCounter.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert seconds_to_wait("message", "a", limit=1, seconds=60) == 0
    assert seconds_to_wait("message", "a", limit=1, seconds=60) > 50


@pytest.mark.django_db
def test_a_counter_does_not_tell_whom_it_counts():
    seconds_to_wait("message", "192.0.2.77", limit=1, seconds=60)
    row = RateCounter.objects.get()
    assert b"192.0.2.77" not in bytes(row.key)
    assert len(row.key) == 32


@pytest.mark.django_db
def test_the_same_address_has_another_key_on_another_day(monkeypatch):
    seconds_to_wait("message", "a", limit=1, seconds=60)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    seconds_to_wait("message", "a", limit=1, seconds=60)
    assert RateCounter.objects.count() == 2


@pytest.mark.django_db
def test_counters_that_are_over_are_removed():
    seconds_to_wait("message", "a", limit=1, seconds=60)
    seconds_to_wait("message", "b", limit=1, seconds=1)
    soon, past = timezone.now() + timedelta(seconds=30), timezone.now() - timedelta(hours=1)
    RateCounter.objects.filter(ends_at__lt=soon).update(ends_at=past)
    assert forget_old_counters() == 1
    assert RateCounter.objects.count() == 1


@pytest.mark.django_db
def test_counting_is_one_statement_and_cheap(django_assert_num_queries):
    with django_assert_num_queries(1):
        seconds_to_wait("api", "192.0.2.1", limit=1200, seconds=60)
    began = time.perf_counter()
    for _ in range(100):
        seconds_to_wait("api", "192.0.2.1", limit=1200, seconds=60)
    assert time.perf_counter() - began < 1


@pytest.mark.django_db
def test_counters_are_written_without_the_log_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'organisations_ratecounter'")
        assert cursor.fetchone() == ("u",)


def _request(**meta):
    return RequestFactory().get("/", **meta)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "10.0.0.9"),
        (0, "1.1.1.1", "10.0.0.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.8", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "nonsense", "10.0.0.9"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(_request(REMOTE_ADDR="10.0.0.9", **headers)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("2a01:4f8:1:2:3:4:5:6", "2a01:4f8:1:2::/64"),
        ("", "unknown"),
        ("x", "unknown"),
    ],
)
def test_a_household_is_counted_as_one(address, expected):
    assert network_of(address) == expected


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "10.0.0.1"}, False),
        ({"REMOTE_ADDR": ""}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=1.1.1.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "1.1.1.1"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_VIA": "1.1 proxy"}, False),
    ],
)
def test_a_request_of_this_machine_itself_is_told_from_one_through_a_proxy(meta, expected):
    assert is_direct_from_here(_request(**meta)) is expected
