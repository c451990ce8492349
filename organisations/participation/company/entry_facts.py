"""What the entry says, on pages about a visit: when the group meets, and the five facts a mentor may confirm."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.cards import Reader
from organisations.detail import EntryPage
from organisations.entry import entry_by_slug
from organisations.public_forms.pages import language_now
from organisations.times import next_days, schedule_of
from organisations.vocabulary import vocabulary

OURS = ("times", "languages", "newcomers")  # in words of the page; the others are the group's own


def page_of(slug: str) -> EntryPage | None:
    """The entry in the language of the page, as long as it is public."""
    terms = vocabulary()
    entry = entry_by_slug(slug, terms) if slug else None
    return EntryPage(entry, Reader(language_now(), timezone.localdate(), terms)) if entry else None


def times_of(page: EntryPage) -> list[str]:
    """When the group meets: "Jeden Dienstag, 18:00 bis 19:30"."""
    return [_("%(day)s, %(hours)s") % {"day": time["rule"], "hours": time["hours"]} for time in page.times]


def meets_on(page: EntryPage, day: date) -> bool:
    """Whether the group meets on that day, as far as is known: one without any times may meet on every day."""
    schedules = [schedule_of(meeting) for meeting in page.document.meetings]
    return not schedules or any(next_days(one, day, 1, page.gap) == [day] for one in schedules)


def told(page: EntryPage) -> dict[str, list[str]]:
    """What the entry says about each of the five facts."""
    document = page.document
    return {
        "place": [place for place in map(_place, page.places) if place],
        "times": times_of(page),
        "languages": [f"{one['name']}: {one['how']}" for one in page.languages],
        "people": [
            *(person["name"] for person in page.contacts),
            *filter(None, [document.phone, document.email, document.website]),
        ],
        "newcomers": [flag["label"] for flag in page.flags],
    }


def _place(place: dict[str, Any]) -> str:
    address = place["address"]
    if not address or place["private"]:
        return str(place["label"])
    # German, whatever the page speaks
    return ", ".join(filter(None, [address.name, address.street, place["town_line"]]))
