"""Fixtures for all tests: the vocabulary, a fixed day, and clean counters."""

import gc
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from organisations import vocabulary as terms
from organisations.services.sample import load_samples
from organisations.services.vocabularies import load_vocabularies
from organisations.services.words import refresh_words
from organisations.suggesting import forget_phrases
from organisations.vocabulary import Vocabulary, forget_vocabulary
from tests.kept import empty_database, load_once

DEEP = os.environ.get("DEEP") == "1"
_SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
# Without shrinking: with a database behind every example it takes minutes.
_QUICK: dict[str, Any] = {"max_examples": 40, "derandomize": True, "phases": [Phase.explicit, Phase.generate]}
hypothesis_settings.register_profile("quick", deadline=None, suppress_health_check=_SLOW, **_QUICK)
hypothesis_settings.register_profile("deep", max_examples=1000, deadline=None, suppress_health_check=_SLOW)
hypothesis_settings.load_profile("deep" if DEEP else "quick")
_as_shipped: list[Vocabulary] = []
TransactionTestCase._fixture_teardown = lambda _case: empty_database()  # type: ignore[attr-defined]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `deep` run with script/test --deep only."""
    for item in items:
        if not DEEP and item.get_closest_marker("deep"):
            item.add_marker(pytest.mark.skip(reason="runs with --deep"))


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not go through it ever again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Answers are kept by data version, and a test that is rolled back leaves the version for the next one."""
    cache.clear()
    forget_vocabulary()
    forget_phrases()


@pytest.fixture(autouse=True)
def data_version(request: pytest.FixtureRequest) -> None:
    """The one row of the data version, which tests with committed transactions flush away.

    Tests roll their changes back, so versions come again with other data: nothing kept by version may stay.
    """
    cache.clear()
    marked = request.node.get_closest_marker("django_db")
    if marked or {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
        from organisations.models import DataVersion

        DataVersion.objects.get_or_create(pk=1)


@pytest.fixture
def vocabulary(db: Any) -> Iterator[None]:
    """The shipped topics, flags, German levels and areas; what was put back as it was need not be read again."""
    forget_vocabulary()
    if load_once("vocabulary", _load_vocabulary):
        if not _as_shipped:
            _as_shipped.append(terms.vocabulary())
        terms._kept[_as_shipped[0].version] = _as_shipped[0]
    else:
        forget_vocabulary()
    yield
    forget_vocabulary()


def _load_vocabulary() -> None:
    from mapping.areas import load_areas

    load_vocabularies(Path(settings.BASE_DIR) / "fixtures" / "vocabularies.json")
    load_areas(Path(settings.BASE_DIR) / "fixtures" / "areas.geojson")


@pytest.fixture
def samples(vocabulary: None, today: date) -> None:
    """All sample entries, with the words that occur in them."""
    load_once(("samples", today), lambda: _load_samples(today))


def _load_samples(today: date) -> None:
    load_samples(Path(settings.BASE_DIR) / "fixtures" / "entries", today)
    refresh_words()


@pytest.fixture
def curator_client(vocabulary: None) -> Any:
    """An English browser in which a curator of Filderstadt is signed in, with a second factor."""
    from django.contrib.auth.models import User
    from django.test import Client

    from organisations.models import Area, CuratorRole
    from tests.signing_in import signed_in

    user = User.objects.create_user("clara@stadt.example", "clara@stadt.example", is_staff=True)
    CuratorRole.objects.create(user=user).areas.set(Area.objects.filter(slug="filderstadt"))
    return signed_in(user, Client(HTTP_ACCEPT_LANGUAGE="en"))


@pytest.fixture
def today() -> date:
    """The day on this machine, as the site sees it."""
    from django.utils import timezone

    return timezone.localdate()
