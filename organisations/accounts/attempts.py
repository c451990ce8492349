"""Attempts at passwords, codes and second factors are counted, for the address and for the account."""

import math
import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.stagekit import unstash_login
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from organisations.limits import client_address, network_of, seconds_to_wait
from organisations.public_forms.pages import not_before
from organisations.text import written

View = Callable[..., HttpResponseBase]


def counted(purpose: str, view: View) -> View:
    """The view, each POST counted before it is looked at; 429 after too many, right or wrong."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and (seconds := _seconds_to_wait(request, purpose)):
            return _too_many(request, seconds)
        return view(request, *args, **kwargs)

    return guarded


def _seconds_to_wait(request: HttpRequest, purpose: str) -> int:
    of_address, of_account = settings.SIGN_INS_OF_ADDRESS, settings.SIGN_INS_OF_ACCOUNT
    address = network_of(client_address(request))
    if wait := seconds_to_wait(f"{purpose} address", address, limit=of_address[0], seconds=of_address[1]):
        return wait
    account = _account(request)
    if not account:
        return 0
    return seconds_to_wait(f"{purpose} account", account, limit=of_account[0], seconds=of_account[1])


def _account(request: HttpRequest) -> str:
    """Whose account it is about: who is signed in, else whose sign-in has begun, else the name that was typed."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    typed = request.POST.get("login") or request.POST.get("email")
    if typed:
        return unicodedata.normalize("NFKC", typed).strip().casefold()
    begun = unstash_login(request, peek=True)
    return f"user {begun.user.pk}" if begun and begun.user else ""


def _too_many(request: HttpRequest, seconds: int) -> HttpResponseBase:
    context: dict[str, Any] = {"minutes": math.ceil(seconds / 60), "password": "password" in request.POST}
    context |= {"typed": [(name, written(request.POST[name])) for name in ("login", "email") if name in request.POST]}
    return not_before(render(request, "account/too_many.html", context, status=429), seconds)
