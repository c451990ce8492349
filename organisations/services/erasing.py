"""Erasing a contact person: the values go from every revision and suggestion at once, and nothing brings them back."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from organisations.models import ContactDetails, ContactPerson, Editor, Organisation, Revision
from organisations.services.consent import withdraw_consent
from organisations.services.ownership import revoke
from organisations.services.publish import publish
from organisations.services.rows import load_document


@transaction.atomic
def erase_person(id: UUID, *, author: str) -> Revision | None:
    """Takes a person out of the entry and deletes all values of theirs; an editor of that address is none any more.

    The revision made by it; None if the person stood in no current document. Raises ContactPerson.DoesNotExist.
    """
    person = ContactPerson.objects.get(pk=id)
    entry = Organisation.objects.select_for_update().get(pk=person.organisation_id)
    for editor in Editor.objects.active().filter(contact=person):
        revoke(editor, author=author)
        Editor.objects.filter(pk=editor.pk).update(name="", email=f"{editor.pk.hex}@erased.invalid")
    withdraw_consent([id])
    now = load_document(entry.pk)
    without = replace(now, contacts=tuple(one for one in now.contacts if one.id != id))
    revision = publish(without, base=entry.number, author=author, reason="erased")
    ContactDetails.objects.filter(person=person).delete()
    return revision
