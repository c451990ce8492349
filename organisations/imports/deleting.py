"""Sources that are wanted no more. What came from them stays, and so does its history."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from organisations.imports.sources import FETCH
from organisations.models import Batch, Decision, ExternalId, ImportRun, ImportSource, MarkChange, Work
from organisations.services.batches import KIND as UNDO


class SourceBusy(Exception):
    """Work on the source is not over: a file is fetched, read, compared or imported, or an import is taken back."""


@transaction.atomic
def delete_source(source: ImportSource, *, by: Any) -> None:
    """Deletes the source with its files. Entries are no more missing in it, and taking its batches back, which can be
    done as before, marks none of them again. Their ids stay: a source of that name would know its entries again.

    Raises SourceBusy.
    """
    runs = ImportRun.objects.filter(source=source)
    list(runs.select_for_update().order_by("pk"))  # runs first, as the forms of imports do: nobody waits for each other
    if not ImportSource.objects.select_for_update().filter(pk=source.pk).exists():
        return  # a double click
    if _is_worked_on(source):
        raise SourceBusy
    known = ExternalId.objects.filter(source=source.name)
    MarkChange.objects.filter(external__in=known).delete()
    known.exclude(missing_since=None, marked_in=None).update(missing_since=None, marked_in=None)
    Decision.objects.create(actor=f"user:{by.pk}", action="import:source", detail={"source": source.name})
    source.delete()


def _is_worked_on(source: ImportSource) -> bool:
    unfinished = Work.objects.unfinished()
    runs = ImportRun.objects.filter(source=source).values("work")
    if unfinished.filter(Q(pk__in=runs) | Q(kind=FETCH, params__source=source.pk)).exists():
        return True
    taken_back = [UUID(id) for id in unfinished.filter(kind=UNDO).values_list("params__batch", flat=True)]
    return Batch.objects.filter(pk__in=taken_back, source=source.name).exists()
