"""Whose data entries are made of, as far as a licence asks to say so: OpenStreetMap (ODbL)."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from organisations.models import ExternalId

# Ids of objects in OpenStreetMap, whatever the operator called the source: node/240109189.
OPENSTREETMAP = r"^(node|way|relation)/[0-9]+$"


def is_from_openstreetmap(organisation: UUID) -> bool:
    """Whether an import brought the entry from OpenStreetMap."""
    return _ids().filter(organisation=organisation).exists()


def any_is_from_openstreetmap() -> bool:
    """Whether that is so of any entry."""
    return _ids().exists()


def _ids() -> QuerySet[ExternalId]:
    return ExternalId.objects.using(settings.READ_DATABASE).filter(value__regex=OPENSTREETMAP)
