"""News as Atom (RFC 4287) and events as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC

from django.utils import timezone
from icalendar import Event

from organisations.atom import new_feed
from organisations.ical import finished, new_calendar
from organisations.outbox.outline import html_lang
from organisations.participation.news.read import Item
from organisations.participation.news.text import html_of


def atom(items: Iterable[Item], *, title: str, language: str, page: str, own: str, site: str) -> bytes:
    """The feed. `page`: address of the list, `own`: that of the feed; `site`: scheme and host, which both have."""
    feed = new_feed(title, language=language, page=page, own=own)
    for item in items:
        address = f"{page}{item.row.pk}/"
        feed.add_item(
            title=item.told.title,
            link=address,
            unique_id=f"urn:uuid:{item.row.pk}",
            description=html_of(item.told.text, site),
            pubdate=item.row.published_at,
            updateddate=item.row.changed_at,
            language=html_lang(item.told.lang),
        )
    made: str = feed.writeString("utf-8")
    return made.encode()


def calendar(items: Iterable[Item], *, title: str, page: str) -> bytes:
    """The events as a calendar; times in UTC, which every program turns into its own."""
    made = new_calendar(title)
    for item in items:
        if item.row.starts_at:
            made.add_component(_event(item, page))
    return finished(made)


def _event(item: Item, page: str) -> Event:
    row, event = item.row, Event()
    event.add("uid", str(row.pk))
    event.add("dtstamp", row.changed_at.astimezone(UTC))
    event.add("summary", item.told.title)
    if row.starts_at:
        event.add("dtstart", row.starts_at.astimezone(UTC))
    if row.ends_at:
        event.add("dtend", row.ends_at.astimezone(UTC))
    if row.place:
        event.add("location", row.place)
    if item.told.lead:
        event.add("description", item.told.lead)
    event.add("url", f"{page}{row.pk}/")
    event.add("last-modified", timezone.localtime(row.changed_at).astimezone(UTC))
    return event
