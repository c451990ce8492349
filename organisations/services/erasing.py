"""Erasing a contact person or an editor: their values go everywhere at once, and nothing brings them back."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from organisations.models import ConsentLink, ContactDetails, ContactPerson, Editor, Organisation, Revision
from organisations.services.consent import withdraw_consent
from organisations.services.ownership import revoke
from organisations.services.publish import publish
from organisations.services.rows import load_document


@transaction.atomic
def erase_person(id: UUID | str, *, author: str) -> Revision | None:
    """Takes a person out of the entry and deletes all values of theirs; an editor of that address is none any more.

    The revision made by it; None if the person stood in no current document. Raises ContactPerson.DoesNotExist.
    """
    person = ContactPerson.objects.get(pk=id)
    entry = Organisation.objects.select_for_update().get(pk=person.organisation_id)
    for editor in Editor.objects.filter(contact=person):
        erase_editor(editor, author=author)
    withdraw_consent([person.pk])
    ContactPerson.objects.filter(pk=person.pk).update(consent_text="")
    ConsentLink.objects.filter(person=person).delete()
    now = load_document(entry.pk)
    without = replace(now, contacts=tuple(one for one in now.contacts if one.id != person.pk))
    revision = publish(without, base=entry.number, author=author, reason="erased")
    ContactDetails.objects.filter(person=person).delete()
    return revision


@transaction.atomic
def erase_editor(editor: Editor, *, author: str) -> None:
    """An editor is none any more, and nothing says who it was; what they did stays, done by "an editor"."""
    if editor.revoked_at is None:
        revoke(editor, author=author)
    Editor.objects.filter(pk=editor.pk).update(name="", email=f"{editor.pk.hex}@erased.invalid", unsubscribed_at=None)
