"""Listings are what a rebuild would make of the documents, after every kind of change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.document import Contact, Language, Opening, Text
from organisations.models import DataVersion, Listing, OpennessFlag, Organisation, Topic
from organisations.services.consent import record_consent
from organisations.services.listing import refresh_listings, refresh_where
from organisations.services.rows import load_document
from organisations.services.sample import clear_samples, load_samples
from tests.factories import HARTHAUSEN, change, document, meeting, organisation, organisations, place

pytestmark = pytest.mark.usefixtures("vocabulary")


def listings() -> list[dict[str, Any]]:
    """All listings with every column."""
    return [dict(row) for row in Listing.objects.order_by("id").values()]


def assert_equal_to_a_rebuild() -> None:
    stored = listings()
    refresh_listings(list(Organisation.objects.values_list("pk", flat=True)))
    assert listings() == stored


CHANGES: dict[str, Callable[[Organisation], Any]] = {
    "name": lambda entry: change(entry, name="Ganz anderer Name"),
    "texts": lambda entry: change(entry, texts={"en": Text(summary="Short")}),
    "topics": lambda entry: change(entry, topics=("choir", "football")),
    "flags": lambda entry: change(entry, flags=("childcare",)),
    "german": lambda entry: change(entry, german="fluent"),
    "languages": lambda entry: change(entry, languages=(Language("tr", "on_request"),)),
    "no place": lambda entry: change(entry, places=(), meetings=()),
    "second place": lambda entry: change(entry, places=(*load_document(entry.pk).places, place(HARTHAUSEN))),
    "private": lambda entry: change(entry, places=(replace(load_document(entry.pk).places[0], private=True),)),
    "openings": lambda entry: change(
        entry, openings=(Opening("seat", date(2030, 1, 1)), Opening("trial", date(2020, 1, 1)))
    ),
    "meetings": lambda entry: change(entry, meetings=(meeting("FREQ=MONTHLY;BYDAY=2SA"),)),
    "archived": lambda entry: change(entry, state="archived"),
    "closure": lambda entry: change(entry, closed_from=date(2026, 1, 1)),
    "end": lambda entry: change(entry, ends_on=date(2027, 1, 1)),
    "checked": lambda entry: change(entry, checked_on=date(2026, 11, 1)),
    "contact": lambda entry: change(entry, contacts=(Contact(name="Petra Beispiel"),)),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_listings_equal_a_rebuild_after_a_change(kind: str) -> None:
    parent = organisation("Hauptverein")
    organisation("Abteilung", parent=parent.pk)
    before = DataVersion.current()
    CHANGES[kind](parent)
    assert_equal_to_a_rebuild()
    assert DataVersion.current() > before


def test_listings_equal_a_rebuild_after_loading_and_clearing_sample_data(today: date) -> None:
    organisation("Echter Verein")
    load_samples(settings.BASE_DIR / "fixtures" / "entries", today)
    assert_equal_to_a_rebuild()
    clear_samples()
    assert_equal_to_a_rebuild()
    assert set(Listing.objects.values_list("name", flat=True)) == {"Echter Verein", "INTEGRA Filder e.V."}


def test_changed_topic_refreshes_the_listings_that_show_it() -> None:
    organisation()
    Topic.objects.filter(slug="football").update(names={"de": "Kicken"})
    DataVersion.increase(vocabulary=True)
    refresh_where(topics__slug="football")
    assert "kicken" in Listing.objects.get().words
    assert_equal_to_a_rebuild()


def test_changed_flag_and_area_refresh_the_listings_that_show_them() -> None:
    organisation()
    OpennessFlag.objects.filter(slug="newcomers-welcome").update(position=99)
    assert refresh_where(flags__slug="newcomers-welcome") == 1
    assert_equal_to_a_rebuild()


def test_consent_changes_no_listing_but_the_version() -> None:
    person = Contact(name="Petra Beispiel")
    organisation(contacts=(person,))
    stored, version = listings(), DataVersion.current()
    record_consent([person.id], text="Ja", way="mail")
    assert listings() == stored
    assert DataVersion.current() > version


def test_section_names_its_public_parent_only() -> None:
    parent = organisation("Hauptverein")
    section = organisation("Abteilung", parent=parent.pk)
    assert Listing.objects.get(organisation=section).card["parent"]["name"] == "Hauptverein"
    change(parent, state="archived")
    assert Listing.objects.get(organisation=section).card["parent"] is None


def test_organisation_without_places_stands_at_its_area() -> None:
    entry = organisation(places=(), kind="initiative")
    listing = Listing.objects.get()
    assert (listing.id, listing.fixed, listing.approximate) == (entry.pk, False, True)
    assert listing.point is not None


def test_private_place_shows_its_town_and_not_its_district() -> None:
    organisation(places=(place((9.2233, 48.6744), private=True),))
    listing = Listing.objects.get()
    assert listing.card["place"] == "Filderstadt"
    assert listing.card["area"] == "filderstadt"
    assert "bernhausen" not in listing.words
    assert listing.point and listing.point.coords != (9.2233, 48.6744)


def test_private_place_can_have_a_chosen_public_point() -> None:
    organisation(places=(place((9.2233, 48.6744), private=True, public_point=(9.21, 48.66)),))
    point = Listing.objects.get().point
    assert point and point.coords == (9.21, 48.66)


def test_two_hundred_topics_and_a_hundred_languages_fit_a_listing() -> None:
    for number in range(200):
        Topic.objects.create(slug=f"topic-{number}", icon="ball-football", names={"de": f"Thema {number}"})
    DataVersion.increase(vocabulary=True)
    codes = [f"{a}{b}" for a in "abcdefghij" for b in "klmnopqrst"]
    topics = tuple(f"topic-{number}" for number in range(200))
    organisation(topics=topics, languages=tuple(Language(code, "always") for code in codes))
    listing = Listing.objects.get()
    assert (len(listing.topics), len(listing.languages)) == (200, 100)


def test_ended_organisation_is_not_public_from_the_day_after(today: date) -> None:
    organisation(ends_on=today)
    assert Listing.objects.public(today).count() == 1
    assert Listing.objects.public(today + timedelta(days=1)).count() == 0


@pytest.mark.parametrize("state", ["draft", "rejected", "archived"])
def test_only_the_public_state_is_public(state: str) -> None:
    organisation(state=state)
    assert Listing.objects.count() == 1
    assert Listing.objects.public().count() == 0


def test_number_of_statements_to_publish_does_not_grow_with_the_entries() -> None:
    with CaptureQueriesContext(connection) as one:
        organisations([document("Ein Verein")])
    with CaptureQueriesContext(connection) as fifty:
        organisations([document(f"Verein {number}") for number in range(50)])
    assert len(fifty) <= len(one) < 45
