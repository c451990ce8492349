"""What is offered, for other programs: the feed, the calendar and the API hold what the list holds."""

from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from organisations.models import Opening as Row
from organisations.models import Revision
from organisations.services.listing import refresh_listings
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.factories import organisation
from tests.organisations.offering import opening

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_atom_and_calendar_hold_the_same_with_the_same_filter(client: Client) -> None:
    organisation("Verein <b>", openings=(opening("trial", 4, text={"de": "Mit <b>"}), opening("seat", -2)))
    organisation("Rat", openings=(opening("guest", 1),))
    feed = ElementTree.fromstring(client.get("/en/openings.atom?opening=trial").content)  # noqa: S314 - our own
    (entry,) = feed.findall("{*}entry")
    assert entry.findtext("{*}title") == "Trial training: Ein Platz · Verein <b>"
    assert "Mit &lt;b&gt;" in (entry.findtext("{*}summary") or "")
    calendar = Calendar.from_ical(client.get("/en/openings.ics").content)
    days = [event.decoded("dtstart") for event in calendar.walk("VEVENT")]
    assert days == [timezone.localdate() + timedelta(days=ahead) for ahead in (1, 4)]


def feed_entry(client: Client) -> ElementTree.Element:
    found = ElementTree.fromstring(client.get("/en/openings.atom").content).find("{*}entry")  # noqa: S314 - our own
    assert found is not None
    return found


def test_the_feed_does_not_make_an_offer_new_when_something_else_of_its_entry_changes(client: Client) -> None:
    entry = organisation("Verein", openings=(opening("trial", 4),))
    Revision.objects.update(created_at=timezone.now() - timedelta(days=9))
    before = [feed_entry(client).findtext(f"{{*}}{name}") for name in ("published", "updated")]
    changed = publish(replace(load_document(entry.pk), website="https://v.example/"), base=1, author="test")
    assert changed and [feed_entry(client).findtext(f"{{*}}{name}") for name in ("published", "updated")] == before
    document = load_document(entry.pk)
    longer = replace(document, openings=(replace(document.openings[0], german="none"),))
    assert publish(longer, base=2, author="test")
    after = [feed_entry(client).findtext(f"{{*}}{name}") or "" for name in ("published", "updated")]
    assert after[0] == before[0] and after[1] > (before[1] or "")


def test_an_event_of_the_calendar_says_that_it_is_a_last_day(client: Client) -> None:
    one = opening("trial", 4)
    organisation("Verein", openings=(one,))
    (event,) = Calendar.from_ical(client.get("/en/openings.ics").content).walk("VEVENT")
    assert str(event["summary"]).startswith(f"Until {one.until.day}\u00a0")


def test_the_api_gives_them_and_refuses_what_is_no_parameter(client: Client) -> None:
    entry = organisation("Verein", openings=(opening("trial", 4), opening("seat", -2)))
    answer = client.get("/api/v1/openings?lang=en").json()
    assert answer["total"] == 1
    assert answer["openings"][0]["organisation"]["slug"] == entry.slug
    assert answer["openings"][0]["opening"]["kind"] == "trial"
    assert client.get("/api/v1/openings?opening=throne").status_code == 400
    one = client.get(f"/api/v1/organisations/{entry.pk}").json()
    assert [item["kind"] for item in one["openings"]] == ["trial"]


def test_a_last_day_at_the_end_of_time_that_stands_there_breaks_no_page_and_no_feed(client: Client) -> None:
    """From before such days were refused."""
    entry = organisation("Verein", openings=(opening(),))
    Row.objects.update(until=date.max)
    refresh_listings([entry.pk])
    for address in ("openings/", "openings.atom", "?opening=seat", f"o/{entry.slug}/"):
        answer = client.get(f"/ar/{address}")
        assert (answer.status_code, "Verein" in answer.content.decode()) == (200, True), address
    calendar = Calendar.from_ical(client.get("/en/openings.ics").content)
    assert [event.decoded("dtstart") for event in calendar.walk("VEVENT")] == [date.max]
    assert client.get("/api/v1/openings").json()["openings"][0]["opening"]["until"] == "9999-12-31"


def test_the_feed_names_an_author_and_a_filtered_one_is_another_feed(client: Client) -> None:
    organisation("Verein", openings=(opening("trial", 4),))
    ids = []
    for path in ("/en/openings.atom", "/en/openings.atom?opening=trial"):
        feed = ElementTree.fromstring(client.get(path).content)  # noqa: S314 - our own
        assert feed.findtext("{*}author/{*}name") == "Join in Filderstadt"
        assert feed.findtext("{*}entry/{*}author/{*}name") == "Verein"
        ids.append(feed.findtext("{*}id") or "")
    assert ids[0].endswith("/en/openings/") and ids[1].endswith("/en/openings/?opening=trial")


def test_a_calendar_without_events_is_a_valid_one(client: Client) -> None:
    calendar = Calendar.from_ical(client.get("/en/openings.ics").content)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]


def test_a_feed_holds_what_was_offered_last_in_the_language_it_is_written_in(client: Client) -> None:
    organisation("Früher", openings=(opening("trial", 2),))
    organisation("Später", openings=(opening("seat", 40),))
    feed = ElementTree.fromstring(client.get("/fa/openings.atom").content)  # noqa: S314 - our own
    entries = feed.findall("{*}entry")
    assert [entry.findtext("{*}author/{*}name") for entry in entries] == ["Später", "Früher"]
    assert entries[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
