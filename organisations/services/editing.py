"""What an editor does to the own entry: confirm that it is right, change it, and see or restore what was before."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from organisations.document import Language, OrganisationDocument
from organisations.merging import Change, Conflict, Key, difference, merge, with_parts
from organisations.models import Editor, Organisation, Revision, Suggestion
from organisations.models.organisation import Origin
from organisations.openings.translated import CONFIRMED
from organisations.proposal import OURS, without_ours
from organisations.services.ownership import publishes_at_once
from organisations.services.publish import Change as PublishedChange
from organisations.services.publish import publish, publish_many
from organisations.services.rows import documents_of, load_document
from organisations.services.suggestions import Sender, suggest_change

CURATORS_PARTS = ("name", "kind", "parent", "area")  # what an editor proposes and a curator decides


class Conflicting(Exception):
    """Somebody else changed the same parts meanwhile; nothing was saved.

    `document` holds what both changed, theirs where they differ; `conflicts` say where, `number` is the new base.
    """

    def __init__(self, document: OrganisationDocument, conflicts: list[Conflict], number: int) -> None:
        self.document, self.conflicts, self.number = document, conflicts, number
        super().__init__(f"{len(conflicts)} conflicts with revision {number}")


@dataclass(frozen=True)
class Edited:
    """What became of a change: the revision that is public now (None: nothing of it), the suggestion that waits."""

    revision: Revision | None = None
    waiting: Suggestion | None = None


@transaction.atomic
def edit(document: OrganisationDocument, *, base: int, editor: Editor, key: str, reason: str = "edited") -> Edited:
    """Saves what an editor made of revision `base`; what others changed since stays.

    Parts that a curator decides on become a suggestion, all of them if this editor's changes are not public at once.
    `key` is that of the form: sent twice, it makes one suggestion. Raises Conflicting, InvalidDocument.
    """
    entry = Organisation.objects.select_for_update().get(pk=document.id)
    (before,) = documents_of([Revision.objects.get(organisation=entry, number=base)])
    now = load_document(entry.pk)
    merged, conflicts = merge(before, without_ours(document, before), now)
    if conflicts:
        raise Conflicting(merged, conflicts, entry.number)
    changes = difference(now, merged)
    mine = [change.key for change in changes if publishes_at_once(editor) and not is_curators(change, editor)]
    public = with_parts(now, merged, mine)
    if not reason.startswith("restored"):
        public = replace(public, languages=promised(public.languages, now.languages))
    revision = publish(public, base=entry.number, author=editor.author, reason=reason)
    if len(mine) == len(changes):
        return Edited(revision)
    sender = Sender(editor.language, key, editor.author, editor.name, editor.email)
    waiting = suggest_change(merged, base=entry.number + (1 if revision else 0), sender=sender)
    return Edited(revision, waiting)


def promised(languages: Collection[Language], before: Collection[Language]) -> tuple[Language, ...]:
    """The languages with promises that an editor makes now checked today: who speaks for the entry knows them. Others
    keep their day; a word in a note is no promise, and what an old version said is none of today."""
    known = {one.code: (one.assurance, one.days) for one in before}
    today = timezone.localdate()
    return tuple(
        one if known.get(one.code) == (one.assurance, one.days) else replace(one, checked_on=today) for one in languages
    )


def is_curators(change: Change, editor: Editor) -> bool:
    """Whether a curator decides on this part: identity and area of the entry, contact persons other than the editor."""
    part = change.key[0]
    if part == "contacts":
        return change.before is not None and change.key[1] != str(editor.contact_id or "")
    return part in CURATORS_PARTS


@transaction.atomic
def confirm(
    id: UUID,
    *,
    author: str,
    languages: Collection[str] | None = None,
    reason: str = "confirmed",
    on: date | None = None,
) -> Revision | None:
    """A human says that the entry is right today, and with it the promises of these languages (all by default).

    `on`: it was right on that day; what was checked later stays so. None if it was confirmed then already.
    """
    entry = Organisation.objects.select_for_update().get(pk=id)
    now = load_document(id)
    day = on or timezone.localdate()
    spoken = tuple(
        replace(one, checked_on=max(day, one.checked_on or day)) if languages is None or one.code in languages else one
        for one in now.languages
    )
    confirmed = replace(now, checked_on=max(day, now.checked_on or day), languages=spoken)
    return publish(confirmed, base=entry.number, author=author, reason=reason)


@transaction.atomic
def confirm_text(id: UUID, language: str, *, author: str) -> Revision | None:
    """A human says that all words in that language fit today's original: its text counts as theirs, and as made today.

    There need be no text: what an entry offers has words of its own.
    """
    entry = Organisation.objects.select_for_update().get(pk=id)
    document = load_document(id)
    if language in document.texts:
        read = replace(document.texts[language], origin=Origin.HUMAN.value, made_from=None)
        document = replace(document, texts={**document.texts, language: read})
    said = PublishedChange(document, entry.number, noted=True)
    return publish_many([said], author=author, reason=f"{CONFIRMED}{language}")[0]


@dataclass(frozen=True)
class Step:
    """One revision and what it changed, with values as they stand today; the first one changed nothing.

    `before` and `after` are the documents that the changes lead from and to.
    """

    revision: Revision
    changes: list[Change]
    before: OrganisationDocument
    after: OrganisationDocument


def history(id: UUID, *, most: int = 50, before: int | None = None) -> list[Step]:
    """The newest revisions of an entry (older than number `before`), each with what it changed. Three queries."""
    rows = Revision.objects.filter(organisation_id=id).order_by("-number")
    if before:
        rows = rows.filter(number__lt=before)
    revisions = list(rows[: most + 1])
    documents = documents_of(revisions)
    steps = []
    for place, revision in enumerate(revisions[:most]):
        older = documents[place + 1] if place + 1 < len(documents) else None
        after = documents[place]
        steps.append(Step(revision, difference(older, after) if older else [], older or after, after))
    return steps


@transaction.atomic
def restore(id: UUID, number: int, *, author: str) -> Revision | None:
    """The entry as it was in that revision, less what was erased or withdrawn since; None if it is so already.

    State and day of the last check stay as they are: restoring is no check. Raises Revision.DoesNotExist and, where the
    old document breaks a rule of today, InvalidDocument.
    """
    entry = Organisation.objects.select_for_update().get(pk=id)
    old = as_it_was(id, number)
    return publish(old, base=entry.number, author=author, reason=f"restored:{number}")


@transaction.atomic
def restore_as_editor(number: int, *, editor: Editor, key: str) -> Edited:
    """The same for an editor: what a curator decides on becomes a suggestion. Raises as `edit` and `restore` do."""
    entry = Organisation.objects.select_for_update().get(pk=editor.organisation_id)
    old = as_it_was(entry.pk, number)
    return edit(old, base=entry.number, editor=editor, key=key, reason=f"restored:{number}")


def as_it_was(id: UUID, number: int) -> OrganisationDocument:
    """The document to restore a revision with. Raises Revision.DoesNotExist."""
    (old,) = documents_of([Revision.objects.get(organisation_id=id, number=number)])
    now = load_document(id)
    kept = {name: getattr(now, name) for name in OURS}
    return replace(old, **kept, languages=_checked_as_now(old, now))


def keys_of(stored: Collection[list[str]]) -> list[Key]:
    """Parts as suggestions store them."""
    return [tuple(key) for key in stored]


def _checked_as_now(old: OrganisationDocument, now: OrganisationDocument) -> tuple[Language, ...]:
    """The languages of the old document: promises that stand today keep their day, others were not checked since."""
    days = {one.code: one.checked_on for one in now.languages}
    return tuple(replace(one, checked_on=days.get(one.code, one.checked_on)) for one in old.languages)
