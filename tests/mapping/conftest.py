"""Fixtures of the tests of geocoding."""

import pytest
from django.conf import settings as django_settings

from mapping.areas import load_areas
from organisations import outgoing
from organisations.models import OpennessFlag, Topic
from organisations.vocabulary import forget_vocabulary
from tests.mapping.addresses import HOUSE
from tests.mapping.nominatim import house, nominatim


@pytest.fixture
def few_words(db):
    """The shipped areas, and the one topic and flag that the factories use: quicker than the whole vocabulary."""
    forget_vocabulary()
    Topic.objects.create(slug="football", names={"de": "Fußball"}, hue="leaf", icon="ball-football", position=1)
    OpennessFlag.objects.create(slug="newcomers-welcome", names={"de": "Für Neue"}, icon="door-enter", position=1)
    load_areas(django_settings.BASE_DIR / "fixtures" / "areas.geojson")
    forget_vocabulary()
    yield
    forget_vocabulary()


@pytest.fixture
def impatient(settings):
    """No second between two questions, and not long until a question counts as failed."""
    settings.GEOCODER_INTERVAL = 0
    settings.GEOCODER_SECONDS = 1
    outgoing.breaker.reset()
    yield
    outgoing.breaker.reset()


@pytest.fixture
def geocoder(settings):
    """A geocoder that knows one house; tests change its `answer`."""
    with nominatim(lambda query: [house(*HOUSE)]) as running:
        settings.GEOCODER_URL = running.url
        yield running
