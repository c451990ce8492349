"""The files of imports: kept in the database while the import is worked on, then forgotten."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_noop

from organisations.imports import stages
from organisations.models import ImportPiece, ImportRow, ImportRun, ImportSource, Work
from organisations.services.work import DIED, FAILED, UNKNOWN

KEPT_DAYS = 14  # a file and its rows, from the upload on; the page says so
PIECE = 1_000_000  # bytes
FORGOTTEN = gettext_noop("What was wrong is deleted with the file, as it may quote it.")
QUOTING_NOTHING = (FORGOTTEN, stages.GONE, stages.NOBODY, DIED, FAILED, UNKNOWN)


@transaction.atomic
def keep_file(
    source: ImportSource,
    *,
    by: Any,
    name: str,
    content: Iterable[bytes],
    sheet: str = "",
    whole: bool = False,
    rule: str = "",
) -> ImportRun:
    """Keeps a file as a run of the source, and has the queue read it. `rule`: of a run by timetable."""
    run = ImportRun.objects.create(source=source, by=by, file=name[-200:], sheet=sheet, whole=whole, rule=rule)
    for number, data in enumerate(_pieces(content)):
        ImportPiece.objects.create(run=run, number=number, data=data)
        run.size += len(data)
    run.save(update_fields=["size"])
    stages.begin(run, stages.READ, by=by)
    return run


def _pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    """The content in pieces of equal size."""
    rest = bytearray()
    for chunk in content:
        rest += chunk
        while len(rest) >= PIECE:
            yield bytes(rest[:PIECE])
            del rest[:PIECE]
    if rest:
        yield bytes(rest)


def forget_old_files(now: datetime | None = None) -> int:
    """Deletes files and rows of runs from long ago; the run itself with its numbers stays. Returns of how many."""
    old = ImportRun.objects.filter(created_at__lt=(now or timezone.now()) - timedelta(days=KEPT_DAYS), forgotten=False)
    ids = list(old.values_list("pk", flat=True))
    _forget_words(ImportRun.objects.filter(forgotten=True))  # those of runs that earlier releases have forgotten too
    for id in ids:
        with transaction.atomic():
            forget_file(id)
    return len(ids)


def forget_file(id: Any) -> None:
    """Deletes the file and the rows of a run, with what stood in them: samples of its columns, its unknown words, and
    why it was refused, which may quote a cell."""
    for model in (ImportRow, ImportPiece):
        rows = model._default_manager.filter(run=id)
        rows._raw_delete(rows.db)  # nothing hangs on them
    ImportRun.objects.filter(pk=id).update(forgotten=True)
    _forget_words(ImportRun.objects.filter(pk=id))


def _forget_words(runs: QuerySet[ImportRun]) -> None:
    runs.exclude(columns=[], unknown=[]).update(columns=[], unknown=[])
    quoting = runs.exclude(error="").exclude(error__in=QUOTING_NOTHING)
    for source, error in list(quoting.values_list("source", "error")):  # that of a fetched file stands there too
        ImportSource.objects.filter(pk=source, error=error[:500]).update(error=FORGOTTEN)
    quoting.update(error=FORGOTTEN)
    run_of_work = Cast(KeyTextTransform("run", "params"), UUIDField())
    works = Work.objects.filter(kind__in=stages.PHASES, result__has_key="error").annotate(run_of_work=run_of_work)
    for work in works.filter(run_of_work__in=runs.values("pk")).exclude(result__error__in=QUOTING_NOTHING):
        Work.objects.filter(pk=work.pk).update(result={**work.result, "error": FORGOTTEN})
