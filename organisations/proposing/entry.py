"""The entry a proposal is about: found by its address, and as visitors may see it in the revision of a form."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from organisations.differences import Difference, in_words
from organisations.document import OrganisationDocument
from organisations.entry import PublicEntry, entry_by_slug, slug_now
from organisations.forms.sight import Sight, public_part
from organisations.merging import difference
from organisations.models import Organisation, Revision
from organisations.moved import moved_to
from organisations.services.rows import documents_of
from organisations.tickets import Ticket
from organisations.vocabulary import vocabulary

Answer = Callable[[HttpRequest, PublicEntry], HttpResponse]


def of_public_entry(request: HttpRequest, slug: str, name: str, answer: Answer) -> HttpResponse:
    """`answer` for the public entry with that slug; an old slug leads on, but never loses what was sent.

    `name` is that of the address. Without such an entry the page says so, and shows once more what was written.
    """
    found = entry_by_slug(slug, vocabulary())
    if found is None and (now := slug_now(slug)):
        if request.method != "POST":
            return moved_to(reverse(name, args=[now]))
        found = entry_by_slug(now, vocabulary())
    return answer(request, found) if found else gone(request)


def gone(request: HttpRequest) -> HttpResponse:
    """No such entry (any more). Whether there ever was one is not told."""
    if request.method != "POST":
        return render(request, "organisations/proposing/gone.html", status=404)
    typed = [value for name, values in request.POST.lists() if _is_prose(name) for value in values if value.strip()]
    return render(request, "organisations/proposing/gone.html", {"typed": typed, "sent": True}, status=410)


def _is_prose(name: str) -> bool:
    return name.startswith("note-") or name.rpartition("-")[2] in {"proof", "summary", "description", "street", "note"}


@dataclass(frozen=True)
class Base:
    """An entry in one revision, and what visitors may see of it."""

    document: OrganisationDocument
    number: int
    sight: Sight

    @property
    def purpose(self) -> str:
        """What tickets of forms made from it are for."""
        return _purpose(self.document.id, self.number)

    def in_words(self, proposed: OrganisationDocument) -> list[Difference]:
        """What the proposed document changes, in the language of the page. Private places are named by their town."""
        known = {place.id: place for place in self.sight.shown.places if place.id in self.sight.hidden}
        places = tuple(known.get(place.id, place) for place in proposed.places)
        return in_words(difference(self.document, proposed), self.sight.shown, replace(proposed, places=places))


def base_of(id: UUID, sent: Any) -> Base:
    """The revision that the ticket of a form names, else the one of today. `sent`: the form, or nothing."""
    number = Organisation.objects.filter(pk=id).values_list("number", flat=True).get()
    ticket = Ticket.read(sent.get("ticket", ""))
    if ticket and ticket.purpose in {_purpose(id, older) for older in range(1, number)}:
        number = int(ticket.purpose.rpartition(":")[2])
    (document,) = documents_of([Revision.objects.get(organisation_id=id, number=number)])
    return Base(document, number, public_part(document, vocabulary()))


def _purpose(id: UUID, number: int) -> str:
    return f"suggest:{id}:{number}"
