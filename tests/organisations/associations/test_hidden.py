"""What nobody vouched for since two years stands on no list and no map, and is still reached by its own address."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from organisations.models import Listing, Organisation
from organisations.services.editing import confirm
from organisations.services.listing import refresh_listings
from tests.factories import organisation

pytestmark = pytest.mark.django_db


def listed() -> list[str]:
    return list(Listing.objects.listed().values_list("name", flat=True))


@pytest.mark.parametrize(("days", "names"), [(0, ["Alt"]), (1, [])])
def test_an_entry_is_hidden_two_years_after_its_last_check(vocabulary, days, names):
    organisation("Alt", checked_on=timezone.localdate() - relativedelta(months=24) - timedelta(days=days))
    assert listed() == names
    assert Listing.objects.public().count() == 1


def test_one_that_was_never_checked_two_years_after_it_became_public(vocabulary):
    entry = organisation("Importiert", checked_on=None)
    assert listed() == ["Importiert"]
    Organisation.objects.update(published_on=timezone.localdate() - relativedelta(months=24, days=1))
    refresh_listings([entry.pk])
    assert listed() == []


def test_confirming_brings_it_back(vocabulary):
    entry = organisation("Alt", checked_on=timezone.localdate() - relativedelta(months=30))
    confirm(entry.pk, author="test")
    assert listed() == ["Alt"]


def test_the_months_are_a_setting(vocabulary, settings):
    settings.HIDDEN_MONTHS = 60
    organisation("Alt", checked_on=timezone.localdate() - relativedelta(months=30))
    assert listed() == ["Alt"]


def test_a_hidden_entry_has_a_page_and_stands_neither_in_the_list_nor_in_the_files(vocabulary, client):
    organisation("Neuverein")
    entry = organisation("Altverein", checked_on=timezone.localdate() - relativedelta(months=30))
    assert client.get(f"/de/o/{entry.slug}/").status_code == 200
    for path in (
        "/de/",
        "/de/?q=Altverein",
        "/api/v1/listings",
        "/api/v1/map",
        "/api/v1/compact/cards",
        "/sitemap-1.xml",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert f"/o/{entry.slug}/" not in answer.content.decode(), path
