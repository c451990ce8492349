"""What of a document a form may show. Visitors see its public part; what is hidden stays as it is, in its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from organisations.document import Contact, OrganisationDocument, Place
from organisations.entry import public_document
from organisations.models import ContactPerson
from organisations.services.listing import spots_of
from organisations.vocabulary import Vocabulary

Row = TypeVar("Row", Place, Contact)
Typed = TypeVar("Typed")


@dataclass(frozen=True, slots=True)
class Sight:
    """`shown`: what the form may know, private places as their town; `hidden`: ids of places and contacts it has no
    row for."""

    shown: OrganisationDocument
    hidden: frozenset[UUID] = frozenset()

    def rows(self, rows: Sequence[Row]) -> list[Row]:
        """Those the form has a row for."""
        return [row for row in rows if row.id not in self.hidden]

    def hides_way(self) -> bool:
        """Whether the way there is hidden: it would say where a private place is."""
        return any(place.private and place.id in self.hidden for place in self.shown.places)


def whole(document: OrganisationDocument) -> Sight:
    """All of it: for editors and curators."""
    return Sight(document)


def public_part(document: OrganisationDocument, terms: Vocabulary) -> Sight:
    """What visitors may know: private places and people without a consent in force are hidden. One query."""
    people = ContactPerson.objects.shown().filter(organisation_id=document.id)
    agreed = set(people.values_list("pk", flat=True)) if document.contacts else set()
    private = {place.id for place in document.places if place.private}
    silent = {contact.id for contact in document.contacts if contact.id not in agreed}
    shown = public_document(document, tuple(spots_of(document, terms)), terms, agreed)
    return Sight(shown, frozenset(private | silent))


def with_hidden(
    before: Sequence[Place | Contact], typed: Sequence[Typed], hidden: frozenset[UUID], stands: Callable[[Any], Typed]
) -> list[Typed]:
    """What was typed, and between it what `stands` gives for each hidden row of `before`, at its old place."""
    rows = list(typed)
    for position, row in enumerate(before):
        if row.id in hidden:
            rows.insert(position, stands(row))
    return rows
