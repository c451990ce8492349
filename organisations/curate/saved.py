"""Views of the list that curators keep: their own, and those that others share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from organisations.curate.words import person_name
from organisations.models import SavedView


@dataclass(frozen=True)
class Kept:
    """A saved view as the page shows it: where it leads, whether it is the list that is shown, and whose it is."""

    view: SavedView
    url: str
    shown: bool
    mine: bool

    @property
    def owner(self) -> str:
        """Who keeps it."""
        return person_name(self.view.owner)


def views_of(user: Any) -> Iterable[SavedView]:
    """The user's own views and those that are shared, by name."""
    return SavedView.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner")


def kept_views(user: Any, address: str = "") -> list[Kept]:
    """The same for a page; `address` is that of the list that is shown."""
    found = []
    for view in views_of(user):
        url = f"{reverse('curate-entries')}?{view.query}" if view.query else reverse("curate-entries")
        found.append(Kept(view, url, url == address, view.owner_id == user.pk))
    return found


def view_named(user: Any, name: str) -> SavedView | None:
    """The user's own view of that name, large and small letters alike."""
    return SavedView.objects.filter(owner=user, name__iexact=name).first()


def keep_view(user: Any, *, name: str, query: str, columns: list[str], shared: bool) -> SavedView:
    """Keeps a list under a name; a view of the user that has this name already becomes this one."""
    found = view_named(user, name) or SavedView(owner=user)
    found.name, found.query, found.columns, found.shared = name, query, columns, shared
    found.save()
    return found


def forget_view(user: Any, id: UUID) -> bool:
    """Forgets a view of the user; whether there was one."""
    return SavedView.objects.filter(owner=user, pk=id).delete()[0] > 0
