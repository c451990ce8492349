"""Undoing a merge: both entries as they were before, with what happened to each since, as long as nothing is lost.

What changed since stays (a three-way merge: the merge is the base, what was before it ours, what is today theirs).
Where the same part was changed since, undoing would lose that: then it is refused, and said why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from organisations.document import OrganisationDocument
from organisations.merging import Conflict, merge, with_parts
from organisations.models import (
    Batch,
    ContactPerson,
    Editor,
    EditorLink,
    EntryLabel,
    EntryNote,
    ExternalId,
    Merge,
    Organisation,
    PairState,
    Revision,
    SlugRedirect,
)
from organisations.services import duplicate_pairs as pairs
from organisations.services.batches import without_found_points
from organisations.services.deciding import Curator
from organisations.services.joining import SOURCE, lock
from organisations.services.moving_suggestions import put_back
from organisations.services.publish import Change, publish_many
from organisations.services.rows import documents_of, load_documents


@dataclass(frozen=True)
class Hindrance:
    """Why a merge cannot be undone without loss: `conflicts` of an entry's parts with what it is `now`, or `later`:
    the entry it went into was merged itself since."""

    now: OrganisationDocument | None = None
    conflicts: Sequence[Conflict] = ()
    later: Organisation | None = None


class NotUndoable(Exception):
    """Something would be lost; `hindrances` say what."""

    def __init__(self, hindrances: list[Hindrance]) -> None:
        self.hindrances = hindrances
        super().__init__(f"{len(hindrances)} hindrances")


@dataclass(frozen=True)
class _Way:
    """How an entry comes back: as it is, as it becomes, and where that cannot be without loss."""

    now: OrganisationDocument
    back: OrganisationDocument
    conflicts: list[Conflict]


def hindrances(found: Merge) -> list[Hindrance]:
    """Why the merge cannot be undone; an empty list if it can."""
    later = Merge.objects.standing().filter(gone=found.kept).select_related("kept").first()
    if later:
        return [Hindrance(later=later.kept)]
    return [Hindrance(way.now, way.conflicts) for way in _ways(found).values() if way.conflicts]


@transaction.atomic
def part(id: UUID, *, curator: Curator) -> Merge:
    """Undoes a merge. Raises Merge.DoesNotExist, NotYours, DecidedAlready, NotUndoable, InvalidDocument."""
    found = Merge.objects.select_for_update(of=("self",)).select_related("kept", "gone", "pair").get(pk=id)
    if found.pair is None:
        raise Merge.DoesNotExist
    pair = pairs.hold(found.pair.pk, curator.user)
    if found.undone_at or pair.state != PairState.MERGED:
        raise pairs.DecidedAlready(pair)
    sections = _sections(found)
    records = lock([found.kept_id, found.gone_id, *sections])
    if reasons := hindrances(found):
        raise NotUndoable(reasons)
    ways = _ways(found)
    _lead_back(found)
    batch = Batch.objects.create(source=SOURCE, author=curator.author, undoes=found.batch)
    words: dict[str, Any] = {"author": curator.author, "batch": batch, "reason": f"parted:{found.pk}"}
    publish_many([Change(ways[found.kept_id].back, records[found.kept_id].number)], **words)
    publish_many(
        [
            Change(ways[found.gone_id].back, records[found.gone_id].number),
            *(Change(replace(now, parent=found.gone_id), records[now.id].number) for now in sections.values()),
        ],
        **words,
    )
    put_back(found.moved["suggestions"])
    found.undone_at, found.undone_by = timezone.now(), curator.user
    found.save(update_fields=["undone_at", "undone_by"])
    pair.state, pair.decided_at, pair.decided_by = PairState.OPEN, None, None
    pair.save(update_fields=["state", "decided_at", "decided_by"])
    pairs.note(curator.user, "pair:parted", pair, merge=str(found.pk))
    return found


def _sections(found: Merge) -> Mapping[UUID, OrganisationDocument]:
    """The sections that went over and are still where they went."""
    ids = Organisation.objects.filter(pk__in=found.moved["sections"], parent=found.kept_id)
    return load_documents(list(ids.values_list("pk", flat=True)))


def _ways(found: Merge) -> dict[UUID, _Way]:
    before = found.moved["before"]
    wanted = {
        found.kept_id: (before["kept"], found.kept_number),
        found.gone_id: (before["gone"], found.gone_number),
    }
    rows = Revision.objects.filter(organisation__in=wanted)
    revisions = [row for row in rows if row.number in wanted[row.organisation_id]]
    documents = {
        (row.organisation_id, row.number): document
        for row, document in zip(revisions, documents_of(revisions), strict=True)
    }
    today = load_documents(list(wanted))
    ways = {}
    for id, (was, became) in wanted.items():
        ours, base, now = documents[id, was], documents[id, became], today[id]
        base, now = _with_privacy(base, now), without_found_points(now, base)
        back, conflicts = merge(base, ours, now)
        real = [one for one in conflicts if not _only_checked(one)]
        back = with_parts(back, ours, [one.key for one in conflicts if one not in real and one.key[0] == "languages"])
        ways[id] = _Way(now, back, real)
    return ways


def _only_checked(one: Conflict) -> bool:
    """Whether somebody has checked that part since and nothing else: then no words are lost."""
    if one.key[0] == "languages" and one.base and one.theirs:
        return bool(replace(one.theirs, checked_on=one.base.checked_on) == one.base)
    return one.key == ("checked_on",)


def _with_privacy(base: OrganisationDocument, now: OrganisationDocument) -> OrganisationDocument:
    """The version of the merge; whether a place is private is what it is today in every version."""
    private = {place.id: place.private for place in now.places}
    return replace(base, places=tuple(replace(one, private=private.get(one.id, one.private)) for one in base.places))


def _lead_back(found: Merge) -> None:
    """Addresses, people, editors and ids in sources are those of the other entry again."""
    moved, kept, gone = found.moved, found.kept_id, found.gone_id
    SlugRedirect.objects.filter(slug=found.gone.slug, organisation=kept).delete()
    SlugRedirect.objects.filter(slug__in=moved["redirects"], organisation=kept).update(organisation=gone)
    ContactPerson.objects.filter(pk__in=moved["people"], organisation=kept).update(organisation=gone)
    Editor.objects.filter(pk__in=moved["editors"], organisation=kept).update(organisation=gone)
    for editor, links in moved["links"]:
        EditorLink.objects.filter(pk__in=links).update(editor=editor)
        Editor.objects.filter(pk=editor, organisation=gone).exclude(email__endswith="@erased.invalid").update(
            revoked_at=None
        )
    EntryNote.objects.filter(pk__in=moved.get("notes", ()), organisation=kept).update(organisation=gone)
    EntryLabel.objects.filter(pk__in=moved.get("labels", ()), organisation=kept).delete()
    for external, seen in moved["external"]:
        ExternalId.objects.filter(pk=external, organisation=kept).update(organisation=gone, seen=seen)
