"""What anybody may send about entries: a change, a new entry, a claim. Nothing public moves by it."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from organisations.permissions import VISITOR, allow
from organisations.proposing.adding import adding
from organisations.proposing.claiming import claiming
from organisations.proposing.entry import of_public_entry
from organisations.proposing.suggesting import suggesting
from organisations.public_forms.pages import too_much


def _answered(answer: Callable[[], HttpResponse], request: HttpRequest) -> HttpResponse:
    try:
        return answer()
    except (RequestDataTooBig, TooManyFieldsSent):
        return too_much(request)


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """A change of an entry, or a word that something is wrong with it."""
    return _answered(lambda: of_public_entry(request, slug, "suggest", suggesting), request)


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new entry, step by step."""
    return _answered(lambda: adding(request), request)


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody belongs to the group and wants to look after its entry, or does not want it on the map."""
    return _answered(lambda: of_public_entry(request, slug, "claim", claiming), request)
