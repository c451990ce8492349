"""Loading the shipped vocabularies keeps what the operator changed."""

from pathlib import Path

import pytest
from django.conf import settings

from organisations.models import Listing, Topic
from organisations.services.vocabularies import load_vocabularies
from tests.factories import organisation

pytestmark = pytest.mark.usefixtures("vocabulary")
FILE = Path(settings.BASE_DIR) / "fixtures" / "vocabularies.json"


def test_a_second_load_changes_nothing_and_keeps_the_words_of_the_operator() -> None:
    Topic.objects.filter(slug="football").update(names={"de": "Kicken"})
    assert load_vocabularies(FILE) == 0
    assert Topic.objects.get(slug="football").names == {"de": "Kicken"}


def test_a_missing_word_comes_back() -> None:
    Topic.objects.filter(slug="football").delete()
    assert load_vocabularies(FILE) == 1


def test_overwriting_brings_the_shipped_words_back_and_into_the_listings() -> None:
    organisation()
    Topic.objects.filter(slug="football").update(names={"de": "Kicken"})
    assert load_vocabularies(FILE, overwrite=True) == 1
    assert "fussball" in Listing.objects.get().words
