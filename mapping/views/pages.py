"""List and map: one page, and its results alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mapping.conditional import conditional
from mapping.page_config import map_config
from mapping.results import Results
from mapping.views.wishes import WISHES_A_MINUTE
from organisations.limits import client_address, network_of, seconds_to_wait
from organisations.permissions import VISITOR, allow
from organisations.services.wishes import count_wish


@allow(VISITOR)
@require_safe
@conditional(keep=lambda request: not request.META.get("QUERY_STRING"))
def map_page(request: HttpRequest) -> HttpResponse:
    """Filters, list and map for the query in the address."""
    found = Results(request)
    note_wish(request, found)
    return render(request, "mapping/map.html", found.page_context() | {"page_config": map_config(found)})


@allow(VISITOR)
@require_safe
@conditional
def results(request: HttpRequest) -> HttpResponse:
    """The results alone, for browsers that fetch them into the page."""
    found = Results(request)
    note_wish(request, found)
    return render(request, "mapping/_results.html", found.context())


def note_wish(request: HttpRequest, found: Results) -> None:
    """An answer without any entry is counted for the curators, unless one address asks too often."""
    if found.facets.total or found.query.is_empty or request.method != "GET":
        return
    if not seconds_to_wait("wish", network_of(client_address(request)), limit=WISHES_A_MINUTE, seconds=60):
        count_wish(found.query)
