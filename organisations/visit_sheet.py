"""The printed first visit: what stands in the reader's language, and beside it in German, on one page."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.encoding import uri_to_iri
from django.utils.translation import get_language

from organisations.cards import Reader, closed_of
from organisations.detail import EntryPage
from organisations.entry import PublicEntry
from organisations.first_visit import Answer
from organisations.qr import qr_code
from organisations.services.listing import Spot
from organisations.sketch import sketch_of
from organisations.visit_phrases import TITLE
from organisations.vocabulary import Vocabulary

BESIDE = "de"  # what a bus driver or a trainer can read along


def visit_sheet(entry: PublicEntry, terms: Vocabulary, address: str) -> dict[str, Any]:
    """The context of the sheet. `address`: the entry's page, for the code."""
    language, today = get_language() or settings.LANGUAGE_CODE, timezone.localdate()
    own = _column(entry, terms, language)
    other = None if language == BESIDE else _column(entry, terms, BESIDE)
    return {
        "document": entry.document,
        "slug": entry.slug,
        "sample": entry.document.sample,
        "own": own,
        "other": other,
        "rows": list(zip_longest(own["answers"], other["answers"] if other else ())),
        "place": place_line(entry),
        "today": today,
        "qr": qr_code(address),
        "address": address,
        "short_address": uri_to_iri(urlsplit(address)._replace(scheme="").geturl().removeprefix("//")),
        "sketch": sketch_of(entry.spots, terms),
    }


def _column(entry: PublicEntry, terms: Vocabulary, language: str) -> dict[str, Any]:
    """Title, notices and answers in one language."""
    with translation.override(language):
        today = timezone.localdate()
        page = EntryPage(entry, Reader(language, today, terms))
        answers: list[Answer] = page.visit_sheet
        return {
            "language": language,
            "title": translation.gettext(TITLE),
            "closed": closed_of(page.gap, today),
            "answers": answers,
        }


def place_line(entry: PublicEntry) -> str:
    """The main place in one line: name, street, postcode and town; of a private one the town alone."""
    spot: Spot | None = entry.spots[0] if entry.spots else None
    place = next((place for place in entry.document.places if spot and place.id == spot.id), None)
    if place is None:
        return spot.label if spot else ""
    address = place.address
    return _joined([address.name, address.street, _joined([address.postcode, address.town], " ")]) or spot.label


def _joined(parts: Iterable[str], between: str = ", ") -> str:
    return between.join(part for part in parts if part)
