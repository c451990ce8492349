"""Two entries that a curator wants to compare: each by its address, or by its name where that tells it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from organisations.curate.views.found import slug_in
from organisations.curate.words import described
from organisations.editor_sessions import organisation_of
from organisations.models import Listing, Organisation
from organisations.scope import within
from organisations.text import words
from organisations.vocabulary import vocabulary

LONGEST, MOST = 500, 12


@dataclass(frozen=True)
class Meant:
    """One of the two: the field it was typed in, what was typed, the entries it may mean, what is wrong with it."""

    name: str
    text: str = ""
    entries: tuple[Organisation, ...] = ()
    error: str = ""

    @classmethod
    def of(cls, name: str, text: str, user: Any) -> "Meant":
        """What is meant by an address, the end of one, or a name."""
        typed = text.strip()[:LONGEST]
        if not typed:
            return cls(name, error=_("Please give a name or an address."))
        found = _entries(typed, user)
        if not found:
            return cls(name, typed, error=_("No entry of your areas has that name or address."))
        error = _("Several entries are called something like that. Please choose one.") if len(found) > 1 else ""
        return cls(name, typed, found, error)

    @property
    def entry(self) -> Organisation | None:
        """The entry, if it is clear which one."""
        return self.entries[0] if len(self.entries) == 1 else None

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The entries to choose from, by address, each with what tells it from others of its name."""
        terms = vocabulary("default")
        return [(one.slug, f"{one.name} · {described(one, terms)}") for one in self.entries] if not self.entry else []


@dataclass(frozen=True)
class Two:
    """Both of them; empty before anything was sent."""

    one: Meant = Meant("one")
    other: Meant = Meant("other")
    sent: bool = False

    @property
    def sides(self) -> tuple[Meant, Meant]:
        """Both fields."""
        return self.one, self.other

    @property
    def is_one(self) -> bool:
        """Whether both are one and the same entry."""
        return self.one.entry is not None and self.one.entry == self.other.entry


def _entries(typed: str, user: Any) -> tuple[Organisation, ...]:
    """By name only where the address does not say it: of two of one name neither is taken for the other."""
    folded = words(typed)
    named = _called(user, Q(sort_name=" ".join(folded))) if folded and "/" not in typed else ()
    if len(named) > 1:
        return named
    if by_address := organisation_of(slug_in(typed)):
        return (by_address,)
    if named or not folded:
        return named
    return _called(user, *(Q(sort_name__contains=word) for word in folded[:10]))


def _called(user: Any, *asked: Q) -> tuple[Organisation, ...]:
    """Entries of the user's areas, in whatever state, whose folded name is so."""
    rows = Listing.objects.primary().filter(*asked, organisation__in=Organisation.objects.filter(within(user)))
    return tuple(row.organisation for row in rows.select_related("organisation").order_by("sort_name", "id")[:MOST])
