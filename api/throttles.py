"""How often one address may ask."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from api.errors import too_many
from organisations.limits import client_address, is_direct_from_here, network_of, seconds_to_wait


def throttled(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: counts the request, and answers 429 when it is one too many."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wait := seconds_until_welcome(request):
            return too_many(wait)
        return view(request, *args, **kwargs)

    return answer


def seconds_until_welcome(request: HttpRequest) -> int:
    """Counts a request against `API_REQUESTS_A_MINUTE` of its address (0: no limit); 0 if it is welcome now.

    All workers count together. Direct requests from this machine without any forwarding header are not counted.
    """
    limit = settings.API_REQUESTS_A_MINUTE
    if limit <= 0 or is_direct_from_here(request):
        return 0
    return seconds_to_wait("api", network_of(client_address(request)), limit=limit, seconds=60)
