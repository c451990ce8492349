"""The printed first visit: what stands in the reader's language, and beside it in German, on one page."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.encoding import uri_to_iri
from django.utils.translation import get_language

from organisations.cards import Reader, closed_of
from organisations.detail import EntryPage
from organisations.entry import PublicEntry
from organisations.first_visit import MOST_TIMES, Answer
from organisations.qr import qr_code
from organisations.sketch import sketch_of
from organisations.visit_phrases import TITLE
from organisations.vocabulary import Vocabulary

LETTERS_A_LINE, LINES_WITH_ROOM = 28, 19  # of answers in large type; with more of them the sheet is set closer
LINES_OF_NOTICE = 3  # above the answers, if the entry is hidden
SMALLER = (
    (31, "is-small"),
    (38, "is-smaller"),
    (47, "is-smallest"),
)  # and with more of them than that in smaller type, to fit on the page
BESIDE = "de"  # what a bus driver or a trainer can read along


def visit_sheet(entry: PublicEntry, terms: Vocabulary, address: str) -> dict[str, Any]:
    """The context of the sheet. `address`: the entry's page, for the code."""
    language, today = get_language() or settings.LANGUAGE_CODE, timezone.localdate()
    own = _column(entry, terms, language, MOST_TIMES)
    notice = LINES_OF_NOTICE if own["hidden"] else 0
    if dense := _lines(own["answers"]) + notice > LINES_WITH_ROOM:
        own = _column(entry, terms, language, 1)
    other = None if language == BESIDE else _column(entry, terms, BESIDE, 1 if dense else MOST_TIMES)
    rows = list(zip_longest(own["answers"], other["answers"] if other else ()))
    return {
        "document": entry.document,
        "slug": entry.slug,
        "sample": entry.document.sample,
        "look": " ".join(["is-dense", *_smaller(rows, notice)]) if dense else "",
        "own": own,
        "other": other,
        "rows": rows,
        "further": own["further"],
        "place": place_line(entry),
        "today": today,
        "qr": qr_code(address),
        "address": address,
        "short_address": uri_to_iri(urlsplit(address)._replace(scheme="").geturl().removeprefix("//")),
        "sketch": sketch_of(entry.spots, terms),
    }


def _lines(answers: Sequence[Answer]) -> int:
    """About how many lines the answers take in a column of the sheet."""
    return sum(map(_lines_of, answers))


def _lines_of(answer: Answer | None) -> int:
    texts = answer.texts if answer else []
    return sum(
        ceil(len(text) / LETTERS_A_LINE) for text in ([" · ".join(texts)] if answer and answer.together else texts)
    )


def _smaller(rows: Sequence[tuple[Answer, Answer | None]], notice: int) -> list[str]:
    """The classes of smaller type for that many lines; a column alone is twice as wide."""
    lines = sum(max(_lines_of(own), _lines_of(beside)) for own, beside in rows) + notice
    lines = lines if any(beside for _own, beside in rows) else ceil(lines / 2)
    return [name for most, name in SMALLER if lines > most]


def _column(entry: PublicEntry, terms: Vocabulary, language: str, most_times: int) -> dict[str, Any]:
    """Title, notices and answers in one language."""
    with translation.override(language):
        today = timezone.localdate()
        page = EntryPage(entry, Reader(language, today, terms))
        answers = page.visit_sheet(most_times)
        return {
            "language": language,
            "title": translation.gettext(TITLE),
            "closed": closed_of(page.gap, today),
            "hidden": page.hidden,
            "answers": answers,
            "further": page.visit_further,
        }


def place_line(entry: PublicEntry) -> str:
    """The main place in one line: name, street, postcode and town; of a private one the town alone."""
    if not entry.spots:
        return ""
    spot = entry.spots[0]
    place = next((place for place in entry.document.places if place.id == spot.id), None)
    if place is None:
        return spot.label
    address = place.address
    return _joined([address.name, address.street, _joined([address.postcode, address.town], " ")]) or spot.label


def _joined(parts: Iterable[str], between: str = ", ") -> str:
    return between.join(part for part in parts if part)
