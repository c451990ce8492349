"""Accounts of curators: invited, accepted, their second factor taken away."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse

from organisations.accounts.factor import end_sessions
from organisations.models import Area, CuratorRole, Decision
from organisations.outbox import accounts as mails
from organisations.outbox.outline import put_out

OPERATOR = "operator"  # whoever works at the server's command line


class HasAccount(Exception):
    """The address belongs to an account that was used already."""


class Invitations(PasswordResetTokenGenerator):
    """Secrets that end with their use, with a newer one, and after PASSWORD_RESET_TIMEOUT seconds."""

    key_salt = "organisations.services.curators.Invitations"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


_invitations = Invitations()


@transaction.atomic
def invite(
    email: str, *, name: str = "", areas: Sequence[Area] = (), everywhere: bool = False, superuser: bool = False,
    site: str, language: str = settings.LANGUAGE_CODE, by: str = OPERATOR,
) -> User:  # fmt: skip
    """Makes an account that sleeps until its link is used, with its role, and mails the link.

    `site`: scheme and host; `by`: who invites, as decisions name them. An invitation that was not used may be sent
    again, and the former link ends. Raises HasAccount when the address has an account that was used.
    """
    user = of_address(email) or User(username=email, email=email)
    if not is_waiting(user):
        raise HasAccount(email)
    user.first_name = name[:150] or user.first_name
    user.is_staff, user.is_superuser, user.is_active = True, superuser, False
    user.save()
    role, _made = CuratorRole.objects.update_or_create(user=user, defaults={"everywhere": everywhere})
    role.areas.set(areas)
    send_invitation(user, site=site, language=language, by=by)
    return user


@transaction.atomic
def send_invitation(user: User, *, site: str, language: str = settings.LANGUAGE_CODE, by: str = OPERATOR) -> None:
    """Mails a new link, which is written down; the former one ends. Raises HasAccount when the account was used."""
    if not is_waiting(user):
        raise HasAccount(user.email)
    user.set_unusable_password()  # a new one each time, so what was made from the former one is void
    user.save(update_fields=["password"])
    secret = f"{user.pk}-{_invitations.make_token(user)}"
    put_out(
        mails.invitation(site + reverse("account_invitation", args=[secret]), language), user.email, purpose="account"
    )
    Decision.objects.create(actor=by, action="people:invited", detail={"user": user.pk})


def end_invitation(user: User) -> None:
    """The link of an account that was invited and never used opens nothing any more."""
    if is_waiting(user):
        user.set_unusable_password()  # the link was made from the former one
        user.save(update_fields=["password"])


def is_waiting(user: User) -> bool:
    """Whether the account is new, or was invited and never used."""
    return user.pk is None or (user.last_login is None and not user.is_active)


def invited_by(secret: str) -> User | None:
    """The account that the secret of an invitation's link opens, None if it opens nothing (any more)."""
    number, _dash, token = secret.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        return None
    user = User.objects.filter(pk=int(number)).first()
    return user if user and is_waiting(user) and _invitations.check_token(user, token) else None


@transaction.atomic
def accept(secret: str) -> User | None:
    """Wakes the account up, once; None if the secret opens nothing."""
    found = invited_by(secret)
    if found is None:
        return None
    user = User.objects.select_for_update().filter(pk=found.pk).first()
    if user is None or invited_by(secret) is None:  # somebody was faster, or it was withdrawn
        return None
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def reset_second_factor(user: User, *, language: str = settings.LANGUAGE_CODE) -> int:
    """Takes all second factors of an account away, ends its sessions and tells its address; returns how many it had."""
    count: int
    count, _by_model = Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    if user.email:
        put_out(mails.changed("factor_reset", language), user.email, purpose="account")
    return count


def of_address(email: str) -> User | None:
    """The account with this address, whichever letters are capital ones, or with it as its name."""
    return (
        User.objects.filter(email__iexact=email).order_by("pk").first()
        or User.objects.filter(username__iexact=email).order_by("pk").first()
    )
