"""The contact card and the calendar of an entry: read by the library, as a telephone would."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from django.test import Client
from icalendar import Calendar

from organisations.document import Contact, Text
from organisations.services.consent import record_consent
from organisations.times import Gap, next_days, schedule_of
from tests.factories import meeting, organisation, place
from tests.html import parse

pytestmark = pytest.mark.usefixtures("vocabulary")
TODAY = date.today()


def events(client: Client, slug: str = "beispielverein") -> list[Any]:
    answer = client.get(f"/de/o/{slug}/times.ics")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def days(event: Any, until: date) -> list[date]:
    """The days of an event as a calendar reckons them, up to `until`."""
    begins = event["DTSTART"].dt
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins)
    off = event.get("EXDATE")
    groups = off if isinstance(off, list) else [off] if off else []
    left_out = {moment.dt for group in groups for moment in group.dts}
    end = datetime.combine(until, time(23, 59), tzinfo=begins.tzinfo)
    return [moment.date() for moment in rule.between(begins, end, inc=True) if moment not in left_out]


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", {}),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", {}),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", {"exceptions": (TODAY + timedelta(days=40),)}),
        ("FREQ=MONTHLY;BYDAY=2SA,-1FR", {}),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", {}),
        ("FREQ=WEEKLY;BYDAY=WE;BYMONTH=4,5,6,7,8,9", {}),
        (f"FREQ=WEEKLY;BYDAY=MO;UNTIL={TODAY + timedelta(days=90):%Y%m%d}", {}),
    ],
)
@pytest.mark.parametrize(
    "gap",
    [
        Gap(),
        Gap(TODAY + timedelta(days=10), TODAY + timedelta(days=50)),
        Gap(TODAY - timedelta(days=5), TODAY + timedelta(days=20)),
        Gap(TODAY + timedelta(days=60)),
        Gap(ends_on=TODAY + timedelta(days=100)),
    ],
)
def test_a_calendar_has_the_days_that_the_page_shows(client: Client, rule: str, values: Any, gap: Gap) -> None:
    made = meeting(rule, **values)
    organisation(meetings=(made,), closed_from=gap.closed_from, closed_until=gap.closed_until, ends_on=gap.ends_on)
    until = TODAY + timedelta(days=380)
    right = [day for day in next_days(schedule_of(made), TODAY, 500, gap) if day <= until]
    if not right:
        assert client.get("/de/o/beispielverein/times.ics").status_code == 404
    else:
        assert days(events(client)[0], until) == right


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Lima"])
@pytest.mark.parametrize(
    ("values", "times"),
    [
        ({}, {"exceptions": (date.min, date.max)}),
        ({}, {"starts_on": date.min, "rrule": "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU"}),
        ({}, {"starts_on": date.min, "rrule": "FREQ=MONTHLY;BYDAY=-1FR"}),
        ({}, {"rrule": "FREQ=WEEKLY;BYDAY=TU;UNTIL=99991231"}),
        ({"ends_on": date.max}, {}),
        ({"closed_from": date.max}, {}),
        ({"closed_from": date.max, "closed_until": date.max}, {}),
        ({"closed_until": date.min}, {}),
    ],
)
def test_days_at_the_ends_of_the_calendar_break_neither_calendar_nor_page(
    client: Client, settings: Any, zone: str, values: Any, times: Any
) -> None:
    settings.TIME_ZONE = zone
    organisation(meetings=(replace(meeting(), **times),), **values)
    assert events(client)
    for address in ("/ar/o/beispielverein/", "/en/", "/api/v1/listings", "/api/v1/compact", "/api/v1/compact/cards"):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("values", "times"),
    [
        ({"closed_from": date.min}, {}),
        ({"closed_from": date.min, "closed_until": date.max}, {}),
        ({}, {"starts_on": date.max}),
        ({}, {"starts_on": date.max, "rrule": "FREQ=MONTHLY;BYDAY=-1FR"}),
        ({}, {"rrule": "FREQ=WEEKLY;BYDAY=TU;UNTIL=00010101"}),
    ],
)
def test_a_time_that_never_comes_makes_no_calendar(client: Client, values: Any, times: Any) -> None:
    organisation(meetings=(replace(meeting(), **times),), **values)
    assert client.get("/de/o/beispielverein/times.ics").status_code == 404
    assert client.get("/de/o/beispielverein/").status_code == 200


def test_hours_keep_their_clock_over_summer_time_and_over_midnight(client: Client) -> None:
    organisation(meetings=(meeting(starts_at=time(22), ends_at=time(1)),))
    (event,) = events(client)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=3)
    calendar = client.get("/de/o/beispielverein/times.ics").content
    assert b"BEGIN:VTIMEZONE" in calendar and b"TZOFFSETTO:+0200" in calendar


def test_the_last_day_is_said_in_utc(client: Client) -> None:
    organisation(ends_on=date(2030, 7, 1))
    (event,) = events(client)
    assert event["RRULE"]["UNTIL"] == [datetime(2030, 7, 1, 21, 59, 59, tzinfo=UTC)]


def test_an_event_says_what_where_and_where_to_read_more(client: Client) -> None:
    made = meeting(note={"de": "Halle; bitte klingeln, danke"}, title={"de": "Training", "en": "Practice"})
    organisation(name="Ball, Spiel & Co", meetings=(made,))
    (event,) = events(client, "ball-spiel-co")
    assert event["SUMMARY"] == "Ball, Spiel & Co: Training"
    assert event["LOCATION"] == "Musterweg 4, 70794 Filderstadt"
    assert event["DESCRIPTION"] == "Halle; bitte klingeln, danke"
    assert event["URL"] == "http://testserver/de/o/ball-spiel-co/"
    assert event["UID"] == events(client, "ball-spiel-co")[0]["UID"]


def test_a_private_place_is_the_town_alone(client: Client) -> None:
    organisation(places=(place(private=True, name="Wohnung"),))
    for tail in ("times.ics", "entry.vcf"):
        content = client.get(f"/de/o/beispielverein/{tail}").content.decode()
        assert "Filderstadt" in content
        assert not any(secret in content for secret in ("Musterweg", "Wohnung", "70794", "GEO", "48.67"))


def test_no_calendar_is_offered_or_made_where_no_time_comes_again(client: Client) -> None:
    organisation(meetings=(meeting("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260201"),))
    assert client.get("/de/o/beispielverein/times.ics").status_code == 404
    links = parse(client.get("/de/o/beispielverein/").content.decode()).all(".keep-links a")
    kept = [str(link.get("href")) for link in links]
    assert kept[:2] == ["/de/o/beispielverein/first-visit/", "/de/o/beispielverein/entry.vcf"]
    assert not [href for href in kept if "ics" in href]


def card(client: Client, slug: str = "beispielverein") -> list[str]:
    answer = client.get(f"/de/o/{slug}/entry.vcf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/vcard; charset=utf-8")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def test_a_contact_card_has_the_organisations_own_data_only(client: Client) -> None:
    person = Contact(name="Petra Beispiel", phone="030 23125 001", email="petra@verein.example")
    organisation(
        contacts=(person,), phone="030 23125 000", email="post@verein.example", website="https://verein.example/"
    )
    record_consent([person.id], text="Ja", way="letter")
    lines = card(client)
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"] and lines[-2:] == ["END:VCARD", ""]
    assert "TEL;TYPE=WORK,VOICE:030 23125 000" in lines and "EMAIL;TYPE=INTERNET:post@verein.example" in lines
    assert "URL:https://verein.example/" in lines and "ADR;TYPE=WORK:;;Musterweg 4;Filderstadt;;70794;" in lines
    assert not any("Petra" in line or "petra" in line or "125 001" in line for line in lines)


def test_signs_of_the_format_are_escaped_and_long_lines_folded(client: Client) -> None:
    name = "Ball; Spiel, und \\ Co END:VCARD " + "ä" * 60
    organisation(name=name, texts={"de": Text("Zeile eins, zwei; drei")})
    lines = card(client, next(iter(_slugs())))
    assert "FN:Ball\\; Spiel\\, und \\\\ Co END:VCARD " + "ä" * 60 in lines
    assert "NOTE:Zeile eins\\, zwei\\; drei" in lines
    assert lines.count("END:VCARD") == 1


def _slugs() -> list[str]:
    from organisations.models import Organisation

    return list(Organisation.objects.values_list("slug", flat=True))


def test_an_entrys_page_offers_its_code_calendar_and_card(client: Client) -> None:
    organisation()
    keep = parse(client.get("/en/o/beispielverein/").content.decode()).one(".keep-box")
    assert [link.text for link in keep.all(".keep-links a")] == ["Print", "Calendar", "Contact card"]
    assert keep.one("details .qr svg path").get("d")
