"""What allauth asks us: who may sign in, where to afterwards, how mails go out, how secrets are kept."""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from organisations.accounts import factor
from organisations.limits import client_address
from organisations.outbox import accounts as mails
from organisations.outbox.outline import put_out, site_name


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are for staff, and come from an invitation or from `createsuperuser`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Name or password is wrong."),
        "email_password_mismatch": _("Name or password is wrong."),
        "incorrect_code": _("This code is wrong, used up or too old."),
        **dict.fromkeys(("too_many_login_attempts", "rate_limited"), _("Too many attempts. Please try again later.")),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts come by invitation."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Pages of the staff on this site, and nothing else."""
        local = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        return bool(url) and local and str(url).startswith(settings.STAFF_PATHS)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Our pages are pages; no answers for programs."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address as far as it can be believed."""
        return client_address(request)

    def pre_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse | None:
        """Refuses who is no longer staff, with the first factor right."""
        if user.is_active and user.is_staff:
            return None
        factor.give_up(request)
        messages.error(request, gettext("This account is switched off. Please ask the people who run this site."))
        return redirect("account_login")

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str = "", **about: Any) -> None:
        """What went wrong. allauth's own words on what went right stay unsaid: the pages show it."""
        if message:
            super().add_message(request, level, message=message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail goes through the outbox and survives a mail server that is down."""
        language = get_language() or settings.LANGUAGE_CODE
        kind = template_prefix.rpartition("/")[2]
        outline = mails.code(context["code"], language) if kind == "login_code" else mails.changed(kind, language)
        put_out(outline, email, purpose="account")

    def send_notification_mail(self, template_prefix: str, user: Any, *about: Any, **more: Any) -> None:
        """Tells the user that something of their account was changed."""
        if user.email:
            self.send_mail(template_prefix, user.email, {})

    def is_reauthentication_required(self, *, app: str, **about: Any) -> bool:
        """Before a factor is changed it must have been proven lately; who has none yet is setting up the first."""
        request = context.request
        lately = factor.is_proven(request, within=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
        return not lately and is_mfa_enabled(request.user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """By the second factor: a password alone opens nothing here."""
        ways = []
        if is_mfa_enabled(user, ["totp"]):
            ways.append({"id": "mfa_reauthenticate", "url": reverse("mfa_reauthenticate")})
        if is_mfa_enabled(user, ["webauthn"]):
            ways.append({"id": "mfa_reauthenticate:webauthn", "url": reverse("mfa_reauthenticate_webauthn")})
        return ways


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are stored encrypted, so a copy of the database opens no account."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"]
    }

    def get_totp_issuer(self) -> str:
        """The name under which an app shows the code."""
        return site_name()

    def _get_site_name(self) -> str:
        return site_name()

    def encrypt(self, text: str) -> str:
        """Under a key made of SECRET_KEY."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValidationError when SECRET_KEY was changed and the old one is not among the fallbacks."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValidationError(
                gettext("The site's secret key was changed, so your second factor must be set up anew: please ask.")
            ) from error

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name for a new security key."""
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Security key %(number)s") % {"number": number}


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])])


def _keys(secrets: Iterable[str]) -> Iterable[bytes]:
    for secret in secrets:
        yield base64.urlsafe_b64encode(hashlib.sha256(b"second factors" + secret.encode()).digest())
