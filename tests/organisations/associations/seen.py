"""What visitors get of some entries: listings, facets, search and pages, compared with what was decided."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from organisations.document import OrganisationDocument
from organisations.facets import count_facets
from organisations.matching import Matching
from organisations.models import Listing, Organisation
from organisations.search import OrganisationQuery
from organisations.services.listing import refresh_listings
from organisations.vocabulary import vocabulary

FIELDS = ("name", "phone", "website", "german")
# What the model holds of an entry: the fields, `state`, and `contacts`, the telephone by id of the person.
Values = dict[Any, Any]
GERMAN = ["none", "little", "conversation", "fluent"]


def word(serial: int) -> str:
    """A word unlike all others, so that no search takes it for a misspelt one."""
    return "".join(chr(97 + byte % 26) for byte in hashlib.sha256(str(serial).encode()).digest()[:12])


def values_of(made: OrganisationDocument) -> Values:
    """What the model holds of a document."""
    fields = {name: getattr(made, name) for name in (*FIELDS, "state")}
    return fields | {"contacts": {one.id: one.phone for one in made.contacts}}


@dataclass(frozen=True)
class Seen:
    """An entry with the `known` values of all entries there are, and words that nobody may see."""

    id: UUID
    known: Sequence[Values]
    secret: Collection[str]


def assert_seen(seen: Seen) -> None:
    """Listings equal a rebuild; facets and search count what is public as it is; no answer holds what is secret."""
    stored = _listings()
    refresh_listings(list(Organisation.objects.values_list("pk", flat=True)))
    assert _listings() == stored
    public = [values for values in seen.known if values["state"] == "public"]
    assert counted(OrganisationQuery()) == len(public)
    for place, level in enumerate(GERMAN):
        expected = sum(GERMAN.index(values["german"]) <= place for values in public)
        assert counted(OrganisationQuery(german=level)) == expected, level
    for values in seen.known:
        assert counted(OrganisationQuery(q=values["name"])) == (values in public), values
    _no_answer_tells(seen)


def counted(query: OrganisationQuery) -> int:
    """How many entries the list has for a query; the facets beside it agree."""
    words = vocabulary("default")
    return count_facets(Matching.of(query, words), words).total


def _listings() -> list[Any]:
    return list(Listing.objects.order_by("id").values())


def _no_answer_tells(seen: Seen) -> None:
    public = list(Listing.objects.public().values("card", "marker", "words", "name", "slug"))
    told = [str(public)]
    slug = Organisation.objects.get(pk=seen.id).slug
    for path in (f"/de/o/{slug}/", f"/api/v1/organisations/{seen.id}"):
        answer = Client().get(path)
        assert answer.status_code == (200 if seen.known[0]["state"] == "public" else 404), path
        told.append(answer.content.decode())
    for text in seen.secret:
        assert not [one for one in told if text in one], text
