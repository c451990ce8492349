"""What curators do for an entry besides deciding. Each act is written down as a decision, in its transaction."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from organisations.document import OrganisationDocument
from organisations.merging import difference
from organisations.models import ContactPerson, Decision, Organisation, Revision
from organisations.services import editing
from organisations.services.consent import ask_consent, record_consent
from organisations.services.publish import StaleBase, publish
from organisations.services.rows import load_document


@transaction.atomic
def check(id: UUID, *, author: str) -> Revision | None:
    """A curator has checked the entry today, and with it what it promises; None if that was done today already."""
    revision = editing.confirm(id, author=author, reason="checked by a curator")
    if revision:
        note(author, "entry:checked", id, {"revision": revision.number})
    return revision


@transaction.atomic
def change(document: OrganisationDocument, *, base: int, author: str) -> Revision | None:
    """A curator has changed the entry; None if it is like that already (the form was sent twice).

    Raises StaleBase if somebody else has changed it otherwise since revision `base`, InvalidDocument.
    """
    try:
        revision = publish(document, base=base, author=author, reason="changed by a curator")
    except StaleBase:
        if difference(load_document(document.id), document):
            raise
        return None
    if revision:
        note(author, "entry:changed", document.id, {"revision": revision.number})
    return revision


@transaction.atomic
def trust(id: UUID, at_once: bool | None, *, author: str) -> None:
    """Whether changes of the entry's editors are public at once; None: as the site's setting says."""
    changed = Organisation.objects.filter(pk=id).exclude(editors_publish=at_once)
    if at_once is None:
        changed = Organisation.objects.filter(pk=id, editors_publish__isnull=False)
    if changed.update(editors_publish=at_once):
        note(author, "entry:trust", id, {"editors_publish": at_once})


@transaction.atomic
def agreed(person: ContactPerson, *, text: str, way: str, on: date, author: str) -> None:
    """A contact person has agreed, outside this site, to being shown: to what text, in what way, on which day."""
    record_consent([person.pk], text=text, way=way, on=on)
    note(author, "consent:recorded", person.organisation_id, {"person": str(person.pk), "on": on.isoformat()})


@transaction.atomic
def restore(id: UUID, number: int, *, author: str) -> Revision | None:
    """The entry as it was in that version; None if it is so already. Raises as `editing.restore` does."""
    revision = editing.restore(id, number, author=author)
    if revision:
        note(author, "entry:restored", id, {"version": number, "revision": revision.number})
    return revision


@transaction.atomic
def ask(person: ContactPerson, *, language: str, site: str, author: str) -> None:
    """Asks a contact person by mail whether they agree to being shown. Raises NoAddress, AskedAlready."""
    ask_consent(person, author, language=language, site=site)
    note(author, "consent:asked", person.organisation_id, {"person": str(person.pk)})


def note(actor: str, action: str, organisation: UUID, detail: Mapping[str, Any]) -> None:
    """Writes down what a curator did; `detail` holds no values of people."""
    Decision.objects.create(actor=actor, action=action, organisation_id=organisation, detail=dict(detail))
