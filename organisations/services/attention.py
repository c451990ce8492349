"""Entries that need somebody's eyes: noted with the reason, gone when the place gets other values or a sound point."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from organisations.document import OrganisationDocument
from organisations.models import Address, Attention, Organisation, Reason
from organisations.models.location import PointOrigin
from organisations.models.organisation import State
from organisations.services.areas import Point, Spot, find_areas, metres_outside
from organisations.vocabulary import vocabulary

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """A reason to look at a place, by its ids and those of the address it has now."""

    organisation: UUID
    location: UUID
    address: UUID
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Given:
    """A point that an import brought, with the words of its address."""

    organisation: UUID
    location: UUID
    address: UUID
    point: Point
    postcode: str
    town: str


def open_attention() -> QuerySet[Attention]:
    """What is to be looked at, the oldest first: of entries that are public or may become so."""
    rows = Attention.objects.filter(organisation__state__in=[State.PUBLIC, State.DRAFT], location__active=True)
    return rows.select_related("organisation", "location", "address")


def note(notices: Sequence[Notice]) -> None:
    """Note these reasons in place of what was noted of the same places. What stood there already keeps its day."""
    rows = {
        (row.location_id, row.reason, row.address_id): row
        for row in Attention.objects.filter(location_id__in=[notice.location for notice in notices])
    }
    new, kept = [], []
    for notice in notices:
        if row := rows.pop((notice.location, notice.reason, notice.address), None):
            row.detail = notice.detail[:300]
            kept.append(row)
        else:
            new.append(_row(notice))
    Attention.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    Attention.objects.bulk_update(kept, ["detail"], batch_size=CHUNK)
    Attention.objects.bulk_create(new, batch_size=CHUNK)


def _row(notice: Notice) -> Attention:
    return Attention(
        organisation_id=notice.organisation,
        location_id=notice.location,
        address_id=notice.address,
        reason=notice.reason,
        detail=notice.detail[:300],
    )


def note_published(written: Sequence[OrganisationDocument], before: Mapping[UUID, OrganisationDocument]) -> None:
    """After a publication: forget what is settled, and look whether points that an import gave lie in their areas."""
    known = [document.id for document in written if document.id in before]
    if known:
        rows = Attention.objects.filter(organisation_id__in=known)
        changed = Q(location__active=False) | ~Q(location__address=F("address"))
        settled = changed | (Q(location__private=True) & ~Q(reason=Reason.OUTSIDE))
        rows.filter(settled).delete()
    stood = {place.address.row for id in known for place in before[id].places}
    note(list(_outside(_imported(written, stood))))


def check_given_points_again() -> int:
    """Look at all points that imports gave, after areas changed; the number of those outside their area."""
    count, after = 0, None
    rows = Address.objects.filter(point_origin=PointOrigin.IMPORT, location__active=True, point__isnull=False)
    rows = rows.filter(location__address=F("pk")).select_related("location").order_by("pk")
    while chunk := list((rows.filter(pk__gt=after) if after else rows)[:CHUNK]):
        after = chunk[-1].pk
        given = [_given(row) for row in chunk]
        notices = list(_outside(given))
        with transaction.atomic():
            # The organisations first, as `publish` does: else the two could wait for each other.
            owners = {item.organisation for item in given}
            list(Organisation.objects.select_for_update().filter(pk__in=owners).order_by("pk").values_list("pk"))
            outside = [notice.location for notice in notices]
            sound = Attention.objects.filter(reason=Reason.OUTSIDE, location_id__in=[item.location for item in given])
            sound.exclude(location_id__in=outside).delete()
            note(notices)
        count += len(notices)
    return count


def _given(row: Address) -> _Given:
    place, point = row.location, row.point
    where = (point.x, point.y) if point else (0.0, 0.0)
    return _Given(place.organisation_id, place.pk, row.pk, where, row.postcode, row.town)


def _imported(written: Iterable[OrganisationDocument], stood: set[UUID | None]) -> Iterator[_Given]:
    for document in written:
        for place in document.places:
            a = place.address
            if a.row and a.row not in stood and a.point and a.point_origin == PointOrigin.IMPORT:
                yield _Given(document.id, place.id, a.row, a.point, a.postcode, a.town)


def _outside(given: Iterable[_Given]) -> Iterator[Notice]:
    """Notices for those that lie outside the area that postcode and town name. A town nobody knows says nothing."""
    items = [item for item in given if item.town]
    if not items:
        return
    terms = vocabulary("default")
    slugs = find_areas([Spot(None, item.postcode, item.town) for item in items])
    named = [(item, terms.area_by_key[slug]) for item, slug in zip(items, slugs, strict=True) if slug]
    distances = metres_outside([(area, item.point) for item, area in named])
    for (item, area), metres in zip(named, distances, strict=True):
        if metres > 0:
            detail = f"the point of the import lies {far(metres)} outside {terms.town(area).name}"
            yield Notice(item.organisation, item.location, item.address, Reason.OUTSIDE, detail)


def far(metres: float) -> str:
    """A distance in words: `300 m`, `1.4 km`, `190 km`."""
    if metres < 1_000:
        return f"{max(100, round(metres, -2)):.0f} m"
    return f"{metres / 1_000:.1f} km" if metres < 10_000 else f"{metres / 1_000:.0f} km"
