"""Work of the queue as curators see it: a list, and one piece with its progress and what came out of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from organisations.curate.telling import told
from organisations.curate.words import ago, person_name
from organisations.formats import long_date
from organisations.models import Batch, ImportRun, Merge, Work
from organisations.runners import RUNNERS
from organisations.scope import decides_everywhere
from organisations.services.batches import KIND as UNDO
from organisations.services.batches import has_rest
from organisations.services.bulk.acts import ACTS, source_words, title_of
from organisations.services.bulk.run import has_changed_labels
from organisations.services.hindering import in_the_way, stands
from organisations.services.work import ended_early, last_undo

PAGE = 30
SILENT_SECONDS = 150  # waiting or running without a step for so long: no worker is there


def works_of(user: Any) -> QuerySet[Work]:
    """The work that the user may see: their own; all of it, if they decide everywhere."""
    rows = Work.objects.select_related("by", "batch")
    return rows if decides_everywhere(user) else rows.filter(by=user)


@dataclass(frozen=True)
class WorkPage:
    """One piece of work."""

    work: Work

    @property
    def kind(self) -> str:
        """What is done, in words."""
        return gettext("Bring it back again") if self.brings_back else kind_of(self.work)

    @property
    def title(self) -> str:
        """What it is done to, in words; of taking back: what had been done."""
        act = ACTS.get(self.work.params.get("act", ""))
        return title_of(act, self.work.params.get("value", "")) if act else source_words(self.work.title)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        work = self.work
        return min(100, work.done * 100 // work.total) if work.total else 0

    @property
    def goes_on(self) -> bool:
        """Whether the page is to bring itself up to date."""
        return not self.work.is_over

    @property
    def error(self) -> str:
        """Why it failed."""
        return told(str(self.work.result.get("error", "")))

    @property
    def who(self) -> str:
        """Who started it."""
        return person_name(self.work.by) if self.work.by else ""

    @property
    def began(self) -> str:
        """How long ago it was started."""
        return ago(self.work.created_at)

    @property
    def is_silent(self) -> bool:
        """Whether it should get on, but nobody works on it."""
        return not self.work.is_over and (timezone.now() - self.work.moved_at).total_seconds() > SILENT_SECONDS

    @cached_property
    def undone(self) -> Work | None:
        """The work that takes or took back what this one did; of a batch also if the rest can be gone on with."""
        batch = self.work.batch_id
        if batch and not Batch.objects.filter(undoes=batch).exists():
            return None
        last = last_undo(batch or self.work.pk)
        return last if batch or last is None or not ended_early(last) else None

    @cached_property
    def gone_on(self) -> Work | None:
        """The work that goes or went on with this one, which had ended in the middle of taking back."""
        last = last_undo(self.work.params.get("batch")) if self.undoes else None
        return last if last != self.work else None

    @cached_property
    def taken_back(self) -> Batch | None:
        """The batch that this takes back."""
        return Batch.objects.filter(pk=self.work.params.get("batch")).first() if self.undoes else None

    @cached_property
    def has_rest(self) -> bool:
        """Whether this was taking back, and there are entries that it has not reached."""
        return bool(self.work.is_over and self.taken_back and has_rest(self.taken_back))

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something to take back, and nobody did; not while it is gone on with."""
        going = self.gone_on is not None and not self.gone_on.is_over
        did = self.work.batch_id or has_changed_labels(self.work)
        return bool(self.work.is_over and did and self.undone is None and not going)

    @cached_property
    def in_the_way(self) -> list["InTheWay"]:
        """The later batches that kept some entries from being taken back, the newest first."""
        found = in_the_way(self.taken_back, UNDO) if self.taken_back else []
        return [InTheWay.of(batch) for batch in found]

    @cached_property
    def import_run(self) -> str:
        """The import that this does or has begun, unless it was deleted with its source."""
        id = self.work.params.get("run") or self.work.result.get("run") or ""
        return id if id and ImportRun.objects.filter(pk=id).exists() else ""

    @property
    def undoes(self) -> bool:
        """Whether this takes a batch back."""
        return self.work.kind == UNDO

    @property
    def brings_back(self) -> bool:
        """Whether this brings back what had been taken back."""
        return bool(self.work.params.get("forth"))

    @property
    def page(self) -> str:
        """The template of what came out of it, by its kind."""
        runner = RUNNERS.get(self.work.kind)
        return (runner.page if runner else "") or "curate/work/_nothing.html"


@dataclass(frozen=True)
class InTheWay:
    """A later batch that has changed what was to be taken back: what it was, the page on which it can be taken back
    (empty: there is none), and whether it `stands` still."""

    title: str
    address: str
    stands: bool

    @classmethod
    def of(cls, batch: Batch) -> "InTheWay":
        """A batch as the page names it."""
        work = Work.objects.filter(batch=batch).first()
        merge = None if work else Merge.objects.filter(batch=batch).exclude(pair=None).first()
        if merge:
            told, address = gettext("Merged entries"), reverse("curate-duplicate", args=[merge.pair_id])
        else:
            told = source_words(batch.source)
            address = reverse("curate-work", args=[work.pk]) if work else ""
        return cls(f"{told}, {long_date(batch.created_at)}", address, stands(batch))


@dataclass(frozen=True)
class WorkList:
    """What the user may see, newest first."""

    user: Any
    number: int = 1

    @cached_property
    def _found(self) -> list[Work]:
        start = (self.number - 1) * PAGE
        return list(works_of(self.user)[start : start + PAGE + 1])

    @property
    def pages(self) -> list[WorkPage]:
        """The rows of the page."""
        return [WorkPage(one) for one in self._found[:PAGE]]

    @property
    def more(self) -> int:
        """The next page, 0 if there is none."""
        return self.number + 1 if len(self._found) > PAGE else 0


def kind_of(work: Work) -> str:
    """What people call work of that kind."""
    runner = RUNNERS.get(work.kind)
    return str(runner.label) if runner else work.kind
