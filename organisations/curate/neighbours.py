"""From an entry's page back to the list it was opened from, and on to the entries before and after it there.

The list is a query string (`from`), the entry's number in it counts from 0 (`at`). If the entry has left the list
since, because what it wanted was done, the next one is that which has moved up to its number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from organisations.curate.choice import number_of
from organisations.curate.table import PAGE, Table
from organisations.curate.view import DeskQuery
from organisations.models import Listing

AROUND = 25  # entries on either side among which one is looked for that has moved
LONGEST = 2_900  # letters of a query string, so that it never has more parameters than Django reads


@dataclass(frozen=True)
class Neighbours:
    """Addresses of the list, and of the pages of the entries before and after (empty: none); `query` is what the
    address of this page carries, with its question mark."""

    back: str
    before: str = ""
    after: str = ""
    query: str = ""


def neighbours(given: Mapping[str, str], entry: UUID, user: object) -> Neighbours | None:
    """What stands around an entry in the list it was opened from; None if it was opened from none. Two queries."""
    if "from" not in given:
        return None
    place = given["from"][:LONGEST]
    table, at = Table.of(QueryDict(place), user), number_of(given.get("at", ""))
    if at is None:
        return Neighbours(table.own_address)
    start = max(0, at - AROUND)
    ids, _count = table.found.page(start, 2 * AROUND + 1)
    rows = {id: (owner, slug) for id, owner, slug in _listings(ids)}
    found = [rows[id] for id in ids if id in rows]
    here = next((number for number, (owner, _slug) in enumerate(found) if owner == entry), None)
    last, following = (at - start - 1, at - start) if here is None else (here - 1, here + 1)

    def address(number: int) -> str:
        if not 0 <= number < len(found):
            return ""
        return f"{reverse('curate-entry', args=[found[number][1]])}{_query(table, start + number)}"

    shown = at if here is None else start + here
    return Neighbours(table.address(_on(table, shown)), address(last), address(following), _query(table, shown))


def _listings(ids: list[UUID]) -> list[tuple[UUID, UUID, str]]:
    return list(Listing.objects.filter(pk__in=ids).values_list("pk", "organisation_id", "slug"))


def _on(table: Table, at: int) -> DeskQuery:
    return table.query.on_page(at // PAGE + 1)


def _query(table: Table, at: int) -> str:
    place = table.address(_on(table, at)).partition("?")[2]
    return "?" + urlencode({"from": place, "at": at})
