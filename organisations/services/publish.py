"""The one way to change an entry: a document goes in, rows, a revision and listings come out, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from organisations.document import OrganisationDocument, to_json
from organisations.models import Batch, DataVersion, Organisation, Revision
from organisations.services import attention, geocoding, slugs, store
from organisations.services.areas import with_areas
from organisations.services.listing import refresh_listings, write_listings
from organisations.services.rows import load_documents
from organisations.validation import InvalidDocument, faults
from organisations.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Change:
    """A document to publish and the number of the revision it was made from (0: a new entry). `noted`: it becomes a
    revision even if nothing changes, for its reason says something; `same_address`: its slug stays, though the name may
    be another one."""

    document: OrganisationDocument
    base: int = 0
    noted: bool = False
    same_address: bool = False


class StaleBase(Exception):
    """The entry has moved on since the document was made; the caller merges and tries again."""

    def __init__(self, organisation: UUID, number: int) -> None:
        self.organisation = organisation
        self.number = number
        super().__init__(f"{organisation} is at revision {number} by now.")


def publish(
    document: OrganisationDocument, *, base: int, author: str, reason: str = "", batch: Batch | None = None
) -> Revision | None:
    """Publish one document; None if it changes nothing. Raises StaleBase and InvalidDocument. See `publish_many`."""
    return publish_many([Change(document, base)], author=author, reason=reason, batch=batch)[0]


@transaction.atomic
def publish_many(
    changes: Sequence[Change], *, author: str, reason: str = "", batch: Batch | None = None
) -> list[Revision | None]:
    """Publish documents together: all of them or none. Gives the new revision of each, None where nothing changed.

    `author` is a kind and an id ("import", "user:7"), never a person's name. Raises StaleBase if an entry is not at the
    revision a document was made from, InvalidDocument if one may not be published.
    """
    ids = [change.document.id for change in changes]
    if len(set(ids)) < len(ids):
        raise ValueError("An organisation stands twice in one publication.")
    records = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    _refuse_stale(changes, records)
    current = load_documents(list(records))
    documents = geocoding.without_outdated_points([change.document for change in changes], current)
    prepared = store.prepared(with_areas(documents), current)
    _refuse_faulty(prepared)
    noted = {change.document.id for change in changes if change.noted}
    changed = [one for one in prepared if one.id in noted or _differs(one, current.get(one.id))]
    if not changed:
        return [None for _ in changes]
    sections = _sections_to_refresh(changed, current)
    slugs.assign(changed, records, {change.document.id for change in changes if change.same_address})
    written = store.write(changed, records)
    revisions = {
        document.id: _revision(document, records[document.id].number, author, reason, batch) for document in written
    }
    Revision.objects.bulk_create(revisions.values())
    geocoding.note_due(written, current, author)
    attention.note_published(written, current)
    write_listings(written, list(revisions))
    refresh_listings(sections)
    DataVersion.increase()
    return [revisions.get(id) for id in ids]


def _revision(document: OrganisationDocument, number: int, author: str, reason: str, batch: Batch | None) -> Revision:
    content = to_json(document)
    return Revision(
        organisation_id=document.id, number=number, document=content, author=author, reason=reason, batch=batch
    )


def publish_allowed(
    changes: Sequence[Change], *, author: str, reason: str = "", batch: Batch | None = None
) -> dict[UUID, InvalidDocument]:
    """Publish all but those that may not be published; these, by organisation, with what is wrong. Raises StaleBase."""
    try:
        with transaction.atomic():
            publish_many(changes, author=author, reason=reason, batch=batch)
        return {}
    except InvalidDocument as error:
        if len(changes) == 1:
            return {changes[0].document.id: error}
    found: dict[UUID, InvalidDocument] = {}
    for change in changes:
        found |= publish_allowed([change], author=author, reason=reason, batch=batch)
    return found


def _differs(document: OrganisationDocument, now: OrganisationDocument | None) -> bool:
    """Whether it is another document, or a translation in it was made anew (`made_from` None) in the same words."""
    anew = (code for code, text in document.texts.items() if text.made_from is None and code != document.language)
    return now is None or document != now or any(code in now.texts for code in anew)


def _refuse_stale(changes: Sequence[Change], records: dict[UUID, Organisation]) -> None:
    for change in changes:
        number = records[change.document.id].number if change.document.id in records else 0
        if change.base != number:
            raise StaleBase(change.document.id, number)


def _refuse_faulty(documents: Sequence[OrganisationDocument]) -> None:
    terms = vocabulary("default")
    found = [replace(fault, entry=document.name) for document in documents for fault in faults(document, terms)]
    known = {document.id for document in documents}
    parents = {document.parent for document in documents if document.parent} - known
    missing = parents - set(Organisation.objects.filter(pk__in=parents).values_list("pk", flat=True))
    if found or missing:
        raise InvalidDocument(found or store.missing_parents(missing))


def _sections_to_refresh(
    changed: Sequence[OrganisationDocument], current: dict[UUID, OrganisationDocument]
) -> list[UUID]:
    """Sections whose card names a parent that changes here, less those that are written here anyway."""
    moved = [
        document.id
        for document in changed
        if (old := current.get(document.id))
        and (old.name, old.state, old.ends_on) != (document.name, document.state, document.ends_on)
    ]
    here = [document.id for document in changed]
    return list(Organisation.objects.filter(parent_id__in=moved).exclude(pk__in=here).values_list("pk", flat=True))
