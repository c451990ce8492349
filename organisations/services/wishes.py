"""Counting what visitors wished for in vain, without anything that tells who they are."""

import logging
import re
from dataclasses import replace
from datetime import date, timedelta

from django.db import DatabaseError, connections
from django.db.models import Sum
from django.utils import timezone

from organisations.models import Wish
from organisations.search import OrganisationQuery
from organisations.text import fold

logger = logging.getLogger(__name__)
LONGEST_WORD = 40
LONGEST = 300
MOST_A_DAY = 2_000  # different wishes; then only known ones are counted, so that nobody can fill the table
KEPT_DAYS = 730
_HARMLESS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
_COUNT = """
    INSERT INTO organisations_wish AS wish (day, asked, count)
    SELECT %(day)s, %(asked)s, 1
    WHERE EXISTS (SELECT 1 FROM organisations_wish WHERE day = %(day)s AND asked = %(asked)s)
        OR (SELECT count(*) FROM organisations_wish WHERE day = %(day)s) < %(most)s
    ON CONFLICT (day, asked) DO UPDATE SET count = least(wish.count, 1000000000) + 1
"""


def count_wish(query: OrganisationQuery) -> None:
    """Counts a query that found nothing: its text if that is harmless, without a text its filters.

    Positions and parts of the map are never kept. A database that does not take it is no visitor's trouble.
    """
    asked = wish_of(query)
    if not asked:
        return
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(_COUNT, {"day": timezone.localdate(), "asked": asked, "most": MOST_A_DAY})
    except DatabaseError:
        logger.warning("a wish could not be counted", exc_info=True)


def wish_of(query: OrganisationQuery) -> str:
    """What of a query is worth a row: the folded text if it has one (the filters beside it may well find something),
    else the filters as a query string in their canonical order. Empty for nothing."""
    if query.q:
        word = harmless(query.q)
        return f"q={word}" if word else ""
    filters = replace(query, near=None, radius=None, bbox=None, sort="", page=1).to_querystring()
    return filters if len(filters) <= LONGEST else ""


def harmless(text: str) -> str:
    """A text folded, if it can hardly be about a person: letters alone (no digit, no @), at most 40; else empty."""
    folded = fold(text).strip()
    return folded if len(folded) <= LONGEST_WORD and _HARMLESS.fullmatch(folded) else ""


def most_wished(since: date) -> list[tuple[str, int]]:
    """Every wish since that day with its count, the most frequent first."""
    rows = Wish.objects.filter(day__gte=since).values("asked").annotate(total=Sum("count")).order_by("-total", "asked")
    return [(row["asked"], row["total"]) for row in rows]


def forget_old_wishes() -> int:
    """Deletes the wishes of more than two years ago; returns how many rows."""
    return Wish.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT_DAYS)).delete()[0]
