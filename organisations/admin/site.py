"""The admin's site: superusers only, every address marked. Signing in is not its own (organisations.accounts)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from organisations.permissions import SUPERUSER, VISITOR, actors_of, allow, allowed_actors


class RawDataSite(AdminSite):
    """Django's admin for superusers. The gate leads everybody else to the sign-in, whatever the address."""

    site_header = gettext_lazy("MIT Mapping: raw data")
    site_title = "MIT Mapping"
    index_title = gettext_lazy("Raw data")

    def has_permission(self, request: HttpRequest) -> bool:
        """Superusers only."""
        return SUPERUSER in actors_of(request)

    def get_urls(self) -> list[Any]:
        """Django's addresses, all for superusers; those of accounts lead to the pages that all staff have."""
        patterns = super().get_urls()
        for pattern in _patterns(patterns):
            if pattern.name in ELSEWHERE:
                pattern.callback = ELSEWHERE[pattern.name]
            elif not allowed_actors(pattern.callback):
                pattern.callback = allow(SUPERUSER)(pattern.callback)
        return patterns


@allow(VISITOR)
def _sign_in(request: HttpRequest) -> HttpResponseBase:
    return redirect("admin:index")


@allow(VISITOR)
@require_POST
def _sign_out(request: HttpRequest) -> HttpResponseBase:
    from allauth.account.views import logout

    answer: HttpResponseBase = logout(request)
    return answer


@allow(SUPERUSER)
def _password(request: HttpRequest) -> HttpResponseBase:
    return redirect("account_password")


# Django's templates name these addresses.
ELSEWHERE = {
    "login": _sign_in, "logout": _sign_out, "password_change": _password, "password_change_done": _password,
}  # fmt: skip


def _patterns(entries: Iterable[URLPattern | URLResolver]) -> Iterable[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry


site = RawDataSite(name="admin")
