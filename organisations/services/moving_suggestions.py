"""What waits for a decision about an entry that is merged into another: it waits on there, as if made from it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from organisations.document import OrganisationDocument
from organisations.ids import new_id
from organisations.joining import Joined
from organisations.merging import Key, with_parts
from organisations.models import Decision, Organisation, Suggestion, SuggestionKind, SuggestionState
from organisations.outbox.decided import decided_outline
from organisations.outbox.outline import put_out
from organisations.proposal import Proposal, proposal_of, stored
from organisations.services import store
from organisations.services.deciding import Curator
from organisations.services.rows import load_document


def move_suggestions(kept: Organisation, gone: Organisation, made: Joined, curator: Curator) -> list[dict[str, Any]]:
    """Moves what waits on `gone` to `kept`, and takes new entries as accepted: they are there now. What each was
    before, for undoing."""
    waiting = Suggestion.objects.select_for_update(of=("self",)).select_related("organisation")
    found = waiting.filter(organisation__in=[kept, gone], state=SuggestionState.OPEN).order_by("created_at", "id")
    before = []
    for one in found:
        is_new = one.kind == SuggestionKind.NEW
        if one.organisation_id != gone.pk and not is_new:
            continue
        before.append(_as_it_is(one))
        if is_new:
            _accept(one, kept, curator)
        else:
            _move(one, kept, made)
    return before


def put_back(rows: list[dict[str, Any]]) -> None:
    """Everything of them that still waits, and new entries, as they were before."""
    for row in rows:
        waiting = Suggestion.objects.filter(pk=row["id"])
        if row["kind"] != SuggestionKind.NEW:
            waiting = waiting.filter(state=SuggestionState.OPEN)
        back = {name: row[name] for name in ("organisation_id", "base", "document")}
        waiting.update(
            **back, state=SuggestionState.OPEN, decided_at=None, decided_by=None, reason="", accepted=[], refused=[],
            revision=None,
        )  # fmt: skip


def _as_it_is(one: Suggestion) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "kind": str(one.kind),
        "organisation_id": str(one.organisation_id),
        "base": one.base,
        "document": one.document,
    }


def _move(one: Suggestion, kept: Organisation, made: Joined) -> None:
    if one.document:
        now = load_document(kept.pk)
        proposed = _rebased(proposal_of(one), now, made)
        (shaped,) = store.prepared([proposed], {now.id: now})
        one.document = stored(store.keep_values(shaped), now)
    one.organisation, one.base = kept, kept.number
    one.save(update_fields=["organisation", "base", "document"])


def _rebased(proposal: Proposal, now: OrganisationDocument, made: Joined) -> OrganisationDocument:
    """The entry that stays with what is proposed for the other one. Places are those that came over; what the proposal
    adds gets ids of its own; a person who did not come over is not there to be changed."""
    there = {person.id for person in now.contacts}
    known = {person.id for person in proposal.base.contacts}
    ids = {place.id: made.places.get(place.id) or new_id() for place in proposal.proposed.places}
    ids |= {one.id: one.id if one.id in there else new_id() for one in proposal.proposed.contacts}
    proposed = _with_ids(proposal.proposed, ids)
    keys: list[Key] = []
    for change in proposal.changes:
        if change.key[0] not in ("places", "contacts"):
            keys.append(change.key)
            continue
        id = UUID(change.key[1])
        if change.key[0] == "places" or id in there or id not in known:
            keys.append((change.key[0], str(ids.get(id) or made.places.get(id, id))))
    return with_parts(now, proposed, keys)


def _with_ids(document: OrganisationDocument, ids: Mapping[UUID, UUID]) -> OrganisationDocument:
    places = tuple(
        replace(place, id=ids[place.id], primary=False, address=replace(place.address, row=None))
        for place in document.places
    )
    people = tuple(
        one if ids[one.id] == one.id else replace(one, id=ids[one.id], row=None) for one in document.contacts
    )
    times = tuple(replace(one, place=ids.get(one.place)) if one.place else one for one in document.meetings)
    return replace(document, places=places, contacts=people, meetings=times)


def _accept(one: Suggestion, kept: Organisation, curator: Curator) -> None:
    """The sender of a new entry is told that it is taken over."""
    one.organisation, one.state, one.revision = kept, SuggestionState.ACCEPTED, kept.number
    one.base, one.decided_at, one.decided_by = 1, timezone.now(), curator.user
    if one.email:
        one.mail = put_out(decided_outline(one, curator.site), one.email, purpose="decision")
    one.save()
    Decision.objects.create(
        actor=curator.author, action=f"{one.kind}:{one.state}", organisation=kept, suggestion=one.pk, detail={}
    )
