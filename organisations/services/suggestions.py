"""Proposing: anybody may, nothing public moves. Deciding is in `deciding.py`."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from organisations.document import OrganisationDocument
from organisations.models import ContactDetails, Organisation, Revision, Suggestion, SuggestionKind, SuggestionState
from organisations.models.organisation import State
from organisations.proposal import stored, without_ours
from organisations.secret_links import digest
from organisations.services import store
from organisations.services.duplicates import candidates
from organisations.services.publish import publish
from organisations.services.rows import documents_of
from organisations.services.states import set_state
from organisations.turns import take_turn_with
from organisations.validation import InvalidDocument, faults
from organisations.vocabulary import vocabulary

VISITOR = "visitor"  # the author of what came without any link


class SentAlready(Exception):
    """That form has been sent before; `suggestion` is what it made."""

    def __init__(self, suggestion: Suggestion) -> None:
        self.suggestion = suggestion
        super().__init__(f"sent already: {suggestion.pk}")


class EntryGone(Exception):
    """The entry is not public (any more)."""


class NothingSaid(Exception):
    """Neither a change nor a word."""


@dataclass(frozen=True)
class Sender:
    """Who proposes: the language of their page, the key of their form (256 random bits, later their secret link), and,
    if they want an answer, how they are called and reached. `consent` is the text they agreed to, `said` a digest of
    the form (`said_of`), by which one that is sent twice is known."""

    language: str
    key: str
    author: str = VISITOR
    name: str = ""
    email: str = ""
    consent: str = ""
    said: bytes = b""


def said_of(pairs: Iterable[tuple[str, str]], key: str) -> bytes:
    """A digest of the fields of a form; without the sender's key nobody can tell from it what was written."""
    return hmac.digest(key.encode(), repr(sorted(pairs)).encode("utf-8", "replace"), hashlib.sha256)


@transaction.atomic
def suggest_change(
    document: OrganisationDocument, *, base: int, sender: Sender, notes: Mapping[str, str] | None = None
) -> Suggestion:
    """Proposes a document that was made from revision `base`; `notes` say what is wrong, by section, in own words.

    Raises EntryGone, InvalidDocument, NothingSaid, SentAlready.
    """
    _refuse_repeated(sender)
    _hold(document.id, sender)
    revision = Revision.objects.get(organisation_id=document.id, number=base)
    (before,) = documents_of([revision])
    (shaped,) = store.prepared([without_ours(document, before)], {document.id: before})
    changed = shaped != before
    notes = {section: words for section, words in (notes or {}).items() if words}
    if not changed and not notes:
        raise NothingSaid
    if changed and (found := faults(shaped, vocabulary("default"))):
        raise InvalidDocument(found)
    data = stored(store.keep_values(shaped), before) if changed else None
    kind = SuggestionKind.CHANGE if changed else SuggestionKind.REPORT
    return _saved(sender, kind=kind, organisation_id=document.id, base=base, document=data, notes=notes)


@transaction.atomic
def suggest_entry(
    document: OrganisationDocument, *, sender: Sender, notes: Mapping[str, str] | None = None
) -> Suggestion:
    """Proposes a new entry: it is there as a draft, which nobody but curators sees. Raises as `suggest_change` does.

    Entries it may be the same as are noted for the curators.
    """
    _refuse_repeated(sender)
    alike = [one.stored() for one in candidates(document)]
    draft = replace(
        document,
        state=State.DRAFT.value,
        checked_on=None,
        sample=False,
        languages=tuple(replace(one, checked_on=None) for one in document.languages),
    )
    publish(draft, base=0, author=sender.author, reason="suggested")
    first = Revision.objects.get(organisation_id=draft.id, number=1)
    data = {**first.document, "state": State.PUBLIC.value, "private": {}}
    kept = {section: words for section, words in (notes or {}).items() if words}
    new = {"kind": SuggestionKind.NEW, "organisation_id": draft.id, "base": 1, "document": data, "notes": kept}
    return _saved(sender, **new, candidates=alike)


@transaction.atomic
def ask(
    kind: SuggestionKind, id: UUID, *, sender: Sender, proof: str = "", notes: Mapping[str, str] | None = None
) -> Suggestion:
    """A report, a claim (with `proof`), or a removal: nothing but words. Raises EntryGone, SentAlready."""
    _refuse_repeated(sender)
    organisation = _hold(id, sender)
    return _saved(
        sender,
        kind=kind,
        organisation_id=id,
        base=organisation.number,
        proof=proof,
        notes={section: words for section, words in (notes or {}).items() if words},
    )


@transaction.atomic
def withdraw(suggestion: Suggestion) -> bool:
    """The sender takes it back; False if it is decided already."""
    waiting = Suggestion.objects.select_for_update().filter(pk=suggestion.pk, state=SuggestionState.OPEN)
    found = waiting.first()
    if found is None:
        return False
    if found.kind == SuggestionKind.NEW:
        set_state(found.organisation_id, State.REJECTED, author=found.author, reason="taken back")
    found.state, found.decided_at = SuggestionState.WITHDRAWN, timezone.now()
    found.name = found.email = found.proof = found.consent = ""
    found.notes = {}
    found.save()
    _forget_people(found)
    return True


def forget_senders(now: datetime | None = None) -> int:
    """Empties names, mail addresses and proofs of what was decided long ago; returns of how many.

    People whom a refused proposal named are forgotten with it.
    """
    long_ago = (now or timezone.now()) - timedelta(days=settings.MESSAGE_DAYS)
    over = Suggestion.objects.filter(decided_at__lt=long_ago)
    for refused in over.filter(state=SuggestionState.REJECTED).exclude(document=None):
        _forget_people(refused)
    over = over.exclude(name="", email="", proof="", notes={})
    return over.update(name="", email="", proof="", notes={})


def forget_sender(suggestion: Suggestion) -> None:
    """Empties who sent it; what was said about the entry stays until it is decided."""
    Suggestion.objects.filter(pk=suggestion.pk).update(name="", email="", proof="", consent="")


def _forget_people(suggestion: Suggestion) -> None:
    """Deletes the values of people who stand in a proposal that came to nothing, and in no revision."""
    named = _people_in(suggestion.document or {})
    if suggestion.kind != SuggestionKind.NEW:
        revisions = Revision.objects.filter(organisation_id=suggestion.organisation_id)
        for document in revisions.values_list("document", flat=True).iterator():
            named -= _people_in(document)
    ContactDetails.objects.filter(pk__in=named).delete()


def _people_in(document: Mapping[str, Any]) -> set[UUID]:
    return {UUID(person["details"]) for person in document.get("contacts", ())}


def of_link(secret: str) -> Suggestion | None:
    """The suggestion of a sender's secret link."""
    return Suggestion.objects.select_related("organisation", "mail").filter(status_hash=digest(secret)).first()


def _refuse_repeated(sender: Sender) -> None:
    take_turn_with(sender.key)
    if found := of_link(sender.key):
        raise SentAlready(found)


def _hold(id: UUID, sender: Sender) -> Organisation:
    """The entry, which stays as it is until the end of the transaction; visitors propose to public ones only."""
    locked = Organisation.objects.select_for_update(no_key=True).filter(pk=id)
    if sender.author == VISITOR:
        locked = locked.filter(state=State.PUBLIC)
    if (found := locked.first()) is None:
        raise EntryGone
    return found


def _saved(sender: Sender, **values: object) -> Suggestion:
    return Suggestion.objects.create(
        name=sender.name,
        email=sender.email,
        language=sender.language,
        author=sender.author,
        consent=sender.consent,
        said_hash=sender.said,
        status_hash=digest(sender.key),
        **values,
    )
