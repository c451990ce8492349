"""The files of imports: kept in the database while the import is worked on, then forgotten."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_noop

from organisations.imports import stages
from organisations.models import ImportPiece, ImportRow, ImportRun, ImportSource, Phase, Work
from organisations.services.work import DIED, FAILED, UNKNOWN

KEPT_DAYS = 14  # a file and its rows, from the upload on; the page says so
PIECE = 1_000_000  # bytes
FORGOTTEN = gettext_noop("What was wrong is deleted with the file, as it may quote it.")
QUOTING_NOTHING = (FORGOTTEN, stages.GONE, stages.NOBODY, DIED, FAILED, UNKNOWN)


class SourceGone(Exception):
    """The source was deleted meanwhile."""


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
    """Keeps a file as a run of the source, and has the queue read it. `rule`: of a run by timetable.

    The same file once more (a double click), before anybody has said something about it, is the run that is there.
    Raises SourceGone.
    """
    if not ImportSource.objects.select_for_update(no_key=True).filter(pk=source.pk).exists():
        raise SourceGone
    run = ImportRun.objects.create(source=source, by=by, file=name[-200:], sheet=sheet, whole=whole, rule=rule)
    for number, data in enumerate(_pieces(content)):
        ImportPiece.objects.create(run=run, number=number, data=data)
        run.size += len(data)
    run.save(update_fields=["size"])
    if twin := _same_before(run):
        run.delete()
        return twin
    stages.begin(run, stages.READ, by=by)
    return run


def _same_before(run: ImportRun) -> ImportRun | None:
    """The run of the same file that is read or waits for what its columns mean."""
    alike = ImportRun.objects.filter(source=run.source, by=run.by, file=run.file, size=run.size, sheet=run.sheet)
    alike = alike.filter(whole=run.whole, rule="", phase__in=[Phase.READING, Phase.COLUMNS], forgotten=False)
    for one in alike.exclude(pk=run.pk) if not run.rule else ():
        same = one.pieces.filter(number=OuterRef("number"), data=OuterRef("data"))
        if not run.pieces.exclude(Exists(same)).exists():
            return one
    return None


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


@transaction.atomic
def forget_file(id: Any) -> None:
    """Deletes the file and the rows of a run, with what stood in them: samples of its columns, its unknown words, and
    why it was refused, which may quote a cell.

    Of a file that was refused nothing stays: if its source was made for it, that goes too, and with it the run.
    """
    for model in (ImportRow, ImportPiece):
        rows = model._default_manager.filter(run=id)
        rows._raw_delete(rows.db)  # nothing hangs on them
    run = ImportRun.objects.filter(pk=id)
    run.update(forgotten=True)
    _forget_words(run)
    for source in run.filter(phase__in=[Phase.READING, Phase.REFUSED]).values_list("source", flat=True):
        _drop_unused(source)


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


def _drop_unused(id: int) -> None:
    """Deletes a source that no file was ever read from, as soon as the last file that was refused is deleted."""
    runs = ImportRun.objects.filter(source=id)
    list(runs.select_for_update().order_by("pk"))  # first, as in deleting.py
    source = ImportSource.objects.select_for_update().filter(pk=id).first()
    if source and not runs.filter(forgotten=False).exists() and not ImportSource.objects.in_use().filter(pk=id):
        source.delete()
