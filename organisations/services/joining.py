"""Merging two entries: one document is published, the other entry goes off the map, and all that leads to it leads on.

All of it is one transaction. What moves is written down by ids, so that `services/parting.py` can take it back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from organisations.comparing import FIRST, Side
from organisations.document import OrganisationDocument
from organisations.joining import Joined, joined
from organisations.models import (
    Batch,
    ContactPerson,
    DuplicatePair,
    Editor,
    EditorLink,
    EditorSession,
    EntryLabel,
    EntryNote,
    ExternalId,
    Merge,
    Organisation,
    PairState,
    SlugRedirect,
)
from organisations.models.organisation import State
from organisations.services import duplicate_pairs as pairs
from organisations.services.deciding import Curator
from organisations.services.moving_suggestions import move_suggestions
from organisations.services.publish import Change, StaleBase, publish_many
from organisations.services.rows import load_documents

SOURCE = "merge"


class NotMergeable(Exception):
    """One of the two is neither public nor a draft any more."""


@dataclass(frozen=True)
class Wanted:
    """How a curator wants two entries merged: which one goes on (`keep`, a side), what was chosen by row, and the
    revisions of both that were shown."""

    keep: str
    chosen: Mapping[str, str]
    numbers: tuple[int, int]


@dataclass
class Moved:
    """What goes over from one entry to the other, by ids, as `Merge.moved` holds it."""

    before: dict[str, int] = field(default_factory=dict)  # the revisions of both from which they were merged
    people: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    links: list[tuple[str, list[int]]] = field(default_factory=list)  # an editor both had, and their links
    external: list[tuple[int, dict[str, Any]]] = field(default_factory=list)  # with what the source had said
    sections: list[str] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)  # slugs that led to the other entry
    suggestions: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)  # rows that were made for the entry that stays

    def stored(self) -> dict[str, Any]:
        """As plain JSON."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def sides_of(pair: DuplicatePair) -> tuple[Side, Side]:
    """Both entries as they are now, with who of their people is shown. Two queries."""
    ids = [pair.first_id, pair.second_id]
    documents = load_documents(ids)
    shown = ContactPerson.objects.shown().filter(organisation__in=ids).values_list("pk", flat=True)
    agreed = frozenset(shown)
    first, second = (Side(documents[id], agreed) for id in ids)
    return first, second


@transaction.atomic
def join(id: int, wanted: Wanted, *, curator: Curator) -> Merge:
    """Merges the two entries of a pair.

    Raises NotYours, DecidedAlready, NotMergeable, StaleBase if one has changed since it was shown, InvalidDocument.
    """
    pair = pairs.hold(id, curator.user)
    if pair.state != PairState.OPEN:
        raise pairs.DecidedAlready(pair)
    kept, gone = (pair.first, pair.second) if wanted.keep == FIRST else (pair.second, pair.first)
    sections = list(Organisation.objects.filter(parent=gone).exclude(pk=kept.pk).values_list("pk", flat=True))
    records = lock([kept.pk, gone.pk, *sections])
    kept, gone = records[kept.pk], records[gone.pk]
    refuse(pair, records, wanted.numbers)
    sides = sides_of(pair)
    made = joined(*sides, wanted.keep, wanted.chosen)
    now = sides[1 if wanted.keep == FIRST else 0].document
    batch = Batch.objects.create(source=SOURCE, author=curator.author)
    moved = Moved(
        before={"kept": kept.number, "gone": gone.number},
        people=[str(person) for person in made.people],
        sections=[str(section) for section in sections],
    )
    ContactPerson.objects.filter(pk__in=made.people, organisation=gone).update(organisation=kept)
    _publish(made, now, records, sections, batch, curator.author)
    kept.refresh_from_db()
    gone.refresh_from_db()
    _carry(kept, gone, made, moved)
    moved.suggestions = move_suggestions(kept, gone, made, curator)
    merge = Merge.objects.create(
        pair=pair, kept=kept, gone=gone, kept_number=kept.number, gone_number=gone.number,
        moved=moved.stored(), batch=batch, by=curator.user,
    )  # fmt: skip
    pair.state, pair.decided_by, pair.decided_at = PairState.MERGED, curator.user, timezone.now()
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    pairs.note(curator.user, "pair:merged", pair, merge=str(merge.pk), kept=str(kept.pk))
    return merge


def lock(ids: Sequence[UUID]) -> dict[UUID, Organisation]:
    """These entries, locked until the end of the transaction; in one order, so that nobody waits for each other."""
    rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}


def refuse(pair: DuplicatePair, records: Mapping[UUID, Organisation], numbers: tuple[int, int]) -> None:
    """Refuses a pair one of which is not as it was shown (StaleBase) or off the map (NotMergeable)."""
    both = records[pair.first_id], records[pair.second_id]
    for record, number in zip(both, numbers, strict=True):
        if record.number != number:
            raise StaleBase(record.pk, record.number)
    if any(record.state not in pairs.KEPT for record in both):
        raise NotMergeable


def _publish(
    made: Joined,
    now: OrganisationDocument,
    records: Mapping[UUID, Organisation],
    sections: Sequence[UUID],
    batch: Batch,
    author: str,
) -> None:
    """The entry that goes first, so that its people are those of the other one by then."""
    kept = made.document.id
    gone = replace(
        now, state=State.ARCHIVED.value, contacts=tuple(one for one in now.contacts if one.id not in made.people)
    )
    changes = [Change(made.document, records[kept].number, same_address=True)]
    changes += [
        Change(replace(document, parent=kept), records[id].number) for id, document in load_documents(sections).items()
    ]
    publish_many([Change(gone, records[now.id].number)], author=author, reason=f"joined:{kept}", batch=batch)
    publish_many(changes, author=author, reason=f"joined by:{now.id}", batch=batch)


def _carry(kept: Organisation, gone: Organisation, made: Joined, moved: Moved) -> None:
    """Addresses, editors and ids in sources lead to the entry that stays."""
    moved.redirects = list(SlugRedirect.objects.filter(organisation=gone).values_list("slug", flat=True))
    SlugRedirect.objects.filter(organisation=gone).update(organisation=kept)
    SlugRedirect.objects.update_or_create(slug=gone.slug, defaults={"organisation": kept})
    for row in ExternalId.objects.filter(organisation=gone):
        moved.external.append((row.pk, row.seen))
        place = row.seen.get("place")
        known = made.places.get(UUID(place)) if place else None
        row.seen = {**row.seen, "place": str(known)} if known else row.seen
        row.organisation = kept
        row.save(update_fields=["organisation", "seen"])
    _carry_editors(kept, gone, moved)
    _carry_notes(kept, gone, moved)


def _carry_notes(kept: Organisation, gone: Organisation, moved: Moved) -> None:
    """What curators wrote down goes along; labels stand on both."""
    notes = EntryNote.objects.filter(organisation=gone)
    moved.notes = [str(id) for id in notes.values_list("pk", flat=True)]
    notes.update(organisation=kept)
    there = EntryLabel.objects.filter(organisation=kept).values("label")
    for row in EntryLabel.objects.filter(organisation=gone).exclude(label__in=there):
        moved.labels.append(EntryLabel.objects.create(organisation=kept, label_id=row.label_id, by=row.by).pk)


def _carry_editors(kept: Organisation, gone: Organisation, moved: Moved) -> None:
    """Who edits one edits the other from now on; where both have one address, its links go to who is there."""
    there = {editor.email.lower(): editor for editor in Editor.objects.active().filter(organisation=kept)}
    for editor in Editor.objects.active().filter(organisation=gone):
        same = there.get(editor.email.lower())
        if same is None:
            Editor.objects.filter(pk=editor.pk).update(organisation=kept)
            moved.editors.append(str(editor.pk))
            continue
        links = EditorLink.objects.filter(editor=editor)
        moved.links.append((str(editor.pk), list(links.values_list("pk", flat=True))))
        EditorSession.objects.filter(editor=editor).delete()
        links.update(editor=same)
        Editor.objects.filter(pk=editor.pk).update(revoked_at=timezone.now())
