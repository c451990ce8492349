"""Looking after the accounts of the staff: their areas, switching off, handing over. Each act is written down."""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models.functions import Lower

from organisations.accounts.factor import end_sessions
from organisations.models import Area, CuratorRole, Decision, ImportRun, ImportSource, SavedView, Suggestion, Work
from organisations.scope import decides_everywhere
from organisations.services.curators import end_invitation, is_waiting, reset_second_factor

# What a person works on: rows that name them and that somebody else can go on with.
WORK: dict[str, tuple[type[models.Model], str]] = {
    "suggestions": (Suggestion, "locked_by"),
    "sources": (ImportSource, "by"),
    "imports": (ImportRun, "by"),
    "work": (Work, "by"),
}

PARTS = (CuratorRole, EmailAddress, Authenticator)  # go with the account they belong to


class NotAllowed(Exception):
    """The account is one's own, or that of the administration and one is not part of it."""


def may_manage(by: User, user: User) -> bool:
    """Whether `by` changes that account: those who decide everywhere do, not their own, and not a superuser's."""
    return decides_everywhere(by) and by.pk != user.pk and (by.is_superuser or not user.is_superuser)


@transaction.atomic
def change_role(user: User, *, everywhere: bool, areas: Sequence[Area], by: User) -> None:
    """Where the curator decides from now on; sessions that knew it otherwise end. Raises NotAllowed."""
    _refuse(by, user)
    role, _made = CuratorRole.objects.update_or_create(user=user, defaults={"everywhere": everywhere})
    role.areas.set(areas)
    end_sessions(user)
    _note(by, "people:role", user, {"everywhere": everywhere, "areas": [area.slug for area in areas]})


@transaction.atomic
def switch(user: User, on: bool, *, by: User) -> None:
    """Switches an account off, which ends its sessions and its invitation, or on again.

    Raises NotAllowed, also for switching on who has not accepted an invitation yet: that needs a new one.
    """
    _refuse(by, user)
    if on and is_waiting(user):
        raise NotAllowed
    end_invitation(user)
    User.objects.filter(pk=user.pk).update(is_active=on)
    if not on:
        end_sessions(user)
    _note(by, "people:on" if on else "people:off", user, {})


@transaction.atomic
def withdraw(user: User, *, by: User) -> None:
    """Takes an invitation back that nobody has accepted: its link opens nothing, and nobody of that name is left among
    the people. The account goes, unless something names it; then it stays, switched off and no part of the staff.

    Raises NotAllowed, also if it was accepted meanwhile.
    """
    _refuse(by, user)
    now = User.objects.select_for_update().get(pk=user.pk)
    if not is_waiting(now):
        raise NotAllowed
    _note(by, "people:withdrawn", user, {})
    if _is_named(now):
        end_invitation(now)
        User.objects.filter(pk=now.pk).update(is_staff=False, is_superuser=False)
    else:
        now.delete()


def _is_named(user: User) -> bool:
    """Whether rows name the account that are more than a part of it."""
    fields: Any = User._meta.get_fields(include_hidden=True)
    links = [field for field in fields if field.auto_created and not field.concrete and not field.many_to_many]
    return any(
        link.related_model._base_manager.filter(**{link.field.name: user}).exists()
        for link in links
        if link.related_model not in PARTS and not link.related_model._meta.auto_created
    )


@transaction.atomic
def reset_factor(user: User, *, by: User) -> None:
    """Takes the second factors of an account away, for who lost them. Raises NotAllowed."""
    _refuse(by, user)
    reset_second_factor(user)
    _note(by, "people:factor", user, {})


@transaction.atomic
def hand_over(giver: User, taker: User, *, by: User, areas: bool = True) -> int:
    """Somebody else goes on with the work of `giver`: what they had begun is taken over, their areas are added to those
    of `taker` (unless not `areas`), and their account is switched off. Returns how many pieces of work moved.

    Raises NotAllowed.
    """
    _refuse(by, giver)
    moved = sum(rows.update(**{WORK[name][1]: taker}) for name, rows in _work_of(giver).items())
    moved += _views_to_hand(giver, taker).update(owner=taker)
    given = CuratorRole.objects.filter(user=giver).first()
    if given and areas and not taker.is_superuser:
        role, _made = CuratorRole.objects.get_or_create(user=taker)
        role.everywhere = role.everywhere or given.everywhere
        role.save(update_fields=["everywhere"])
        role.areas.add(*given.areas.all())
    end_invitation(giver)
    User.objects.filter(pk=giver.pk).update(is_active=False)
    end_sessions(giver)
    _note(by, "people:handed_over", giver, {"to": taker.pk, "moved": moved, "areas": areas})
    return moved


def to_hand_over(giver: User, taker: User) -> dict[str, int]:
    """How much would go over: suggestions in hand, sources, imports, work and saved views."""
    return {name: rows.count() for name, rows in _work_of(giver).items()} | {
        "views": _views_to_hand(giver, taker).count()
    }


def _work_of(user: User) -> dict[str, models.QuerySet[Any]]:
    return {name: model._default_manager.filter(**{column: user}) for name, (model, column) in WORK.items()}


def _views_to_hand(giver: User, taker: User) -> models.QuerySet[SavedView]:
    """Saved views go over, but for those whose name the other has already."""
    names = [name.lower() for name in SavedView.objects.filter(owner=taker).values_list("name", flat=True)]
    return SavedView.objects.annotate(folded=Lower("name")).filter(owner=giver).exclude(folded__in=names)


def _refuse(by: User, user: User) -> None:
    if not may_manage(by, user):
        raise NotAllowed


def _note(by: User, action: str, user: User, detail: dict[str, object]) -> None:
    Decision.objects.create(actor=f"user:{by.pk}", action=action, detail={"user": user.pk, **detail})
