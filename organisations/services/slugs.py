"""Slugs follow the name; a slug an entry had before leads to it."""

import secrets
from collections.abc import Collection, Sequence
from uuid import UUID

from organisations.document import OrganisationDocument
from organisations.models import Organisation, SlugRedirect
from organisations.text import slug_of

TRIES = 6


def assign(
    documents: Sequence[OrganisationDocument], records: dict[UUID, Organisation], kept: Collection[UUID] = ()
) -> None:
    """Give every document a record with a slug of its own: kept while the name's slug is the same, else a free one.

    New records are added to `records` (not saved). Old slugs become redirects. `kept`: entries whose slug stays,
    whatever they are called now.
    """
    wanted = {}
    for document in documents:
        base = slug_of(document.name)
        record = records.get(document.id)
        if record is None or (slug_of(record.name) != base and document.id not in kept):
            wanted[document.id] = base
    free = _free_slugs(wanted)
    SlugRedirect.objects.filter(slug__in=free.values()).delete()
    left = []
    for document in documents:
        record = records.setdefault(document.id, Organisation(id=document.id))
        if document.id in free and record.slug != free[document.id]:
            if record.slug:
                left.append(SlugRedirect(slug=record.slug, organisation=record))
            record.slug = free[document.id]
    SlugRedirect.objects.bulk_create(left)


def _free_slugs(wanted: dict[UUID, str]) -> dict[UUID, str]:
    """A slug for each id that no other organisation has or had: base, base-2 ... at last one with random letters."""
    given: dict[UUID, str] = {}
    pending = dict(wanted)
    for attempt in range(1, TRIES + 1):
        tried = {id: _variant(base, attempt) for id, base in pending.items()}
        owners = _owners(set(tried.values()))
        for id, slug in tried.items():
            if owners.get(slug, id) == id:
                owners[slug] = id
                given[id] = slug
                del pending[id]
    return given | {id: f"{base}-{secrets.token_hex(4)}" for id, base in pending.items()}


def _variant(base: str, attempt: int) -> str:
    return base if attempt == 1 else f"{base}-{attempt}"


def _owners(slugs: set[str]) -> dict[str, UUID]:
    owners = dict(SlugRedirect.objects.filter(slug__in=slugs).values_list("slug", "organisation_id"))
    owners.update(Organisation.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return owners
