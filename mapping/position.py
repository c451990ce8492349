"""A measured position, which comes in a header: addresses stand in logs, histories and links."""

from django.http import HttpRequest, QueryDict

HEADER = "HTTP_X_POSITION"  # "48.679,9.22", as `near`; only pages of our own may send it (it is not in api/cors.py)


def has_position(request: HttpRequest) -> bool:
    """Whether the request says where the visitor is."""
    return bool(request.META.get(HEADER))


def query_values(request: HttpRequest) -> QueryDict:
    """The parameters of the address, with the position of the header as `near`."""
    if not has_position(request):
        return request.GET
    values = request.GET.copy()
    values["near"] = request.META[HEADER]
    return values
