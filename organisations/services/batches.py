"""Taking back a batch: every entry of it as it was before, but for what happened to it since.

Undoing is a three-way merge, entry by entry: the version the batch made is the base, the one before it is ours, the
entry of today is theirs. What people changed since stays; an entry the batch made goes off the map, unless people
have changed it since. It is a batch itself, so it can be undone. What sources had said before comes back too, so that
the same import does the same again, and the marks of entries that are missing in their source are as before.

What a later batch has changed too is left until that one is taken back (hindering.py). What was left so, or was ended
in the middle, can be gone on with: the same batch gets these entries, also if what it did was undone meanwhile; no
batch is taken back or gone on with while work on it runs.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from organisations.document import OrganisationDocument, Place
from organisations.merging import Key, merge
from organisations.models import Batch, Decision, ExternalId, Organisation, Revision, SeenBefore, Work
from organisations.models.location import PointOrigin
from organisations.models.organisation import GONE, State
from organisations.scope import within
from organisations.services import hindering
from organisations.services import work as works
from organisations.services.hindering import LATER
from organisations.services.marks import origin_of, take_marks_back
from organisations.services.publish import Change, publish_allowed
from organisations.services.rows import documents_of, load_documents
from organisations.services.work import Runner, WorkFailed

CHUNK = 100
KIND = "undo"
TOLD = 200  # entries named one by one
STORED = ("restored", "archived", "kept", "later", "same", "outside", "refused", "marked", "unmarked", "told")


@dataclass(slots=True)
class Undone:
    """What undoing did, by numbers of entries: `restored` to what they were, taken off the map (`archived`), left in
    part or whole as people have changed them since (`kept`) or a later batch has (`later`), without anything to take
    back (`same`), outside of the curator's areas, or `refused` as the old version breaks a rule of today. `told`: the
    entries kept, left to a later batch or refused. `marks`: how many marks of entries that are missing in their source
    were changed back: `marked` again, or `unmarked`."""

    restored: int = 0
    archived: int = 0
    kept: int = 0
    later: int = 0
    same: int = 0
    outside: int = 0
    refused: int = 0
    marked: int = 0
    unmarked: int = 0
    told: list[dict[str, str]] = field(default_factory=list)
    batch: Batch | None = None

    def count(self, document: OrganisationDocument, how: str) -> None:
        """Counts an entry, and names it if somebody should look at it."""
        setattr(self, how, getattr(self, how) + 1)
        if how in ("kept", LATER, "refused") and len(self.told) < TOLD:
            self.told.append({"id": str(document.id), "name": document.name, "how": how})

    def stored(self) -> dict[str, Any]:
        """As the result of a piece of work."""
        return {name: getattr(self, name) for name in STORED}

    @property
    def marks(self) -> int:
        """How many marks were changed in all."""
        return self.marked + self.unmarked


@dataclass(frozen=True, slots=True)
class _Step:
    """One version that the batch made, and the one before it (None: it made the entry)."""

    before: OrganisationDocument | None
    after: OrganisationDocument


@dataclass(frozen=True, slots=True)
class _Plan:
    """The document that takes a batch back for one entry, how that went, whether its source counts as unread, and the
    parts that somebody has changed since."""

    document: OrganisationDocument
    how: str
    brings_source_back: bool
    conflicts: frozenset[Key] = frozenset()


def undo_batch(batch: Batch, *, by: Any) -> Undone:
    """Takes the whole batch back at once, in one transaction; `by` is the curator, whose areas bound it.

    Raises AlreadyUndone. Large batches: `start_undo`.
    """
    with transaction.atomic():
        undone = Undone(batch=_undoing(batch, by))
        ids = entries_of(batch)
        for first in range(0, len(ids), CHUNK):
            undo_entries(batch, ids[first : first + CHUNK], by=by, undone=undone)
        undone.marked, undone.unmarked = take_marks_back(batch, by=by)
    return undone


class AlreadyUndone(Exception):
    """The batch has been taken back."""


class GoesOn(Exception):
    """Work on the batch is not over: it takes something back, or is itself being taken back."""


def start_undo(batch: Batch, *, by: Any) -> Work:
    """Has the queue take the batch back. Raises AlreadyUndone, GoesOn."""
    with transaction.atomic():
        _undoing(batch, by)
        return _started(batch, by)


def start_rest(batch: Batch, *, by: Any) -> Work:
    """Has the queue take back what was left when taking the batch back ended. Raises AlreadyUndone, GoesOn."""
    with transaction.atomic():
        _held(batch)
        if not has_rest(batch):
            raise AlreadyUndone
        return _started(batch, by)


def has_rest(batch: Batch) -> bool:
    """Whether taking it back is over, but was ended before it was done, or the batch has got more entries since, or one
    that was in the way is taken back meanwhile."""
    last = works.last_undo(batch.pk) if Batch.objects.filter(undoes=batch).exists() else None
    if last is None or not last.is_over:
        return False
    more = works.ended_early(last) or last.total < len(entries_of(batch))
    return more or not all(map(hindering.stands, hindering.in_the_way(batch, KIND)))


def _started(batch: Batch, by: Any) -> Work:
    """One work at a time: neither of those before and after it may be under way. `forth`: what is taken back took
    something back itself, so this brings it back again."""
    chain = [batch.pk, *Batch.objects.filter(undoes=batch).values_list("pk", flat=True), batch.undoes_id]
    if Work.objects.unfinished().filter(kind=KIND, params__batch__in=[str(id) for id in chain if id]).exists():
        raise GoesOn
    params = {"batch": str(batch.pk)} | ({"forth": True} if origin_of(batch)[1] else {})
    return works.start(KIND, by=by, params=params, total=len(entries_of(batch)), title=batch.source)


def _held(batch: Batch) -> None:
    """Until the end of the transaction nobody else begins to take back this batch, or the one it takes back."""
    ids = [id for id in (batch.pk, batch.undoes_id) if id]
    list(Batch.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def entries_of(batch: Batch) -> list[UUID]:
    """The entries that the batch changed or made, in a fixed order."""
    rows = Organisation.objects.filter(Exists(Revision.objects.filter(batch=batch, organisation=OuterRef("pk"))))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _undoing(batch: Batch, by: Any) -> Batch:
    """The batch that takes another one back; there is one at most."""
    _held(batch)
    if Batch.objects.filter(undoes=batch).exists():
        raise AlreadyUndone
    return Batch.objects.create(source=batch.source, author=f"user:{by.pk}", undoes=batch)


def _undo_step(work: Work) -> None:
    batch = Batch.objects.filter(pk=work.params["batch"]).first()
    undoing = Batch.objects.filter(undoes=batch).first() if batch else None
    if batch is None or undoing is None or work.by is None:
        raise WorkFailed(gettext_noop("The batch, or who took it back, is no longer there."))
    work.batch = undoing
    undone = Undone(**{name: value for name, value in work.result.items() if name in STORED}, batch=undoing)
    ids = entries_of(batch)
    if ids:  # none: the import has changed marks alone
        undo_entries(batch, ids[work.done : work.done + CHUNK], by=work.by, undone=undone, work=work)
    work.total, work.done = len(ids), min(work.done + CHUNK, len(ids))
    if work.done == work.total:
        undone.marked, undone.unmarked = take_marks_back(batch, by=work.by)
    work.result = undone.stored()


def _undo_ended(work: Work) -> None:
    detail = {name: value for name, value in work.result.items() if name != "told"}
    action = "batch:redone" if work.params.get("forth") else "batch:undone"
    Decision.objects.create(actor=f"user:{work.by_id}", action=action, detail=detail | {"source": work.title})


works.RUNNERS[KIND] = Runner(_("Taking back"), _undo_step, _undo_ended, "curate/work/_undone.html")


@transaction.atomic
def undo_entries(batch: Batch, ids: Collection[UUID], *, by: Any, undone: Undone, work: Work | None = None) -> None:
    """Takes the batch back for some of its entries, and counts in `undone` what became of them. `work` notes what is
    left to later batches."""
    assert undone.batch is not None  # noqa: S101 - whoever begins to undo has made it
    ours = set(Organisation.objects.filter(within(by), pk__in=ids).values_list("pk", flat=True))
    undone.outside += len(ids) - len(ours)
    records = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=ours).order_by("pk")}
    reached = _reached(undone.batch, ours) - hindering.take_up(batch, ours, KIND)
    undone.same += len(reached)
    ours -= reached
    today, steps = load_documents(list(ours)), _steps(batch, ours)
    touched = hindering.changed_by_people(batch, ours)
    plans = {id: _plan(now, steps[id], id in touched, records[id]) for id, now in today.items()}
    left = {id: plan.conflicts for id, plan in plans.items() if plan.how == "kept"}
    later = hindering.later_batches(batch, left, touched)
    plans |= {id: replace(plans[id], how=LATER, brings_source_back=False) for id in later}
    changes = [Change(plan.document, records[id].number) for id, plan in plans.items() if plan.document != today[id]]
    refused = publish_allowed(changes, batch=undone.batch, author=f"user:{by.pk}", reason=f"undone:{batch.pk}")
    for id, plan in plans.items():
        undone.count(today[id], "refused" if id in refused else plan.how)
    if work:
        hindering.note_left(work, {id: other for id, other in later.items() if id not in refused})
    back = [id for id, plan in plans.items() if id not in refused and plan.brings_source_back]
    _say_as_before(batch, undone.batch, back)


def _reached(undoing: Batch, ids: Collection[UUID]) -> set[UUID]:
    """Entries that were taken back already, by work that ended in the middle: what happened to them since stays."""
    changed = Revision.objects.filter(batch=undoing, organisation__in=ids).values_list("organisation_id", flat=True)
    said = SeenBefore.objects.filter(batch=undoing, external__organisation__in=ids)
    return {*changed, *said.values_list("external__organisation_id", flat=True)}


def _steps(batch: Batch, ids: Collection[UUID]) -> dict[UUID, list[_Step]]:
    """What the batch did to each entry, oldest first. A fixed number of queries."""
    made = Revision.objects.filter(batch=batch, organisation__in=ids).order_by("number")
    older = Revision.objects.filter(organisation=OuterRef("organisation"), number=OuterRef("number") - 1)
    after = list(made.annotate(older=Subquery(older.values("pk"))))
    before = Revision.objects.in_bulk([row.older for row in after if row.older])
    revisions = [*after, *before.values()]
    documents = dict(zip((row.pk for row in revisions), documents_of(revisions), strict=True))
    found: dict[UUID, list[_Step]] = {}
    for row in after:
        step = _Step(documents.get(row.older) if row.older else None, documents[row.pk])
        found.setdefault(row.organisation_id, []).append(step)
    return found


def _plan(now: OrganisationDocument, steps: Sequence[_Step], touched: bool, record: Organisation) -> _Plan:
    first = steps[0]
    brought = first.before is None or (first.before.state == State.ARCHIVED != first.after.state)
    if touched and brought:
        return _Plan(now, "kept", False)
    if first.before is None:
        gone = replace(now, state=State.ARCHIVED.value)
        return _Plan(gone, "archived" if gone != now else "same", True)
    document, conflicts = now, set[Key]()
    for step in reversed(steps):
        assert step.before is not None  # noqa: S101 - only the first version of an entry has none before it
        document, found = merge(step.after, step.before, without_found_points(document, step.after))
        conflicts |= {conflict.key for conflict in found}
    if record.unlisted_on:
        document = replace(document, state=now.state)
    how = "kept" if conflicts else "restored" if document != now else "same"
    return _Plan(document, how, True, frozenset(conflicts))


def without_found_points(now: OrganisationDocument, base: OrganisationDocument) -> OrganisationDocument:
    """The entry of today; places to which the geocoder alone has done something count as untouched."""
    known = {place.id: place for place in base.places}

    def untouched(place: Place) -> Place:
        other = known.get(place.id)
        return other if other and _pointless(other) == _pointless(place) else place

    return replace(now, places=tuple(untouched(place) for place in now.places))


def _pointless(place: Place) -> Place:
    if place.address.point_origin not in ("", PointOrigin.GEOCODER):
        return place
    return replace(place, address=replace(place.address, point=None, point_origin="", area=None))


def _say_as_before(batch: Batch, undoing: Batch, ids: Collection[UUID]) -> None:
    """What the sources had said of these entries before the batch; what they say now is kept for undoing this."""
    rows = SeenBefore.objects.filter(batch=batch, external__organisation__in=ids).select_related("external")
    found = list(rows)
    SeenBefore.objects.bulk_create(
        SeenBefore(batch=undoing, external=row.external, seen=row.external.seen) for row in found
    )
    for row in found:
        row.external.seen = row.seen if row.seen is not None else {**row.external.seen, GONE: "1"}
    ExternalId.objects.bulk_update([row.external for row in found], ["seen"], batch_size=CHUNK)
