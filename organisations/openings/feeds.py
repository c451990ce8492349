"""What is open as Atom (RFC 4287) and iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html_join
from icalendar import Event

from organisations.atom import new_feed
from organisations.ical import finished, new_calendar
from organisations.openings.listed import Offer, ages_of
from organisations.openings.told import Told
from organisations.outbox.outline import html_lang

Pair = tuple[Offer, Told]


def atom(offers: Iterable[Pair], *, title: str, language: str, page: str, own: str, site: str) -> bytes:
    """The feed. `page`: address of the list, `own`: that of the feed; `site`: scheme and host."""
    feed = new_feed(title, language=language, page=page, own=own)
    rows = list(offers)
    ages = ages_of(offer for offer, _told in rows)
    for offer, told in rows:
        age = ages.get(offer.opening.id)
        feed.add_item(
            title=f"{told.heading} · {offer.listing.name}",
            link=f"{site}{told.url}#opening-{offer.opening.id}",
            unique_id=f"urn:uuid:{offer.opening.id}",
            author_name=offer.listing.name,
            language=html_lang(told.text["lang"] or told.title["lang"]),
            description=format_html_join("", "<p>{}</p>", ((linebreaksbr(line),) for line in told.lines)),
            pubdate=age.made_at if age else offer.changed_at,
            updateddate=age.changed_at if age else offer.changed_at,
        )
    made: str = feed.writeString("utf-8")
    return made.encode()


def calendar(offers: Iterable[Pair], *, title: str, site: str) -> bytes:
    """The last days as events of a whole day that keep nobody busy."""
    made = new_calendar(title)
    for offer, told in offers:
        event = Event()
        event.add("uid", str(offer.opening.id))
        event.add("dtstamp", offer.changed_at.astimezone(UTC))
        event.add("dtstart", offer.opening.until)  # a day without an end is that day (RFC 5545, 3.6.1)
        event.add("transp", "TRANSPARENT")
        # Nothing takes place on that day.
        event.add("summary", f"{told.until} · {told.heading} · {offer.listing.name}")
        event.add("description", "\n".join(told.lines))
        if offer.listing.card["place"]:
            event.add("location", offer.listing.card["place"])
        event.add("url", f"{site}{told.url}")
        made.add_component(event)
    return finished(made)
