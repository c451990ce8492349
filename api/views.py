"""The human documentation, and the answer at addresses that do not exist."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.endpoint import Endpoint
from api.errors import TITLES
from api.schema import described
from mapping.conditional import conditional
from organisations.permissions import VISITOR, allow

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


@allow(VISITOR)
@require_safe
@conditional
def docs(request: HttpRequest) -> HttpResponse:
    """The API for people: every address with its parameters, made from the same description as openapi.json."""
    problems = [(status, title, MEANINGS[status]) for status, title in TITLES.items() if status in MEANINGS]
    context = {"operations": described(), "problems": problems, "a_minute": settings.API_REQUESTS_A_MINUTE}
    return render(request, "api/docs.html", context)
