"""No more reminders: by a signed link that needs no secret in the database and works as long as the editor is known."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone, translation

from organisations.models import Editor

SALT = "organisations.unsubscribe"


def unsubscribe_link(editor: Editor, site: str) -> str:
    """Where this editor stops reminders (RFC 8058), in the editor's language."""
    with translation.override(editor.language):
        return site + reverse("unsubscribe", args=[_signer().sign(editor.pk.hex)])


def editor_of(token: str) -> Editor | None:
    """Whose link that is, whether they may edit any more or not; None if it is none of ours."""
    try:
        id = UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    return Editor.objects.filter(pk=id).first()


def unsubscribe(editor: Editor) -> None:
    """No reminders to this address any more, whatever the entry."""
    Editor.objects.at(editor.email).filter(unsubscribed_at=None).update(unsubscribed_at=timezone.now())


def subscribe(editor: Editor) -> None:
    """Reminders again."""
    Editor.objects.at(editor.email).exclude(unsubscribed_at=None).update(unsubscribed_at=None)


def _signer() -> Signer:
    return Signer(salt=SALT)
