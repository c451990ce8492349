"""The meeting times of an entry as a calendar (iCalendar, RFC 5545): recurring events from the next date on."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vRecur

from organisations.document import Meeting, OrganisationDocument, Place
from organisations.entry import PublicEntry
from organisations.recurrence import WEEKDAYS, Rule
from organisations.services.listing import Spot
from organisations.times import Gap, Schedule, days_of_rule, schedule_of
from organisations.vocabulary import label

YEARS_OF_SUMMER_TIME = 10  # how far ahead a calendar is told when clocks change


def calendar_of(entry: PublicEntry, address: str, today: date, language: str) -> bytes | None:
    """The calendar of a public entry: its times from `today` on in the time zone of the site, closures left out.

    `address`: the entry's page. None if it has no time that comes again.
    """
    found = list(_events(entry, address, today, language))
    if not found:
        return None
    calendar = new_calendar(entry.document.name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for event in found:
        calendar.add_component(event)
    calendar.add_missing_timezones(*_years(today))
    return finished(calendar)


def new_calendar(name: str) -> Calendar:
    """A calendar without events."""
    calendar = Calendar()
    calendar.add("prodid", "-//MIT Mapping//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    return calendar


def finished(calendar: Calendar) -> bytes:
    """The calendar as it is sent. One without events says the time zone: a calendar is never empty (RFC 5545, 3.6)."""
    if not calendar.subcomponents:
        first, last = _years(timezone.localdate())
        calendar.add_component(Timezone.from_tzid(settings.TIME_ZONE, first_date=first, last_date=last))
    made: bytes = calendar.to_ical()
    return made


def _years(today: date) -> tuple[date, date]:
    """The days from and to which a calendar tells when clocks change."""
    return date(today.year, 1, 1), date(today.year + YEARS_OF_SUMMER_TIME, 1, 1)


def _events(entry: PublicEntry, address: str, today: date, language: str) -> Iterator[Event]:
    document = entry.document
    gap = Gap(document.closed_from, document.closed_until, document.ends_on)
    for meeting in document.meetings:
        schedule = schedule_of(meeting)
        days = days_of_rule(schedule, today)
        last = _last_day(schedule.rule, gap, days)
        days = [day for day in days if last is None or day <= last]
        kept = [day for day in days if day not in schedule.exceptions and not gap.closed(day)]
        if kept:
            off = schedule.exceptions | (set(days) - set(kept))
            event = _event(schedule, kept[0], sorted(day for day in off if day > kept[0]), last)
            _describe(event, entry, meeting, address, today, language)
            yield event


def _last_day(rule: Rule, gap: Gap, days: Sequence[date]) -> date | None:
    """The last day of a series, None if it goes on: its own end, the end of the body, a closure without an end."""
    ends = [end for end in (rule.until, gap.ends_on) if end]
    if gap.closed_from and days and (gap.closed_until is None or gap.closed_until > days[-1]):
        ends.append(max(gap.closed_from, days[0]) - timedelta(days=1))  # there may be no day before the closure
    last = min(ends, default=date.max)
    return last if last < date.max else None  # the end of the calendar is none, and has no moment in every zone


def _event(schedule: Schedule, first: date, off: Sequence[date], last: date | None) -> Event:
    """When: the first date, the rule, the days it falls out."""
    begins = _moment(first, schedule.starts_at)
    event = Event()
    event.add("dtstart", begins)
    if schedule.ends_at:
        over_midnight = schedule.ends_at <= schedule.starts_at
        event.add("dtend", _moment(first + timedelta(days=over_midnight), schedule.ends_at))
    event.add("rrule", _rule(schedule.rule, last))
    if off:
        event.add("exdate", [_moment(day, schedule.starts_at) for day in off])
    return event


def _rule(rule: Rule, last: date | None) -> vRecur:
    values: dict[str, object] = {
        "freq": "MONTHLY" if rule.monthly else "WEEKLY",
        "interval": rule.interval,
        "byday": [f"{ordinal or ''}{WEEKDAYS[day]}" for ordinal, day in rule.days],
    }
    if rule.months:
        values["bymonth"] = list(rule.months)
    if last:
        values["until"] = _moment(last, time(23, 59, 59)).astimezone(UTC)  # RFC 5545, 3.3.10: in UTC
    return vRecur(values | {"wkst": "MO"})


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZoneInfo(settings.TIME_ZONE))


def _describe(event: Event, entry: PublicEntry, meeting: Meeting, address: str, today: date, language: str) -> None:
    """What, where, and where to read more."""
    document = entry.document
    title = label(dict(meeting.title), language) if meeting.title else ""
    event.add("summary", f"{document.name}: {title}" if title else document.name)
    key = "|".join(str(part) for part in (meeting.rrule, meeting.starts_on, meeting.starts_at, meeting.place))
    event.add("uid", str(uuid5(document.id, key)))
    event.add("dtstamp", _moment(today, time()).astimezone(UTC))
    if place := _place(document, meeting):
        event.add("location", place)
    if meeting.note:
        event.add("description", label(dict(meeting.note), language))
    for spot in entry.spots:
        if _is_there(meeting, spot) and spot.point and not spot.approximate:
            event.add("geo", (spot.point[1], spot.point[0]))
    event.add("url", address)


def _is_there(meeting: Meeting, place: Place | Spot) -> bool:
    """Whether a meeting is at that place; without one of its own it is at the primary place."""
    return place.id == meeting.place if meeting.place else place.primary


def _place(document: OrganisationDocument, meeting: Meeting) -> str:
    """The address in one line; of a private place a public document has the town alone."""
    found = [place for place in document.places if _is_there(meeting, place)]
    if not found:
        return ""
    address = found[0].address
    town = " ".join(part for part in (address.postcode, address.town) if part)
    return ", ".join(part for part in (address.name, address.street, town) if part)
