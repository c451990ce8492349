"""The admin's site: superusers only, every address marked, attempts to sign in counted."""

import math
import unicodedata
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext, gettext_lazy

from organisations.limits import client_address, network_of, seconds_to_wait
from organisations.permissions import SUPERUSER, VISITOR, actors_of, allow, allowed_actors

TOO_MANY = "too_many"


class SignInForm(AdminAuthenticationForm):
    """Name and password. Attempts are counted for the address and for the account, before the password is looked at."""

    def clean(self) -> dict[str, Any]:
        """Refuse too many attempts, right or wrong, then check name and password."""
        if self.request and (seconds := self._seconds_to_wait(self.request)):
            minutes = math.ceil(seconds / 60)
            message = gettext("Too many attempts to sign in. Please try again in %(minutes)s min.")
            raise ValidationError(message, code=TOO_MANY, params={"minutes": minutes})
        return super().clean()

    def _seconds_to_wait(self, request: HttpRequest) -> int:
        of_address, of_account = settings.SIGN_INS_OF_ADDRESS, settings.SIGN_INS_OF_ACCOUNT
        address = network_of(client_address(request))
        if wait := seconds_to_wait("sign-in address", address, limit=of_address[0], seconds=of_address[1]):
            return wait
        name = unicodedata.normalize("NFKC", self.cleaned_data.get("username") or "").strip().casefold()
        return seconds_to_wait("sign-in account", name, limit=of_account[0], seconds=of_account[1])


class RawDataSite(AdminSite):
    """Django's admin for superusers. Everybody else is led to the sign-in, whatever the address."""

    site_header = gettext_lazy("MIT Mapping: raw data")
    site_title = "MIT Mapping"
    index_title = gettext_lazy("Raw data")
    login_form = SignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Superusers only."""
        return SUPERUSER in actors_of(request)

    def get_urls(self) -> list[Any]:
        """Django's addresses, each marked: the sign-in for visitors, all others for superusers."""
        patterns = super().get_urls()
        for pattern in _patterns(patterns):
            if not allowed_actors(pattern.callback):
                pattern.callback = self._marked(pattern.callback, open=pattern.name == "login")
        return patterns

    def _marked(self, view: Callable[..., HttpResponseBase], open: bool) -> Callable[..., HttpResponseBase]:
        if open:
            return allow(VISITOR)(view)
        guarded = allow(SUPERUSER)(view)

        @wraps(guarded)
        def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if self.has_permission(request):
                return guarded(request, *args, **kwargs)
            return self.admin_view(guarded)(request, *args, **kwargs)  # leads to the sign-in

        return led

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The sign-in; 429 after too many attempts."""
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.is_bound and form.has_error("__all__", TOO_MANY):
            response.status_code = 429
            response.headers["Retry-After"] = str(settings.SIGN_INS_OF_ADDRESS[1])
        return response


def _patterns(entries: Iterable[URLPattern | URLResolver]) -> Iterable[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry


site = RawDataSite(name="admin")
