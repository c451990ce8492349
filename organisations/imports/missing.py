"""Entries that a source had and has no more. They are marked, never deleted: a person looks at them."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from organisations.models import Batch, ExternalId, ImportRow, ImportRun, Organisation
from organisations.scope import within
from organisations.services.duplicate_pairs import KEPT
from organisations.services.marks import change_marks

THERE = Q(organisation__state__in=KEPT)  # entries that were taken off the map are not missing: they are no more


def missing_in_source() -> Q:
    """Organisations that one of their sources had and has no more."""
    return Q(pk__in=ExternalId.objects.filter(missing_since__isnull=False).values("organisation"))


def missing_from(run: ImportRun) -> QuerySet[ExternalId]:
    """What the source is known by and the file of the run lacks, if the file is all of the source: marked or not yet.

    Only in the areas of whom the run belongs to, and what is not off the map. A row that is refused is there all the
    same.
    """
    known = _known(run).filter(THERE)
    return known.exclude(value__in=_here(run)) if run.whole else known.none()


def there_again(run: ImportRun) -> QuerySet[ExternalId]:
    """What is marked as missing in the source and stands in the file of the run."""
    return _known(run).filter(value__in=_here(run)).exclude(missing_since=None)


def mark(run: ImportRun, new_batch: Callable[[], Batch]) -> int:
    """Marks what is missing from today on; what is there again is not marked any more. Returns how many marks changed.

    `new_batch` gives the batch that this belongs to, if there is something to change.
    """
    there = there_again(run)
    gone = missing_from(run).filter(missing_since=None)
    changes: list[tuple[ExternalId, date | None]] = [(one, None) for one in _held(there)]
    changes += [(one, timezone.localdate()) for one in _held(gone)]
    if changes:
        change_marks(new_batch(), changes)
    return len(changes)


def _held(marks: QuerySet[ExternalId]) -> QuerySet[ExternalId]:
    """As they are now, for the rest of the transaction."""
    return marks.only("missing_since", "marked_in").select_for_update(of=("self",), no_key=True)


def _known(run: ImportRun) -> QuerySet[ExternalId]:
    theirs = Organisation.objects.filter(within(run.by)) if run.by else Organisation.objects.none()
    return ExternalId.objects.filter(source=run.source.name, organisation__in=theirs)


def _here(run: ImportRun) -> QuerySet[ImportRow, str]:
    return run.rows.exclude(identity="").values_list("identity", flat=True)
