"""For which entries a curator decides: those in the areas of their role, all of them, or none."""

from typing import Any

from django.db.models import Q

from organisations.models import Organisation
from organisations.vocabulary import vocabulary


def may_decide(user: Any, organisation: Organisation) -> bool:
    """Whether the user decides on this entry: superusers on all, curators on those of their areas."""
    return Organisation.objects.filter(within(user), pk=organisation.pk).exists()


def within(user: Any, prefix: str = "") -> Q:
    """The entries (or rows that lead to one by `prefix`, "organisation__") that the user decides on.

    An entry belongs to its own area and to those of its places; an area includes its districts. What has no area at
    all belongs to those who decide everywhere.
    """
    if not user.is_active or not user.is_staff:
        return Q(pk__in=[])
    role = getattr(user, "curator_role", None)
    if user.is_superuser or (role and role.everywhere):
        return Q()
    if role is None:
        return Q(pk__in=[])
    ids = with_districts(role.areas.values_list("pk", flat=True))
    own = Organisation.objects.filter(
        Q(area__in=ids) | Q(locations__active=True, locations__address__area__in=ids)
    ).values("pk")
    return Q(**{f"{prefix}pk__in": own})


def with_districts(ids: Any) -> list[int]:
    """These areas and their districts."""
    wanted = set(ids)
    terms = vocabulary("default")
    return [area.id for area in terms.areas if wanted & {one.id for one in terms.area_path(area)}]
