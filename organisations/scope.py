"""For which entries a curator decides: those in the areas of their role, all of them, or none."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from organisations.models import Area, CuratorRole, Location, Organisation
from organisations.vocabulary import AreaTerm, vocabulary


def may_decide(user: Any, organisation: Organisation) -> bool:
    """Whether the user decides on this entry: superusers on all, curators on those of their areas."""
    return Organisation.objects.filter(within(user), pk=organisation.pk).exists()


def within(user: Any, prefix: str = "") -> Q:
    """The entries (or rows that lead to one by `prefix`, "organisation__") that the user decides on.

    An entry belongs to its own area and to those of its places; an area includes its districts. What has no area at
    all belongs to those who decide everywhere.
    """
    ids = area_ids(user)
    if ids is None:
        return Q()
    return _in(ids, prefix) if ids else Q(pk__in=[])


def area_ids(user: Any) -> list[int] | None:
    """The areas the user decides on, with their districts; None: everywhere, also what has no area."""
    if decides_everywhere(user):
        return None
    role = getattr(user, "curator_role", None)
    if not user.is_active or not user.is_staff or role is None:
        return []
    return with_districts(role.areas.values_list("pk", flat=True))


def decides_everywhere(user: Any) -> bool:
    """Whether the user decides on all entries there are."""
    role = getattr(user, "curator_role", None)
    return bool(user.is_active and user.is_staff and (user.is_superuser or (role and role.everywhere)))


def covered_by(user: Any) -> QuerySet[CuratorRole, int]:
    """The users (their ids) all of whose areas the user decides on; none who decides everywhere."""
    roles = CuratorRole.objects.filter(everywhere=False, user__is_superuser=False)
    ids = area_ids(user)
    if ids is not None:
        roles = roles.filter(areas__in=ids).exclude(areas__in=Area.objects.exclude(pk__in=ids))
    return roles.values_list("user", flat=True)


def in_areas(areas: Iterable[int], prefix: str = "") -> Q:
    """The entries (or rows that lead to one by `prefix`) in these areas and their districts."""
    return _in(with_districts(areas), prefix)


def _in(ids: list[int], prefix: str) -> Q:
    places = Location.objects.filter(active=True, address__area__in=ids).order_by()
    own = Q(area__in=ids) | Q(pk__in=places.values("organisation"))  # no join: twice as fast over all entries
    return Q(**{f"{prefix}pk__in": Organisation.objects.filter(own).values("pk")}) if prefix else own


def areas_of(user: Any) -> list[AreaTerm]:
    """The areas the user decides on, with their districts, in the order of the vocabulary; for all: those shown."""
    terms, ids = vocabulary("default"), area_ids(user)
    return [area for area in terms.areas if (area.in_region if ids is None else area.id in ids)]


def with_districts(ids: Iterable[int]) -> list[int]:
    """These areas and their districts."""
    wanted = set(ids)
    terms = vocabulary("default")
    return [area.id for area in terms.areas if wanted & {one.id for one in terms.area_path(area)}]
