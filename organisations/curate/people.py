"""The people of the desk: who they are, for which areas, how they sign in; inviting, changing, handing over."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.curate.words import person_name
from organisations.forms.fields import WordsField
from organisations.forms.rows import Fields
from organisations.forms.widgets import Picks, Tick, latin, line
from organisations.models import Area, CuratorRole
from organisations.scope import decides_everywhere
from organisations.services.curators import is_waiting
from organisations.services.staff import to_hand_over
from organisations.vocabulary import vocabulary

_HANDED: dict[str, Any] = {
    "suggestions": _("Suggestions in hand"),
    "sources": _("Sources of imports"),
    "imports": _("Imports"),
    "work": _("Work of the queue"),
    "views": _("Saved views"),
}
_FACTORS = {"totp": _("app"), "webauthn": _("security key")}


def areas_to_choose() -> list[tuple[str, str]]:
    """The areas of the region with their short names."""
    return [(area.slug, area.name) for area in vocabulary("default").areas if area.in_region]


class RoleForm(Fields):
    """For which areas somebody decides: all, or some."""

    everywhere = forms.BooleanField(required=False, widget=Tick(), label=_("Decides everywhere"))
    areas = forms.MultipleChoiceField(
        required=False, choices=areas_to_choose, widget=Picks(), label=_("Or in these areas")
    )

    def clean(self) -> dict[str, Any]:
        """Everywhere, or somewhere."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("everywhere") and not data.get("areas"):
            self.add_error("areas", gettext("Please choose at least one area, or everywhere."))
        return data

    @property
    def chosen(self) -> dict[str, Any]:
        """The role as the services take it."""
        everywhere = self.cleaned_data["everywhere"]
        keys = [] if everywhere else self.cleaned_data["areas"]
        ids = [vocabulary("default").area_by_key[key].id for key in keys]
        return {"everywhere": everywhere, "areas": list(Area.objects.filter(pk__in=ids))}


class InvitationForm(RoleForm):
    """Who is invited, and for which areas."""

    field_order = ["email", "name", "everywhere", "areas"]
    email = forms.EmailField(max_length=150, widget=latin("email", "email"), label=_("Mail address"))
    name = WordsField(max_length=120, required=False, widget=line(), label=_("Name"))


@dataclass(frozen=True)
class Person:
    """An account of the staff in words."""

    user: User
    factors: tuple[str, ...]

    @property
    def name(self) -> str:
        """How they are called."""
        return person_name(self.user)

    @property
    def role(self) -> str:
        """Where they decide."""
        role = getattr(self.user, "curator_role", None)
        if self.user.is_superuser:
            return gettext("Administration, everywhere")
        if role and role.everywhere:
            return gettext("Everywhere")
        return formats.joined([area.name for area in role.areas.all()]) if role else gettext("Nowhere")

    @property
    def state(self) -> str:
        """ "invited", "active" or "off"."""
        if is_waiting(self.user):
            return "invited"
        return "active" if self.user.is_active else "off"

    @property
    def factor(self) -> str:
        """Their second factor, in words."""
        return formats.joined([str(_FACTORS[one]) for one in self.factors])


@dataclass(frozen=True)
class People:
    """All accounts of the staff."""

    @cached_property
    def rows(self) -> list[Person]:
        """Those who can sign in first, then by name. A fixed number of queries."""
        users = User.objects.filter(is_staff=True).select_related("curator_role")
        return _persons(users.prefetch_related("curator_role__areas").order_by("-is_active", "email", "pk"))


def person(id: int, *, held: bool = False) -> Person | None:
    """One of them; `held`: nobody else changes the account before the end of the transaction."""
    users = User.objects.filter(is_staff=True, pk=id).select_related("curator_role")
    if held:
        users = users.select_for_update(of=("self",))
    return next(iter(_persons(users)), None)


def successors(user: User) -> list[tuple[str, str]]:
    """Who may take the work of somebody over: every active account but theirs."""
    others = User.objects.filter(is_staff=True, is_active=True).exclude(pk=user.pk).order_by("email")
    return [(str(one.pk), person_name(one)) for one in others]


@dataclass(frozen=True)
class HandingOver:
    """What would go from one person to another, before it does."""

    giver: User
    taker: User

    @property
    def names(self) -> dict[str, str]:
        """How both are called."""
        return {"giver": person_name(self.giver), "taker": person_name(self.taker)}

    @property
    def areas(self) -> str:
        """The areas that go over, in words."""
        return Person(self.giver, ()).role

    @property
    def own_areas(self) -> str:
        """Where the other one decides now, in words."""
        return Person(self.taker, ()).role

    @property
    def widens(self) -> bool:
        """Whether the other one would decide everywhere, and does not yet."""
        return decides_everywhere(self.giver) and not decides_everywhere(self.taker)

    @cached_property
    def counts(self) -> list[tuple[str, int]]:
        """How much of each kind goes over, in words."""
        found = to_hand_over(self.giver, self.taker)
        return [(str(label), found[name]) for name, label in _HANDED.items()]


def role_form(user: User) -> RoleForm:
    """The role as it is, to be changed."""
    role = CuratorRole.objects.filter(user=user).first()
    slugs = list(role.areas.values_list("slug", flat=True)) if role else []
    return RoleForm(initial={"everywhere": bool(role and role.everywhere), "areas": slugs})


def _persons(users: Iterable[User]) -> list[Person]:
    found = list(users)
    factors: dict[int, set[str]] = {}
    kinds = Authenticator.objects.filter(user__in=found, type__in=_FACTORS).values_list("user", "type")
    for user, kind in kinds:
        factors.setdefault(user, set()).add(kind)
    return [Person(user, tuple(sorted(factors.get(user.pk, ())))) for user in found]
