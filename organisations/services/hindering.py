"""What stands in the way of taking a batch back: entries that are left because a later batch has changed them too.

They are noted with the work (`WorkEntry.outcome` LATER, `why`: that batch), so that the rest can be taken back once the
later batch is. What people have changed by hand stays for good and is not noted.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from organisations.merging import Key, difference
from organisations.models import Batch, Merge, Revision, Work, WorkEntry
from organisations.services.rows import documents_of

LATER = "later"
MACHINES = ("import", "geocoder")  # authors of revisions that no person made


def changed_by_people(batch: Batch, ids: Collection[UUID]) -> dict[UUID, list[Revision]]:
    """The versions that people made of these entries since the batch, by hand or many at once. Taking back brings
    nothing new: what a person made is in the version that it takes back or brings again."""
    rows = _since(batch, ids).exclude(author__in=MACHINES).exclude(batch=batch)
    found: dict[UUID, list[Revision]] = {}
    for row in rows.exclude(batch__in=_over(rows)).defer("document"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _over(rows: QuerySet[Revision]) -> set[UUID]:
    """Batches of these versions that count for nothing: those that were taken back, and those that took some back."""
    known = Batch.objects.filter(pk__in=rows.order_by().values("batch"))
    return {one.pk for one in known if one.undoes_id or not stands(one)}


def later_batches(
    batch: Batch, left: Mapping[UUID, Collection[Key]], by_people: Mapping[UUID, Sequence[Revision]]
) -> dict[UUID, UUID]:
    """Those of the entries that a later batch keeps from being taken back, with that batch.

    `left`: the parts of each that are in the way; none: all that people have done to it. A part counts as changed by
    whatever changed it last. A fixed number of queries.
    """
    last = _last_changes(batch, {id: keys for id, keys in left.items() if keys})
    for id, keys in left.items():
        if not keys:
            last[id] = list(by_people.get(id, ()))
            if not all(row.batch_id for row in last[id]):
                last[id] = []  # what was done by hand stays in the way
    later = {id: [row for row in rows if row.batch_id and row.batch_id != batch.pk] for id, rows in last.items()}
    newest = {id: max(rows, key=lambda row: row.number).batch_id for id, rows in later.items() if rows}
    return {id: found for id, found in newest.items() if found}


def _last_changes(batch: Batch, left: Mapping[UUID, Collection[Key]]) -> dict[UUID, list[Revision]]:
    """The versions that changed these parts last."""
    since = _since(batch, left).exclude(author="geocoder")
    rows, over = list(since.order_by("organisation", "number")), _over(since) if left else set()
    documents = dict(zip((row.pk for row in rows), documents_of(rows), strict=True))
    found: dict[UUID, dict[Key, Revision]] = {}
    for before, after in pairwise(rows):
        if before.organisation_id != after.organisation_id or after.batch_id in over:
            continue
        changed = {one.key for one in difference(documents[before.pk], documents[after.pk])}
        wanted = changed.intersection(left[after.organisation_id])
        found.setdefault(after.organisation_id, {}).update(dict.fromkeys(wanted, after))
    return {id: list(by_key.values()) for id, by_key in found.items()}


def _since(batch: Batch, ids: Collection[UUID]) -> QuerySet[Revision]:
    """The versions of the batch and all after them."""
    mine = Revision.objects.filter(batch=batch, organisation=OuterRef("organisation"), number__lte=OuterRef("number"))
    return Revision.objects.filter(Exists(mine), organisation__in=ids)


def note_left(work: Work, later: Mapping[UUID, UUID]) -> None:
    """Notes entries that this work has left, and the later batch of each."""
    WorkEntry.objects.bulk_create(
        (WorkEntry(work=work, organisation_id=id, outcome=LATER, why=str(by)) for id, by in later.items()),
        ignore_conflicts=True,
    )


def take_up(batch: Batch, ids: Collection[UUID], kind: str) -> set[UUID]:
    """Those of the entries that work on the batch has left: they are tried once more, and no longer noted."""
    rows = left_of(batch, kind).filter(organisation__in=ids)
    found = set(rows.values_list("organisation_id", flat=True))
    rows.delete()
    return found


def left_of(batch: Batch, kind: str) -> QuerySet[WorkEntry]:
    """What taking the batch back has left to later batches."""
    return WorkEntry.objects.filter(work__kind=kind, work__params__batch=str(batch.pk), outcome=LATER)


def in_the_way(batch: Batch, kind: str) -> list[Batch]:
    """The later batches, the newest first."""
    ids = left_of(batch, kind).order_by().values_list("why", flat=True).distinct()
    return list(Batch.objects.filter(pk__in=list(ids)).order_by("-created_at"))


def stands(batch: Batch) -> bool:
    """Whether what the batch did was not taken back, or was brought back again."""
    if Merge.objects.filter(batch=batch).exclude(undone_at=None).exists():
        return False
    undoing = Batch.objects.filter(undoes=batch).first()
    return undoing is None or not stands(undoing)
