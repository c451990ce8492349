"""Marks of entries that are missing in their source: set and taken away by a batch, and put back with it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from organisations.models import Batch, ExternalId, MarkChange, Organisation
from organisations.scope import within

CHUNK = 1_000


def change_marks(batch: Batch, changes: Iterable[tuple[ExternalId, date | None]]) -> None:
    """The batch marks these as missing since that day, or (None) as there again. Each once in a batch."""
    rows = (
        MarkChange(batch=batch, external=one, since=since, before=one.missing_since, before_in_id=one.marked_in_id)
        for one, since in changes
    )
    MarkChange.objects.bulk_create(rows, batch_size=CHUNK)
    _set(MarkChange.objects.filter(batch=batch), "since", "batch")


def take_marks_back(batch: Batch, *, by: Any) -> tuple[int, int]:
    """Marks are as they were before the batch; if that took one back itself, as that one had made them.

    Only where nothing has marked anew since, and in the areas of the curator `by`. Returns how many were set, and
    how many taken away.
    """
    first, forth = origin_of(batch)
    ours = Organisation.objects.filter(within(by)).values("pk")
    changes = MarkChange.objects.filter(batch=first, external__organisation__in=ours)
    if forth:
        untouched = Q(external__marked_in=F("before_in")) | Q(external__marked_in=None, before_in=None)
        return _set(changes.filter(untouched), "since", "batch")
    return _set(changes.filter(external__marked_in=first), "before", "before_in")


def origin_of(batch: Batch) -> tuple[Batch, bool]:
    """The batch that all taking back and bringing back down to this one is about; and whether to take this one back
    brings that one back again."""
    first, forth = batch, False
    while first.undoes is not None:
        first, forth = first.undoes, not forth
    return first, forth


def _set(changes: QuerySet[MarkChange], since: str, batch: str) -> tuple[int, int]:
    """The marks say what these columns of the changes say: how many are set, and how many taken away."""
    there = changes.filter(**{f"{since}__isnull": False}).count()
    of_mark = changes.filter(external=OuterRef("pk"))
    marks = ExternalId.objects.filter(pk__in=changes.values("external"))
    every = marks.update(
        missing_since=Subquery(of_mark.values(since)[:1]), marked_in=Subquery(of_mark.values(batch)[:1])
    )
    return there, every - there
