"""Owning an entry: links by mail, sessions of two hours, further editors, handing over, claims, going off the map."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from organisations.link_sessions import find_link, find_session, forget_over, make_link, make_session
from organisations.models import (
    ContactPerson,
    Decision,
    Editor,
    EditorLink,
    EditorSession,
    Merge,
    Organisation,
    Revision,
    Suggestion,
)
from organisations.models.organisation import State
from organisations.outbox import owner
from organisations.outbox.outline import put_out
from organisations.secret_links import digest
from organisations.services.states import set_state

CODE = timedelta(minutes=15)
CODE_TRIES = 5
ON_FILE = "address on file"
OWN_ENDS = ("unlisted", "gone")  # reasons of revisions that take an entry off the map


@transaction.atomic
def send_links(email: str, *, language: str, site: str) -> int:
    """Mails a link for each entry in which this address is on file, all in one mail; the number of entries.

    On file are editors, the entry's own address, and contact persons who agreed to be shown. Archived entries and those
    whose people do not want to be listed count too: they may come back.
    """
    editors = list(Editor.objects.active().filter(email__iexact=email).select_related("organisation"))
    known = {editor.organisation_id for editor in editors}
    for organisation in _with_address(email).exclude(pk__in=known):
        editors.append(add_editor(organisation.pk, email, added_by=ON_FILE, language=language))
    if editors:
        links = [(editor.organisation.name, new_link(editor, site)) for editor in editors]
        put_out(owner.your_links(links, language), email, purpose="link")
    return len(editors)


def _with_address(email: str) -> QuerySet[Organisation]:
    people = ContactPerson.objects.shown().filter(details__email__iexact=email).values("organisation")
    found = Organisation.objects.filter(Q(email__iexact=email) | Q(pk__in=people)).exclude(state=State.REJECTED)
    return found.exclude(pk__in=Merge.objects.standing().values("gone"))  # whoever edits those edits the other one


@transaction.atomic
def add_editor(organisation: UUID, email: str, *, added_by: str, name: str = "", language: str = "de") -> Editor:
    """The active editor with that address: a new one, or the one who is there."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation)
    there = Editor.objects.active().filter(organisation_id=organisation, email__iexact=email).first()
    if there:
        return there
    shown = ContactPerson.objects.filter(
        organisation_id=organisation, active=True, details__email__iexact=email
    ).first()
    return Editor.objects.create(
        organisation_id=organisation, contact=shown, name=name, email=email, language=language, added_by=added_by
    )


def new_link(editor: Editor, site: str) -> str:
    """A fresh link for an editor, as it stands in a mail: 30 days, revocable; older ones stay good."""
    return f"{site}/{editor.language}/edit/{make_link(EditorLink, editor=editor)}/"


def link_of(secret: str) -> EditorLink | None:
    """The link with that secret, if it still lets its editor in."""
    rows = EditorLink.objects.filter(editor__revoked_at=None).select_related("editor__organisation")
    return find_link(rows, secret)


@transaction.atomic
def open_session(link: EditorLink) -> tuple[EditorSession, str]:
    """Two hours of editing, after the button was pressed; with the secret for the cookie."""
    session, secret = make_session(EditorSession, link, editor=link.editor)
    Editor.objects.filter(pk=link.editor_id, confirmed_at=None).update(confirmed_at=timezone.now())
    Editor.objects.at(link.editor.email).exclude(bounced_at=None).update(bounced_at=None)
    return session, secret


def session_of(secret: str, organisation: UUID) -> EditorSession | None:
    """The session with that secret, if it is one of this entry and neither over nor revoked."""
    rows = EditorSession.objects.filter(editor__revoked_at=None, editor__organisation=organisation)
    return find_session(rows.select_related("editor__organisation"), secret)


def close_session(session: EditorSession) -> None:
    """The editor is done."""
    session.delete()


@transaction.atomic
def send_code(session: EditorSession) -> None:
    """Mails the editor a fresh code, for what needs more than the link: six digits, a quarter of an hour."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    session.code_hash, session.code_tries = _code_digest(session, code), 0
    session.code_until = timezone.now() + CODE
    session.save(update_fields=["code_hash", "code_until", "code_tries"])
    put_out(owner.your_code(session.editor, code), session.editor.email, purpose="code")


@transaction.atomic
def is_code(session: EditorSession, code: str) -> bool:
    """Whether that is the code; after five wrong ones, or a right one, it is worth nothing any more."""
    locked = EditorSession.objects.select_for_update().get(pk=session.pk)
    if not locked.code_hash or not locked.code_until or locked.code_until < timezone.now():
        return False
    locked.code_tries += 1
    right = secrets.compare_digest(bytes(locked.code_hash), _code_digest(locked, "".join(code.split())))
    if right or locked.code_tries >= CODE_TRIES:
        locked.code_hash = None
    locked.save(update_fields=["code_hash", "code_tries"])
    return right


def _code_digest(session: EditorSession, code: str) -> bytes:
    return digest(f"{bytes(session.secret_hash).hex()}:{code}")


@transaction.atomic
def name_editor(editor: Editor, email: str, *, name: str, language: str, site: str) -> Editor:
    """A further editor, who gets a link by mail; asks for a fresh code before (`is_code`)."""
    added = add_editor(editor.organisation_id, email, added_by=editor.author, name=name, language=language)
    put_out(owner.named(added, editor, new_link(added, site)), email, purpose="link")
    _note(editor.author, "editor:named", editor.organisation_id, added)
    return added


@transaction.atomic
def hand_over(editor: Editor, email: str, *, name: str, language: str, site: str) -> Editor:
    """Somebody else edits the entry from now on, this editor no longer."""
    added = name_editor(editor, email, name=name, language=language, site=site)
    if added.pk != editor.pk:
        revoke(editor, author=editor.author)
    return added


@transaction.atomic
def revoke(editor: Editor, *, author: str) -> None:
    """The editor is none any more: links and sessions end at once."""
    now = timezone.now()
    Editor.objects.filter(pk=editor.pk, revoked_at=None).update(revoked_at=now)
    EditorLink.objects.filter(editor=editor, revoked_at=None).update(revoked_at=now)
    EditorSession.objects.filter(editor=editor).delete()
    _note(author, "editor:revoked", editor.organisation_id, editor)


@transaction.atomic
def accept_claim(claim: Suggestion, *, added_by: str, site: str) -> Editor:
    """Who claimed the entry edits it from now on, and gets a link by mail."""
    editor = add_editor(claim.organisation_id, claim.email, added_by=added_by, name=claim.name, language=claim.language)
    put_out(owner.claim_accepted(editor, new_link(editor, site)), claim.email, purpose="link")
    return editor


@transaction.atomic
def remove(id: UUID, *, author: str) -> None:
    """Off the map at once, and remembered: its people do not want it listed, so no import brings it back."""
    set_state(id, State.ARCHIVED, author=author, reason="unlisted")
    Organisation.objects.filter(pk=id).update(unlisted_on=timezone.localdate())
    Decision.objects.create(actor=author, action="entry:unlisted", organisation_id=id)


@transaction.atomic
def close(id: UUID, *, author: str) -> None:
    """The group is no more: off the map at once."""
    set_state(id, State.ARCHIVED, author=author, reason="gone")
    Decision.objects.create(actor=author, action="entry:gone", organisation_id=id)


@transaction.atomic
def put_back(editor: Editor) -> bool:
    """An editor who took the entry off the map wants it there again; False if somebody else took it off."""
    entry = Organisation.objects.select_for_update().get(pk=editor.organisation_id)
    if not may_put_back(editor):
        return False
    set_state(entry.pk, State.PUBLIC, author=editor.author, reason="listed again")
    Organisation.objects.filter(pk=entry.pk).update(unlisted_on=None)
    Decision.objects.create(actor=editor.author, action="entry:listed", organisation_id=entry.pk)
    return True


def may_put_back(editor: Editor) -> bool:
    """Whether the entry is off the map because an editor of it said so."""
    entry = Organisation.objects.get(pk=editor.organisation_id)
    revisions = Revision.objects.filter(organisation=entry)
    on_it = revisions.exclude(document__state=State.ARCHIVED).last()
    end = revisions.filter(number=on_it.number + 1 if on_it else 1).first()  # whatever was changed since then
    by_editor = end is not None and end.reason in OWN_ENDS and end.author.startswith("editor:")
    return entry.state == State.ARCHIVED and by_editor


def forget_old_links(now: datetime | None = None) -> int:
    """Deletes links and sessions that are over since a month; returns of how many."""
    return forget_over(EditorLink.objects.all(), EditorSession.objects.all(), now)


def publishes_at_once(editor: Editor) -> bool:
    """Whether this editor's changes need no curator: the address is proven, and the entry or the site says so."""
    own = editor.organisation.editors_publish
    return editor.confirmed_at is not None and (settings.EDITORS_PUBLISH if own is None else own)


def _note(actor: str, action: str, organisation: UUID, editor: Editor) -> None:
    Decision.objects.create(actor=actor, action=action, organisation_id=organisation, detail={"editor": str(editor.pk)})
