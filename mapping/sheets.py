"""The shortlist of a visitor and wall sheets: entries with numbers, a sketch of the map, and a QR code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from mapping.chips import chips_of, url_of
from mapping.sketch import sketch_by_place, sketch_of
from organisations.cards import Card, Reader, card_of, hidden_text, promise_of
from organisations.entry import slugs_now
from organisations.formats import clock
from organisations.matching import Matching
from organisations.models import Listing
from organisations.own_page import site_of
from organisations.problems import note_of
from organisations.qr import qr_code
from organisations.search import OrganisationQuery
from organisations.sentences import digits
from organisations.text import clean
from organisations.times import gap_of_facts, next_days, schedule_of_facts, this_hour, titled_rule
from organisations.vocabulary import vocabulary, worded

MOST_KEPT = 50
LONGEST_SLUG = 90
VALID_DAYS = 91  # a quarter: then somebody should print the sheet anew
ROWS = {"a4": 32, "a3": 60}  # entries of a sheet: three pages; nobody reads more at a wall
LONGEST_ADDRESS = 120  # that somebody may type


def slugs_of(text: str) -> list[str]:
    """The slugs of an address's `id`, separated by commas; what cannot be one is left out, and what is too many."""
    given = (part.strip() for part in text[: MOST_KEPT * (LONGEST_SLUG + 3)].split(","))
    fit = [part for part in given if part and len(part) <= LONGEST_SLUG and clean(part) == part and "/" not in part]
    return list(dict.fromkeys(fit))[:MOST_KEPT]


@dataclass(frozen=True)
class Shortlist:
    """The public entries of a shortlist in its order, and how many of it are there no more."""

    listings: list[Listing]
    gone: int

    @classmethod
    def of(cls, slugs: Sequence[str]) -> "Shortlist":
        """Looks the slugs up; an earlier slug finds its entry."""
        found = {row.slug: row for row in _primary(slugs)}
        missing = [slug for slug in slugs if slug not in found]
        moved = slugs_now(missing) if missing else {}
        found |= {row.slug: row for row in _primary(list(moved.values()))} if moved else {}
        rows = [found.get(slug) or found.get(moved.get(slug, "")) for slug in slugs]
        present = list({row.pk: row for row in rows if row}.values())
        return cls(present, sum(row is None for row in rows))


def _primary(slugs: Sequence[str]) -> list[Listing]:
    return list(Listing.objects.public().primary().filter(slug__in=slugs).defer("search", "words", "marker"))


def shortlist_context(request: HttpRequest) -> dict[str, Any]:
    """What templates/mapping/shortlist.html shows for the `id` of the address."""
    reader = _reader()
    chosen = Shortlist.of(slugs_of(request.GET.get("id", "")))
    slugs = ",".join(listing.slug for listing in chosen.listings)
    address = _absolute(request, reverse("shortlist") + (f"?id={quote(slugs, safe=',')}" if slugs else ""))
    return {
        "cards": [_kept_card(listing, reader) for listing in chosen.listings],
        "gone": _gone(chosen.gone),
        "slugs": slugs,
        "address": address,
        "sketch": sketch_of(chosen.listings),
        "qr": qr_code(address, _absolute(request, reverse("map"))) if slugs else "",
        "today": reader.today,
        "asked": bool(request.GET.get("id")),
    }


def _kept_card(listing: Listing, reader: Reader) -> Card:
    """The card, which says if the entry has gone from the lists since it was kept."""
    return card_of(listing, reader) | {"hidden": hidden_text(listing.vouched_on, reader.today)}


def sheet_context(request: HttpRequest) -> dict[str, Any]:
    """What templates/mapping/sheet.html shows: the entries of the query, as many as a sheet holds, numbered by place.

    The address on the sheet is that of the list without a position, so that paper tells nobody's.
    """
    reader = _reader()
    query, problems = OrganisationQuery.from_querydict(request.GET, reader.terms, also=("size",))
    size = request.GET.get("size", "")
    size = size if size in ROWS else "a4"
    matching = Matching.of(query, reader.terms, reader.today)
    total = matching.count()
    listings = list(matching.within_reach(ROWS[size], total).ordered()[: ROWS[size]]) if total else []
    listings, sketch = sketch_by_place(listings)
    home = _absolute(request, reverse("map"))
    address = _absolute(request, url_of(query.without("near")))
    return {
        "rows": [_row(listing, reader) for listing in listings],
        "more": _more(total - len(listings)),
        "chips": chips_of(query, reader.terms, reader.language),
        "notes": [note_of(problem) for problem in problems],
        "size": size,
        "most": ROWS[size],
        "sizes": [_size(name, query) for name in ROWS],
        "today": reader.today,
        "until": reader.today + timedelta(days=VALID_DAYS),
        "list_url": url_of(query),
        "address": address if len(address) <= LONGEST_ADDRESS else home,
        "sketch": sketch,
        "qr": qr_code(address, home),
    }


def _gone(count: int) -> str:
    text = ngettext(
        "%(n)s entry of this list is not there any more.",
        "%(n)s entries of this list are not there any more.",
        count,
    )
    return text % {"n": digits(count)} if count else ""


def _more(count: int) -> str:
    text = ngettext("%(n)s more group at this address:", "%(n)s more groups at this address:", count)
    return text % {"n": digits(count)} if count > 0 else ""


def _size(name: str, query: OrganisationQuery) -> dict[str, str]:
    pairs = query.to_querystring()
    return {"name": name, "url": f"{reverse('sheet')}?{pairs}{'&' if pairs else ''}size={name}"}


def _row(listing: Listing, reader: Reader) -> Card:
    """The card with rules instead of the next date, as paper hangs for weeks, every language, and no distance."""
    listing.distance = None  # type: ignore[attr-defined]  # from where it was measured stands nowhere on the paper
    promises = [promise_of(promise, reader) for promise in listing.card["languages"]]
    return card_of(listing, reader) | {"rules": rules_of(listing, reader), "spoken": promises}


def rules_of(listing: Listing, reader: Reader) -> list[dict[str, str]]:
    """When it meets, as rules: "every Tuesday, 17:30"; those that are over are left out. `lang` as on the card."""
    gap = gap_of_facts(listing.card, listing.ends_on)
    found = []
    for item in listing.card["times"]:
        schedule = schedule_of_facts(item)
        if next_days(schedule, reader.today, 1, gap, reader.now):
            rule = f"{titled_rule(schedule, reader.language)} · {clock(schedule.starts_at)}"
            found.append({"rule": rule, "lang": worded(schedule.title, reader.language)[1]})
    return found


def _reader() -> Reader:
    return Reader(get_language() or settings.LANGUAGE_CODE, _today(), vocabulary(), now=this_hour())


def _today() -> date:
    return timezone.localdate()


def _absolute(request: HttpRequest, path: str) -> str:
    return site_of(request) + path
