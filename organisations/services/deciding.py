"""Deciding on what people proposed: each decision is one transaction with its publication, its note and its mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from organisations.document import OrganisationDocument
from organisations.merging import Key, difference
from organisations.models import Decision, Organisation, Suggestion, SuggestionKind, SuggestionState
from organisations.models.organisation import State
from organisations.outbox.decided import decided_outline
from organisations.outbox.outline import put_out
from organisations.proposal import proposal_of
from organisations.scope import may_decide
from organisations.services import ownership
from organisations.services.publish import publish
from organisations.services.states import set_state

LOCK = timedelta(minutes=10)
TAKERS = {SuggestionKind.CHANGE, SuggestionKind.NEW}


class NotYours(Exception):
    """The entry lies outside the curator's areas."""


class DecidedAlready(Exception):
    """Somebody decided meanwhile; `suggestion` says what."""

    def __init__(self, suggestion: Suggestion) -> None:
        self.suggestion = suggestion
        super().__init__(f"decided already: {suggestion.pk}")


class LockedByOther(Exception):
    """Another curator works on it, until `suggestion.locked_until`."""

    def __init__(self, suggestion: Suggestion) -> None:
        self.suggestion = suggestion
        super().__init__(f"locked: {suggestion.pk}")


@dataclass(frozen=True)
class Curator:
    """Who decides, and the address of the site for links in mails."""

    user: Any
    site: str

    @property
    def author(self) -> str:
        """How revisions and decisions name the curator."""
        return f"user:{self.user.pk}"


@transaction.atomic
def take(id: UUID, user: Any) -> Suggestion:
    """Locks a suggestion for ten minutes, so that two curators do not do the same. Raises as `accept` does."""
    found = _mine(id, user)
    found.locked_by, found.locked_until = user, timezone.now() + LOCK
    found.save(update_fields=["locked_by", "locked_until"])
    return found


@transaction.atomic
def give_back(id: UUID, user: Any) -> None:
    """Ends the user's lock before its time."""
    Suggestion.objects.filter(pk=id, locked_by=user).update(locked_by=None, locked_until=None)


@transaction.atomic
def accept(
    id: UUID,
    *,
    curator: Curator,
    keys: Collection[Key] | None = None,
    edited: OrganisationDocument | None = None,
    base: int | None = None,
    reason: str = "",
) -> Suggestion:
    """Accepts all, or the parts with these keys, or what the curator made of it (`edited`, from revision `base`).

    `reason` is told to the sender. Raises NotYours, DecidedAlready, LockedByOther, StaleBase, InvalidDocument.
    """
    found = _mine(id, curator.user)
    found.organisation = Organisation.objects.select_for_update().get(pk=found.organisation_id)
    if found.kind in TAKERS:
        _take_over(found, curator, keys, edited, base)
    elif found.kind == SuggestionKind.REPORT and edited:
        _publish(found, curator, edited, base or 0)
    elif found.kind == SuggestionKind.CLAIM:
        ownership.accept_claim(found, added_by=curator.author, site=curator.site)
    elif found.kind == SuggestionKind.REMOVAL:
        ownership.remove(found.organisation_id, author=curator.author)
    state = SuggestionState.PARTLY if found.refused else SuggestionState.ACCEPTED
    return _decided(found, state, curator, reason)


def _take_over(
    found: Suggestion,
    curator: Curator,
    keys: Collection[Key] | None,
    edited: OrganisationDocument | None,
    base: int | None,
) -> None:
    """Publishes what is accepted of a proposal, and notes which of its parts that are."""
    proposal = proposal_of(found)
    all_keys = [change.key for change in proposal.changes]
    chosen = [key for key in all_keys if keys is None or key in keys]
    if edited:
        chosen = [change.key for change in difference(proposal.now, edited)]
    _publish(found, curator, edited or proposal.taken(keys), base if edited and base is not None else proposal.number)
    found.accepted = [list(key) for key in chosen]
    found.refused = [list(key) for key in all_keys if key not in chosen]


def _publish(found: Suggestion, curator: Curator, document: OrganisationDocument, base: int) -> None:
    revision = publish(document, base=base, author=curator.author, reason=f"suggestion:{found.pk}")
    found.revision = revision.number if revision else None


@transaction.atomic
def reject(id: UUID, *, curator: Curator, reason: str) -> Suggestion:
    """Rejects it; `reason` is told to the sender. Raises NotYours, DecidedAlready, LockedByOther."""
    found = _mine(id, curator.user)
    if found.kind == SuggestionKind.NEW:
        set_state(found.organisation_id, State.REJECTED, author=curator.author, reason=f"suggestion:{found.pk}")
    return _decided(found, SuggestionState.REJECTED, curator, reason)


def _mine(id: UUID, user: Any) -> Suggestion:
    """The open suggestion, locked in the database until the end of the transaction."""
    waiting = Suggestion.objects.select_for_update(of=("self",)).select_related("organisation")
    found = waiting.get(pk=id)
    if not may_decide(user, found.organisation):
        raise NotYours
    if found.state != SuggestionState.OPEN:
        raise DecidedAlready(found)
    other = found.locked_by_id and found.locked_by_id != user.pk
    if other and found.locked_until and found.locked_until > timezone.now():
        raise LockedByOther(found)
    return found


def _decided(found: Suggestion, state: SuggestionState, curator: Curator, reason: str) -> Suggestion:
    found.state, found.reason = state, reason
    found.decided_at, found.decided_by = timezone.now(), curator.user
    found.locked_by = found.locked_until = None
    has_link = found.kind == SuggestionKind.CLAIM and state == SuggestionState.ACCEPTED  # a mail of its own
    if found.email and not has_link:
        found.mail = put_out(decided_outline(found, curator.site), found.email, purpose="decision")
    found.save()
    Decision.objects.create(
        actor=curator.author,
        action=f"{found.kind}:{state}",
        organisation_id=found.organisation_id,
        suggestion=found.pk,
        detail={"reason": reason, "accepted": found.accepted, "refused": found.refused},
    )
    return found
