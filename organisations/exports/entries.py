"""The entries of a view as rows of cells, some hundred at a time, in the order of their ids (which is that of time)."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import F, QuerySet

from organisations.exports.columns import About, Columns, cells
from organisations.models import ContactPerson, Organisation, Translation
from organisations.services.rows import load_documents
from organisations.vocabulary import vocabulary

CHUNK = 250


def columns_of(entries: QuerySet[Organisation], contacts: bool) -> Columns:
    """The columns that these entries need: their texts in other languages than their own. One query."""
    texts = Translation.objects.filter(organisation__in=entries.order_by().values("pk")).order_by()
    codes = texts.exclude(language=F("organisation__language")).values_list("language", flat=True).distinct()
    return Columns(sorted(codes), contacts)


def rows_of(ids: Sequence[UUID], columns: Columns) -> Iterator[dict[str, str]]:
    """The cells of every entry that is still there."""
    terms = vocabulary("default")
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        # Numbers before documents: should an entry change in between, its row at worst says that it is older.
        entries = Organisation.objects.filter(pk__in=chunk).select_related("parent")
        about = {row.pk: (row.number, row.parent.name if row.parent else "") for row in entries}
        documents = load_documents(chunk)
        agreed = _agreed(chunk) if columns.contacts else {}
        for id in chunk:
            if id in about and id in documents:
                number, parent = about[id]
                yield cells(documents[id], About(number, agreed.get(id, ()), parent), terms)


def _agreed(ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """The contact persons who agreed to being shown, by entry."""
    found: dict[UUID, set[UUID]] = {}
    for entry, person in ContactPerson.objects.shown().filter(organisation__in=ids).values_list("organisation", "pk"):
        found.setdefault(entry, set()).add(person)
    return found
