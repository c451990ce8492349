"""Calm pages for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from organisations.permissions import VISITOR, allow


@allow(VISITOR)
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request is malformed."""
    return render(request, "400.html", status=400)


@allow(VISITOR)
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this visitor."""
    return render(request, "403.html", status=403)


@allow(VISITOR)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page is rendered without context processors, so it needs no database."""
    return HttpResponse(get_template("500.html").render({}), status=500)
