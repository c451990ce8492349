"""Calm pages for what went wrong."""

import sys

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from mapping.context import language_links
from organisations.accounts.again import sent_again
from organisations.own_page import Sender, sender_of
from organisations.permissions import VISITOR, allow
from organisations.public_forms.pages import too_much

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
PLAIN = "<!doctype html><title>Error</title><h1>{}</h1>"


@allow(VISITOR)
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request is malformed. Under a wrong name no page is shown: its links would lead there.

    413 for a form that is too large and that no view asked about, as at the desk: there its token is read before. Too
    many fields in the query of an address are no text that anybody could shorten.
    """
    if isinstance(exception, DisallowedHost):
        return HttpResponse(PLAIN.format("There is no site of this name here."), status=400)
    if request.method == "POST" and isinstance(exception, TOO_MUCH):
        return too_much(request)
    return render(request, "400.html", status=400)


@allow(VISITOR)
def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that does not come from our own page. Django says why; the visitor need not know.

    After signing in anew the forms that stood open in other tabs are ours, but their tokens are not good any more.
    """
    again = sent_again(request) if sender_of(request) == Sender.OURS else None
    return again or render(request, "403.html", status=403)


@allow(VISITOR)
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this visitor."""
    return render(request, "403.html", status=403)


@allow(VISITOR)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 when the database does not answer. Rendered without context processors and database."""
    status = 503 if isinstance(sys.exc_info()[1], OperationalError | InterfaceError) else 500
    try:
        text = get_template("500.html").render({"language_links": language_links(request)})
    except Exception:  # whatever broke the page may have broken the templates too
        text = PLAIN.format("Something went wrong here. Please try again in a few minutes.")
    return HttpResponse(text, status=status, headers={"Retry-After": "10"} if status == 503 else {})
