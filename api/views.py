"""The human documentation, and the answer at addresses that do not exist."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.endpoint import Endpoint
from api.errors import TITLES, problem
from api.places import TROUBLES
from api.schema import described
from mapping.conditional import conditional
from mapping.views import errors
from organisations.permissions import VISITOR, allow

ROOT = "/api/v1"
MEANINGS = {
    400: "A parameter is unknown or malformed. parameter names the first, errors all of them with value and reason.",
    404: "There is no public entry with this id, or no such address.",
    405: "Nothing can be written here.",
    406: "The Accept header excludes JSON.",
    429: "Wait for as many seconds as Retry-After says.",
    500: "Our fault, and noted in the log.",
    503: "The database does not answer; Retry-After says when to try again.",
}


class Nothing(Endpoint):
    """Any other address below /api/v1."""

    schema = None

    def get(self, request: Any, **path: Any) -> HttpResponse:
        """404 as a problem document."""
        raise Http404


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for the whole site: below the API a problem document, elsewhere the page."""
    if request.path.startswith(ROOT):
        return problem(400, "The request is malformed.")
    return errors.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 or 503 for the whole site: below the API a problem document, elsewhere the page."""
    page = errors.server_error(request)
    if not request.path.startswith(ROOT):
        return page
    return problem(page.status_code, headers={"Retry-After": "10"} if page.status_code == 503 else {})


@allow(VISITOR)
@require_safe
@conditional
def docs(request: HttpRequest) -> HttpResponse:
    """The API for people: every address with its parameters, made from the same description as openapi.json."""
    problems = [(status, title, MEANINGS[status]) for status, title in TITLES.items() if status in MEANINGS]
    context = {
        "operations": described(),
        "problems": problems,
        "troubles": list(TROUBLES.values()),
        "a_minute": settings.API_REQUESTS_A_MINUTE,
        "ageing": settings.FRESH_MONTHS,
        "unconfirmed": settings.UNCONFIRMED_MONTHS,
        "hidden": settings.HIDDEN_MONTHS,
    }
    return render(request, "api/docs.html", context)
