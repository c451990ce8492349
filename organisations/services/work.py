"""Work for the queue: a runner does it step by step, each step in one transaction with the note of how far it is.

So a worker that is killed loses at most the step it was in, and the next one goes on from there: no row stands half,
none is done twice. A step that fails or dies three times in a row ends the work as failed, with a sentence about it.
"""

import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from organisations.ids import new_id
from organisations.models import Batch, Work, WorkState
from organisations.turns import take_turn

TRIES = 3
JOB = "organisations.tasks.go_on_with_work"
LOCK = "go_on_with_work"
DIED = gettext_noop("The worker ended three times in the middle of the same step. What was done before stays.")
FAILED = gettext_noop("A step failed three times; the log of the worker says why. What was done before stays.")
UNKNOWN = gettext_noop("This release does not know this kind of work.")
logger = logging.getLogger(__name__)

Step = Callable[[Work], None]


class WorkFailed(Exception):
    """The work cannot go on, and trying again would not help; the text is a sentence for the curator, in English: it is
    kept, and said in the language of whoever reads it (curate/telling.py)."""


@dataclass(frozen=True, slots=True)
class Runner:
    """How work of a kind is done.

    `step` does the next piece, raises `work.done` and may change `work.result`; the work is over when `done` has
    reached `total`. `ended` (if any) is called once, in the last transaction, whether it is done, cancelled or failed.
    `label`: what people call the kind (lazily translated); `page`: a template for what came out of it.
    """

    label: Any
    step: Step
    ended: Step | None = None
    page: str = ""


RUNNERS: dict[str, Runner] = {}  # filled by the modules that `organisations/runners.py` imports


def start(
    kind: str, *, by: Any, params: Mapping[str, Any], total: int = 0, title: str = "", id: UUID | None = None
) -> Work:
    """Notes a piece of work and tells the queue, in the caller's transaction. `total` 0: the first step finds it out.
    `id`: which the work gets, free to be given (`begun`).

    Raises KeyError for a kind that nobody does.
    """
    RUNNERS[kind]
    with transaction.atomic():
        work = Work.objects.create(
            pk=id or new_id(), kind=kind, by=by, params=dict(params), total=total, title=title[:200]
        )
        transaction.on_commit(nudge, robust=True)
    return work


def begun(id: UUID) -> Work | None:
    """The work with an id that a form was handed out with: a form that comes twice finds what it has begun.

    In a transaction: until its end nobody else begins work with this id.
    """
    take_turn(f"begin:{id}")
    return Work.objects.filter(pk=id).first()


def nudge() -> None:
    """Queues the job unless it waits already. One that is lost costs a minute: the timetable queues another."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(JOB, queueing_lock=LOCK, lock=LOCK).defer(timestamp=0)


def cancel(id: UUID) -> None:
    """The work ends after the step it is in; what waits ends when it would begin. What was done before stays."""
    Work.objects.unfinished().filter(pk=id).update(stop=True)


def last_undo(id: Any) -> Work | None:
    """The newest work that takes or took back what a batch did, or what work did that is no batch (labels)."""
    return Work.objects.filter(Q(params__batch=str(id)) | Q(params__undoes=str(id))).first()


def ended_early(work: Work) -> bool:
    """Whether it was ended, or failed, before it was done."""
    return work.is_over and work.state != WorkState.DONE


def batch_of(work: Work, source: str) -> Batch:
    """The batch of the work, made with its first revision."""
    if work.batch is None:
        author = f"user:{work.by_id}" if work.by_id else "import"
        work.batch = Batch.objects.create(source=source[:100], author=author)
    return work.batch


def go_on(seconds: float) -> bool:
    """Does steps for that long, of each piece of work in turn; whether something is left to do."""
    end = monotonic() + seconds
    while monotonic() < end:
        id = _next()
        if id is None:
            break
        _step(id)
    return Work.objects.unfinished().exists()


@transaction.atomic
def _next() -> UUID | None:
    """What has waited longest for its next step and is in nobody's hands; that it is begun is noted for good."""
    for work in Work.objects.unfinished().select_for_update(skip_locked=True, of=("self",)).order_by("moved_at")[:20]:
        if not _in_our_hands(work.pk):
            continue
        work.tries, work.moved_at = work.tries + 1, timezone.now()
        work.state, work.started_at = WorkState.RUNNING, work.started_at or work.moved_at
        work.save(update_fields=["tries", "moved_at", "state", "started_at"])
        return work.pk
    return None


def _in_our_hands(id: UUID) -> bool:
    """Whether no other process is in a step of this work; none can be until the end of our transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"work:{id}"])
        return bool(cursor.fetchone()[0])


def _step(id: UUID) -> None:
    """The next step, whole or not at all; what goes wrong is noted and ends the work in the end."""
    work = None
    try:
        with transaction.atomic():
            work = Work.objects.select_related("batch", "by").get(pk=id)
            if not work.is_over and _in_our_hands(id):
                _begun(work)
    except WorkFailed as error:
        _end(id, str(error))
    except Exception:  # whatever it was, other work goes on, and this is tried again
        logger.exception("a step of work %s failed", id)
        if work is None or work.tries >= TRIES:
            _end(id, FAILED)


def _begun(work: Work) -> None:
    if work.stop:
        _over(work, WorkState.CANCELLED)
    elif work.kind not in RUNNERS:
        _over(work, WorkState.FAILED, UNKNOWN)
    elif work.tries > TRIES:
        _over(work, WorkState.FAILED, DIED)
    else:
        RUNNERS[work.kind].step(work)
        work.tries, work.moved_at = 0, timezone.now()
        if work.done >= work.total:
            _over(work, WorkState.DONE)
        work.save(update_fields=["done", "total", "tries", "result", "batch", "title", "moved_at"])


@transaction.atomic
def _end(id: UUID, error: str) -> None:
    _over(Work.objects.select_related("batch", "by").get(pk=id), WorkState.FAILED, error)


def _over(work: Work, state: WorkState, error: str = "") -> None:
    work.state, work.ended_at = state, timezone.now()
    if error:
        work.result = {**work.result, "error": error}
    runner = RUNNERS.get(work.kind)
    if runner and runner.ended:
        runner.ended(work)
    work.save(update_fields=["state", "ended_at", "result"])
